"""Makes a row the customer that it would be if it were new."""

from oclient_tui.domain.customers import Change, Customer, applied, filled
from oclient_tui.domain.duplicates import Rules, digests
from oclient_tui.domain.errors import OClientError, Refused, tr
from oclient_tui.domain.fields import NAMES
from oclient_tui.domain.imports import RowRefused
from oclient_tui.domain.sheets import SourceRow
from oclient_tui.services.customers.importing.catalogues import KeptCatalogues
from oclient_tui.services.customers.importing.drafts import Draft, Read
from oclient_tui.services.customers.importing.plain_rows import PlainRows
from oclient_tui.services.customers.importing.rows import RowReader
from oclient_tui.services.customers.reading import resolve_among
from oclient_tui.services.usecase import Work
from storage.repositories.bulk import Incoming
from storage.repositories.customer_values import Links

_NOTHING = Change()
_NO_LINKS = Links()


class Drafter:
    """Drafts the rows of one file."""

    def __init__(self, work: Work, reader: RowReader, catalogues: KeptCatalogues, rules: Rules) -> None:
        self.reader = reader
        self.catalogues = catalogues
        self._rules = rules
        self._plain = PlainRows(reader.columns, reader.contacts, reader.region)
        self._ids = work.tools.ids
        self._list_id, self._author, self._now = work.here.list_id, work.me.id, work.now

    def draft(self, row: SourceRow) -> Draft:
        """Return the draft, which may still lack a name; raise RowRefused for a row that cannot be understood."""
        if row.problem:
            raise RowRefused("", row.fault)
        plain = self._plain.customer(row.cells, self._blank(active=True))
        if plain is not None:
            return Draft(row, Incoming(plain, _NO_LINKS, frozenset(digests(self._list_id, self._rules, plain))))
        read = self.reader.read(row.cells)
        customer = self._blank(active=read.active)
        customer, links = resolve_among(self.catalogues, filled(customer, read.change), read.change)
        if customer.restricted and any(consent.given for consent in read.consents):
            raise RowRefused(
                "restricted", Refused(tr("This customer is restricted: a consent can be withdrawn, not given."))
            )
        keys = frozenset(digests(self._list_id, self._rules, customer))
        return Draft(row, Incoming(customer, links, keys, read.accounts), read.consents)

    def read(self, draft: Draft) -> Read:
        """Return what the row of a draft says, for a customer that is there already."""
        return self.reader.read(draft.row.cells)

    def check_name(self, draft: Draft) -> None:
        """Raise RowRefused for a new customer without any name."""
        if any(draft.customer.value(name) for name in NAMES):
            return
        try:
            applied(draft.customer, _NOTHING)
        except OClientError as error:
            raise RowRefused("last_name", error) from error

    def _blank(self, *, active: bool) -> Customer:
        return Customer(
            self._ids.next(), active=active, created_at=self._now, created_by=self._author, updated_at=self._now
        )
