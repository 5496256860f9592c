"""Adding, changing and removing records; a restricted customer's are shown, not edited (D14)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Conflict, Refused, tr
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import Module
from oclient_tui.domain.records import Record, completed, edited
from oclient_tui.modules import registered
from oclient_tui.services.customers.reading import held
from oclient_tui.services.records.reading import met
from oclient_tui.services.records.showing import ShownRecord, in_audit, shown
from oclient_tui.services.records.switches import module_on
from oclient_tui.services.records.typed import TypedRecord, read_record
from oclient_tui.services.undo import journal
from oclient_tui.services.undo.cards import record_before
from oclient_tui.services.usecase import UseCase, Work


def _editable(work: Work, customer_id: int) -> Customer:
    """Return a visible customer, held; raise NotFound, or Refused while the customer is restricted."""
    customer = held(work, customer_id)
    if customer.restricted:
        raise Refused(tr("This customer is restricted: it is shown, but not edited. Lift the restriction first."))
    return customer


def _held_record(work: Work, module: Module, record_id: int) -> Record:
    """Return a record that stays as it is until the transaction ends: its customer is held, then it is read again."""
    _editable(work, met(work, module, record_id).customer_id)
    return met(work, module, record_id)


@dataclass
class AddRecord(UseCase[ShownRecord], needs=Permission.EDIT, writes=True):
    """Add a record to a customer."""

    list_id: int
    module: str
    customer_id: int
    typed: TypedRecord

    def run(self, work: Work) -> ShownRecord:
        """Store it; raise Invalid for a bad or missing value, Refused where the customer takes no new one (S25)."""
        module = module_on(work, self.module)
        customer = _editable(work, self.customer_id)
        if module.active_only and not customer.active:
            raise Refused(
                tr("This customer is deactivated and gets no new {module}. Activate it first."), module=module.key
            )
        values = completed(module, read_record(work, module, self.typed))
        record = Record(work.tools.ids.next(), customer.id, 1, work.now, work.me.id, work.now, values)
        _keep_files(work, record, self.typed)
        work.unit.records(module).add(record)
        journal.step(work, needs=self.needs, action="RecordAdded", subject=str(customer.id))
        journal.record_changed(work, (module.key, customer.id, record.id), None, 1)
        work.record(Event("RecordAdded", str(customer.id), after=in_audit(work, module, record)))
        return shown(work, module, [record])[0]


@dataclass
class EditRecord(UseCase[ShownRecord], needs=Permission.EDIT, writes=True):
    """Change fields of a record. With the version the caller saw, a stale save is a Conflict."""

    list_id: int
    module: str
    record_id: int
    typed: TypedRecord
    version: int | None = None

    def run(self, work: Work) -> ShownRecord:
        """Store the change and return the record; nothing is written when nothing differs."""
        module = module_on(work, self.module)
        current = _held_record(work, module, self.record_id)
        values = edited(module, current.values, read_record(work, module, self.typed))
        changed = [name for name, value in values.items() if value != current.values[name]]
        if not changed:
            return shown(work, module, [current])[0]
        version = max(current.version, work.unit.floors.of(current.id)) + 1
        wanted = replace(current, values=values, version=version, updated_at=work.now)
        # Versions are never given twice: whoever saw another one, older or undone since, saw something else.
        if self.version is not None and self.version != current.version:
            raise _conflict(work, module, (current, wanted), changed)
        journal.step(work, needs=self.needs, action="RecordEdited", subject=str(current.customer_id))
        kept = record_before(work, module, current)
        _keep_files(work, wanted, self.typed)
        work.unit.records(module).update(wanted)
        _drop_files(work, current)
        journal.record_changed(work, (module.key, current.customer_id, current.id), kept, version)
        before, after = (in_audit(work, module, record, changed) for record in (current, wanted))
        work.record(Event("RecordEdited", str(current.customer_id), before=before, after=after))
        return shown(work, module, [wanted])[0]


def _conflict(work: Work, module: Module, records: tuple[Record, Record], changed: list[str]) -> Conflict:
    now, yours = (found.values for found in shown(work, module, records))
    return Conflict(
        tr("Somebody else changed this record meanwhile: {clashing}. Look at it again, then save."),
        fields={name: (str(now[name]), str(yours[name])) for name in changed},
        clashing=", ".join(sorted(changed)),
    )


@dataclass
class RemoveRecord(UseCase[None], needs=Permission.EDIT, writes=True):
    """Remove a record for good."""

    list_id: int
    module: str
    record_id: int

    def run(self, work: Work) -> None:
        """Remove it; its file goes with it unless another record has the same."""
        module = module_on(work, self.module)
        record = _held_record(work, module, self.record_id)
        work.record(Event("RecordRemoved", str(record.customer_id), before=in_audit(work, module, record)))
        journal.step(work, needs=self.needs, action="RecordRemoved", subject=str(record.customer_id))
        kept = record_before(work, module, record)
        work.unit.records(module).remove(record.id)
        _drop_files(work, record)
        journal.record_changed(work, (module.key, record.customer_id, record.id), kept, None)


def _keep_files(work: Work, record: Record, typed: TypedRecord) -> None:
    for name, given in typed.files.items():
        value = record.values[name]
        if isinstance(value, FileMark):
            work.unit.files.put(record.customer_id, value.sha256, given.content)


def _drop_files(work: Work, record: Record) -> None:
    """Drop the bytes that a record had, where no record of any module, on or off, has them still."""
    for value in record.values.values():
        if isinstance(value, FileMark):
            work.unit.files.drop_unused(record.customer_id, value.sha256, registered())
