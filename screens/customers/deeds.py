"""What can be done with customers that are marked: the entries of the action menu."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.bulk import Outcome
from oclient_tui.domain.errors import tr
from oclient_tui.domain.picks import Picked
from oclient_tui.domain.text import inert
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.card.form import NAMES
from screens.customers.assigning import assign
from screens.customers.bulk import Deed, Plan, carry_out
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

Act = Callable[[HouseScreen[Any], int, Picked], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; `act` returns whether the list was changed."""

    key: str
    words: str
    needs: Permission
    act: Act


async def set_active(
    screen: HouseScreen[Any], list_id: int, picked: Picked, *, active: bool, agreed: bool = False
) -> bool:
    """Deactivate or activate."""
    off = Deed(
        tr("To be deactivated: {number}. They leave the list as it opens; nothing is deleted."),
        tr("Deactivate"),
        tr("Deactivated: {number}. u takes it back."),
        {},
        agreed=agreed,
    )
    on = Deed(tr("To be activated: {number}."), tr("Activate"), tr("Activated: {number}. u takes it back."), {})

    def plan(dry: bool, partly: bool) -> UseCase[Outcome]:
        return SetManyActive(list_id, dry=dry, partly=partly, active=active, picked=picked)

    return await carry_out(screen, plan, on if active else off)


async def delete(screen: HouseScreen[Any], list_id: int, picked: Picked) -> bool:
    """Delete, with all that hangs on them."""
    deed = Deed(
        tr("To be deleted: {number}, with their notes, tasks, files and all that hangs on them."),
        tr("Delete"),
        tr("Deleted: {number}. u takes it back for some days."),
        {},
        danger=True,
    )

    def plan(dry: bool, partly: bool) -> UseCase[Outcome]:
        return DeleteCustomers(list_id, dry=dry, partly=partly, picked=picked)

    return await carry_out(screen, plan, deed)


async def edit(screen: HouseScreen[Any], list_id: int, picked: Picked) -> bool:
    """Give one field of all of them one value."""
    fields = tuple((name, translate(words)) for name, words in NAMES.items() if name not in _EACH_HAS_ITS_OWN)
    name = await screen.shell.push_screen_wait(PickDialog(translate(tr("Change which field?")), "", fields))
    if not name:
        return False
    tried: list[tuple[str, Outcome]] = []

    def plan(value: str) -> Plan:
        typed = Typed({name: value})
        return lambda dry, partly: EditCustomers(list_id, dry=dry, partly=partly, picked=picked, typed=typed)

    async def keep(found: dict[str, str]) -> None:
        tried.append((found[name], await screen.do(plan(found[name])(True, False), long=True)))

    about = translate(tr("What stands there now is replaced; an empty line empties it."))
    asked = Asked(name, translate(NAMES[name]))
    if not await screen.shell.push_screen_wait(TextDialog(translate(NAMES[name]), about, (asked,), keep)):
        return False
    value, outcome = tried[-1]
    deed = Deed(
        tr("To be changed: {number}. {field} becomes “{value}”."),
        tr("Change"),
        tr("Changed: {number}. u takes it back."),
        {"field": translate(NAMES[name]), "value": inert(value)},
    )
    return await carry_out(screen, plan(value), deed, outcome)


_EACH_HAS_ITS_OWN = ("first_name", "last_name", "email", "email2", "phone", "phone2", "tax_id", "birthday")

ENTRIES = (
    Entry("assign", tr("Assign to people"), Permission.ASSIGN, partial(assign, give=True)),
    Entry("unassign", tr("Take away from people"), Permission.ASSIGN, partial(assign, give=False)),
    Entry("edit", tr("Change a field"), Permission.EDIT, edit),
    Entry("deactivate", tr("Deactivate"), Permission.EDIT, partial(set_active, active=False)),
    Entry("activate", tr("Activate"), Permission.EDIT, partial(set_active, active=True)),
    Entry("delete", tr("Delete"), Permission.DELETE, delete),
)
