"""Reading records: a page, one of them, the bytes of a file. A record is seen exactly where its customer is."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import Module
from oclient_tui.domain.paging import Cursor, page_size
from oclient_tui.domain.records import Record, known_field
from oclient_tui.services.customers.reading import seen
from oclient_tui.services.records.showing import ShownRecord, shown
from oclient_tui.services.records.switches import module_on, modules_on
from oclient_tui.services.records.typed import GivenFile
from oclient_tui.services.usecase import UseCase, Work

NO_RECORD = tr("There is no such record.")


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records and the cursor of those after them; None at the end."""

    items: list[ShownRecord]
    next: str | None


def met(work: Work, module: Module, record_id: int) -> Record:
    """Return a record of a visible customer; raise NotFound for a missing or hidden one (D2)."""
    found = work.unit.records(module).get(record_id)
    if found is None:
        raise NotFound(NO_RECORD)
    return found


@dataclass
class ListModules(UseCase[tuple[Module, ...]], needs=Permission.VIEW):
    """Show the card's modules that are on (O15)."""

    list_id: int

    def run(self, work: Work) -> tuple[Module, ...]:
        """Return them in the card's order."""
        return modules_on(work)


@dataclass
class ListRecords(UseCase[RecordPage], needs=Permission.VIEW):
    """Show a page of a module's records, the newest first: of one customer, or of all one sees."""

    list_id: int
    module: str
    customer_id: int | None = None
    limit: int = 50
    after: str | None = None
    see_as: str | None = None

    def run(self, work: Work) -> RecordPage:
        """Return the page; raise NotFound for a missing or hidden customer, Invalid for a bad limit or cursor."""
        module, limit = module_on(work, self.module), page_size(self.limit)
        if self.customer_id is not None:
            seen(work, self.customer_id)
        order = f"records.{module.key}"
        after = Cursor.read(self.after, order, int).id if self.after else None
        found = work.unit.records(module).page(self.customer_id, after, limit + 1)
        last = found[limit - 1].id if len(found) > limit else None
        more = Cursor(order, last, last).write() if last is not None else None
        return RecordPage(shown(work, module, found[:limit]), more)


@dataclass
class ShowRecord(UseCase[ShownRecord], needs=Permission.VIEW):
    """Show one record."""

    list_id: int
    module: str
    record_id: int
    see_as: str | None = None

    def run(self, work: Work) -> ShownRecord:
        """Return it; raise NotFound for a missing or hidden one."""
        module = module_on(work, self.module)
        (found,) = shown(work, module, [met(work, module, self.record_id)])
        return found


@dataclass
class ReadFile(UseCase[GivenFile], needs=Permission.VIEW):
    """Hand out the bytes of a file (E5)."""

    list_id: int
    module: str
    record_id: int
    field: str
    see_as: str | None = None

    def run(self, work: Work) -> GivenFile:
        """Return name and bytes; raise NotFound for a hidden record, Invalid for a field that holds no file."""
        module = module_on(work, self.module)
        declared = known_field(module, self.field)
        record = met(work, module, self.record_id)
        value = record.values[declared.name]
        content = work.unit.files.get(record.customer_id, value.sha256) if isinstance(value, FileMark) else None
        if not isinstance(value, FileMark) or content is None:
            raise Invalid(tr("{field} holds no file."), field=declared.name)
        return GivenFile(value.name, content)
