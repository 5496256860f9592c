"""The words of `oclient customers`."""

from collections.abc import Sequence
from dataclasses import replace

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer, as_mapping
from oclient_tui.domain.errors import Conflict, tr
from oclient_tui.domain.found import Found
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.visibility import SENTENCES
from oclient_tui.doors.cli.call import Call, command, plain, table
from oclient_tui.doors.cli.exporting import export
from oclient_tui.doors.cli.importing import WORDS as IMPORTING
from oclient_tui.doors.cli.many import MANY, of_many, one_only, run_many
from oclient_tui.doors.cli.requests import WORDS
from oclient_tui.doors.cli.typed import typed
from oclient_tui.doors.cli.words import Flag, Noun
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import (
    CountCustomers,
    FindCustomers,
    ListCustomers,
    ShowCustomer,
    WhyVisible,
)
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers

customers = Noun("customers", help=tr("Customers: add, show, edit, list, count, find, assign."))
for word in (*WORDS, *IMPORTING):
    customers.add_command(word)
customers.add_command(export)
LIST = click.argument("reference", metavar="LIST")
ID = click.argument("customer", metavar="ID")
FIELDS = click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
FILTER = click.option(
    "--filter", "line", default="", metavar="FILTER", cls=Flag, help=tr("For example: city:Kraków -consent:email")
)
SEARCH = click.option("--search", default="", metavar="TEXT", cls=Flag, help=tr("Words that the customer has."))
SET = click.option(
    "--set", "set_", default="", metavar="NAME", cls=Flag, help=tr("Customers of a set; see: oclient sets list")
)
SEE_AS = click.option("--see-as", metavar="EMAIL", cls=Flag, help=tr("As the owner: see the list as this person does."))


def _rows(found: Sequence[Customer | Found]) -> list[list[str]]:
    inactive = translate(tr("inactive"))
    return [
        [
            str(customer.id),
            customer.name if customer.active else f"{customer.name} ({inactive})",
            customer.company if customer.name != customer.company else "",
            customer.city,
            customer.emails[0] if customer.emails else "",
            customer.phones[0] if customer.phones else "",
        ]
        for customer in found
    ]


@customers.command("add", help=tr("Add a customer; it is assigned to you."))
@LIST
@FIELDS
@command
def add(call: Call, reference: str, fields: tuple[str, ...]) -> None:
    """Add a customer."""
    customer = call.session.do(AddCustomer(call.list_id(reference), typed(fields)))
    call.answer({"id": str(customer.id)}, [str(customer.id)])


@customers.command("show", help=tr("Show one customer."))
@LIST
@ID
@SEE_AS
@command
def show(call: Call, reference: str, customer: str, see_as: str | None) -> None:
    """Show one customer."""
    record = call.session.do(ShowCustomer(call.list_id(reference), read_id(customer), see_as))
    found, units = as_mapping(record), {one.field: one.unit for one in record.measurements}
    shown = ((key, f"{plain(value)} {units.get(key, '')}".strip()) for key, value in found.items())
    call.answer(found, table([[key, text] for key, text in shown if text]))


@customers.command(
    "edit", help=tr("Change fields: city=Kraków categories+=vip tags-=old email2= of one customer, or with - of many.")
)
@LIST
@ID
@FIELDS
@click.option(
    "--version", type=int, metavar="N", cls=Flag, help=tr("The version you saw: a stale save merges or is refused.")
)
@of_many
@command
def edit(
    call: Call, reference: str, customer: str, fields: tuple[str, ...], version: int | None,
    line: str, set_: str, dry: bool, partly: bool, yes: bool,
) -> int | None:  # fmt: skip
    """Change fields of a customer, or of many."""
    one_only(customer, line, set_, dry=dry, partly=partly)
    if customer == MANY:
        many = EditCustomers(call.list_id(reference), line, set_, dry, partly, typed(fields))
        return run_many(call, many, tr("Change {count} customers?"), yes=yes)
    case = EditCustomer(call.list_id(reference), read_id(customer), typed(fields), version)
    try:
        found = call.session.do(case)
    except Conflict as error:
        rows = [[name, theirs, mine] for name, (theirs, mine) in sorted(error.fields.items())]
        for line in table([[translate(tr("field")), translate(tr("now")), translate(tr("yours"))], *rows]):
            call.say("{line}", line=line)
        raise
    call.answer({"id": str(found.id), "version": found.version}, [])
    return None


@customers.command(
    "list", help=tr("Show customers, a page at a time; the inactive only when the filter asks for them.")
)
@LIST
@FILTER
@SEARCH
@click.option(
    "--sort",
    default="name",
    metavar="FIELD",
    cls=Flag,
    help=tr("name, created, updated, company, city, email; -name is the reverse."),
)
@click.option("--limit", type=int, default=50, metavar="N", cls=Flag, help=tr("Rows of a page, up to 1000."))
@click.option("--after", metavar="CURSOR", cls=Flag, help=tr("The “next” of the page before."))
@SET
@SEE_AS
@command
def list_(
    call: Call,
    reference: str,
    line: str,
    search: str,
    sort: str,
    limit: int,
    after: str | None,
    set_: str,
    see_as: str | None,
) -> None:
    """Show a page of customers."""
    page = call.session.do(ListCustomers(call.list_id(reference), line, search, sort, limit, after, see_as, set_))
    call.answer({"items": [as_mapping(item) for item in page.items], "next": page.next}, table(_rows(page.items)))
    if page.next:
        call.say(tr("There is more: --after {cursor}"), cursor=page.next)


