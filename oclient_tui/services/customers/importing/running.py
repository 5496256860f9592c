"""Importing a file of customers, or telling what importing it would do (O21, N03, R1)."""

import hashlib
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.imports import ImportReport, ImportRequest
from oclient_tui.domain.sheets import Sheet
from oclient_tui.services.customers.duplicates import rules_in_force
from oclient_tui.services.customers.importing.catalogues import KeptCatalogues
from oclient_tui.services.customers.importing.columns import columns_of, left_out, named_columns
from oclient_tui.services.customers.importing.drafting import Drafter
from oclient_tui.services.customers.importing.importer import Importer, batches
from oclient_tui.services.customers.importing.rejecting import Rejections, RejectsFile
from oclient_tui.services.customers.importing.rows import RowReader
from oclient_tui.services.customers.importing.saved import save_mapping
from oclient_tui.services.customers.importing.stocks import RehearsedStock, Stock, StoredStock
from oclient_tui.services.customers.importing.updating import Updater
from oclient_tui.services.customers.probing import count_within
from oclient_tui.services.messages.autoresponding import Answer, answer_in_force
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work

_PART = 1 << 20
CHANGED = tr(
    "The file was changed while it was read, so that nothing was imported. Try again when nobody writes to it any more."
)

NO_ANSWER = tr("No automatic e-mail is set up on this list. Import without --autorespond.")


class Progress(Protocol):
    """Is told how far an import has come, after every batch; may raise to cancel it."""

    def __call__(self, rows: int, done: int, size: int) -> None:
        """Take rows read, bytes read, and bytes in all."""
        ...


@dataclass(frozen=True)
class ImportFile:
    """A seekable file and the name that the audit knows it by."""

    source: BinaryIO
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    sheet: Sheet
    sha256: str
    size: int


def _opened(tools: Tools, file: ImportFile) -> _Opened:
    """Return an opened file with its digest; raise Invalid for one that cannot be read."""
    sha256 = _digest(file.source)
    size = file.source.tell()
    file.source.seek(0)
    return _Opened(tools.files.open(file.source), sha256, size)


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    digest = hashlib.sha256()
    while part := source.read(_PART):
        digest.update(part)
    return digest.hexdigest()


@dataclass
class PlanImport(UseCase[ImportReport], needs=Permission.IMPORT):
    """Tell what importing a file would do, row by row; nothing is written.

    For people who do not see every record, its duplicates count as if the rows had been typed: the plan answers the
    same question as adding them would (A4).
    """

    list_id: int
    file: ImportFile
    request: ImportRequest = field(default_factory=ImportRequest)
    rejects: RejectsFile | None = None
    progress: Progress | None = None

    def prepare(self, tools: Tools) -> None:
        """Open the file before the transaction begins; raise Invalid for one that cannot be read."""
        self._opened = _opened(tools, self.file)

    def run(self, work: Work) -> ImportReport:
        """Return the plan; raise Invalid, Denied or NotFound for a mapping that cannot be, Throttled as for adding."""
        _answer(work, self.request)
        report = _imported(work, self, self._opened, RehearsedStock(work), writing=False)
        self.probed = 0 if work.here.sees_all else report.duplicates
        return report


@dataclass
class ImportCustomers(UseCase[ImportReport], needs=Permission.IMPORT, writes=True):
    """Import a file: one transaction, so that all its good rows go in or nothing does."""

    list_id: int
    file: ImportFile
    request: ImportRequest = field(default_factory=ImportRequest)
    rejects: RejectsFile | None = None
    progress: Progress | None = None

    def prepare(self, tools: Tools) -> None:
        """Open the file before the transaction begins; raise Invalid for one that cannot be read."""
        self._opened = _opened(tools, self.file)

    def run(self, work: Work) -> ImportReport:
        """Return what was done; raise as PlanImport does. The file of rejects is whole before anything is committed."""
        journal.step(work, needs=self.needs, action="CustomersImported")
        answer = _answer(work, self.request)
        stock = StoredStock(work, current_list(work).language, answer)
        if self.request.save_as:
            columns = columns_of(work, self._opened.sheet.header, self.request)
            save_mapping(work, self.request.save_as, named_columns(columns, self._opened.sheet.header))
        report = _imported(work, self, self._opened, stock, writing=True)
        count_within(work, report.duplicates)
        report.answered = stock.answered
        told: dict[str, object] = {"file": report.file, "sha256": report.sha256, "format": report.format}
        told |= report.counts | {"on_duplicate": self.request.on_duplicate.value, "mapping": dict(report.mapping)}
        told |= {"answered": report.answered} if self.request.autorespond else {}
        work.record(Event("CustomersImported", after=told))
        return report


def _answer(work: Work, request: ImportRequest) -> Answer | None:
    """Return what new customers are sent, if that was asked for; raise Refused where nothing is set up."""
    answer = answer_in_force(work) if request.autorespond else None
    if request.autorespond and answer is None:
        raise Refused(NO_ANSWER)
    return answer


def _imported(
    work: Work, case: PlanImport | ImportCustomers, opened: _Opened, stock: Stock, *, writing: bool
) -> ImportReport:
    header, request = opened.sheet.header, case.request
    columns = columns_of(work, header, request)
    mapping = named_columns(columns, header)
    report = ImportReport(case.file.name, opened.sha256, opened.sheet.format.value, mapping, left_out(columns, header))
    rules = rules_in_force(work)
    catalogues = KeptCatalogues(work, creating=request.create_categories)
    reader = RowReader(work, columns, request, current_list(work).region)
    drafter = Drafter(work, reader, catalogues, rules)
    rejections = Rejections(header, case.rejects)
    updater = Updater(work, drafter, stock, rules, writing=writing)
    importer = Importer(work, drafter, stock, updater, report, rejections)
    try:
        for batch in batches(opened.sheet.rows()):
            importer.batch(batch, request.on_duplicate, writing=writing)
            if case.progress is not None:
                case.progress(report.read, case.file.source.tell(), opened.size)
        # The audit tells the digest of what was read, so that must have been one and the same file throughout.
        if _digest(case.file.source) != opened.sha256:
            raise Refused(CHANGED)
        stock.finish()
        rejections.write(work.tools.files)
    finally:
        rejections.close()
    report.rejections = rejections.first
    return report
