"""Adding and editing a record: the form follows from the module's declaration (architecture §4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Conflict, Invalid, OClientError, tr
from oclient_tui.domain.file_names import FILE_LIMIT_MOST
from oclient_tui.domain.module import Field as Declared
from oclient_tui.domain.module import Kind, Module
from oclient_tui.domain.records import read_value
from oclient_tui.services.records.changing import AddRecord, EditRecord
from oclient_tui.services.records.showing import ShownRecord
from oclient_tui.services.records.typed import GivenFile, TypedRecord
from screens.card.drafting import Place
from screens.card.form_screen import FormScreen
from screens.card.wording import HINTS, field_words, items, state_words
from screens.widgets.choice_field import ChoiceField
from screens.widgets.form import Field
from screens.widgets.long_field import LongField

_NO_FILE = tr("There is no file “{path}” that can be read. Type the path of a file on this machine.")
_CHANGED = tr("Somebody else changed this record meanwhile. What stands now: {now}. ctrl+s saves yours over it.")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a record form is about: whose record, of which module, and what its choices are."""

    list_id: int
    customer: Customer
    module: Module
    choices: Mapping[str, Sequence[str]]
    """The names that each field of choice takes."""


class RecordForm(FormScreen[ShownRecord]):
    """The form of one module; gives back the stored record. A stored file stays: another one is another record."""

    def __init__(self, about: Subject, record: ShownRecord | None = None) -> None:
        super().__init__()
        self._about, self._record = about, record
        self._fields = [
            field for field in about.module.every_field if field.kind is not Kind.FILE or record is None
        ]  # fmt: skip
        self.names = tuple(field.name for field in self._fields)
        self._version = record.record.version if record else None

    def crumbs(self) -> tuple[str, ...]:
        """Return the customer, the module and what is being done."""
        doing = translate(tr("Edit") if self._record else tr("New"))
        return (self._about.customer.name, translate(self._about.module.title), doing)

    def body(self) -> Iterable[Widget]:
        """Yield a field of its kind for each declared one."""
        with VerticalScroll(id="form", can_focus=False):
            yield self.verdict()
            yield Vertical(*(self._made(field) for field in self._fields), classes="fields")

    def ready(self) -> None:
        """Fill in what is known."""
        super().ready()
        for field in self._fields:
            if field.kind in HINTS:
                self.field(field.name).input.placeholder = translate(HINTS[field.kind])
        self.fill()
        self.status(translate(tr("ctrl+s saves")), right=translate(tr("* needed")))

    def _made(self, field: Declared) -> Field:
        words, needed = field_words(field), field.required
        if field.kind is Kind.LONG_TEXT:
            return LongField(field.name, words, needed=needed)
        if field.kind is Kind.STATE:
            states = tuple((state, state_words(state)) for state in self._about.module.states)
            return ChoiceField(field.name, words, states, needed=needed)
        if field.kind is Kind.SWITCH:
            options = (("yes", translate(tr("yes"))), ("no", translate(tr("no"))))
            return ChoiceField(field.name, words, options, needed=needed)
        if field.kind is Kind.CHOICE:
            names = self._about.choices.get(field.name, ())
            return ChoiceField(field.name, words, tuple((name, name) for name in names), needed=needed)
        return Field(field.name, words, needed=needed)

    def shown(self, name: str) -> str:
        """Return what is stored in a field, as it is typed."""
        declared = self._declared(name)
        if self._record is None:
            return self._about.module.states[0] if declared.kind is Kind.STATE else ""
        kept = self._record.record.values.get(name)
        if declared.kind is Kind.SWITCH:
            return "yes" if kept else "no"
        value = self._record.values.get(name)
        return items(kept) if isinstance(kept, tuple) else "" if value is None else str(value)

    def _declared(self, name: str) -> Declared:
        return next(field for field in self._fields if field.name == name)

    def read(self, name: str, text: str) -> None:
        """Raise Invalid for what the field does not take; names are looked up where the record is saved."""
        declared = self._declared(name)
        if declared.kind is Kind.FILE:
            if text.strip() and not Path(text.strip()).expanduser().is_file():
                raise Invalid(_NO_FILE, path=text.strip(), field=name)
            return
        read_value(self._about.module, declared, text)

    def place(self) -> Place:
        """Return whose form this is."""
        about, kept = self._about, self._record
        last = f"{kept.record.id}" if kept else f"new.{about.customer.id}"
        return Place(about.list_id, f"record.{about.module.key}.{last}", about.customer.id, self._version or 0)

    def rebase(self, version: int) -> None:
        """Save as somebody who saw that version."""
        if self._version is not None:
            self._version = version

    async def store(self, changed: dict[str, str]) -> ShownRecord | None:
        """Add or edit the record."""
        about = self._about
        if self._record is not None:
            return await self.do(
                EditRecord(about.list_id, about.module.key, self._record.record.id, TypedRecord(changed), self._version)
            )
        paths = {name: changed.pop(name) for name in list(changed) if self._declared(name).kind is Kind.FILE}
        files = {name: await self.shell.desk.quick(given, name, path.strip()) for name, path in paths.items()}
        typed = TypedRecord(changed, files)
        return await self.do(AddRecord(about.list_id, about.module.key, about.customer.id, typed))

    def stopped(self, error: OClientError) -> None:
        """Show what stands now where somebody else was quicker; the next save is against that."""
        if not isinstance(error, Conflict) or self._version is None:
            super().stopped(error)
            return
        now = "; ".join(f"{field_words(self._declared(name))}: {pair[0]}" for name, pair in error.fields.items())
        self._version = None
        self.say("▲", "$oc-warn", translate(_CHANGED).format(now=now))


def given(name: str, path: str) -> GivenFile:
    """Read a file of this machine; raise Invalid for one that cannot be read. Never called in a served session."""
    try:
        with Path(path).expanduser().open("rb") as file:
            return GivenFile(Path(path).name, file.read(FILE_LIMIT_MOST + 1))
    except OSError as error:
        raise Invalid(_NO_FILE, path=path, field=name) from error
