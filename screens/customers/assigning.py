"""Assigning many customers to people, and taking assignments away (O08, O13)."""

from collections.abc import Callable
from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.picks import Picked
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.sharing.members import ListMembers
from screens.base import HouseScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.widgets.tick_dialog import TickDialog

_NOTHING = tr("Nothing to change: it is so already.")
_ASK = {
    True: tr("New assignments: {number}. Whoever is assigned sees the customer."),
    False: tr("Assignments that end: {number}. Whoever loses the last reason to see a customer sees it no more."),
}
_DONE = {
    True: tr("Assigned: {number}. u takes it back."),
    False: tr("Assignments ended: {number}. u takes it back."),
}
_VERB = {True: tr("Assign"), False: tr("Unassign")}


async def assign(screen: HouseScreen[Any], list_id: int, picked: Picked, *, give: bool) -> bool:
    """Pick people, say how many assignments that is, do it; whether anything was changed."""
    kind: Callable[..., Assign | Unassign] = Assign if give else Unassign
    try:
        people = await screen.do(ListMembers(list_id))
        title = translate(tr("Assign to") if give else tr("Take away from"))
        options = tuple((one.email, f"{one.name}  {one.email}" if one.name else one.email) for one in people)
        ticked = await screen.shell.push_screen_wait(TickDialog(title, options, one_at_least=True))
        if not ticked:
            return False
        chosen = tuple(sorted(ticked))
        number = await screen.do(kind(list_id, chosen, picked=picked, dry=True), long=True)
        if not number:
            screen.notify(translate(_NOTHING), severity="warning")
            return False
        choices = (Choice("cancel", tr("Cancel")), Choice("go", _VERB[give], by_y=True))
        if await screen.shell.push_screen_wait(ChoiceDialog(_ASK[give], choices, number=number)) != "go":
            return False
        done = await screen.do(kind(list_id, chosen, picked=picked), long=True)
    except OClientError as error:
        screen.refused(error)
        return False
    screen.notify(translate(_DONE[give]).format(number=done))
    return True
