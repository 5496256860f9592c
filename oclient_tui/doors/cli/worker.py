"""`oclient worker`: delivers messages."""

import asyncio

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command
from oclient_tui.doors.cli.words import Flag, Verb

LANES, MOST_LANES = 4, 64


@click.command(
    "worker", cls=Verb, help=tr("Deliver messages; any number of workers may run, on any number of machines.")
)
@click.option("--until-empty", is_flag=True, cls=Flag, help=tr("End when nothing is due any more."))
@click.option(
    "--concurrency", type=click.IntRange(1, MOST_LANES), default=LANES, metavar="N", cls=Flag,
    help=tr("How many connections to mail servers to keep."),
)  # fmt: skip
@command
def worker(call: Call, until_empty: bool, concurrency: int) -> None:
    """Deliver until stopped, or until nothing is due."""
    from oclient_tui.doors.worker import work

    call.say(tr("Delivering. Stop with ctrl+c; what is on its way is finished first."))
    number, problems = asyncio.run(work(call.house, concurrency, until_empty=until_empty))
    for problem in problems:
        call.say(problem)
    call.answer({"delivered": number}, [str(number)])
