"""What the machine does with files of customers: plans and imports them, each row as the model says (O21, N03)."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from oclient_tui.domain.errors import NotFound
from oclient_tui.domain.imports import ImportRequest, OnDuplicate
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.importing.looking import LookAtFile
from oclient_tui.services.customers.importing.running import ImportCustomers, PlanImport
from oclient_tui.services.customers.importing.saved import ListImportMappings, RemoveImportMapping, SaveImportMapping
from tests.services import forms
from tests.services.duplicate_model import count
from tests.services.forms import Form
from tests.services.import_model import BEYOND, changed, left_of_the_hour, limited, outcome
from tests.services.machine import TURN, WHERE, Done, plays
from tests.services.model import Listing, Record, Refusal
from tests.services.sheets import file_of
from tests.services.sights import Sights

WHO = st.sampled_from(["owner", "adam", "mia", "owner", "adam", "mia", "max", "bob", "eve", "nobody", "operator"])
CHANGES = (
    "city", "street", "first_name", "company", "phone", "phone", "phone", "tags", "categories", "interests",
    "birthday", "country", "gdpr_ignore", "restricted", "several",
)  # fmt: skip
BAD = ("birthday", "email", "phone", "gdpr_ignore", "city", "tags", "language")
ROW = st.tuples(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3), TURN, st.sampled_from([*[""] * 20, *BAD]))
HEADER = ("last_name", "first_name", "city", "phone", "street")
NO_MAPPING = Refusal(NotFound, "mapping")


class ImportRules(Sights):
    """Files of customers."""

    @plays(ImportCustomers, PlanImport, weight=5, who=WHO, where=WHERE, update=st.booleans(), plan=st.booleans(),
           rows=st.lists(ROW, min_size=1, max_size=5))  # fmt: skip
    def import_file(
        self, who: str, where: int, update: bool, plan: bool, rows: list[tuple[list[str], int, str]]
    ) -> None:
        """A row of a file that updates holds no record's own word: it may end up in any record."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        typed = [self._row(row, update=update) for row in rows]
        request = ImportRequest(on_duplicate=OnDuplicate.UPDATE if update else OnDuplicate.SKIP)
        names = tuple(dict.fromkeys((*HEADER, *(name for form in typed for name in form.values))))
        file = file_of(*(dict(form.values) for form in typed), header=names)
        refusal, told = self.model.gate(who, listing, "import"), None
        if refusal is None:
            told = outcome(listing, who, typed, update=update)
            refusal = limited(listing, who, told, self.stage.clock())
            self._count(listing, who, refusal, len(told.duplicates))
        case = PlanImport if plan else ImportCustomers
        before = self._ids(who, listing) if refusal is None else []
        done = self.play(who, case(listing.id, file, request), refusal, listing)
        if done is None or told is None:
            return
        self.expect("The counts of an import", done.value.counts, told.counts)
        lines = sorted(rejection.line for rejection in done.value.rejections)
        self.expect("The rows refused", lines, sorted([*told.duplicates, *told.invalid]))
        limits = bool(told.duplicates) and listing.assigned_only and listing.places[who].role == "member"
        self.audited(done, listing, changed=limits if plan else True)
        if plan:
            self.expect("What a plan added", self._ids(who, listing), before)
            return
        fresh = [number for number in self._ids(who, listing) if number not in before]
        self.expect("How many records an import added", len(fresh), len(told.added))
        for number, values in zip(fresh, told.added, strict=True):
            word = str(values["last_name"]) or self.next_token()
            listing.records[number] = Record(number, word, who, values, {who})
        for number, values in told.updated.items():
            changed(listing.records[number], values)
        for number in (*fresh, *told.updated):
            self.see_record(who, listing, listing.records[number])

    @plays(LookAtFile, who=WHO, where=WHERE)
    def look_at_file(self, who: str, where: int) -> None:
        """A look tells of the file and of the list's choices, and of no customer."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "import")
        done = self.play(who, LookAtFile(listing.id, file_of({"last_name": "Row"})), refusal, listing)
        if done is not None:
            self.expect("The columns of a look", dict(done.value.columns), {"last_name": 0})
            self.audited(done, listing, changed=False)

    def _row(self, row: tuple[Sequence[str], int, str], *, update: bool) -> Form:
        changes, turn, bad = row
        word = "row" if update else self.next_token()
        typed = Form({"language": "pl"} if update else {"last_name": word})  # a row without any cell is none
        for place, change in enumerate(changes):
            typed = typed.joined(forms.form(change, (turn + place) % 4, word))
        return typed.joined(forms.bad(bad)) if bad else typed

    def _count(self, listing: Listing, who: str, refusal: Refusal | None, duplicates: int) -> None:
        """Count what an import tells: its duplicates, or all that was left where there were too many."""
        moment = self.stage.clock()
        number = left_of_the_hour(listing, who, moment) if refusal is BEYOND else duplicates if refusal is None else 0
        for _ in range(number):
            count(listing, who, "refused", moment)

    def _ids(self, who: str, listing: Listing) -> list[int]:
        case = ListCustomers(listing.id, "active:any", sort="created", limit=1000)
        return [item.id for item in self.session(who).do(case).items]

    @plays(SaveImportMapping, ListImportMappings, RemoveImportMapping, who=WHO, where=WHERE,
           name=st.sampled_from(["Shop", "shop", "Fair"]), remove=st.booleans())  # fmt: skip
    def keep_mapping(self, who: str, where: int, name: str, remove: bool) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "import")
        if refusal is None and remove and name.lower() not in listing.mappings:
            refusal = NO_MAPPING
        done: Done[Any] | None
        if remove:
            done = self.play(who, RemoveImportMapping(listing.id, name), refusal, listing)
        else:
            done = self.play(who, SaveImportMapping(listing.id, name, {"city": "Ort"}), refusal, listing)
        if done is not None:
            self.audited(done, listing)
            if remove:
                del listing.mappings[name.lower()]
            else:
                listing.mappings[name.lower()] = name
        found = self.play(who, ListImportMappings(listing.id), self.model.gate(who, listing, "import"), listing)
        if found is not None:
            names = [one.name for one in found.value]
            self.expect("The mappings", names, sorted(listing.mappings.values(), key=str.lower))
