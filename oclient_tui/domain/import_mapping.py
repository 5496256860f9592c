"""Which field takes which column of a file: guessed, given, or saved under a name (N03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, NotFound, tr
from oclient_tui.domain.fields import known, slot
from oclient_tui.domain.import_headers import CONSENT, EXTRAS
from oclient_tui.domain.text import fold, one_line, slug

NAME_LENGTH = 60
MOST_FIELDS = 200
_COLUMN_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping saved on the list: names of columns by field, and nothing of any customer."""

    id: int
    name: str
    columns: Mapping[str, str]
    account_id: int
    saved_at: int


def no_mapping() -> NotFound:
    """Return the refusal of a name that the list does not know."""
    return NotFound(tr("The list has no such mapping. See: oclient customers mappings"))


def mapping_name(text: str) -> str:
    """Return a mapping's name, cleaned; raise Invalid for none or one that is too long."""
    name = one_line(text)
    if not fold(name) or len(name) > NAME_LENGTH:
        raise Invalid(tr("A mapping's name has 1 to {limit} characters."), limit=NAME_LENGTH)
    return name


def checked_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping's fields and columns, cleaned; raise Invalid for what is no field or no name of a column."""
    if len(columns) > MOST_FIELDS:
        raise Invalid(tr("A mapping may have at most {limit} fields."), limit=MOST_FIELDS)
    cleaned = {target(field): one_line(column) for field, column in columns.items()}
    for field, column in cleaned.items():
        if not column or len(column) > _COLUMN_LENGTH:
            raise Invalid(tr("{field} needs the name of a column."), field=field)
    return cleaned


def target(name: str) -> str:
    """Return what a column can be mapped to, as it is written here; raise Invalid for what is no field."""
    plain = one_line(name).lower()
    if plain in EXTRAS or (plain.startswith(CONSENT) and plain != CONSENT):
        return plain
    declared = known(plain)
    return plain if slot(plain) else declared.name


def placed(columns: Mapping[str, str], header: Sequence[str]) -> dict[str, int]:
    """Return the places of the columns that are named; raise Invalid for one that the file does not have."""
    return {target(field): place_of(column, header) for field, column in columns.items()}


def place_of(column: str, header: Sequence[str]) -> int:
    """Return the place of a column by its name, or by its number written as #3; raise Invalid for none or several."""
    wanted = one_line(column)
    if wanted.startswith("#") and wanted[1:].isdecimal() and 1 <= int(wanted[1:]) <= len(header):
        return int(wanted[1:]) - 1
    names = [one_line(name) for name in header]
    exact = [place for place, name in enumerate(names) if name == wanted]
    alike = exact or [place for place, name in enumerate(names) if slug(name) == slug(wanted) and slug(wanted)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise Invalid(tr("Several columns are called “{column}”. Name it by its number, such as #3."), column=wanted)
    shown = ", ".join(name[:40] for name in names[:40])
    raise Invalid(tr("The file has no column “{column}”. It has: {columns}."), column=wanted[:40], columns=shown)
