"""Filter fields of card modules, derived from their declarations (A7).

`tasks.state:open` compares a field of a record, `notes:word` looks into all texts of a module, `tasks:*` asks for any
record, and `sales>=1000` adds up a module's total. A customer matches where one record of theirs does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.fields import read_flag
from oclient_tui.domain.filter_fields import Compare, FilterField
from oclient_tui.domain.module import TEXTUAL, Field, Kind, Module
from oclient_tui.domain.money import read_money
from oclient_tui.domain.records import read_value
from oclient_tui.domain.text import fold, one_line

_ORDERED = frozenset({Kind.DATE, Kind.MOMENT, Kind.MONEY, Kind.NUMBER})
_ALL_OPERATORS = (":", "=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class RecordFilterField(FilterField):
    """A field of a module's records, or with `field` None the module itself."""

    module: Module
    field: Field | None = None

    @property
    def ordered(self) -> bool:
        """Whether the field has a before and an after; a module has where it has a total."""
        return self.field.kind in _ORDERED if self.field else bool(self.module.total)

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators the field takes; a sum is compared, while `:` looks into the texts."""
        return _ALL_OPERATORS if self.ordered else (":", "=") if self.field else (":",)

    def read(self, text: str) -> str:
        """Return the value as it is compared; raise Invalid for one that the field cannot have."""
        value = one_line(text)
        if not value:
            raise Invalid(tr("{field} needs a value; {field}:* asks for any."), field=self.name)
        if self.field is None:
            return self._total(value) if self.module.total else fold(value)
        if self.field.kind is Kind.PERSON:
            return address_key(value)
        if self.field.kind in TEXTUAL or self.field.kind is Kind.CHOICE:
            return fold(value)
        if self.field.kind is Kind.SWITCH:
            return "yes" if read_flag(self.name, value) else "no"
        kind = Kind.DATE if self.field.kind is Kind.MOMENT else self.field.kind
        return str(read_value(self.module, Field(self.name, kind), value))

    def _total(self, value: str) -> str:
        return str(read_money(self.name, value))


def record_filter_fields(modules: Iterable[Module]) -> dict[str, FilterField]:
    """Return the fields that modules add to the filter line."""
    found: dict[str, FilterField] = {}
    for module in modules:
        found[module.key] = RecordFilterField(module.key, Compare.RECORD, module)
        for field in module.every_field:
            name = f"{module.key}.{field.name}"
            found[name] = RecordFilterField(name, Compare.RECORD, module, field)
    return found
