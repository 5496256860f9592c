"""Reads one row of a file by the rules of the fields, as if somebody had typed it (O21)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.customers import Change, Value
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.domain.fields import FIELDS, Kind, read_flag, slot
from oclient_tui.domain.import_headers import (
    ACTIVE,
    ASSIGNED,
    CONSENT,
    CONSENT_DATE,
    CONSENT_SOURCE,
    EXTRAS,
    WHOLE_NAME,
    slot_names,
)
from oclient_tui.domain.import_values import (
    country_text,
    date_text,
    flag_text,
    labels_text,
    language_text,
    several,
    split_name,
)
from oclient_tui.domain.imports import ImportRequest, RowRefused
from oclient_tui.domain.text import one_line
from oclient_tui.services.customers.importing.columns import Columns
from oclient_tui.services.customers.importing.drafts import ConsentCell, Read
from oclient_tui.services.customers.reading import Typed, read
from oclient_tui.services.privacy.consents import TEXT_LIMIT
from oclient_tui.services.sharing.catalogues import consent_code
from oclient_tui.services.usecase import Work

_TYPED = {Kind.DATE: date_text, Kind.FLAG: flag_text}


class RowReader:
    """Reads rows of one file into changes; nothing is looked up in the list but its people."""

    def __init__(self, work: Work, columns: Columns, request: ImportRequest, region: str) -> None:
        self.columns = columns
        self.contacts = work.tools.contacts
        self.region = region
        self._request = request
        self._now = work.now
        members = work.unit.members.all() if ASSIGNED in columns else []
        self._people = {address_key(member.email): member.account_id for member in members}
        self._kinds = {
            name: consent_code(work, name.removeprefix(CONSENT)) for name in columns if name.startswith(CONSENT)
        }
        self._fields = [name for name in columns if name not in EXTRAS and name not in self._kinds]

    def read(self, cells: Sequence[str]) -> Read:
        """Return what the cells mean; an empty cell says nothing. Raise RowRefused, naming the field."""
        typed = self._typed(cells)
        values: dict[str, Value] = {}
        add: dict[str, tuple[str, ...]] = {}
        for name, text in typed.items():
            change = _checked(name, text, self)
            values |= change.values
            add |= change.add
        accounts = self._assigned(self._cell(cells, ASSIGNED))
        return Read(Change(values, add), accounts, self._active(cells), self._consents(cells))

    def _cell(self, cells: Sequence[str], name: str) -> str:
        return one_line(cells[self.columns[name]]) if name in self.columns else ""

    def _typed(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the fields of the cells that are not empty, as a person would type them."""
        typed: dict[str, str] = {}
        beyond: dict[str, list[str]] = {}
        for name in self._fields:
            cell = cells[self.columns[name]]
            if not one_line(cell):
                continue
            place = slot(name)
            if place is None:
                if value := as_typed(name, cell):
                    typed[name] = value
            else:
                first, *more = several(cell) or [cell]
                typed[name] = first
                beyond.setdefault(place[0], []).extend(more)
        for kind, more in beyond.items():
            self._slot(typed, kind, more)
        if WHOLE_NAME in self.columns and not ("first_name" in typed or "last_name" in typed):
            names = split_name(cells[self.columns[WHOLE_NAME]])
            typed |= {name: part for name, part in zip(("first_name", "last_name"), names, strict=True) if part}
        return typed

    def _slot(self, typed: dict[str, str], kind: str, more: Sequence[str]) -> None:
        """Give further e-mails or phones of a cell the slots that no column has."""
        free = [name for name in slot_names(kind) if name not in self.columns]
        if len(more) > len(free):
            raise RowRefused(kind, Invalid(tr("That is more than one customer has room for.")))
        typed |= dict(zip(free, more, strict=False))

    def _assigned(self, cell: str) -> tuple[int, ...]:
        found: list[int] = []
        for email in several(cell):
            account = self._people.get(address_key(email))
            if account is None:
                error = Invalid(tr("Nobody with the address {email} is on this list."), email=email[:80])
                raise RowRefused(ASSIGNED, error)
            found.append(account)
        return tuple(dict.fromkeys(found))

    def _active(self, cells: Sequence[str]) -> bool:
        cell = self._cell(cells, ACTIVE)
        return not cell or _flag(ACTIVE, cell)

    def _consents(self, cells: Sequence[str]) -> tuple[ConsentCell, ...]:
        said = {name: _flag(name, cell) for name in self._kinds if (cell := self._cell(cells, name))}
        if not said:
            return ()
        source = self._cell(cells, CONSENT_SOURCE) or one_line(self._request.consent_source)
        when = self._cell(cells, CONSENT_DATE) or one_line(self._request.consent_date)
        for name, text in ((CONSENT_SOURCE, source), (CONSENT_DATE, when)):
            if not text:
                raise RowRefused(name, Invalid(tr("A consent needs where and when it was given.")))
        at = _moment(when, self._now)
        by_kind = {self._kinds[name]: given for name, given in said.items()}
        return tuple(ConsentCell(kind, given, source[:TEXT_LIMIT], at) for kind, given in by_kind.items())


def as_typed(name: str, cell: str) -> str:
    """Return a cell as a person would type its value."""
    declared = FIELDS.get(name)
    if declared is None:
        return cell
    if declared.kind is Kind.LABELS:
        return labels_text(cell)
    if declared.kind in _TYPED:
        return _TYPED[declared.kind](cell)
    if name == "language":
        return language_text(cell)
    return country_text(cell) if name.endswith("country") else cell


def _checked(name: str, text: str, reader: RowReader) -> Change:
    """Return one field read as typed; raise RowRefused for a bad value."""
    declared = FIELDS.get(name)
    labels = declared is not None and declared.kind is Kind.LABELS
    typed: Mapping[str, str] = {name: text}
    try:
        return read(Typed(add=typed) if labels else Typed(typed), reader.contacts, reader.region)
    except OClientError as error:
        raise RowRefused(name, error) from error


def _flag(name: str, cell: str) -> bool:
    try:
        return read_flag(name, flag_text(cell))
    except Invalid as error:
        raise RowRefused(name, error) from error


def _moment(text: str, now: int) -> int:
    """Return a day's first moment, UTC; raise RowRefused for what is no day, or one that is yet to come."""
    try:
        day = date.fromisoformat(date_text(text))
    except ValueError:
        error = Invalid(tr("{field} is a date such as 1980-12-31, not “{value}”."), field=CONSENT_DATE, value=text[:40])
        raise RowRefused(CONSENT_DATE, error) from None
    at = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    if at > now:
        raise RowRefused(CONSENT_DATE, Invalid(tr("A consent cannot have been given in the future.")))
    return at
