"""A row of a file on its way to a customer."""

from dataclasses import dataclass

from oclient_tui.domain.customers import Change, Customer
from oclient_tui.domain.sheets import SourceRow
from storage.repositories.bulk import Incoming


@dataclass(frozen=True, slots=True)
class ConsentCell:
    """What a row says of one consent: the kind's code, whether it is given, and where and when that was said."""

    kind: str
    given: bool
    source: str
    at: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was read, as the new customer that it would be."""

    row: SourceRow
    incoming: Incoming
    consents: tuple[ConsentCell, ...] = ()

    @property
    def customer(self) -> Customer:
        """The customer it would be."""
        return self.incoming.customer


@dataclass(frozen=True, slots=True)
class Read:
    """What the cells of one row mean: a change of fields, people to assign, whether active, and consents."""

    change: Change
    accounts: tuple[int, ...] = ()
    active: bool = True
    consents: tuple[ConsentCell, ...] = ()
