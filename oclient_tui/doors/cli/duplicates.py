"""The words of `oclient duplicates`, and how clashes are told."""

from collections.abc import Iterator

import click

from oclient_tui.domain.duplicates import Clashes
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Noun
from oclient_tui.services.customers.rehearsing import ListDuplicates

duplicates = Noun("duplicates", help=tr("Customers that a list has more than once."))


@duplicates.command("list", help=tr("Show which customers clash under the list's rules."))
@click.argument("reference", metavar="LIST")
@command
def list_(call: Call, reference: str) -> None:
    """Show the clashes."""
    tell(call, call.session.do(ListDuplicates(call.list_id(reference))))


def tell(call: Call, found: Clashes) -> None:
    """Print clashes: a line for each customer, and the numbers beside the answer."""
    value = {
        "clashes": [
            {
                "rule": clash.rule,
                "count": clash.count,
                "customers": [{"id": str(customer), "name": name} for customer, name in clash.customers],
            }
            for clash in found.clashes
        ],
        "count": found.count,
        "customers": found.customers,
        "pairs": found.pairs,
    }
    call.answer(value, table(list(_rows(found))))
    call.say(
        tr("{count} clashes of {customers} customers ({pairs} pairs); {shown} are shown."),
        count=found.count,
        customers=found.customers,
        pairs=found.pairs,
        shown=len(found.clashes),
    )


def _rows(found: Clashes) -> Iterator[list[str]]:
    for clash in found.clashes:
        for place, (customer, name) in enumerate(clash.customers):
            yield [clash.rule if not place else "", f"{clash.count}×" if not place else "", str(customer), name]
