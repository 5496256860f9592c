"""What fields and states of card modules are called; a module that names another shows its own name for it."""

from collections.abc import Iterable, Mapping

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind
from oclient_tui.domain.money import show_money
from oclient_tui.domain.product_lines import Line
from oclient_tui.services.records.showing import ShownRecord
from screens.ink import cut

FIELDS: Mapping[str, str] = {
    "text": tr("Text"),
    "title": tr("Title"),
    "starts": tr("Begins"),
    "ends": tr("Ends"),
    "place": tr("Place"),
    "who": tr("Who"),
    "note": tr("Note"),
    "due": tr("Due"),
    "number": tr("Number"),
    "signed": tr("Signed"),
    "value": tr("Value"),
    "type": tr("Type"),
    "amount": tr("Amount"),
    "date": tr("Date"),
    "lines": tr("Items"),
    "file": tr("File"),
    "state": tr("State"),
}
STATES: Mapping[str, str] = {
    "planned": tr("planned"),
    "held": tr("held"),
    "cancelled": tr("cancelled"),
    "open": tr("open"),
    "done": tr("done"),
    "draft": tr("draft"),
    "active": tr("active"),
    "ended": tr("ended"),
}
HINTS: Mapping[Kind, str] = {
    Kind.DATE: tr("as 2026-01-31"),
    Kind.MOMENT: tr("as 2026-01-31 14:30"),
    Kind.PERSON: tr("an e-mail of the list's people, or me"),
    Kind.LINES: tr("as 2 x Chair @ 49.90; Table @ 120"),
    Kind.FILE: tr("a path on this machine"),
    Kind.MONEY: tr("as 1200.50"),
}


def field_words(field: Field) -> str:
    """Return a field's name for people."""
    return translate(FIELDS[field.name]) if field.name in FIELDS else field.name.replace("_", " ").capitalize()


def state_words(state: str) -> str:
    """Return a state's name for people."""
    return translate(STATES[state]) if state in STATES else state.replace("_", " ")


def size_words(size: int) -> str:
    """Return the size of a file."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} kB"


def items(lines: Iterable[Line]) -> str:
    """Return product lines as they are typed."""
    return "; ".join(f"{one.quantity} x {one.product} @ {show_money(one.price)}" for one in lines)


def value_words(field: Field, shown: ShownRecord) -> str:
    """Return a record's value as it is shown."""
    value, kept = shown.values.get(field.name), shown.record.values.get(field.name)
    if value is None or value == "" or value is False:
        return ""
    if isinstance(kept, tuple):
        return items(kept)
    if field.kind is Kind.STATE:
        return state_words(str(value))
    if field.kind is Kind.SWITCH:
        return translate(tr("yes"))
    size = shown.values.get(f"{field.name}_size")
    return f"{value} ({size_words(size)})" if isinstance(size, int) else str(value)


def summary(shown: ShownRecord, most: int = 160) -> str:
    """Return a record in one line: what its fields say, without the state."""
    said = [value_words(field, shown) for field in shown.module.fields]
    return cut(" · ".join(" ".join(words.split()) for words in said if words), most)
