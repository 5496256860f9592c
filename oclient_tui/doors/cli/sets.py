"""The words of `oclient sets`."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.sets import CreateSet, ListedSet, ListSets, RemoveSet, ShareSet

sets = Noun("sets", help=tr("Customer sets: filters kept under a name."))
LIST = click.argument("reference", metavar="LIST")
NAME = click.argument("name", metavar="NAME")


def _fault(listed: ListedSet) -> str:
    return translate(listed.fault).format(**listed.values) if listed.fault else ""


@sets.command("create", help=tr("Keep a filter under a name, for yourself."))
@LIST
@NAME
@click.option(
    "--filter", "line", default="", metavar="FILTER", cls=Flag, help=tr("For example: city:Kraków -consent:email")
)
@command
def create(call: Call, reference: str, name: str, line: str) -> None:
    """Create a set."""
    made = call.session.do(CreateSet(call.list_id(reference), name, line))
    call.answer({"id": str(made.id), "name": made.name}, [str(made.id)])


@sets.command("list", help=tr("Show your sets and those shared with the list."))
@LIST
@command
def list_(call: Call, reference: str) -> None:
    """Show the sets."""
    found = call.session.do(ListSets(call.list_id(reference)))
    shown = [
        {
            "id": str(one.set.id),
            "name": one.set.name,
            "filter": one.set.filter,
            "shared": one.set.shared,
            "author": one.author,
            "fault": _fault(one),
        }
        for one in found
    ]
    shared = translate(tr("shared"))
    rows = [[one.set.name, shared if one.set.shared else "", one.author, one.set.filter, _fault(one)] for one in found]
    call.answer(shown, table(rows))


@sets.command("share", help=tr("Share a set of yours with everybody on the list; each sees in it what they may."))
@LIST
@NAME
@click.option("--off", is_flag=True, cls=Flag, help=tr("Take it back: it is yours alone again."))
@command
def share(call: Call, reference: str, name: str, off: bool) -> None:
    """Share a set."""
    found = call.session.do(ShareSet(call.list_id(reference), name, not off))
    call.answer({"id": str(found.id), "name": found.name, "shared": found.shared}, [])


@sets.command("count", help=tr("Count the customers of a set, as far as you see them."))
@LIST
@NAME
@command
def count(call: Call, reference: str, name: str) -> None:
    """Count the customers of a set."""
    number = call.session.do(CountCustomers(call.list_id(reference), set=name))
    call.answer({"count": number}, [str(number)])


@sets.command("remove", help=tr("Remove a set; the customers in it stay."))
@LIST
@NAME
@command
def remove(call: Call, reference: str, name: str) -> None:
    """Remove a set."""
    call.session.do(RemoveSet(call.list_id(reference), name))
    call.answer({}, [])
