"""What can be done with one list, from the lists screen: only what the person may do there (D5)."""

from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import Membership
from oclient_tui.domain.text import inert
from oclient_tui.services.privacy.certifying import ListCertificates
from oclient_tui.services.sharing.lists import LeaveList
from screens.base import HouseScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.entry.wipe import wipe
from screens.people.audit import AuditScreen
from screens.people.certificates import CertificatesScreen
from screens.people.members import MembersScreen
from screens.settings.overview import SettingsScreen
from screens.widgets.pick_dialog import PickDialog

OPTIONS: tuple[tuple[str, str, Permission | None], ...] = (
    ("open", tr("Open"), Permission.VIEW),
    ("people", tr("People"), Permission.VIEW),
    ("settings", tr("Settings"), Permission.SETTINGS),
    ("audit", tr("Audit"), Permission.AUDIT),
    ("leave", tr("Leave the list…"), None),
    ("wipe", tr("Wipe…"), Permission.WIPE),
    ("certificates", tr("Certificates of wipes"), None),
)
_LEAVE = tr(
    "Leave “{name}”? You see nothing of it from then on, and your assignments end. What you added stays on the list. "
    "Only a new invitation brings you back."
)


async def act(screen: HouseScreen[Any], on: Membership | None) -> str:
    """Show what can be done with a list and do it; return what was done: 'open' is left to the screen."""
    options = await _options(screen, on)
    title = on.list.name if on else translate(tr("Lists"))
    chosen = await screen.shell.push_screen_wait(PickDialog(title, "", options)) if options else ""
    if chosen == "certificates":
        await screen.shell.push_screen_wait(CertificatesScreen())
    elif on is not None:
        await _done(screen, on, chosen)
    return chosen


async def _options(screen: HouseScreen[Any], on: Membership | None) -> tuple[tuple[str, str], ...]:
    allowed = (
        await screen.shell.desk.quick(screen.visit.session.permissions, on.list.id) if on else frozenset[Permission]()
    )
    shown = {needs for needs in Permission if needs in allowed}
    own = {"leave"} if on is not None and on.role != "owner" else set[str]()
    if await screen.do(ListCertificates()):
        own.add("certificates")
    return tuple((key, translate(words)) for key, words, needs in OPTIONS if needs in shown or key in own)


async def _done(screen: HouseScreen[Any], on: Membership, chosen: str) -> None:
    shell = screen.shell
    if chosen == "people":
        await shell.push_screen_wait(MembersScreen(on.list))
    elif chosen == "settings":
        await shell.push_screen_wait(SettingsScreen(on.list))
    elif chosen == "audit":
        await shell.push_screen_wait(AuditScreen(on.list))
    elif chosen == "leave":
        await _leave(screen, on)
    elif chosen == "wipe":
        await wipe(screen, on.list)


async def _leave(screen: HouseScreen[Any], on: Membership) -> None:
    choices = (Choice("stay", tr("Stay")), Choice("leave", tr("Leave the list"), danger=True))
    if await screen.shell.push_screen_wait(ChoiceDialog(_LEAVE, choices, name=on.list.name)) != "leave":
        return
    try:
        await screen.do(LeaveList(on.list.id))
    except OClientError as error:
        screen.refused(error)
    else:
        said = translate(tr("You left “{name}”.")).format(name=inert(on.list.name))
        screen.notify(said, markup=False)