@customers.command("count", help=tr("Count customers, exactly."))
@LIST
@FILTER
@SEARCH
@SET
@SEE_AS
@command
def count(call: Call, reference: str, line: str, search: str, set_: str, see_as: str | None) -> None:
    """Count customers."""
    number = call.session.do(CountCustomers(call.list_id(reference), line, search, see_as, set_))
    call.answer({"count": number}, [str(number)])


@customers.command("find", help=tr("Search quickly, as one types: the first matches by name."))
@LIST
@click.argument("text", metavar="TEXT")
@click.option("--limit", type=int, default=20, metavar="N", cls=Flag, help=tr("How many at most."))
@command
def find(call: Call, reference: str, text: str, limit: int) -> None:
    """Search as one types."""
    found = call.session.do(FindCustomers(call.list_id(reference), text, limit))
    call.answer([one.as_mapping() for one in found], table(_rows(found)))


@customers.command("activate", help=tr("Make a customer active again."))
@LIST
@ID
@of_many
@command
def activate(
    call: Call, reference: str, customer: str, line: str, set_: str, dry: bool, partly: bool, yes: bool
) -> int | None:
    """Activate a customer, or many."""
    many = SetManyActive(0, line, set_, dry, partly, active=True)
    return _set_active(call, reference, customer, many, yes=yes)


def _set_active(call: Call, reference: str, customer: str, many: SetManyActive, *, yes: bool) -> int | None:
    one_only(customer, many.filter, many.set, dry=many.dry, partly=many.partly)
    if customer == MANY:
        question = tr("Activate {count} customers?") if many.active else tr("Deactivate {count} customers?")
        return run_many(call, replace(many, list_id=call.list_id(reference)), question, yes=yes)
    found = call.session.do(SetActive(call.list_id(reference), read_id(customer), active=many.active))
    call.answer({"id": str(found.id), "active": found.active}, [])
    return None


@customers.command("deactivate", help=tr("Take a customer out of the default list; nothing is deleted."))
@LIST
@ID
@of_many
@command
def deactivate(
    call: Call, reference: str, customer: str, line: str, set_: str, dry: bool, partly: bool, yes: bool
) -> int | None:
    """Deactivate a customer, or many."""
    many = SetManyActive(0, line, set_, dry, partly, active=False)
    return _set_active(call, reference, customer, many, yes=yes)


@customers.command("delete", help=tr("Delete a customer for good; to keep the history, deactivate instead."))
@LIST
@ID
@of_many
@command
def delete(
    call: Call, reference: str, customer: str, line: str, set_: str, dry: bool, partly: bool, yes: bool
) -> int | None:
    """Delete a customer, or many."""
    one_only(customer, line, set_, dry=dry, partly=partly)
    list_id = call.list_id(reference)
    if customer == MANY:
        many = DeleteCustomers(list_id, line, set_, dry, partly)
        return run_many(call, many, tr("Delete {count} customers for good?"), yes=yes, needed=True)
    call.confirm(tr("Delete customer {id} for good?"), yes=yes, id=customer)
    call.session.do(DeleteCustomer(list_id, read_id(customer)))
    call.answer({"deleted": customer}, [])
    return None


@customers.command("assign", help=tr("Assign a customer, or with - all that match the filter, to people."))
@LIST
@ID
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL…")
@click.option("--filter", "line", metavar="FILTER", cls=Flag, help=tr("With - as ID: which customers."))
@command
def assign(call: Call, reference: str, customer: str, emails: tuple[str, ...], line: str | None) -> None:
    """Assign customers."""
    one = None if customer == "-" else read_id(customer)
    number = call.session.do(Assign(call.list_id(reference), emails, one, line))
    call.answer({"assigned": number}, [str(number)])


@customers.command("unassign", help=tr("Take assignments away."))
@LIST
@ID
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL…")
@click.option("--filter", "line", metavar="FILTER", cls=Flag, help=tr("With - as ID: which customers."))
@command
def unassign(call: Call, reference: str, customer: str, emails: tuple[str, ...], line: str | None) -> None:
    """Take assignments away."""
    one = None if customer == "-" else read_id(customer)
    number = call.session.do(Unassign(call.list_id(reference), emails, one, line))
    call.answer({"unassigned": number}, [str(number)])


@customers.command("why", help=tr("Tell which rule shows or hides a customer, to you or to somebody else."))
@LIST
@ID
@click.argument("email", required=False, metavar="[EMAIL]")
@SEE_AS
@command
def why(call: Call, reference: str, customer: str, email: str | None, see_as: str | None) -> None:
    """Tell why somebody sees a customer."""
    found = call.session.do(WhyVisible(call.list_id(reference), read_id(customer), email or see_as))
    people = [
        {"email": s.email, "visible": s.visible, "rule": s.rule.value, "reason": translate(SENTENCES[s.rule])}
        for s in found
    ]
    sees, hidden = translate(tr("sees it")), translate(tr("does not see it"))
    rows = [[s.email, sees if s.visible else hidden, translate(SENTENCES[s.rule])] for s in found]
    call.answer({"id": customer, "people": people}, table(rows))
