"""Pages by key, never by offset: a cursor names the last row seen (architecture §5)."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import cast

from oclient_tui.domain.errors import Invalid, tr

PAGE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Cursor:
    """The sort value and the id of the last row of a page."""

    sort: str
    key: str | int
    id: int

    def write(self) -> str:
        """Return the cursor as one opaque word."""
        text = json.dumps([self.sort, self.key, self.id], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, word: str, sort: str, kind: type[str] | type[int] = str) -> "Cursor":
        """Read a cursor that was given out for the same order, whose values are of a kind; raise Invalid otherwise."""
        try:
            parts = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
            found, key, last = parts
        except (binascii.Error, ValueError, TypeError, RecursionError):
            found, key, last = None, None, None
        if found != sort or not _storable(key, kind) or not _storable(last, int):
            raise Invalid(tr("That page marker does not belong to this list in this order. Start from the first page."))
        return cls(sort, cast("str | int", key), cast("int", last))


def _storable(value: object, kind: type[str] | type[int]) -> bool:
    """Whether every engine can compare with it: whoever makes up a cursor gets an answer, not an error (A7)."""
    if type(value) is not kind:
        return False
    if isinstance(value, int):
        return 0 <= value < 1 << 63
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in str(value))


def reverse(order: str) -> str:
    """Return the order from the other end: the same word with `-` in front, or without it."""
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def skipped(rows: int) -> int:
    """Return how many rows to pass over; raise Invalid for less than one, or for more than any list has."""
    if not 1 <= rows < 1 << 63:
        raise Invalid(tr("At least one row is passed over."))
    return rows


def page_size(limit: int) -> int:
    """Return the limit; raise Invalid outside 1 to PAGE_LIMIT."""
    if not 1 <= limit <= PAGE_LIMIT:
        raise Invalid(tr("A page has 1 to {maximum} rows."), maximum=PAGE_LIMIT)
    return limit
