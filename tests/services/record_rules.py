"""What the machine does with records of card modules: a record is met exactly where its customer is (A1, A5, O15-O18).

The model of the records stands here: which there are, with what in them, and which modules are on where.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from oclient_tui.domain.errors import Conflict, Invalid, NotFound, Refused
from oclient_tui.domain.module import Module
from oclient_tui.modules import registered
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.funnel import SalesFunnel
from oclient_tui.services.records.reading import ListModules, ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.showing import ShownRecord
from oclient_tui.services.sharing.reach import ShowReach
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.services import record_samples as samples
from tests.services.machine import EVERYBODY, OWNER_OFTEN, RECORD, SOMEBODY, TURN, WHERE, WHO, Tally, plays
from tests.services.model import MEMBER, Listing, Refusal
from tests.services.reading_rules import ReadingRules
from tests.services.settings_model import choose
from tests.services.stages import Stages

NO_ENTRY = Refusal(NotFound, "module record")
OFF = Refusal(Invalid, "module")
RESTRICTED = Refusal(Refused, "restricted")
PLAYED_MODULES: Mapping[str, Module] = {
    module.key: module for module in registered() if module.key in ("notes", "contracts", "files")
}
"""Modules whose samples hold on every list, whoever is on it and whatever its catalogues say."""

MODULE = st.sampled_from([*[*PLAYED_MODULES] * 4, "nonsense"])
OFTEN = st.sampled_from(["owner", "owner", "mia", "max", "adam", *EVERYBODY])


@dataclass
class Kept:
    """A record as the model has it."""

    id: int
    customer_id: int
    module: str
    word: str
    number: int
    version: int = 1
    floor: int = field(default=0, compare=False)


class RecordRules(ReadingRules):
    """Records of card modules."""

    def __init__(self, stages: Stages, tally: Tally) -> None:
        super().__init__(stages, tally)
        self._kept: dict[int, dict[int, Kept]] = {}

    def _entries(self, listing: Listing) -> dict[int, Kept]:
        mine = self._kept.setdefault(listing.id, {})
        for number in [number for number, entry in mine.items() if entry.customer_id not in listing.records]:
            del mine[number]  # the customer was deleted
        return mine

    def _off(self, listing: Listing) -> set[str]:
        """Return the modules that are off: on a list that the machine made, all of them at first."""
        return {module.key for module in registered() if listing.chosen.get(f"modules.{module.key}") != "on"}

    def _visible(self, who: str, listing: Listing, module: str) -> list[Kept]:
        return [
            entry
            for entry in self._entries(listing).values()
            if entry.module == module and listing.sees(who, listing.records[entry.customer_id])
        ]

    def _module(self, who: str, listing: Listing, right: str, module: str) -> Refusal | None:
        off = module not in PLAYED_MODULES or module in self._off(listing)
        return self.model.gate(who, listing, right) or (OFF if off else None)

    def _met(self, who: str, listing: Listing, right: str, module: str, number: int) -> Refusal | None:
        refusal = self._module(who, listing, right, module)
        if refusal is None and number not in [entry.id for entry in self._visible(who, listing, module)]:
            refusal = NO_ENTRY
        return refusal

    def _pick(self, listing: Listing, who: str, module: str, number: int) -> int:
        """Return a record's id: one that the person sees, one of anybody's, or a missing one."""
        kind, place = number % 4, number // 4
        anybody = [entry.id for found in self.model.lists for entry in self._entries(found).values()]
        seen = [entry.id for entry in self._visible(who, listing, module)] if who in listing.places else []
        chosen = {0: [0, 12345], 1: anybody}.get(kind, seen)
        return chosen[-1 - place % len(chosen)] if chosen else 0

    def compare_some(self) -> None:
        super().compare_some()
        if self.turns % 4 == 0:
            listing = self.model.lists[self.turns // 4 % 2]
            people = [name for name in listing.places if not self.model.session(name)]
            if people:
                self._see_records(people[self.turns // 8 % len(people)], listing)

    def compare_all(self) -> None:
        super().compare_all()
        for listing in self.model.lists:
            for who in [name for name in listing.places if not self.model.session(name)]:
                self._see_records(who, listing)

    def _see_records(self, who: str, listing: Listing) -> None:
        """Compare all records that somebody sees, module by module, and who has one according to the filter."""
        for module in sorted(set(PLAYED_MODULES) - self._off(listing)):
            wanted = sorted(self._visible(who, listing, module), key=lambda entry: -entry.id)
            page = self.look(who, ListRecords(listing.id, module, limit=1000), listing)
            self.expect(f"{module} seen by {who}", [item.record.id for item in page.items], [one.id for one in wanted])
            for item, entry in zip(page.items, wanted, strict=True):
                self._is_kept(item, entry)
            number = self.look(who, CountCustomers(listing.id, f"active:any {module}:*"), listing)
            self.expect(f"Customers with {module}", number, len({entry.customer_id for entry in wanted}))

    def _is_kept(self, found: ShownRecord, entry: Kept) -> None:
        wanted = samples.shown(PLAYED_MODULES[entry.module], entry.word, entry.number)
        self.expect("The values of a record", dict(found.values), wanted)
        facts = (found.record.id, found.record.customer_id, found.record.version)
        self.expect("A record, its customer and its version", facts, (entry.id, entry.customer_id, entry.version))

    @plays(ShowReach, who=OWNER_OFTEN, where=WHERE)
    def show_reach(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ShowReach(listing.id), self.model.gate(who, listing, "settings"), listing)
        if done is None:
            return
        members = {name for name, place in listing.places.items() if place.role == MEMBER}
        records, found = listing.records.values(), done.value
        numbers = (found.people, found.customers, found.covered)
        covered = sum(bool(members & set(record.assigned)) for record in records)
        self.expect("People, customers, customers of members", numbers, (len(listing.places), len(records), covered))
        wanted = {f"{name}@example.com": sum(name in one.assigned for one in records) for name in members}
        self.expect("What members are assigned", {one.email: one.customers for one in found.members}, wanted)
        kept = Counter(entry.module for entry in self._entries(listing).values())
        told = {key: found.records[key] for key in PLAYED_MODULES}
        self.expect("The records of modules", told, {key: kept[key] for key in PLAYED_MODULES})

    @plays(AddRecord, weight=9, who=OFTEN, where=WHERE, number=RECORD, module=MODULE, turn=TURN)
    def add_record(self, who: str, where: int, number: int, module: str, turn: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = self.customer_id(listing, number, who)
        refusal = self._module(who, listing, "edit", module) or self.model.record(who, listing, customer_id)
        record = listing.records.get(customer_id)
        if refusal is None and record and record.values["restricted"]:
            refusal = RESTRICTED
        declared = PLAYED_MODULES.get(module, PLAYED_MODULES["notes"])
        if refusal is None and record and declared.active_only and not record.active:
            refusal = Refusal(Refused, "inactive")
        word = record.token if record else "zzz"
        typed = samples.typed(declared, word, turn)
        done = self.play(who, AddRecord(listing.id, module, customer_id, typed), refusal, listing)
        if done is None:
            return
        self.audited(done, listing)
        entry = Kept(done.value.record.id, customer_id, module, word, turn)
        self._entries(listing)[entry.id] = entry
        self._is_kept(done.value, entry)

    @plays(EditRecord, weight=6, who=OFTEN, where=WHERE, number=RECORD, module=MODULE, turn=TURN,
           seen=st.sampled_from([None, None, 0, 1, 99]))  # fmt: skip
    def edit_record(self, who: str, where: int, number: int, module: str, turn: int, seen: int | None) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        record_id = self._pick(listing, who, module, number)
        entry = self._entries(listing).get(record_id)
        refusal = self._met(who, listing, "edit", module, record_id)
        version = None if seen is None else max(1, (entry.version if entry else 1) - seen)
        changed = entry is not None and entry.number != turn
        if refusal is None and entry:
            if listing.records[entry.customer_id].values["restricted"]:
                refusal = RESTRICTED
            elif changed and version is not None and version < entry.version:
                refusal = Refusal(Conflict, "module record")
        declared = PLAYED_MODULES.get(module, PLAYED_MODULES["notes"])
        typed = samples.typed(declared, entry.word if entry else "zzz", turn)
        done = self.play(who, EditRecord(listing.id, module, record_id, typed, version), refusal, listing)
        if done is None or entry is None:
            return
        self.audited(done, listing, changed=dict(done.value.values) != _shown(entry))
        if dict(done.value.values) != _shown(entry):
            entry.number, entry.version = turn, max(entry.version, entry.floor) + 1
        self._is_kept(done.value, entry)

    @plays(RemoveRecord, weight=2, who=OFTEN, where=WHERE, number=RECORD, module=MODULE)
    def remove_record(self, who: str, where: int, number: int, module: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        record_id = self._pick(listing, who, module, number)
        refusal = self._met(who, listing, "edit", module, record_id)
        entry = self._entries(listing).get(record_id)
        if refusal is None and entry and listing.records[entry.customer_id].values["restricted"]:
            refusal = RESTRICTED
        done = self.play(who, RemoveRecord(listing.id, module, record_id), refusal, listing)
        if done is not None:
            self.audited(done, listing)
            del self._entries(listing)[record_id]

    @plays(ShowRecord, weight=2, who=WHO, where=WHERE, number=RECORD, module=MODULE)
    def show_record(self, who: str, where: int, number: int, module: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        record_id = self._pick(listing, who, module, number)
        refusal = self._met(who, listing, "view", module, record_id)
        done = self.play(who, ShowRecord(listing.id, module, record_id), refusal, listing)
        if done is not None:
            self._is_kept(done.value, self._entries(listing)[record_id])

    @plays(ReadFile, who=WHO, where=WHERE, number=RECORD)
    def read_file(self, who: str, where: int, number: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        record_id = self._pick(listing, who, "files", number)
        refusal = self._met(who, listing, "view", "files", record_id)
        done = self.play(who, ReadFile(listing.id, "files", record_id, "file"), refusal, listing)
        if done is not None:
            word = self._entries(listing)[record_id].word
            self.expect("The bytes of a file", done.value.content, samples.content_of(word))

    @plays(ListRecords, weight=2, who=WHO, where=WHERE, number=RECORD, module=MODULE, whole=st.booleans())
    def list_records(self, who: str, where: int, number: int, module: str, whole: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        customer_id = None if whole else self.customer_id(listing, number, who)
        refusal = self._module(who, listing, "view", module)
        if refusal is None and customer_id is not None:
            refusal = self.model.record(who, listing, customer_id)
        done = self.play(who, ListRecords(listing.id, module, customer_id, limit=1000), refusal, listing)
        if done is None:
            return
        wanted = [entry for entry in self._visible(who, listing, module) if customer_id in (None, entry.customer_id)]
        wanted.sort(key=lambda entry: -entry.id)
        self.expect("The records", [item.record.id for item in done.value.items], [entry.id for entry in wanted])
        for item, entry in zip(done.value.items, wanted, strict=True):
            self._is_kept(item, entry)

    @plays(ListModules, who=WHO, where=WHERE)
    def list_modules(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ListModules(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is not None:
            wanted = [module.key for module in registered() if module.key not in self._off(listing)]
            self.expect("The modules that are on", [module.key for module in done.value], wanted)

    @plays(ChangeSetting, who=OWNER_OFTEN, where=WHERE, module=st.sampled_from(sorted(PLAYED_MODULES)), on=TURN)
    def switch_module(self, who: str, where: int, module: str, on: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "settings")
        case = ChangeSetting(listing.id, f"modules.{module}", "on" if on else "off")
        done = self.play(who, case, refusal, listing)
        if done is None:
            return
        self.audited(done, listing, changed=(module in self._off(listing)) is bool(on))
        choose(listing, f"modules.{module}", "on" if on else "off")

    @plays(SalesFunnel, who=WHO, where=WHERE, see_as=st.one_of(st.none(), SOMEBODY))
    def funnel(self, who: str, where: int, see_as: str | None) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        _, email, blocked = self.eyes(who, listing, see_as)
        refusal = self.model.gate(who, listing, "view") or blocked
        refusal = refusal or (OFF if "sales" in self._off(listing) else None)
        done = self.play(who, SalesFunnel(listing.id, email), refusal, listing)
        if done is not None:
            steps = [(step.name, step.count, step.amount) for step in done.value]
            self.expect("The funnel", steps, [(name, 0, 0) for name in listing.entries("sale-types")])


def _shown(entry: Kept) -> dict[str, object]:
    return samples.shown(PLAYED_MODULES[entry.module], entry.word, entry.number)
