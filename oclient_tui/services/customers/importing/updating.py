"""A row whose customer is on the list already: its cells that are not empty are saved as by an edit (N03, N18)."""

from dataclasses import dataclass, replace

from oclient_tui.domain.customers import Customer, differences, merged, next_version
from oclient_tui.domain.duplicates import Rules, digests
from oclient_tui.domain.errors import OClientError, Refused
from oclient_tui.domain.imports import RowRefused
from oclient_tui.services.customers.editing import RESTRICTED
from oclient_tui.services.customers.importing.consents import consent_events
from oclient_tui.services.customers.importing.drafting import Drafter
from oclient_tui.services.customers.importing.drafts import Draft, Read
from oclient_tui.services.customers.importing.stocks import HIDDEN, Stock, Update
from oclient_tui.services.customers.reading import resolve_among
from oclient_tui.services.usecase import Work


class Taken(Exception):
    """The row would give its customer a key that others hold."""

    def __init__(self, held_by: frozenset[int]) -> None:
        super().__init__(held_by)
        self.held_by = held_by


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that a customer gave up and took."""

    gone: frozenset[bytes] = frozenset()
    new: frozenset[bytes] = frozenset()


class Updater:
    """Updates customers that the person sees."""

    def __init__(self, work: Work, drafter: Drafter, stock: Stock, rules: Rules, *, writing: bool) -> None:
        self._work = work
        self._drafter = drafter
        self._stock = stock
        self._rules = rules
        self._writing = writing

    def update(self, draft: Draft, customer_id: int) -> Keys:
        """Save what the row says; labels are added, empty cells leave alone, an inactive customer stays so.

        Raise RowRefused for a restricted customer or a value that does not fit, Taken where others hold a new key.
        """
        current = self._current(customer_id)
        read = self._drafter.read(draft)
        keys = self._save(current, read)
        fresh = [account for account in read.accounts if account not in self._assigned(customer_id, read)]
        self._stock.assign(customer_id, fresh)
        if read.consents:
            newest = self._work.unit.consents.newest(customer_id)
            self._stock.consent(list(consent_events(self._work, customer_id, read.consents, newest)))
        return keys

    def _current(self, customer_id: int) -> Customer:
        customers = self._work.unit.customers
        found = customers.hold(customer_id) if self._writing else customers.get(customer_id)
        if found is None:  # lost from sight between two questions of this transaction
            raise Taken(frozenset({HIDDEN}))
        return found

    def _save(self, current: Customer, read: Read) -> Keys:
        try:
            if current.restricted:  # also for those who may lift it: a column of a file is no word about one customer
                raise Refused(RESTRICTED)
            wanted, links = resolve_among(self._drafter.catalogues, merged(current, read.change, None), read.change)
        except OClientError as error:
            raise RowRefused("", error) from error
        changed = differences(current, wanted)
        if not changed:
            return Keys()
        list_id = self._work.here.list_id
        old, new = digests(list_id, self._rules, current), digests(list_id, self._rules, wanted)
        others = frozenset[int]().union(*self._stock.holders(new - old).values()) - {current.id}
        if others:
            raise Taken(others)
        version, history = next_version(current, self._work.unit.floors.of(current.id))
        history |= dict.fromkeys(changed, version)
        customer = replace(wanted, version=version, updated_at=self._work.now, changed_in=history)
        self._drafter.catalogues.store([links.categories], writing=self._writing)
        update = Update(customer, links, frozenset(changed), frozenset(old - new), frozenset(new - old))
        self._stock.update(update)
        return Keys(update.gone, update.new)

    def _assigned(self, customer_id: int, read: Read) -> set[int]:
        return self._work.unit.assignments.accounts_of(customer_id) if read.accounts else set()
