"""Exporting customers to a file, and the receipt for it (issue 4, N08, V05, X04).

An export takes two use cases, and a door plays both by `export_customers`. The first reads: it streams what the person
sees in one transaction of reading, which on SQLite lets others write meanwhile. The second writes the receipt into the
audit, in a short transaction of its own that asks for the right once more. A door puts the file into its place, or on
its way to stdout, only behind the receipt: no byte leaves unaudited, and a receipt without a file may remain where the
disk fails at the last moment, which says too much rather than too little.

Customers are exported as `customers show` shows them, and the restricted among them with their flag: D14 keeps them
out of what is done *with* customers (mail, static sets, marketing extracts), while this hands the list's own data to
whoever may see it, and a copy that left people out in silence would be no copy. `-restricted:yes` leaves them out.
Consents are events with wording, source and date, of which one column could tell only half; they are not in the file.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import BinaryIO, Protocol

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.fields import FIELDS
from oclient_tui.domain.filters import Node
from oclient_tui.domain.measurements import field_of
from oclient_tui.domain.paging import PAGE_LIMIT, Cursor
from oclient_tui.domain.sheets import Cell, TableFormat
from oclient_tui.services.customers.filtering import read_filter
from oclient_tui.services.session import Session
from oclient_tui.services.usecase import UseCase, Work
from storage.filters_sql import FilterContext

_BLOCK = 1 << 20
_PLAIN = frozenset({*FIELDS, "active", "assigned"} - {"email", "phone"})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: by which filter and set, how many customers, and the digest of the file's bytes."""

    format: TableFormat
    filter: str
    set: str
    rows: int
    sha256: str
    """'' where nobody matched, and there is no file."""


class Progress(Protocol):
    """Hears, now and then, how many customers were written."""

    def __call__(self, number: int, /) -> None:
        """Hear it."""
        ...


def _unheard(_: int, /) -> None:
    """Hear nothing."""


@dataclass
class ExportCustomers(UseCase[Exported], needs=Permission.EXPORT):
    """Write the customers that the person sees to a file, by default the active ones; without the receipt."""

    list_id: int
    format: TableFormat
    target: BinaryIO = field(repr=False)
    """A new file, to be written and then read for its digest."""

    filter: str = ""
    set: str = ""
    progress: Progress = field(default=_unheard, repr=False)

    def run(self, work: Work) -> Exported:
        """Write them in the order of their ids, which nobody's editing changes; leave the file empty for nobody.

        Raise Invalid for a bad filter or what the format cannot hold, NotFound for a set.
        """
        node, context = read_filter(work, self.filter, "", self.set)
        columns = _columns(work, node, context)
        readers = [_reader(name) for name in columns]
        number = 0

        def rows() -> Iterator[Sequence[Cell]]:
            nonlocal number
            for page in _pages(work, node, context):
                for customer in page:
                    yield [read(customer) for read in readers]
                number += len(page)
                self.progress(number)

        work.tools.files.write(self.format, self.target, columns, rows())
        if not number:
            self.target.seek(0)
            self.target.truncate()
        digest = _digest(self.target) if number else ""
        return Exported(self.format, self.filter, self.set, number, digest)


@dataclass
class RecordExport(UseCase[None], needs=Permission.EXPORT, writes=True):
    """Write the receipt of an export into the audit."""

    list_id: int
    exported: Exported

    def run(self, work: Work) -> None:
        """Write it: the criteria, how many, and the digest by which the file is known again."""
        told = self.exported
        after = {"filter": told.filter, "set": told.set, "format": told.format.value, "rows": told.rows}
        work.record(Event("CustomersExported", after=after | {"sha256": told.sha256}))


def export_customers(session: Session, case: ExportCustomers) -> Exported:
    """Export and write the receipt; what the target holds may go on its way after this."""
    exported = session.do(case)
    session.do(RecordExport(case.list_id, exported))
    return exported


def _columns(work: Work, node: Node, context: FilterContext) -> tuple[str, ...]:
    """Return the names of the columns: e-mails and phones as many as somebody has, what the list measures."""
    emails, phones = work.unit.customers.most_contacts(node, context)
    several = {"email": emails, "phone": phones}
    names = [
        name if number == 1 else f"{name}{number}"
        for name in FIELDS
        for number in range(1, max(several.get(name, 1), 1) + 1)
    ]
    measured = [field_of(entry.name) for entry in work.unit.catalogue(CatalogueKind.MEASUREMENTS).all()]
    return ("id", *names, *measured, "active", "assigned")


def _pages(work: Work, node: Node, context: FilterContext) -> Iterator[list[Customer]]:
    after: Cursor | None = None
    while True:
        page, after, _ = work.unit.customers.page(node, context, "created", after, PAGE_LIMIT)
        if page:
            yield page
        if after is None:
            return


def _reader(name: str) -> Callable[[Customer], Cell]:
    """Return what reads a column's value; chosen once a file, since a million rows have some thirty columns each."""
    if name == "id":
        return lambda customer: str(customer.id)
    if name in _PLAIN:
        return attrgetter(name)
    return lambda customer: customer.value(name)


def _digest(target: BinaryIO) -> str:
    digest = hashlib.sha256()
    target.flush()
    target.seek(0)
    while block := target.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
