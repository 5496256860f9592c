"""Changing many customers: plan first, say what it comes to, then do it as one step that `u` takes back (N03)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.bulk import BulkRefused, Outcome
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.text import inert
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.dialogs import Choice, ChoiceDialog

Plan = Callable[[bool, bool], UseCase[Outcome]]
"""Makes the use case: whether it is only tried, and whether the others are changed where some cannot be."""

_CANCEL = Choice("cancel", tr("Cancel"))
_NOTHING = tr("Nothing to change: {matched} customers are so already.")
_REFUSED = tr("{refused} of {matched} cannot be changed. The first: {name}: {reason}")
_NONE_LEFT = tr("None of them can be changed. The first: {name}: {reason}")


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, in words: the question with its number, the button, and what is said afterwards."""

    question: str
    verb: str
    done: str
    values: Mapping[str, object]
    danger: bool = False
    agreed: bool = False
    """Whether the person has agreed already; asked all the same where some cannot be changed."""


async def carry_out(screen: HouseScreen[Any], plan: Plan, deed: Deed, known: Outcome | None = None) -> bool:
    """Try, unless that was done before; ask, do, say; whether anything was changed.

    Where some cannot be changed, the question says so, and the others are changed.
    """
    try:
        tried = known if known is not None else await screen.do(plan(True, False), long=True)
        while True:
            if not tried.changed:
                _say_why_not(screen, tried)
                return False
            if not (deed.agreed and not tried.refused) and not await _agreed(screen, tried, deed):
                return False
            try:
                done = await screen.do(plan(False, bool(tried.refused)), long=True)
                break
            except BulkRefused:
                # Somebody changed one of them since: nothing was done, and the plan is another.
                tried = await screen.do(plan(True, False), long=True)
    except OClientError as error:
        screen.refused(error)
        return False
    screen.notify(translate(deed.done).format(number=done.changed, **deed.values))
    return True


async def _agreed(screen: HouseScreen[Any], tried: Outcome, deed: Deed) -> bool:
    sentences = [translate(deed.question).format(number=tried.changed, **deed.values)]
    if tried.refused:
        sentences.append(_first_refused(_REFUSED, tried))
    go_on = Choice("go", deed.verb, danger=deed.danger, by_y=True)
    question = ChoiceDialog("{sentences}", (_CANCEL, go_on), sentences=" ".join(sentences))
    return await screen.shell.push_screen_wait(question) == "go"


def _say_why_not(screen: HouseScreen[Any], outcome: Outcome) -> None:
    if outcome.refused:
        screen.notify(_first_refused(_NONE_LEFT, outcome), severity="warning", timeout=12)
    else:
        screen.notify(translate(_NOTHING).format(matched=outcome.matched), severity="warning")


def _first_refused(words: str, outcome: Outcome) -> str:
    first = outcome.rows[0]
    return translate(words).format(
        refused=outcome.refused, matched=outcome.matched, name=inert(first.name), reason=first.reason.text(translate)
    )
