"""What is done about the people of a customer: who is assigned, and what the customer agreed to."""

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Role
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.sharing.members import ListMembers
from screens.base import HouseScreen
from screens.card.pages import Agreed
from screens.dialogs import Choice, ChoiceDialog
from screens.widgets.tick_dialog import TickDialog

_ROLES = {Role.OWNER: tr("owner"), Role.ADMIN: tr("admin"), Role.MEMBER: tr("member")}
_GIVE = tr("Note that {name} gave this consent: {kind}? {wording}")
_WITHDRAW = tr("Note that {name} withdrew this consent: {kind}?")
SOURCE = "screen"


async def assign(screen: HouseScreen[None], list_id: int, customer: Customer) -> bool:
    """Ask who is assigned to a customer; whether that changed. Raise what assigning raises."""
    members = await screen.do(ListMembers(list_id))
    options = tuple((one.email, f"{one.email}  {translate(_ROLES[one.role])}") for one in members)
    before = frozenset(customer.assigned)
    title = translate(tr("Who works with {name}")).format(name=customer.name)
    wanted = await screen.shell.push_screen_wait(TickDialog(title, options, before))
    if wanted is None or wanted == before:
        return False
    if wanted - before:
        await screen.do(Assign(list_id, tuple(sorted(wanted - before)), customer.id))
    if before - wanted:
        await screen.do(Unassign(list_id, tuple(sorted(before - wanted)), customer.id))
    return True


async def agree(screen: HouseScreen[None], list_id: int, customer: Customer, found: Agreed) -> bool:
    """Ask whether a consent was given, or withdrawn, and write it down; whether that changed."""
    words, verb = (_WITHDRAW, tr("Withdrawn")) if found.given else (_GIVE, tr("Given"))
    asked = ChoiceDialog(
        words,
        (Choice("leave", tr("Leave it")), Choice("note", verb, danger=found.given)),
        name=customer.name, kind=found.kind.name, wording=f"“{found.kind.wording}”" if found.kind.wording else "",
    )  # fmt: skip
    if await screen.shell.push_screen_wait(asked) != "note":
        return False
    try:
        await screen.do(RecordConsent(list_id, customer.id, found.kind.code, not found.given, source=SOURCE))
    except OClientError as error:
        screen.refused(error)
        return False
    return True
