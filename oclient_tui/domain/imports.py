"""What an import is asked for, and what it tells (O21, N03)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from oclient_tui.domain.errors import OClientError

SHOWN_REFUSALS = 1000
"""Refused rows of each kind that a report tells of; all of them stand in the file of rejects."""

SHOWN_ROWS = 200
"""Rows that a plan shows as they will be."""


class OnDuplicate(StrEnum):
    """What happens to a row whose customer is on the list already."""

    SKIP = "skip"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """How to read a file and what to do with its rows. Fields are mapped to columns by name or, as #3, by place."""

    mapping: Mapping[str, str] = field(default_factory=dict[str, str])
    """On top of the guess; an empty column leaves a field out."""

    template: Mapping[str, str] | None = None
    """A whole mapping, in place of the guess."""

    saved: str = ""
    """The name of a mapping saved on the list, in place of the guess."""

    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    create_categories: bool = False
    save_as: str = ""
    """The name to save the mapping under that was used; '' to save none."""

    consent_source: str = ""
    consent_date: str = ""
    autorespond: bool = False
    """Whether new customers are sent the list's automatic e-mail; only where somebody asked for it (O23)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that did not go in: where it stands, which field is to blame if one is, and why."""

    line: int
    field: str
    message: str
    values: Mapping[str, object]
    duplicate: bool = False
    """Whether its customer is there already; else something in the row is wrong."""

    cells: tuple[str, ...] = ()
    """What the row says."""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the reason as a sentence."""
        return translate(self.message).format(**self.values)


class RowRefused(Exception):
    """One row cannot go in; the others may."""

    def __init__(self, field: str, error: OClientError) -> None:
        super().__init__(field, error)
        self.field = field
        self.error = error


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do. Every row read is added, updated, a duplicate or invalid."""

    file: str
    sha256: str
    format: str
    mapping: Mapping[str, str]
    """The column of each field."""

    left_out: tuple[str, ...]
    """Columns that nothing is made of."""

    read: int = 0
    added: int = 0
    updated: int = 0
    """Rows whose customer was there and now is as the row says."""

    duplicates: int = 0
    invalid: int = 0
    answered: int = 0
    """New customers who are sent the automatic e-mail."""

    rejections: list[Rejection] = field(default_factory=list[Rejection])
    first: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    """The first rows that are added, and in `changes` the first that update a customer, as they are filled in."""

    changes: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of rows."""
        names = ("read", "added", "updated", "duplicates", "invalid")
        return {name: getattr(self, name) for name in names}
