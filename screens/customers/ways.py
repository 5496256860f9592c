"""Where one can go from the list of customers: a key, what it opens, and what it needs. One line each."""

from collections.abc import Callable
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from screens.base import HouseScreen
from screens.commands import Command
from screens.moving.undo_list import UndoScreen
from screens.settings.overview import SettingsScreen


@dataclass(frozen=True, slots=True)
class Way:
    """A command whose action is `way('KEY')`, and the screen it opens for a list and the filter in force.

    The screen gives back whether the list may have changed.
    """

    key: str
    command: Command
    opens: Callable[[CustomerList, str], HouseScreen[bool]]


SETTINGS = Command(
    "customers.settings", "S", "way('S')", tr("settings"), tr("The list's settings."), needs=Permission.SETTINGS
)

STEPS = Command(
    "customers.steps", "Z", "way('Z')", tr("undo list"), tr("What you did here and can take back."), shown=False
)

WAYS: tuple[Way, ...] = (
    Way("S", SETTINGS, lambda of, _: SettingsScreen(of)),
    Way("Z", STEPS, lambda of, _: UndoScreen(of)),
)
