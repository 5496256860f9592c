"""What the machine takes back and does again, and one change to many customers (D21, N03, A1, A2).

The model keeps the whole list as it was before each step. A step is taken back here where the list is just as the step
left it, whoever came and went in between: then everything must be as before. Where somebody changed the one customer of
a step since, or it is hidden by now, undo must refuse.
"""

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from hypothesis import strategies as st

from oclient_tui.domain.bulk import BulkRefused
from oclient_tui.domain.undo import DAY_MS, UndoRefused
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.importing.running import ImportCustomers
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.requests import GrantRequest
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.sharing.settings_file import ApplySettings
from oclient_tui.services.undo.undoing import ListSteps, RedoLast, SkipLast, UndoLast
from oclient_tui.services.usecase import UseCase
from tests.services import forms
from tests.services.customer_rules import CHANGE, INVALID, PIECE, SHAPE, uneditable
from tests.services.duplicate_model import restricted, spent
from tests.services.machine import OWNER_OFTEN, TURN, WHERE, WHO, Done, Tally, plays
from tests.services.model import NO_RIGHT, Listing, Record, Refusal, blank
from tests.services.pieces import Line
from tests.services.record_rules import Kept, RecordRules
from tests.services.stages import Stages

R = TypeVar("R")
UNDOABLE: dict[type[UseCase[Any]], str] = {
    AddCustomer: "add", EditCustomer: "edit", SetActive: "edit", DeleteCustomer: "delete", Assign: "assign",
    Unassign: "assign", AddRecord: "edit", EditRecord: "edit", RemoveRecord: "edit", GrantRequest: "roles",
    EditCustomers: "edit", SetManyActive: "edit", DeleteCustomers: "delete",
    ImportCustomers: "import",
}  # fmt: skip
"""What can be taken back, and the right that it takes."""

IN_THE_WAY, BULK = Refusal(UndoRefused, "undo"), Refusal(BulkRefused, "bulk")


@dataclass
class State:
    """A list as far as undo reaches."""

    records: dict[int, Record]
    kept: dict[int, Kept]
    requests: dict[tuple[str, int], int]

    def is_like(self, other: "State") -> bool:
        """Whether two states differ in nothing that somebody did."""
        return (self.records, self.kept, {*self.requests}) == (other.records, other.kept, {*other.requests})


@dataclass
class Step:
    """One thing that somebody did: the list before and after it, and the names of these two states."""

    needs: str
    at: int
    before: State
    start: int
    end: int
    after: State | None = None

    def touched(self) -> set[int]:
        """Return the customers that it changed."""
        assert self.after is not None, "the step is not settled"
        sides = (self.before, self.after)
        changed = {one for s in sides for one in s.records if sides[0].records.get(one) != sides[1].records.get(one)}
        changed |= {s.kept[one].customer_id for s in sides for one in s.kept if _other(sides, one)}
        return changed | {one for _, one in set(sides[0].requests) ^ set(sides[1].requests)}


def _other(sides: tuple[State, State], one: int) -> bool:
    return sides[0].kept.get(one) != sides[1].kept.get(one)


