"""What an import does to the list: for real, or only as if, for a plan (N03)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Busy, tr
from oclient_tui.services.customers.importing.drafts import Draft
from oclient_tui.services.customers.importing.key_table import KeyTable
from oclient_tui.services.messages.autoresponding import Answer, respond
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import Work
from storage.repositories.bulk import Incoming
from storage.repositories.customer_values import Links


@dataclass(frozen=True, slots=True)
class Update:
    """A customer as it will be, the fields that differ, and the keys that it gives up and takes."""

    after: Customer
    links: Links
    changed: frozenset[str]
    gone: frozenset[bytes]
    new: frozenset[bytes]


HIDDEN = 0
"""Stands for every record that the person does not see, in the answer to who holds a key."""

Holders = dict[bytes, frozenset[int]]
"""Who holds each key that is taken: ids of customers that the person sees, and HIDDEN."""


class Stock(Protocol):
    """The list's customers, as far as an import goes about them."""

    def claim(self, rows: Sequence[Incoming]) -> Mapping[int, frozenset[int]]:
        """Take the keys of the rows that are free, in order; return who stands in the others' way, by their ids."""
        ...

    def holders(self, keys: Collection[bytes]) -> Holders:
        """Return who holds these keys."""
        ...

    def add(self, drafts: Sequence[Draft], consents: Sequence[ConsentEvent]) -> None:
        """Store claimed rows, and the consents that they bring."""
        ...

    def update(self, update: Update) -> None:
        """Store a changed customer and pass on its keys; nobody else holds the new ones."""
        ...

    def assign(self, customer_id: int, accounts: Iterable[int]) -> None:
        """Assign people to a customer."""
        ...

    def consent(self, events: Sequence[ConsentEvent]) -> None:
        """Append consent events."""
        ...

    def finish(self) -> None:
        """Do what is done once at the end."""
        ...


def told_holders(work: Work, keys: Collection[bytes]) -> Holders:
    """Return who holds keys at present."""
    found: dict[bytes, set[int]] = {}
    for digest, customer_id in work.unit.duplicates.holders(keys):
        found.setdefault(bytes(digest), set()).add(customer_id or HIDDEN)
    return {digest: frozenset(ids) for digest, ids in found.items()}


def taken_meanwhile() -> Busy:
    """Return what is raised where somebody else took a key at this very moment; the whole import begins anew."""
    return Busy(tr("Somebody else changed the same thing just now. Try again."))


class StoredStock:
    """Writes."""

    def __init__(self, work: Work, language: str, answer: Answer | None) -> None:
        self._work = work
        self._language = language
        self._answer = answer
        self.answered = 0
        """How many new customers are sent the automatic e-mail."""

    def claim(self, rows: Sequence[Incoming]) -> Mapping[int, frozenset[int]]:
        """Take the keys of the rows that are free."""
        return self._work.unit.bulk.claim(rows)

    def holders(self, keys: Collection[bytes]) -> Holders:
        """Return who holds these keys."""
        return told_holders(self._work, keys)

    def add(self, drafts: Sequence[Draft], consents: Sequence[ConsentEvent]) -> None:
        """Store the rows and the consents they bring, and note them for undo."""
        work, author = self._work, self._work.me.id
        work.unit.bulk.add([draft.incoming for draft in drafts], self._language, work.now)
        self.consent(consents)
        people = sum(len({author, *draft.incoming.accounts}) for draft in drafts)
        journal.added(work, [draft.customer.id for draft in drafts], assigned=people, consents=len(consents))
        if self._answer is not None:
            self.answered += respond(work, self._answer, [draft.customer for draft in drafts])

    def update(self, update: Update) -> None:
        """Store a changed customer; raise Busy where somebody took one of its new keys at this moment."""
        work, after = self._work, update.after
        images = journal.look(work, [after.id], update.changed)
        work.unit.customers.update(after, self._language, update.links)
        if update.gone:
            journal.releasing(work, after.id, update.gone)
            work.unit.duplicates.release(after.id, update.gone)
        if update.new and not work.unit.duplicates.claim(after.id, update.new):
            raise taken_meanwhile()
        journal.edited(work, images, update.changed, {after.id: after.version})

    def assign(self, customer_id: int, accounts: Iterable[int]) -> None:
        """Assign people who are not assigned yet."""
        for account in accounts:
            fresh = self._work.unit.assignments.assign([customer_id], account, self._work.me.id, self._work.now)
            journal.assigned(self._work, account, fresh)

    def consent(self, events: Sequence[ConsentEvent]) -> None:
        """Append consent events; a consent of a customer who was there is not taken back by undo (D14)."""
        if events:
            self._work.unit.consents.append_all(events)

    def finish(self) -> None:
        """Finish the storing of many."""
        self._work.unit.bulk.finish()


class RehearsedStock:
    """Writes nothing: remembers which keys the rows before would have taken or given up."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._taken = KeyTable()
        self._freed: dict[bytes, int] = {}

    def claim(self, rows: Sequence[Incoming]) -> Mapping[int, frozenset[int]]:
        """Remember the keys of the rows that would be free."""
        held = self.holders({key for row in rows for key in row.digests})
        refused: dict[int, frozenset[int]] = {}
        for row in rows:
            found = [held[key] for key in row.digests if key in held]
            if found:
                refused[row.customer.id] = frozenset[int]().union(*found) - {HIDDEN}
                continue
            self._take(row.customer.id, row.digests)
            held |= dict.fromkeys(row.digests, frozenset({row.customer.id}))
        return refused

    def holders(self, keys: Collection[bytes]) -> Holders:
        """Return who would hold these keys after the rows before."""
        taken = {key: customer_id for key in keys if (customer_id := self._taken.get(key)) is not None}
        held = told_holders(self._work, [key for key in keys if key not in taken])
        for key in held.keys() & self._freed.keys():
            held[key] -= {self._freed[key]}
        held = {key: ids for key, ids in held.items() if ids}
        return held | {key: frozenset({customer_id}) for key, customer_id in taken.items()}

    def add(self, drafts: Sequence[Draft], consents: Sequence[ConsentEvent]) -> None:
        """Do nothing: the keys were taken before."""

    def update(self, update: Update) -> None:
        """Remember which keys the customer would give up and take."""
        self._freed |= dict.fromkeys(update.gone, update.after.id)
        self._take(update.after.id, update.new)

    def assign(self, customer_id: int, accounts: Iterable[int]) -> None:
        """Do nothing."""

    def consent(self, events: Sequence[ConsentEvent]) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""

    def _take(self, customer_id: int, keys: Iterable[bytes]) -> None:
        for key in keys:
            self._taken.put(key, customer_id)
