"""Where one can go from the list of customers: a key, what it opens, and what it needs. One line each."""

from collections.abc import Callable
from dataclasses import dataclass

from oclient_tui.domain.lists import CustomerList
from screens.base import HouseScreen
from screens.commands import Command


@dataclass(frozen=True, slots=True)
class Way:
    """A command whose action is `way('KEY')`, and the screen it opens for a list and the filter in force.

    The screen gives back whether the list may have changed.
    """

    key: str
    command: Command
    opens: Callable[[CustomerList, str], HouseScreen[bool]]


WAYS: tuple[Way, ...] = ()
