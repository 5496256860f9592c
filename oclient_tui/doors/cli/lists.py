"""The words of `oclient lists`."""

import click

from oclient_tui.config.business_types import DEFAULT, business_type, business_types
from oclient_tui.config.language import spoken
from oclient_tui.domain.declared_settings import declared
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import Membership
from oclient_tui.domain.setting_values import read
from oclient_tui.doors.cli.call import Call, command, moment, plain, table
from oclient_tui.doors.cli.wiping import certificates, wipe
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.sharing.lists import CreateList, LeaveList, MyLists, ShowList

lists = Noun("lists", help=tr("Customer lists: create, show, leave, wipe."))
lists.add_command(wipe)
lists.add_command(certificates)


def _shown(membership: Membership) -> dict[str, object]:
    found = membership.list
    return {"id": str(found.id), "name": found.name, "type": found.business_type, "role": membership.role}


@lists.command("create", help=tr("Create a list from a business type; you become its owner."))
@click.argument("name", metavar="NAME")
@click.option("--type", "kind", default=DEFAULT, metavar="TYPE", cls=Flag, help=tr("See: oclient lists types"))
@click.option(
    "--language", metavar="LANGUAGE", cls=Flag, help=tr("Of its categories and of sorting: en or pl; default yours.")
)
@command
def create(call: Call, name: str, kind: str, language: str | None) -> None:
    """Create a list."""
    session, speech = call.session, read(declared(())["language"], language or spoken())
    found = session.do(CreateList(name, business_type(kind, speech), speech))
    call.answer({"id": str(found.id), "name": found.name, "type": found.business_type}, [str(found.id)])


@lists.command("list", help=tr("Show the lists you are on."))
@command
def list_(call: Call) -> None:
    """Show one's lists."""
    found = [_shown(membership) for membership in call.session.do(MyLists())]
    call.answer(found, table([[str(cell) for cell in row.values()] for row in found]))
    if not found:
        call.say(tr("You are on no list yet. Make one with: oclient lists create NAME"))


@lists.command("show", help=tr("Show one list."))
@click.argument("reference", metavar="LIST")
@command
def show(call: Call, reference: str) -> None:
    """Show one list."""
    membership = call.session.do(ShowList(call.list_id(reference)))
    found = membership.list
    shown = _shown(membership) | {
        "assigned_only": found.assigned_only,
        "region": found.region,
        "language": found.language,
        "created": moment(found.created_at),
    }
    call.answer(shown, table([[key, plain(value)] for key, value in shown.items()]))


@lists.command("types", help=tr("Show the business types a list can start from."))
@command
def types(call: Call) -> None:
    """Show the business types."""
    call.settings  # noqa: B018 - reads the language the settings ask for
    found = business_types(spoken())
    shown = [{"type": kind.key, "title": kind.title, "summary": kind.summary} for kind in found]
    call.answer(shown, table([[kind.key, kind.title, kind.summary] for kind in found]))


@lists.command("leave", help=tr("Leave a list; your assignments end, the records stay."))
@click.argument("reference", metavar="LIST")
@click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask."))
@command
def leave(call: Call, reference: str, yes: bool) -> None:
    """Leave a list."""
    list_id = call.list_id(reference)
    call.confirm(tr("Leave the list {name}?"), yes=yes, name=reference)
    call.session.do(LeaveList(list_id))
    call.answer({"left": str(list_id)}, [])
