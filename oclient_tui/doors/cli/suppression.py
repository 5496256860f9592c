"""The words of `oclient suppression`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, moment, table
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.messages.suppressing import AllowAddress, ListSuppressed, SuppressAddress

suppression = Noun("suppression", help=tr("Addresses that a list does not write to."))
LIST = click.argument("reference", metavar="LIST")
ADDRESS = click.argument("address", metavar="ADDRESS")
CHANNEL = click.option(
    "--channel", type=click.Choice(["email", "sms"]), default="email", cls=Flag, help=tr("E-mail or SMS.")
)


@suppression.command("list", help=tr("Show the addresses, with the reasons."))
@LIST
@command
def list_(call: Call, reference: str) -> None:
    """Show the suppression list."""
    found = call.session.do(ListSuppressed(call.list_id(reference)))
    shown = [
        {"channel": one.channel.value, "address": one.address, "digest": one.digest, "reason": one.reason}
        | {"detail": one.detail, "at": moment(one.at)}
        for one in found
    ]
    rows = [
        [one.channel.value, one.address or one.digest[:12], one.reason, moment(one.at), one.detail] for one in found
    ]
    call.answer(shown, table(rows))


@suppression.command("add", help=tr("Write to an address no more, whatever else holds."))
@LIST
@ADDRESS
@CHANNEL
@click.option("--reason", default="", metavar="TEXT", cls=Flag, help=tr("Why, for whoever reads it later."))
@command
def add(call: Call, reference: str, address: str, channel: str, reason: str) -> None:
    """Suppress an address."""
    new = call.session.do(SuppressAddress(call.list_id(reference), address, channel, reason))
    call.answer({"added": new}, [])


@suppression.command("remove", help=tr("Write to an address again."))
@LIST
@ADDRESS
@CHANNEL
@click.option("--reason", default="", metavar="TEXT", cls=Flag, help=tr("Why, for whoever reads it later."))
@command
def remove(call: Call, reference: str, address: str, channel: str, reason: str) -> None:
    """Allow an address."""
    call.session.do(AllowAddress(call.list_id(reference), address, channel, reason))
    call.answer({}, [])
