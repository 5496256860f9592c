"""The working day itself: each step is typed on the command line, done to the model, and compared."""

import re
from typing import Any

from tests.doors.calling import Answer, CommandLine
from tests.doors.day_model import SEARCHES, CustomerListModel, Record, Rule, filters
from tests.doors.day_refusals import MISSING, Refusal, refusals
from tests.doors.day_rows import CATEGORIES, Rows

OLA, BEN, ADAM, MIA, MAX, NINA, EVE = (
    f"{name}@example.com" for name in ("ola", "ben", "adam", "mia", "max", "nina", "eve")
)
NO_LIST = "There is no such list."
CANARY = re.compile(r"TX\d{5}")
PAGE = 300


class Day:
    """Seven people at their terminals."""

    def __init__(self, oclient: CommandLine) -> None:
        self.oclient = oclient
        self.lists: dict[str, CustomerListModel] = {}
        self.refused: dict[str, list[tuple[str, str]]] = {}
        for email in (OLA, BEN, ADAM, MIA, MAX, NINA, EVE):
            oclient.account(email)

    def type(self, by: str, *words: str) -> Answer:
        """Type a command; whatever it shows, it shows nothing of records that this person does not see."""
        answer = self.oclient(*words, by=by)
        if shown := set(CANARY.findall(answer.out + answer.err)):
            known = {
                record.canary
                for of in self.lists.values()
                if by in of.roles
                for record in of.records.values()
                if of.sees(by, record)
            }
            assert shown <= known, f"{answer}: {by} was shown the hidden {sorted(shown - known)}"
        return answer

    def told(self, by: str, *words: str) -> Any:
        """Type a command and return its JSON."""
        return self.type(by, *words, "--json").json()

    def same(self, expected: object, by: str, *words: str) -> None:
        """Type a command and compare its JSON with the model's."""
        answer = self.type(by, *words, "--json")
        found = answer.json()
        assert found == expected, f"{answer} answers {by} {str(found)[:300]}, the model says {str(expected)[:300]}"

    # The morning

    def create(self, key: str, owner: str, kind: str, language: str, *, assigned_only: bool, name: str = "") -> None:
        of = CustomerListModel(name or key, owner, language, assigned_only, roles={owner: "owner"})
        made = self.told(owner, "lists", "create", of.name, "--type", kind, "--language", language)
        of.id = made["id"]
        assert made == {"id": of.id, "name": of.name, "type": kind}
        chosen = {"region": "PL", "assigned_only": "on" if assigned_only else "off"}
        for setting, value in (chosen | {"duplicates.rules": "tax_id; email; phone"}).items():
            self.told(owner, "settings", "set", of.id, setting, value)
        known = [category["name"] for category in self.told(owner, "categories", "list", of.id)]
        for category in set(CATEGORIES) - set(known):
            self.told(owner, "categories", "add", of.id, category)
            known.append(category)
        of.catalogue = known
        self.lists[key] = of

    def join(self, key: str, people: dict[str, str]) -> None:
        of = self.lists[key]
        for email, role in people.items():
            self.oclient.join(of.owner, of.id, email, "--role", role)
            of.roles[email] = role
            rights = ["group_send"] if role == "member" else []
            found = next(one for one in self.told(of.owner, "members", "list", of.id) if one["email"] == email)
            assert found == {"email": email, "name": email.partition("@")[0].title(), "role": role, "rights": rights}

    def check_lists(self) -> None:
        """Everybody's lists, and the name that two of Nina's share (O01)."""
        for email in (OLA, BEN, ADAM, MIA, MAX, NINA, EVE):
            found = self.told(email, "lists", "list")
            expected = {of.id: of.roles[email] for of in self.lists.values() if email in of.roles}
            assert {one["id"]: one["role"] for one in found} == expected
        self.same([], EVE, "lists", "list")
        sentence = self.type(NINA, "customers", "list", "biuro").refusal(65)
        assert sentence == "Several of your lists have that name. Use the id; see: oclient lists list"
        self.same({"count": 0}, OLA, "customers", "count", "bIURO")

    def fill(self, sizes: dict[str, int]) -> None:
        """Everybody on a list types its customers in turn; the author is assigned (X02)."""
        rows = Rows()
        with self.oclient.kept_open():
            for key, size in sizes.items():
                of = self.lists[key]
                people = sorted(of.roles)
                for number in range(size):
                    by, row = people[number % len(people)], rows.next()
                    record = Record(
                        "", by, row.texts, row.email, row.phone, row.tags, row.categories, assigned={by}
                    )  # fmt: skip
                    record.id = self.oclient.add(by, of.id, *row.typed)
                    of.records[record.id] = record

    # Looking

    def look(self, key: str) -> None:
        """Compare everything that anybody on a list can read of it."""
        of = self.lists[key]
        with self.oclient.kept_open():
            for person in sorted(of.roles):
                self._walk(of, person)
                self._walk(of, of.owner, "--see-as", person)
                self._count(of, person)
                self._search(of, person)
                self._filter(of, person)
                self._open(of, person)

    def count_everybody(self, key: str) -> None:
        of = self.lists[key]
        for person in sorted(of.roles):
            self._count(of, person)

    def walk_everybody(self, key: str) -> None:
        of = self.lists[key]
        for person in sorted(of.roles):
            self._walk(of, person)

    def _walk(self, of: CustomerListModel, by: str, *flags: str) -> None:
        """Follow the cursor to the end, with one's own eyes, or as the owner with somebody else's (N06)."""
        person = flags[-1] if flags else by
        expected = [record.shown(of.catalogue) for record in of.visible(person)]
        place: tuple[str, ...] = ()
        for start in range(0, max(len(expected), 1), PAGE):
            page = self.told(by, "customers", "list", of.id, "--limit", str(PAGE), *flags, *place)
            here = expected[start : start + PAGE]
            for found, told in zip(page["items"], here, strict=True):
                assert found == told, f"{of.name} to {person}, from row {start} on: {found}, the model says {told}"
            place = ("--after", str(page["next"]))
            assert (page["next"] is None) is (start + PAGE >= len(expected)), f"{of.name} to {person}: {place}"

    def _count(self, of: CustomerListModel, person: str) -> None:
        expected = {"count": len(of.visible(person))}
        self.same(expected, person, "customers", "count", of.id)
        self.same(expected, of.owner, "customers", "count", of.id, "--see-as", person)

    def _search(self, of: CustomerListModel, person: str) -> None:
        """Search in one of three ways for each text, another one for the next person."""
        for number, text in enumerate(SEARCHES, start=sorted(of.roles).index(person)):
            expected = [record for record in of.visible(person) if record.found_by(text)]
            if number % 3 == 0:
                self._same_people(expected[:20], person, of, "find", text)
            elif number % 3 == 1:
                self._same_people(expected[:99], person, of, "list", "--search", text, "--limit", "99")
            else:
                self.same({"count": len(expected)}, person, "customers", "count", of.id, "--search", text)

    def _filter(self, of: CustomerListModel, person: str) -> None:
        for number, (line, rule) in enumerate(filters(person)):
            expected = of.visible(person, rule)
            by, flags = (of.owner, ("--see-as", person)) if number % 3 else (person, ())
            if number % 2:
                self._same_people(expected[:30], by, of, "list", "--filter", line, "--limit", "30", *flags)
            else:
                self.same({"count": len(expected)}, by, "customers", "count", of.id, "--filter", line, *flags)

    def _same_people(self, expected: list[Record], by: str, of: CustomerListModel, verb: str, *words: str) -> None:
        found = self.told(by, "customers", verb, of.id, *words)
        items = found["items"] if verb == "list" else found
        ids, wanted = [item["id"] for item in items], [record.id for record in expected]
        assert ids == wanted, f"customers {verb} {words} of {of.name} by {by}: {ids[:9]}…, the model says {wanted[:9]}…"

    def _open(self, of: CustomerListModel, person: str) -> None:
        """Show and why: some that this person sees, some that they do not (N06, O14)."""
        seen = of.visible(person, lambda _: True)
        for record in seen[:: max(len(seen) // 4, 1)]:
            self.same(record.shown(of.catalogue), person, "customers", "show", of.id, record.id)
            asked = of.roles if of.roles[person] != "member" else [person]
            self.same(of.why(record, asked), person, "customers", "why", of.id, record.id)
        for record in of.hidden(person)[:2]:
            self._meet(of, Refusal(person, ("customers", "show", of.id, record.id), 66, MISSING, "not_found"))
            self._meet(of, Refusal(person, ("customers", "why", of.id, record.id), 66, MISSING, "not_found"))
            as_they_do = ("customers", "show", of.id, record.id, "--see-as", person)
            self._meet(of, Refusal(of.owner, as_they_do, 66, MISSING, "not_found"))
            self.same(of.why(record, [person]), of.owner, "customers", "why", of.id, record.id, person)

    # The work

    def assign(self, key: str, by: str, to: str, line: str, *, away: bool = False) -> None:
        of, rule = self.lists[key], ASSIGNED_BY[line]
        chosen = [record for record in of.visible(by, rule) if (to in record.assigned) is away]
        verb = "unassign" if away else "assign"
        self.same({f"{verb}ed": len(chosen)}, by, "customers", verb, of.id, "-", to, "--filter", line)
        for record in chosen:
            record.assigned ^= {to}
        assert chosen, f"the day is dull: {line} chooses nobody"

    def edit(self, key: str, by: str, record: Record, **values: str) -> None:
        record.version += 1
        record.texts |= values
        words = [f"{name}={value}" for name, value in values.items()]
        self.same(
            {"id": record.id, "version": record.version}, by, "customers", "edit", self.lists[key].id, record.id, *words
        )

    def flag(self, key: str, by: str, record: Record, name: str) -> None:
        setattr(record, name, True)
        record.version += 1
        self.told(by, "customers", "edit", self.lists[key].id, record.id, f"{name}=on")

    def set_active(self, key: str, by: str, record: Record, *, active: bool) -> None:
        record.active = active
        record.version += 1
        verb = "activate" if active else "deactivate"
        self.same({"id": record.id, "active": active}, by, "customers", verb, self.lists[key].id, record.id)

    def consent(self, key: str, by: str, record: Record, *, given: bool) -> None:
        record.consents ^= {"email"}
        expected = {"kind": "email", "given": given, "changed": True}
        self.same(expected, by, "consents", "give" if given else "withdraw", self.lists[key].id, record.id, "email")

    # People come and go

    def restrict(self, key: str, by: str, *, on: bool) -> None:
        of = self.lists[key]
        of.assigned_only = on
        settings = self.told(by, "settings", "set", of.id, "assigned_only", "on" if on else "off")
        assert settings["assigned_only"] == ("on" if on else "off")

    def change_role(self, key: str, by: str, email: str, role: str) -> None:
        of = self.lists[key]
        of.roles[email] = role
        assert self.told(by, "members", "role", of.id, email, role)["role"] == role

    def leave(self, key: str, by: str) -> None:
        self.same({"left": self.lists[key].id}, by, "lists", "leave", self.lists[key].id)
        self.lists[key].leave(by)

    def remove(self, key: str, by: str, email: str) -> None:
        self.same({"removed": email}, by, "members", "remove", self.lists[key].id, email)
        self.lists[key].leave(email)

    # Refusals

    def refuse(self) -> None:
        """Every refusal of the model: its exit code, its one sentence, and nothing changed for anybody."""
        for key, refusal in refusals(self.lists):
            self._meet(self.lists[key], refusal)

    def _meet(self, of: CustomerListModel, refusal: Refusal) -> None:
        found = self.type(refusal.by, *refusal.words).refusal(refusal.code)
        assert found.startswith(refusal.sentence), f"{refusal.by}: oclient {refusal.words} says {found!r}"
        if refusal.reason:
            self.refused.setdefault(of.id, []).append((refusal.by, refusal.reason))

    def refuse_strangers(self, people: dict[str, str]) -> None:
        """Somebody who is not, or no longer, on a list meets neither it nor its records."""
        for key, person in people.items():
            of = self.lists[key]
            some = next(iter(of.records))
            for words in ("customers list", "members list", "audit list", "settings show", "lists leave"):
                assert self.type(person, *words.split(), of.id).refusal(66) == NO_LIST
            for verb in ("show", "activate", "delete"):
                assert self.type(person, "customers", verb, of.id, some).refusal(66) == NO_LIST

    def prove(self) -> None:
        """Each list's chain holds, and tells of every refusal on it, in order (D7, D8)."""
        for of in self.lists.values():
            verdict = self.told(of.owner, "audit", "verify", of.id)
            entries, before = list[dict[str, Any]](), 0
            while page := self.told(of.owner, "audit", "list", of.id, "--limit", "1000", "--before", str(before)):
                entries += page
                before = page[-1]["seq"]
            assert verdict == {"ok": True, "entries": len(entries), "broken_at": None, "problem": "", "erased": []}
            told = [(entry["actor"], entry["reason"]) for entry in reversed(entries) if entry["outcome"] == "refused"]
            assert told == self.refused.get(of.id, []), f"the audit of {of.name} tells of other refusals"


ASSIGNED_BY: dict[str, Rule] = {
    "city:Kraków": lambda r: r.active and "Kraków" in r.text("city"),
    "tag:newsletter -assigned:mia@example.com": lambda r: r.active and "newsletter" in r.tags and MIA not in r.assigned,
    "company:northern or category:VIP": lambda r: (
        r.active and ("Northern" in r.text("company") or "VIP" in r.categories)),
    "author:ola@example.com birthday:*": lambda r: r.active and r.author == OLA and r.text("birthday") != "",
    "active:any kind:standard": lambda r: r.text("kind") == "standard",
    "assigned:ola@example.com city:London": lambda r: r.active and OLA in r.assigned and r.text("city") == "London",
}  # fmt: skip
