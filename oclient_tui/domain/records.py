"""A record of a card module: what a person typed into its fields, read by the kind of each (architecture §4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import read_flag
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.domain.money import read_money, show_money
from oclient_tui.domain.product_lines import Line, read_lines, show_lines, total
from oclient_tui.domain.text import inert_block, one_line

Value = str | int | bool | None | tuple[Line, ...] | FileMark
TEXT_LENGTH = 200
LONG_LENGTH = 20_000
NUMBER_LIMIT = 10**12

BLANK: Mapping[Kind, Value] = MappingProxyType(
    dict.fromkeys((Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.MOMENT, Kind.STATE), "")
    | dict.fromkeys((Kind.MONEY, Kind.NUMBER, Kind.CHOICE, Kind.PERSON, Kind.FILE))
    | {Kind.SWITCH: False, Kind.LINES: ()}
)
"""The value of a field in which nothing stands."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. A CHOICE holds the id of the catalogue's entry, a PERSON that of the account."""

    id: int
    customer_id: int
    version: int
    created_at: int
    created_by: int
    updated_at: int
    values: Mapping[str, Value]


def known_field(module: Module, name: str) -> Field:
    """Return a field; raise Invalid, naming the accepted ones, for another (A6)."""
    found = module.field(name)
    if found is None:
        raise Invalid(
            tr("{module} has no field “{name}”. Fields are: {accepted}."),
            module=module.key,
            name=one_line(name)[:40],
            accepted=", ".join(field.name for field in module.every_field),
        )
    return found


def read_value(module: Module, field: Field, text: str) -> Value:
    """Return the value typed for a field; raise Invalid. A CHOICE and a PERSON stay words, to be looked up."""
    if field.kind is Kind.STATE:
        return _state(module, text)
    if not text.strip():
        return BLANK[field.kind]
    return _READERS[field.kind](field.name, text)


def _state(module: Module, text: str) -> str:
    state = one_line(text).lower()
    if state not in module.states:
        raise Invalid(
            tr("{field} is one of {accepted}, not “{value}”."),
            field="state",
            accepted=", ".join(module.states),
            value=one_line(text)[:40],
        )
    return state


def _text(name: str, text: str) -> str:
    return _fitting(name, one_line(text), TEXT_LENGTH)


def _long_text(name: str, text: str) -> str:
    return _fitting(name, inert_block(text).strip(), LONG_LENGTH)


def _fitting(name: str, value: str, limit: int) -> str:
    if len(value) > limit:
        raise Invalid(tr("{field} may have at most {limit} characters."), field=name, limit=limit)
    return value


def _date(name: str, text: str) -> str:
    value = one_line(text)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(
            tr("{field} is a date such as 2026-01-31, not “{value}”."), field=name, value=value[:40]
        ) from None


def _moment(name: str, text: str) -> str:
    """Return a moment of the list's own clock: an offset would be another clock's."""
    value = one_line(text)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise Invalid(
            tr("{field} is a day and a time such as 2026-01-31 14:30, not “{value}”."), field=name, value=value[:40]
        )
    return found.isoformat(timespec="minutes")


def _number(name: str, text: str) -> int:
    value = one_line(text).replace(" ", "")
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 13 and int(digits) <= NUMBER_LIMIT):
        raise Invalid(
            tr("{field} is a whole number up to {limit}, not “{value}”."),
            field=name,
            limit=NUMBER_LIMIT,
            value=one_line(text)[:40],
        )
    return int(value)


_READERS: Mapping[Kind, Callable[[str, str], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.MONEY: read_money,
    Kind.NUMBER: _number,
    Kind.SWITCH: read_flag,
    Kind.LINES: read_lines,
    Kind.CHOICE: _text,
    Kind.PERSON: _text,
}


def completed(module: Module, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return a record's values with what follows from others filled in; raise Invalid where a needed one is missing."""
    whole: dict[str, Value] = {field.name: values.get(field.name, BLANK[field.kind]) for field in module.every_field}
    for field in module.fields:
        if field.sum_of and whole[field.name] is None and whole[field.sum_of]:
            whole[field.name] = total(cast("tuple[Line, ...]", whole[field.sum_of]))
    if module.states and not whole["state"]:
        whole["state"] = module.states[0]
    missing = [field.name for field in module.fields if field.required and whole[field.name] == BLANK[field.kind]]
    if missing:
        raise Invalid(
            tr("A record of {module} needs {missing}."),
            module=module.key,
            missing=", ".join(f"{name}=…" for name in missing),
        )
    return whole


def edited(module: Module, values: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return a record's values with changes in them; a sum follows new lines unless it is typed along."""
    followed = {
        field.name
        for field in module.fields
        if field.sum_of and changes.get(field.sum_of) and field.name not in changes
    }
    kept = {name: value for name, value in values.items() if name not in followed}
    return completed(module, {**kept, **changes})


def show_value(field: Field, value: Value) -> object:
    """Return a value as other programs read it; a CHOICE and a PERSON come as the words looked up before."""
    if isinstance(value, FileMark):
        return value.name
    if field.kind is Kind.LINES:
        return show_lines(cast("tuple[Line, ...]", value))
    if field.kind is Kind.MONEY:
        return "" if value is None else show_money(cast("int", value))
    return "" if value is None and field.kind is not Kind.NUMBER else value
