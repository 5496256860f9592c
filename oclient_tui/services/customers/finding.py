"""Reading customers: one, a page, a count, search as you type, and why somebody sees one (S02, S03, N06)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Denied, Invalid, tr
from oclient_tui.domain.found import Found
from oclient_tui.domain.members import Member
from oclient_tui.domain.paging import Cursor, page_size, skipped
from oclient_tui.domain.visibility import Sight, sight
from oclient_tui.services.customers.filtering import read_filter
from oclient_tui.services.customers.reading import seen
from oclient_tui.services.sharing.members import member_of
from oclient_tui.services.usecase import UseCase, Work
from storage.repositories.customers import NUMBERED, ORDERS


@dataclass(frozen=True, slots=True)
class Page:
    """Some customers and the cursor of those after them; None at the end.

    `previous` is a cursor of the opposite order: from it those before them follow, the nearest first.
    """

    items: list[Customer]
    next: str | None
    previous: str | None = None


@dataclass
class ShowCustomer(UseCase[Customer], needs=Permission.VIEW):
    """Show one customer."""

    list_id: int
    customer_id: int
    see_as: str | None = None

    def run(self, work: Work) -> Customer:
        """Return it; raise NotFound for a missing or hidden one."""
        return seen(work, self.customer_id)


@dataclass
class ListCustomers(UseCase[Page], needs=Permission.VIEW):
    """Show a page of customers, by default the active ones by name."""

    list_id: int
    filter: str = ""
    search: str = ""
    sort: str = "name"
    limit: int = 50
    after: str | None = None
    see_as: str | None = None
    set: str = ""

    def run(self, work: Work) -> Page:
        """Return the page; raise Invalid for a bad filter, order, limit or cursor, NotFound for a set."""
        node, context = read_filter(work, self.filter, self.search, self.set)
        after = _place(self.sort, self.after)
        found, more, before = work.unit.customers.page(node, context, self.sort, after, page_size(self.limit))
        return Page(found, more.write() if more else None, before.write() if before else None)


@dataclass
class SeekCustomers(UseCase[str | None], needs=Permission.VIEW):
    """Find the place so many rows on in a list of customers, without reading what lies between (P6).

    Its cost grows with `skip`, by a fraction of a microsecond a row; whoever knows a nearer cursor gives it.
    """

    list_id: int
    skip: int
    filter: str = ""
    search: str = ""
    sort: str = "name"
    after: str | None = None
    see_as: str | None = None
    set: str = ""

    def run(self, work: Work) -> str | None:
        """Return the cursor after which ListCustomers goes on with the row after the skipped ones; None past the end.

        Only rows that the person sees are counted (D33). Raise as ListCustomers does, and Invalid for a skip below 1.
        """
        node, context = read_filter(work, self.filter, self.search, self.set)
        after = _place(self.sort, self.after)
        found = work.unit.customers.seek(node, context, self.sort, after, skipped(self.skip))
        return found.write() if found else None


@dataclass
class CountCustomers(UseCase[int], needs=Permission.VIEW):
    """Count customers, exactly (D33)."""

    list_id: int
    filter: str = ""
    search: str = ""
    see_as: str | None = None
    set: str = ""

    def run(self, work: Work) -> int:
        """Return how many the person sees."""
        node, context = read_filter(work, self.filter, self.search, self.set)
        return work.unit.customers.count(node, context)


@dataclass
class FindCustomers(UseCase[list[Found]], needs=Permission.VIEW):
    """Search as one types: quick, and capped before it is sorted (D23)."""

    list_id: int
    text: str
    limit: int = 20

    def run(self, work: Work) -> list[Found]:
        """Return the first of the matches found."""
        return work.unit.customers.find(self.text, page_size(self.limit))


@dataclass
class WhyVisible(UseCase[list[Sight]], needs=Permission.VIEW):
    """Tell which rule shows a record to oneself; owners and admins ask for anybody."""

    list_id: int
    customer_id: int
    email: str | None = None
    see_as: str | None = None

    def run(self, work: Work) -> list[Sight]:
        """Return one line a person: everybody for owners and admins, oneself for members."""
        customer = seen(work, self.customer_id)
        if work.here.role is Role.MEMBER:
            me = work.unit.members.by_email(self.see_as or work.me.email)
            if self.email is not None and me is not None and member_of(work, self.email) != me:
                raise Denied(tr("Only the owner and admins can ask what others see."))
            asked = [me] if me else []
        else:
            asked = [member_of(work, self.email)] if self.email else work.unit.members.all()
        assigned = work.unit.assignments.accounts_of(customer.id)
        return [self._sight(work, member, customer, assigned) for member in asked]

    def _sight(self, work: Work, member: Member, customer: Customer, assigned: set[int]) -> Sight:
        access = work.unit.members.access(member.account_id)
        assert access is not None, "a member has access"  # noqa: S101 - read in the same transaction
        author = customer.created_by == member.account_id
        return sight(access, member.email, assigned=member.account_id in assigned, author=author)


def _place(order: str, after: str | None) -> Cursor | None:
    """Return where a page begins; raise Invalid for an order that there is not, and for a cursor of another one."""
    name = order.removeprefix("-")
    if name not in ORDERS:
        accepted = ", ".join(ORDERS)
        raise Invalid(tr("Customers are sorted by {accepted}, with - in front for the reverse."), accepted=accepted)
    return Cursor.read(after, order, int if name in NUMBERED else str) if after else None
