"""The same edit of many customers: `oclient customers edit LIST - city=Łódź --filter …` (N03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.bulk import Outcome
from oclient_tui.domain.customers import Change, Customer, applied, differences, next_version, touched_by
from oclient_tui.domain.duplicates import Rules, digests, fields_of
from oclient_tui.domain.errors import Duplicate, OClientError, tr
from oclient_tui.services.customers.duplicates import refusal, rules_in_force
from oclient_tui.services.customers.editing import check_restriction
from oclient_tui.services.customers.many.choices import Choices
from oclient_tui.services.customers.many.running import BulkCase, Tally
from oclient_tui.services.customers.probing import check_refused
from oclient_tui.services.customers.reading import Typed, read
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.undo import journal
from oclient_tui.services.usecase import UseCase, Work

SAME_RUN = tr("It would be the same as another customer that is changed along with it.")

_HIDDEN = 0
"""Stands for every record that the person does not see: a plan meets them as the change itself would."""


@dataclass(frozen=True, slots=True)
class _Planned:
    before: Customer
    after: Customer
    changed: frozenset[str]
    given: frozenset[bytes]
    gained: frozenset[bytes]


@dataclass
class _Run:
    change: Change
    choices: Choices
    rules: Rules
    language: str
    touched: tuple[str, ...]
    taken: dict[bytes, int] = field(default_factory=dict[bytes, int])


@dataclass
class EditCustomers(BulkCase, UseCase[Outcome], needs=Permission.EDIT, writes=True):
    """Change fields of all customers of a filter or a set."""

    typed: Typed = field(default_factory=Typed)

    def run(self, work: Work) -> Outcome:
        """Change them, as one step of undo and one entry of the audit; raise BulkRefused where one cannot be changed.

        Somebody who does not see every record is answered at the first duplicate, and that is counted: a list of them
        would tell what is hidden (A4).
        """
        found = current_list(work)
        change = read(self.typed, work.tools.contacts, found.region)
        self._run = _Run(change, Choices.of(work, change), rules_in_force(work), found.language, touched_by(change))
        if self._keyed(change):
            check_refused(work)
        after = {"set": dict(self.typed.values), "add": dict(self.typed.add), "remove": dict(self.typed.remove)}
        return self.run_over(
            work, "CustomersEdited", after={"change": {name: part for name, part in after.items() if part}}
        )

    def batch(self, work: Work, tally: Tally, customers: Sequence[Customer]) -> list[int]:
        """Plan, then write."""
        planned: list[_Planned] = []
        for customer in customers:
            try:
                plan = self._plan(work, customer)
            except OClientError as error:
                tally.refuse(customer, error)
                continue
            if plan is not None:
                planned.append(plan)
        planned = self._free(work, tally, planned)
        if not self.stopped(tally) and planned:
            self._write(work, planned)
        return [plan.before.id for plan in planned]

    def _keyed(self, change: Change) -> bool:
        named = set(fields_of(self._run.rules))
        return any(name.rstrip("23456789") in named for name in change.values)

    def _plan(self, work: Work, current: Customer) -> _Planned | None:
        run = self._run
        check_restriction(work, current, run.change)
        wanted = run.choices.resolved(applied(current, run.change))
        changed = frozenset(differences(current, wanted, run.touched))
        if not changed:
            return None
        old, new = frozenset[bytes](), frozenset[bytes]()
        if self._keyed(run.change):
            old, new = (frozenset(digests(self.list_id, run.rules, one)) for one in (current, wanted))
        return _Planned(current, wanted, changed, old - new, new - old)

    def _free(self, work: Work, tally: Tally, planned: list[_Planned]) -> list[_Planned]:
        """Return those that become no duplicates, of others or of each other."""
        gained = {digest for plan in planned for digest in plan.gained}
        if not gained:
            return planned
        holders, free = work.unit.duplicates.holders(gained), list[_Planned]()
        taken = {bytes(digest): holder or _HIDDEN for digest, holder in holders}
        for plan in planned:
            known = {**taken, **{digest: self._run.taken[digest] for digest in plan.gained & set(self._run.taken)}}
            if any(known.get(digest, plan.before.id) != plan.before.id for digest in plan.gained):
                among_us = not any(taken.get(digest, plan.before.id) != plan.before.id for digest in plan.gained)
                error = Duplicate(SAME_RUN) if among_us else refusal(work, plan.before.id, plan.gained)
                if not work.here.sees_all:
                    raise error
                tally.refuse(plan.before, error)
                continue
            self._run.taken |= dict.fromkeys(plan.gained, plan.before.id)
            free.append(plan)
        return free

    def _write(self, work: Work, planned: Sequence[_Planned]) -> None:
        floors = work.unit.floors.several([plan.before.id for plan in planned])
        fields = frozenset[str]().union(*(plan.changed for plan in planned))
        images = journal.look(work, [plan.before.id for plan in planned], fields)
        stored = [_versioned(plan, floors, work.now) for plan in planned]
        work.unit.batches.update(stored, fields, self._run.choices.links, self._run.language)
        self._rekey(work, planned)
        journal.edited(work, images, fields, {one.id: one.version for one in stored})

    def _rekey(self, work: Work, planned: Sequence[_Planned]) -> None:
        given = {plan.before.id: plan.given for plan in planned if plan.given}
        if given:
            held = work.unit.duplicates.held_by(given)
            journal.released(work, held)
            work.unit.duplicates.release_all(held)
        gained = {plan.before.id: plan.gained for plan in planned if plan.gained}
        if not work.unit.duplicates.claim_all(gained):
            first = next(iter(gained))
            raise refusal(work, first, gained[first])  # somebody was faster between the plan and here


def _versioned(plan: _Planned, floors: Mapping[int, int], now: int) -> Customer:
    version, history = next_version(plan.before, floors.get(plan.before.id, 0))
    history |= dict.fromkeys(plan.changed, version)
    return replace(plan.after, version=version, updated_at=now, changed_in=history)