class UndoRules(RecordRules):
    """Undo, redo, and many customers at once."""

    def __init__(self, stages: Stages, tally: Tally) -> None:
        super().__init__(stages, tally)
        self._state_numbers = count()
        self._state_of: defaultdict[int, int] = defaultdict(lambda: next(self._state_numbers))
        self._steps_done: defaultdict[tuple[str, int], list[Step]] = defaultdict(list)
        self._steps_undone: defaultdict[tuple[str, int], list[Step]] = defaultdict(list)
        self._step_open: tuple[str, Listing, Step] | None = None

    def _state_now(self, listing: Listing) -> State:
        return State(deepcopy(listing.records), deepcopy(self._entries(listing)), dict(listing.requests))

    def _settle(self) -> None:
        """Look at what the last step left, after its own rule has told the model."""
        if self._step_open is not None:
            who, listing, step = self._step_open
            step.after = self._state_now(listing)
            if not step.after.is_like(step.before):  # else nothing was changed, and nothing noted
                self._steps_done[who, listing.id].append(step)
                self._steps_undone[who, listing.id].clear()
            self._step_open = None
        for listing in self.model.lists:
            for who, of in [*self._steps_done]:
                if of == listing.id and who not in listing.places:
                    self._forget(who, of)

    def _forget(self, who: str, of: int) -> None:
        self._steps_done.pop((who, of), None)
        self._steps_undone.pop((who, of), None)

    def play(
        self, who: str, case: UseCase[R], refusal: Refusal | None, listing: Listing | None = None
    ) -> Done[R] | None:
        self._settle()
        needs = UNDOABLE.get(type(case)) if listing and not getattr(case, "dry", False) else None
        before = self._state_now(listing) if listing and needs else None
        done = super().play(who, case, refusal, listing)
        if done is None or not case.writes or isinstance(case, UndoLast | RedoLast | SkipLast):
            return done
        if listing is None or isinstance(case, ChangeSetting | ApplySettings):
            self._steps_done.clear()  # who is where, or for how long steps are kept, may be otherwise now
            self._steps_undone.clear()
            return done
        start, end = self._state_of[listing.id], next(self._state_numbers)
        self._state_of[listing.id] = end
        if before is not None and needs:
            step = Step(needs, self.stage.clock(), before, start, end)
            self._step_open = (who, listing, step)
        return done

    def _turn_to(self, listing: Listing, state: State) -> None:
        """Let the model have a list as it was; versions that were given stay given."""
        for one, record in state.records.items():
            now = listing.records.get(one)
            copy = deepcopy(record)
            if now is not None:
                copy.floor = max(record.floor, now.floor, now.version if now.version != record.version else 0)
            listing.records[one] = copy
        for one in set(listing.records) - set(state.records):
            listing.deleted.add(listing.records.pop(one).token)
        mine = self._entries(listing)
        for one, entry in state.kept.items():
            now_kept = mine.get(one)
            floor = max(now_kept.floor, now_kept.version) if now_kept and now_kept != entry else entry.floor
            mine[one] = deepcopy(entry)
            mine[one].floor = max(floor, entry.floor)
        for one in set(mine) - set(state.kept):
            del mine[one]
        listing.requests = dict(state.requests)

    def _obstacle(self, who: str, listing: Listing, step: Step, to: State) -> Refusal | None:
        """Return why a step cannot be turned, where the list is as the step left it."""
        if not listing.places[who].may(step.needs):
            return NO_RIGHT
        here = [listing.records[one] for one in step.touched() if one in listing.records]
        if not all(listing.sees(who, record) for record in here):
            return IN_THE_WAY
        lifts = listing.places[who].may("lift_restriction")
        for record in here:
            then = to.records.get(record.id)
            if record.values["restricted"] and then and not then.values["restricted"] and not lifts:
                return IN_THE_WAY
        return None

    @plays(UndoLast, RedoLast, weight=8, who=OWNER_OFTEN, where=WHERE, again=st.booleans(), anybody=TURN)
    def undo_or_redo(self, who: str, where: int, again: bool, anybody: int) -> None:
        self._settle()
        listing = self.listing(where)
        who = self.actor(who, listing) if not anybody else self._last(listing, again=again) or self.actor(who, listing)
        case: UseCase[Any] = RedoLast(listing.id) if again else UndoLast(listing.id)
        refusal = self.model.gate(who, listing, "view")
        if refusal is not None:
            self.play(who, case, refusal, listing)
            return
        steps = (self._steps_undone if again else self._steps_done)[who, listing.id]
        if not steps or self.stage.clock() - steps[-1].at > 29 * DAY_MS:
            return
        if restricted(listing, who) and spent(listing, who, "refused", self.stage.clock()):
            return
        step = steps[-1]
        start, end = (step.start, step.end) if again else (step.end, step.start)
        assert step.after is not None
        to = step.after if again else step.before
        if self._state_of[listing.id] != start:
            self._conflict(who, listing, case, step, again=again)
            return
        done = self.play(who, case, self._obstacle(who, listing, step, to), listing)
        if done is None:
            return
        self.audited(done, listing)
        self._turn_to(listing, to)
        self._state_of[listing.id] = end
        (self._steps_done if again else self._steps_undone)[who, listing.id].append(steps.pop())

    def _last(self, listing: Listing, *, again: bool) -> str:
        """Return who left the list as it is, and so can go on along the journal; '' for nobody."""
        known, now = self._steps_undone if again else self._steps_done, self._state_of[listing.id]
        ends = {who: steps[-1] for (who, of), steps in known.items() if of == listing.id and steps}
        return next((who for who, step in ends.items() if now == (step.start if again else step.end)), "")

    def _conflict(self, who: str, listing: Listing, case: UseCase[Any], step: Step, *, again: bool) -> None:
        """Play what must be refused for sure: an edit of one customer that is another by now, gone or hidden."""
        left = step.before if again else step.after
        touched = step.touched()
        if left is None or len(touched) != 1 or not listing.places[who].may(step.needs):
            return
        (one,) = touched
        was, now = left.records.get(one), listing.records.get(one)
        before = step.after if again else step.before
        if was is None or before is None or one not in before.records or before.records[one].version == was.version:
            return
        if now is None or not listing.sees(who, now) or now.version != was.version:
            self.play(who, case, IN_THE_WAY, listing)

    @plays(SkipLast, who=OWNER_OFTEN, where=WHERE)
    def skip(self, who: str, where: int) -> None:
        self._settle()
        listing = self.listing(where)
        who = self.actor(who, listing)
        steps = self._steps_done[who, listing.id]
        refusal = self.model.gate(who, listing, "view")
        if refusal is None and (not steps or self.stage.clock() - steps[-1].at > 29 * DAY_MS):
            return
        done = self.play(who, SkipLast(listing.id), refusal, listing)
        if done is not None:
            self.audited(done, listing)
            steps.pop()

    @plays(ListSteps, who=WHO, where=WHERE)
    def list_steps(self, who: str, where: int) -> None:
        self._settle()
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListSteps(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is not None:
            self.expect("One step is next at most each way", sum(step.next for step in done.value) <= 2, True)

    # Many customers at once.

    @plays(EditCustomers, weight=3, who=OWNER_OFTEN, where=WHERE, first=PIECE, shape=SHAPE, change=CHANGE, turn=TURN,
           partly=st.booleans(), dry=st.booleans())  # fmt: skip
    def edit_many(
        self, who: str, where: int, first: str, shape: str, change: str, turn: int, partly: bool, dry: bool
    ) -> None:
        listing, line = self.listing(where), Line.of(first, first, shape)
        who, typed = self.actor(who, listing), forms.form(change, turn, "zzz")
        if listing.chosen.get("duplicates.rules"):
            return  # who becomes a duplicate of whom is played one by one
        refusal = self.model.gate(who, listing, "edit") or line.refusal(listing)
        if refusal is None and (typed.invalid or forms.unknown_entry(blank(), typed, listing)):
            refusal = INVALID
        chosen = [] if refusal else [record for record in listing.visible(who) if line.holds(record, who)]
        bad = [record for record in chosen if uneditable(who, listing, record, typed, None)]
        if refusal is None and bad and not partly and not dry:
            refusal = BULK
        case = EditCustomers(listing.id, line.text, "", dry, partly, typed.typed)
        done = self.play(who, case, refusal, listing)
        if done is None:
            return
        changing = {
            record.id: now
            for record in chosen
            if record not in bad and forms.differing(record.values, now := forms.after(record.values, typed, listing))
        }
        found = (done.value.matched, done.value.changed, done.value.refused)
        self.expect("How many match, change and do not", found, (len(chosen), len(changing), len(bad)))
        self.audited(done, listing, changed=bool(changing) and not dry)
        for one, now in [] if dry else list(changing.items()):
            record = listing.records[one]
            changed = forms.differing(record.values, now)
            record.values = now
            record.advance()
            record.touched |= dict.fromkeys(changed, record.version)

    @plays(SetManyActive, DeleteCustomers, weight=2, who=OWNER_OFTEN, where=WHERE, first=PIECE, second=PIECE,
           shape=SHAPE, kind=st.sampled_from(["on", "off", "delete"]))  # fmt: skip
    def change_many(self, who: str, where: int, first: str, second: str, shape: str, kind: str) -> None:
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        right = "delete" if kind == "delete" else "edit"
        refusal = self.model.gate(who, listing, right) or line.refusal(listing)
        chosen = [] if refusal else [record for record in listing.visible(who) if line.holds(record, who)]
        self._change_many(who, listing, kind, chosen, refusal, filter=line.text)

    def _change_many(
        self, who: str, listing: Listing, kind: str, chosen: list[Record], refusal: Refusal | None, **which: Any
    ) -> None:
        if kind == "delete":
            if len(chosen) > 2:
                return  # the list must not run empty
            done = self.play(who, DeleteCustomers(listing.id, **which), refusal, listing)
        else:
            chosen = [record for record in chosen if record.active is not (kind == "on")]
            if refusal is None and any(record.values["restricted"] for record in chosen):
                refusal = BULK
            done = self.play(who, SetManyActive(listing.id, **which, active=kind == "on"), refusal, listing)
        if done is None:
            return
        self.expect("How many were changed", done.value.changed, len(chosen))
        self.audited(done, listing, changed=bool(chosen))
        for record in chosen:
            if kind == "delete":
                listing.deleted.add(listing.records.pop(record.id).token)
            else:
                record.active = kind == "on"
                record.advance()
