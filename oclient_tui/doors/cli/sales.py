"""The words of `oclient sales`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.domain.money import show_money
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.records.funnel import SalesFunnel

sales = Noun("sales", help=tr("Sales of a list."))


@sales.command("funnel", help=tr("Count and add up the sales you see, by type, in the types' order."))
@click.argument("reference", metavar="LIST")
@click.option("--see-as", metavar="EMAIL", cls=Flag, help=tr("As the owner: see the list as this person does."))
@command
def funnel(call: Call, reference: str, see_as: str | None) -> None:
    """Show the funnel."""
    steps = call.session.do(SalesFunnel(call.list_id(reference), see_as))
    shown = [{"type": step.name, "count": step.count, "sum": show_money(step.amount)} for step in steps]
    call.answer(shown, table([[step.name, str(step.count), show_money(step.amount)] for step in steps]))
