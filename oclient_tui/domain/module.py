"""What a card module declares; storage, forms, filters, words and life cycle derive from it (architecture §4)."""

import re
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
RESERVED = frozenset(
    {"id", "list_id", "customer_id", "customer", "module", "version", "created_at", "created_by", "updated_at", "state"}
)
"""Names that every record has beside its own fields."""


class Kind(StrEnum):
    """How a field of a record is typed by a person, stored and compared."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    SWITCH = "switch"
    LINES = "lines"
    STATE = "state"
    CHOICE = "choice"
    PERSON = "person"
    FILE = "file"


TEXTUAL = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.LINES, Kind.FILE})
"""Kinds with words in them; each has a folded twin beside it in storage."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `personal` values fall under data protection. `catalogue` names the list's catalogue that a CHOICE picks from.
    `sum_of` names the LINES whose total a MONEY field takes where nobody typed one.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    personal: bool = False
    catalogue: str = ""
    sum_of: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the customer card.

    The first of `states` is a new record's. A record in one of `open_states` is unfinished business: with
    `blocks_delete` its customer cannot be deleted (C10). With `active_only` a deactivated customer gets no new
    record (S25). `total` names the MONEY field that a filter on the module itself adds up. `actions` names the
    use cases that only this module has.
    """

    key: str
    title: str
    order: int
    fields: tuple[Field, ...]
    states: tuple[str, ...] = ()
    open_states: tuple[str, ...] = ()
    blocks_delete: bool = False
    active_only: bool = False
    total: str = ""
    catalogues: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a declaration that cannot be meant."""
        problem = _problem(self)
        if problem:
            raise ValueError(f"module {self.key!r}: {problem}")

    @property
    def every_field(self) -> tuple[Field, ...]:
        """The fields a person sets: the declared ones, and the state where the module has states."""
        return (*self.fields, Field("state", Kind.STATE)) if self.states else self.fields

    def field(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((field for field in self.every_field if field.name == name), None)


def _problem(module: Module) -> str:
    names = [field.name for field in module.fields]
    if not all(_NAME.match(name) for name in (module.key, *names, *module.states)):
        return "keys, fields and states are small letters, digits and _"
    if len(set(names)) < len(names) or RESERVED & set(names):
        return "a field is named twice, or like what every record has"
    if not names or not set(module.open_states) <= set(module.states):
        return "it needs a field, and open states are among its states"
    if any(field.kind is Kind.STATE for field in module.fields):
        return "states are declared as such, not as a field"
    return _broken_reference(module)


def _broken_reference(module: Module) -> str:
    kinds = {field.name: field.kind for field in module.fields}
    if any(field.sum_of and kinds.get(field.sum_of) is not Kind.LINES for field in module.fields):
        return "sum_of names a field of lines"
    if module.total and kinds.get(module.total) is not Kind.MONEY:
        return "total names a field of money"
    chosen = {field.catalogue for field in module.fields if field.kind is Kind.CHOICE}
    if "" in chosen or chosen != set(module.catalogues):
        return "a choice names its catalogue, and catalogues names them all"
    return ""
