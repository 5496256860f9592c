"""Customer sets: a filter line under a name, so that it always holds who fits now (D15)."""

from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, NotFound, Refused, tr
from oclient_tui.domain.text import one_line

NAME_LENGTH = 60
FILTER_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class CustomerSet:
    """A dynamic set: of one person, or shared with everybody on the list."""

    id: int
    name: str
    filter: str
    account_id: int
    shared: bool
    created_at: int


def set_name(text: str) -> str:
    """Return a set's name, cleaned; raise Invalid when nothing or too much is left."""
    name = one_line(text)
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(tr("A set's name has 1 to {limit} characters."), limit=NAME_LENGTH)
    return name


def set_filter(text: str) -> str:
    """Return the filter line of a set, cleaned; raise Invalid for one that is too long."""
    line = one_line(text)
    if len(line) > FILTER_LENGTH:
        raise Invalid(tr("A set's filter may have at most {limit} characters."), limit=FILTER_LENGTH)
    return line


def no_set() -> NotFound:
    """Return the answer for a set that is not there, or is another's and not shared: both are told alike (A5)."""
    return NotFound(tr("There is no such set."))


def name_taken(name: str) -> Refused:
    """Return the refusal of a name that another set of the same people has."""
    return Refused(tr("There is a set “{name}” already."), name=name)
