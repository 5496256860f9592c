"""One change to many customers: `-` in the place of an id, and --filter or --set (N03)."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.bulk import BulkRefused, Outcome
from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.doors.cli.call import Call, table
from oclient_tui.doors.cli.words import Flag
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers

Decorated = TypeVar("Decorated", bound=Callable[..., object])
Case = EditCustomers | SetManyActive | DeleteCustomers

MANY = "-"
PARTLY_DONE = 3
SHOWN = 20
_OPTIONS = (
    click.option("--filter", "line", default="", metavar="FILTER", cls=Flag, help=tr("With - as ID: which customers.")),
    click.option("--set", "set_", default="", metavar="NAME", cls=Flag, help=tr("With - as ID: customers of a set.")),
    click.option("--dry-run", "dry", is_flag=True, cls=Flag, help=tr("With - as ID: tell what would happen, only.")),
    click.option(
        "--partly", is_flag=True, cls=Flag, help=tr("With - as ID: leave out customers that cannot be changed.")
    ),
    click.option("--yes", is_flag=True, cls=Flag, help=tr("Do not ask.")),
)


def of_many(function: Decorated) -> Decorated:
    """Give a word the options that say which customers and how."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def one_only(customer: str, line: str, set_: str, *, dry: bool, partly: bool) -> None:
    """Raise Invalid for options of many customers beside the id of one."""
    if customer != MANY and (line or set_ or dry or partly):
        raise Invalid(tr("Name one customer, or - and a --filter for many."))


def run_many(call: Call, case: Case, question: str, *, yes: bool, needed: bool = False) -> int:
    """Plan, ask, and do it; return the exit code. Where the answer is `needed`, no terminal means no."""
    if case.dry:
        return _tell(call, call.session.do(case), dry=True)
    if needed and not yes and not sys.stdin.isatty():
        raise Refused(tr("Without a terminal to ask on, say --yes to delete many customers."))
    if not yes and sys.stdin.isatty():
        plan = call.session.do(replace(case, dry=True))
        _tell_refused(call, plan)
        call.confirm(question, yes=yes, count=plan.changed)
    try:
        outcome = call.session.do(case)
    except BulkRefused as error:
        _tell_refused(call, error.outcome)
        raise
    return _tell(call, outcome, dry=False)


def _tell(call: Call, outcome: Outcome, *, dry: bool) -> int:
    rows = [
        {"id": str(row.customer_id), "name": row.name, "reason": row.reason.text(translate)} for row in outcome.rows
    ]
    numbers = {"matched": outcome.matched, "changed": outcome.changed, "unchanged": outcome.unchanged}
    line = tr("Would change: {changed}; so already: {unchanged}; cannot be changed: {refused}.")
    if not dry:
        line = tr("Changed: {changed}; so already: {unchanged}; not changed: {refused}.")
    _tell_refused(call, outcome)
    sentence = translate(line).format(**numbers, refused=outcome.refused)
    call.answer({**numbers, "refused": outcome.refused, "rows": rows, "dry_run": dry}, [sentence])
    return PARTLY_DONE if outcome.refused and not dry else 0


def _tell_refused(call: Call, outcome: Outcome) -> None:
    rows = [[str(row.customer_id), row.name, row.reason.text(translate)] for row in outcome.rows[:SHOWN]]
    for line in table(rows):
        call.say("{line}", line=line)
    if outcome.refused > SHOWN:
        call.say(tr("… and {count} more."), count=outcome.refused - SHOWN)
