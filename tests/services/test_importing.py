"""Importing files of customers: as if typed, all or nothing, with a reason for every refused row (O21, N03)."""

import io
from dataclasses import replace

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Denied, Duplicate, Invalid, NotFound, OClientError, Refused
from oclient_tui.domain.imports import ImportReport, ImportRequest, OnDuplicate
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.editing import SetActive
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.importing import importer
from oclient_tui.services.customers.importing.rejecting import RejectsFile
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile, PlanImport
from oclient_tui.services.customers.importing.saved import ListImportMappings, RemoveImportMapping, SaveImportMapping
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.catalogues import ListEntries
from oclient_tui.services.sharing.members import GrantRight
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import UndoLast
from tests.factories import World, add
from tests.services.sheets import file_of, written
from tests.storage.backdoor import contents

SKIP = ImportRequest()
UPDATE = ImportRequest(on_duplicate=OnDuplicate.UPDATE)
LISTED = "This customer is on the list already. If you do not see it, ask for it: oclient customers request"


@pytest.fixture
def ruled(world: World) -> World:
    """The world with duplicate control by e-mail and phone, and Mia with the right to import."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email; phone"))
    world.ola.do(GrantRight(world.id, "mia@example.com", "import"))
    return world


def imported(session: Session, list_id: int, *rows: dict[str, str], request: ImportRequest = SKIP) -> ImportReport:
    return session.do(ImportCustomers(list_id, file_of(*rows), request))


def told(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(one.line, one.field, one.text()) for one in report.rejections]


def everybody(session: Session, list_id: int) -> list[Customer]:
    return list(session.do(ListCustomers(list_id, "active:any", sort="created")).items)


def by_name(session: Session, list_id: int) -> dict[str, Customer]:
    return {customer.name: customer for customer in everybody(session, list_id)}


def test_a_row_becomes_what_typing_it_would_make(world: World) -> None:  # O21, S23, X02
    fields = {
        "first_name": "Łucja", "last_name": "Żółw", "company": " Sklep  u  Łucji ", "email": "l@Example.COM",
        "email2": "m@example.com", "phone": "600 100 200", "tax_id": "123", "street": "Długa 1", "postcode": "31-146",
        "city": "Łódź", "country": "uk", "birthday": "1980-12-31", "language": "PL", "kind": "Retail",
        "industry": "Toys", "tags": "b,a", "categories": "vip", "interests": "GARDEN", "measurement.waist": "92,50",
        "gdpr_ignore": "tak",
    }  # fmt: skip
    typed = world.ola.do(AddCustomer(world.id, Typed(fields)))
    assert imported(world.ola, world.id, fields).counts["added"] == 1
    first, second = everybody(world.ola, world.id)
    assert first == world.ola.do(ShowCustomer(world.id, typed.id))
    assert replace(second, id=first.id, created_at=first.created_at, updated_at=first.updated_at) == first
    assert (second.active, second.assigned, second.created_by) == (True, ("ola@example.com",), typed.created_by)
    assert world.ola.do(CountCustomers(world.id, search="zolw lodz")) == 2, "an imported row is found as a typed one"


def test_what_files_write_in_their_own_ways(world: World) -> None:
    header = ("Imię i nazwisko", "Adres e-mail", "Telefon komórkowy", "Kraj", "Data urodzenia", "Grupa", "Uwagi")
    rows = [
        ("Jan Maria Kowalski", "a@example.com; b@example.com", "600100200", "Polska", "1.02.1990", "vip;new", "-"),
        ("Nowak, Anna", "", "+48 600 100 201 ::: 600 100 202", "Germany", "32905", "* family ::: old", ""),
    ]
    report = world.ola.do(ImportCustomers(world.id, ImportFile(written(header, rows))))
    assert (report.counts["added"], report.left_out, told(report)) == (2, ("Uwagi",), [])
    jan, anna = everybody(world.ola, world.id)
    assert (jan.first_name, jan.last_name, jan.emails) == ("Jan Maria", "Kowalski", ("a@example.com", "b@example.com"))
    assert (jan.country, jan.birthday, jan.tags) == ("PL", "1990-02-01", ("new", "vip"))
    assert (anna.first_name, anna.last_name, anna.phones) == ("Anna", "Nowak", ("+48600100201", "+48600100202"))
    assert (anna.country, anna.birthday, anna.tags) == ("DE", "1990-02-01", ("family", "old"))


BAD: list[tuple[dict[str, str], str, str]] = [
    ({"last_name": "A", "email": "nobody"}, "email", "“nobody” is not an e-mail address."),
    ({"last_name": "A", "phone": "12"}, "phone", "“12” is not a phone number in PL."),
    ({"last_name": "A", "country": "Atlantis"}, "country", "country may have at most 2 characters."),
    ({"last_name": "A", "birthday": "31.02.1990"}, "birthday", "birthday is a date such as 1980-12-31"),
    ({"last_name": "A", "city": "x" * 81}, "city", "city may have at most 80 characters."),
    ({"last_name": "A", "restricted": "maybe"}, "restricted", "restricted is on or off, not “maybe”."),
    ({"last_name": "A", "categories": "VIP,Nope"}, "categories", "The list has no category “Nope”."),
    ({"last_name": "A", "interests": "Nope"}, "interests", "The list has no interest “Nope”."),
    ({"last_name": "A", "measurement.waist": "wide"}, "measurement.waist", "measurement.waist is a number"),
    ({"last_name": "A", "assigned": "nobody@example.com"}, "assigned", "Nobody with the address nobody@example.com"),
    ({"last_name": "A", "assigned": "eve@example.com"}, "assigned", "Nobody with the address eve@example.com"),
    ({"email": "a@example.com"}, "last_name", "A customer needs at least one of"),
]


def test_a_bad_value_refuses_its_row_and_no_other(world: World) -> None:
    world.ola.do(ChangeSetting(world.id, "region", "PL"))
    report = imported(world.ola, world.id, {"last_name": "Before"}, *(row for row, _, _ in BAD), {"last_name": "After"})
    assert report.counts == {"read": len(BAD) + 2, "added": 2, "updated": 0, "duplicates": 0, "invalid": len(BAD)}
    for place, (line, blamed, sentence) in enumerate(told(report)):
        row, field, reason = BAD[place]
        assert (line, blamed) == (place + 3, field), row
        assert sentence.startswith(reason), row
    assert set(by_name(world.ola, world.id)) == {"Before", "After"}


def test_duplicates_are_skipped_with_a_reason(ruled: World) -> None:  # O20, N01
    there = add(ruled.ola, ruled.id, company="There", email="there@example.com")
    rows = [
        {"last_name": "A", "email": "THERE@example.com"},
        {"last_name": "B", "email": "b@example.com", "phone": "+48600100200"},
        {"last_name": "C", "email": "c@example.com", "phone": "600 100 200"},
        {"last_name": "D", "email": "d@example.com"},
    ]
    report = imported(ruled.ola, ruled.id, *rows)
    assert report.counts == {"read": 4, "added": 2, "updated": 0, "duplicates": 2, "invalid": 0}
    assert told(report) == [
        (2, "", f"This customer is on the list already: There ({there.id})."),
        (4, "", "This is the same customer as line 3 of this file."),
    ]
    assert set(by_name(ruled.ola, ruled.id)) == {"There", "B", "D"}


@pytest.mark.parametrize("on_duplicate", OnDuplicate)
def test_a_hidden_duplicate_is_told_as_typing_it_would_be(ruled: World, on_duplicate: OnDuplicate) -> None:  # C1, N01
    for number in range(2):
        add(ruled.ola, ruled.id, company=f"Hidden {number}", email=f"h{number}@example.com", city="Łódź")
    before = everybody(ruled.ola, ruled.id)
    with pytest.raises(Duplicate) as typed:
        add(ruled.mia, ruled.id, company="Mine", email="h0@example.com")
    rows = [{"company": f"Mine {number}", "email": f"h{number}@example.com"} for number in range(2)]
    report = imported(ruled.mia, ruled.id, *rows, request=ImportRequest(on_duplicate=on_duplicate))
    assert told(report) == [(2, "", str(typed.value)), (3, "", str(typed.value))]
    assert str(typed.value) == LISTED
    assert "Hidden" not in repr(report)
    assert everybody(ruled.ola, ruled.id) == before


def test_updates_write_what_is_not_empty_and_keep_the_rest(ruled: World) -> None:  # N03, N18
    there = add(
        ruled.ola, ruled.id, company="There", email="t@example.com", city="Łódź", tags="old", categories="Regular"
    )
    ruled.ola.do(SetActive(ruled.id, there.id, False))
    row = {"company": "", "email": "T@example.com", "city": "Gdynia", "tags": "new", "categories": "VIP", "phone": ""}
    report = imported(ruled.ola, ruled.id, row, {"company": "Fresh", "email": "f@example.com"}, request=UPDATE)
    assert report.counts == {"read": 2, "added": 1, "updated": 1, "duplicates": 0, "invalid": 0}
    found = ruled.ola.do(ShowCustomer(ruled.id, there.id))
    assert (found.company, found.city, found.tags) == ("There", "Gdynia", ("new", "old"))
    assert (found.categories, found.active, found.version) == (("VIP", "Regular"), False, 3)
    assert found.emails == ("T@example.com",), "the row's own spelling is what was asked for"
    assert found.changed_in["city"] == 3
    same = imported(ruled.ola, ruled.id, row, request=UPDATE)
    assert same.counts["updated"] == 1
    assert ruled.ola.do(ShowCustomer(ruled.id, there.id)).version == 3, "nothing differs, so nothing is written"


def test_what_an_update_is_refused_for(ruled: World) -> None:  # D14, N01
    one = add(ruled.ola, ruled.id, company="One", email="one@example.com")
    two = add(ruled.ola, ruled.id, company="Two", phone="+48600100200")
    kept = add(ruled.ola, ruled.id, company="Kept", email="kept@example.com", restricted="on")
    rows = [
        {"email": "one@example.com", "phone": "+48600100200", "city": "X"},
        {"email": "kept@example.com", "city": "X"},
        {"email": "kept@example.com", "restricted": "no"},
        {"email": "one@example.com", "company": "One", "city": "Gdynia"},
        {"email": "one@example.com", "company": "One", "city": "Łódź"},
        {"email": "nobody@example.com", "city": "X"},
    ]
    report = imported(ruled.ola, ruled.id, *rows, request=UPDATE)
    assert report.counts == {"read": 6, "added": 0, "updated": 1, "duplicates": 2, "invalid": 3}
    reasons = {line: sentence for line, _, sentence in told(report)}
    assert reasons[2] == (
        f"This row fits several customers: One ({one.id}), Two ({two.id}). Which one to update is not certain."
    )
    assert reasons[3].startswith("This customer is restricted")
    assert reasons[4].startswith("This customer is restricted")
    assert reasons[6] == "This is the same customer as line 5 of this file."
    assert reasons[7].startswith("A customer needs at least one of")
    shown = by_name(ruled.ola, ruled.id)
    assert (shown["One"].city, shown["Two"].city, shown["Kept"].version) == ("Gdynia", "", kept.version)


def test_an_update_cannot_take_a_hidden_record_s_key(ruled: World) -> None:  # C1, A4
    add(ruled.ola, ruled.id, company="Hidden", phone="+48600100200")
    mine = add(ruled.mia, ruled.id, company="Mine", email="mine@example.com")
    row = {"email": "mine@example.com", "phone": "600 100 200", "city": "Łódź"}
    report = imported(ruled.mia, ruled.id, row, request=UPDATE)
    assert told(report) == [(2, "", LISTED)]
    assert ruled.mia.do(ShowCustomer(ruled.id, mine.id)) == mine


@pytest.mark.parametrize("size", [1, 2, 3, 2000])
def test_rows_follow_each_other_whatever_the_batches(ruled: World, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that one row gives up is free for the next; one that a row takes is taken."""
    monkeypatch.setattr(importer, "BATCH", size)
    there = add(ruled.ola, ruled.id, company="There", email="old@example.com", phone="+48600100200")
    rows = [
        {"company": "There", "email": "new@example.com", "phone": "600 100 200"},
        {"company": "Next", "email": "old@example.com", "phone": ""},
        {"company": "Third", "email": "new@example.com", "phone": ""},
        {"company": "Fourth", "email": "fourth@example.com", "phone": ""},
    ]
    for case in (PlanImport, ImportCustomers):
        report = ruled.ola.do(case(ruled.id, file_of(*rows), UPDATE))
        assert report.counts == {"read": 4, "added": 2, "updated": 1, "duplicates": 1, "invalid": 0}
        assert told(report) == [(4, "", "This is the same customer as line 2 of this file.")]
    found = by_name(ruled.ola, ruled.id)
    assert {name: customer.emails for name, customer in found.items()} == {
        "There": ("new@example.com",), "Next": ("old@example.com",), "Fourth": ("fourth@example.com",),
    }  # fmt: skip
    assert found["There"].id == there.id


ROWS = (
    {"last_name": "A", "email": "there@example.com", "city": "Łódź", "categories": "VIP"},
    {"last_name": "B", "email": "b@example.com", "categories": "New one"},
    {"last_name": "C", "email": "b@example.com"},
    {"last_name": "D", "email": "bad"},
)


@pytest.mark.parametrize("on_duplicate", OnDuplicate)
def test_a_plan_writes_nothing_and_foretells_the_import(ruled: World, url: str, on_duplicate: OnDuplicate) -> None:
    add(ruled.ola, ruled.id, company="There", email="there@example.com")
    request = ImportRequest(on_duplicate=on_duplicate, create_categories=True)
    before = contents(url)
    plan = ruled.ola.do(PlanImport(ruled.id, file_of(*ROWS), request))
    assert contents(url) == before
    report = ruled.ola.do(ImportCustomers(ruled.id, file_of(*ROWS), request))
    assert (plan.counts, told(plan), plan.mapping) == (report.counts, told(report), report.mapping)
    assert [row["last_name"] for row in plan.first] == ["B"]


def test_the_whole_import_is_taken_back(ruled: World, url: str) -> None:  # N03
    add(ruled.ola, ruled.id, company="There", email="there@example.com", city="Kraków", tags="x")
    before = everybody(ruled.ola, ruled.id)
    assert imported(ruled.ola, ruled.id, *ROWS[:1], *ROWS[2:], request=UPDATE).counts["updated"] == 1
    assert everybody(ruled.ola, ruled.id) != before
    ruled.ola.do(UndoLast(ruled.id))
    assert everybody(ruled.ola, ruled.id) == before
    assert contents(url)["duplicate_keys"]
    assert imported(ruled.ola, ruled.id, *ROWS[2:]).counts["added"] == 1, "the keys of what went are free again"


def test_refused_rows_come_back_corrected(ruled: World) -> None:
    target = io.BytesIO()
    rows = [{"last_name": "=A", "email": "bad", "Uwagi": "x"}, {"last_name": "B", "email": "b@example.com"}]
    ruled.ola.do(ImportCustomers(ruled.id, file_of(*rows), rejects=RejectsFile(target)))
    lines = target.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "last_name,email,Uwagi,line,field,reason"
    assert lines[1].endswith("bad,x,2,email,“bad” is not an e-mail address.")
    assert not lines[1].startswith("="), "no spreadsheet may take a name for a formula (E1)"
    again = io.BytesIO(target.getvalue().replace(b"bad,x", b"good@example.com,x"))
    second = io.BytesIO()
    report = ruled.ola.do(ImportCustomers(ruled.id, ImportFile(again), rejects=RejectsFile(second)))
    assert (report.counts["added"], report.left_out) == (1, ("Uwagi",))
    assert by_name(ruled.ola, ruled.id)["=A"].emails == ("good@example.com",)


def test_categories_are_made_by_whoever_may(ruled: World) -> None:  # O32
    making = ImportRequest(create_categories=True)
    with pytest.raises(Denied, match="list owner's to make"):
        imported(ruled.adam, ruled.id, {"last_name": "A", "categories": "New"}, request=making)
    rows = [{"last_name": "A", "categories": "New,vip"}, {"last_name": "B", "email": "bad", "categories": "Unused"}]
    imported(ruled.ola, ruled.id, *rows, {"last_name": "C", "categories": "NEW"}, request=making)
    names = [entry.name for entry in ruled.ola.do(ListEntries(ruled.id, CatalogueKind.CATEGORIES))]
    assert names == ["VIP", "Regular", "New"], "the category of a refused row is not made"
    assert by_name(ruled.ola, ruled.id)["C"].categories == ("New",)


def test_people_are_assigned_by_column(ruled: World) -> None:
    row = {"last_name": "A", "assigned": "mia@example.com; MAX@example.com"}
    imported(ruled.ola, ruled.id, row)
    assert by_name(ruled.mia, ruled.id)["A"].assigned == ("max@example.com", "mia@example.com", "ola@example.com")
    report = imported(ruled.mia, ruled.id, {**row, "last_name": "B"})
    assert (report.counts["added"], report.left_out) == (1, ("assigned",)), "a guess takes no right for granted"
    with pytest.raises(Denied, match="--map assigned="):
        imported(ruled.mia, ruled.id, row, request=ImportRequest({"assigned": "assigned"}))


def _consents(world: World, customer: Customer) -> list[tuple[str, bool, str, int]]:
    found = world.ola.do(ListConsents(world.id, customer.id))
    return [(event.kind, event.given, event.source, event.at) for event in found]


DAY = 86_400_000


def test_consents_come_with_source_and_date(ruled: World) -> None:  # E10, E11, D14
    row = {"last_name": "A", "consent.email": "yes", "consent.sms": "no"}
    for missing in ({}, {"consent_source": "fair"}, {"consent_date": "2025-03-01"}):
        with pytest.raises(Invalid, match="only with where and when"):
            imported(ruled.ola, ruled.id, {**row, **missing})
    assert everybody(ruled.ola, ruled.id) == []
    request = ImportRequest(consent_source="fair", consent_date="2025-03-01")
    rows = [row, {"last_name": "B", "consent.email": "x", "consent_source": "web", "consent_date": "2.03.2025"}]
    imported(ruled.ola, ruled.id, *rows, {"last_name": "C"}, request=request)
    found, first = by_name(ruled.ola, ruled.id), 1_740_787_200_000
    assert _consents(ruled, found["A"]) == [("email", True, "fair", first)]
    assert _consents(ruled, found["B"]) == [("email", True, "web", first + DAY)]
    assert _consents(ruled, found["C"]) == []
    wrong = [{"last_name": "D", "consent.email": "yes", "consent_date": date} for date in ("2999-01-01", "soon")]
    report = imported(ruled.ola, ruled.id, *wrong, request=request)
    assert [(line, field) for line, field, _ in told(report)] == [(2, "consent_date"), (3, "consent_date")]


def test_an_old_file_never_gives_a_consent_back(ruled: World) -> None:  # E10: an import must not subscribe again
    there = add(ruled.ola, ruled.id, company="There", email="t@example.com")
    row = {"email": "t@example.com", "consent.email": "yes"}
    old = replace(UPDATE, consent_source="old list", consent_date="2025-03-01")
    imported(ruled.ola, ruled.id, row, request=old)
    imported(ruled.ola, ruled.id, row, request=old)
    assert len(_consents(ruled, there)) == 1, "what stands already is not written again"
    ruled.ola.do(RecordConsent(ruled.id, there.id, "email", False, source="call"))
    imported(ruled.ola, ruled.id, row, request=old)
    assert [given for _, given, _, _ in _consents(ruled, there)] == [True, False]
    imported(ruled.ola, ruled.id, {**row, "consent.email": "no"}, request=old)
    assert len(_consents(ruled, there)) == 2
    ruled.ola.do(RecordConsent(ruled.id, there.id, "email", True, source="call"))
    imported(ruled.ola, ruled.id, {**row, "consent.email": "no"}, request=old)
    assert len(_consents(ruled, there)) == 3, "an old refusal is not newer than a present consent"


def test_one_entry_tells_of_an_import_and_of_no_row(ruled: World) -> None:  # D8, N08
    imported(ruled.ola, ruled.id, {"last_name": "Kowalski", "email": "bad"}, {"last_name": "Nowak"})
    newest, before = ruled.ola.do(ListAudit(ruled.id, limit=2))
    assert (newest.entry.action, before.entry.action) == ("CustomersImported", "MemberChanged")
    text = newest.values.text if newest.values else ""
    assert '"file":"customers.csv"' in text
    assert '"sha256":' in text
    assert "Kowalski" not in text
    assert "Nowak" not in text
    assert ruled.ola.do(VerifyAudit(ruled.id)).broken_at is None


MAPPINGS: list[tuple[ImportRequest, type[OClientError], str]] = [
    (ImportRequest({"nonsense": "A"}), Invalid, "There is no field “nonsense”"),
    (ImportRequest({"last_name": "B"}), Invalid, "The file has no column “B”. It has: A, Name."),
    (ImportRequest({"last_name": "#3"}), Invalid, "The file has no column “#3”"),
    (ImportRequest({"name": ""}), Invalid, "No column is a name"),
    (ImportRequest({"measurement.nope": "A"}), Invalid, "The list has no measurement “nope”"),
    (ImportRequest({"consent.nope": "A"}), Invalid, "The list has no consent kind “nope”"),
    (ImportRequest(saved="Unknown"), NotFound, "no such mapping"),
]


def test_a_mapping_that_cannot_be(world: World, url: str) -> None:
    for request, kind, reason in MAPPINGS:
        file = ImportFile(written(("A", "Name"), [("x", "Jan Nowak")]))
        for case in (PlanImport, ImportCustomers):
            with pytest.raises(kind) as refusal:
                world.ola.do(case(world.id, file, request))
            assert reason in str(refusal.value)
    assert contents(url)["customers"] == []


def test_a_mapping_is_kept_for_the_next_file(world: World) -> None:
    header, rows = ("A", "B", "C"), [("Jan", "Nowak", "Łódź")]
    request = ImportRequest({"first_name": "A", "last_name": "#2", "city": "c"}, save_as="Old shop")
    world.adam.do(ImportCustomers(world.id, ImportFile(written(header, rows)), request))
    (saved,) = world.ola.do(ListImportMappings(world.id))
    assert (saved.name, dict(saved.columns)) == ("Old shop", {"first_name": "A", "last_name": "B", "city": "C"})
    world.ola.do(ImportCustomers(world.id, ImportFile(written(header, rows)), ImportRequest(saved="OLD SHOP")))
    assert [(one.name, one.city) for one in everybody(world.ola, world.id)] == [("Jan Nowak", "Łódź")] * 2
    world.ola.do(SaveImportMapping(world.id, "old shop", {"company": "A"}))
    assert [dict(one.columns) for one in world.ola.do(ListImportMappings(world.id))] == [{"company": "A"}]
    world.ola.do(RemoveImportMapping(world.id, "Old Shop"))
    with pytest.raises(NotFound):
        world.ola.do(RemoveImportMapping(world.id, "Old Shop"))
    for columns in ({"nonsense": "A"}, {"company": ""}, {"company": "x" * 300}):
        with pytest.raises(Invalid):
            world.ola.do(SaveImportMapping(world.id, "Bad", columns))


class _Cancel(Exception):
    pass


def test_an_import_that_is_cancelled_leaves_nothing(world: World, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    before = contents(url)

    def cancel(rows: int, done: int, size: int) -> None:
        if rows >= 4:
            raise _Cancel(done, size)

    rows = [{"last_name": f"N{number}"} for number in range(6)]
    with pytest.raises(_Cancel):
        world.ola.do(ImportCustomers(world.id, file_of(*rows), progress=cancel))
    assert contents(url) == before


@pytest.mark.parametrize("case", [PlanImport, ImportCustomers])
def test_a_file_that_changes_while_it_is_read_is_not_imported(  # N08: the digest in the audit is that of the rows
    world: World, url: str, case: type[PlanImport | ImportCustomers]
) -> None:
    file = file_of({"last_name": "Declared"})

    def swap(rows: int, done: int, size: int) -> None:
        assert (rows, done) == (1, size)
        file.source.seek(0)
        other = file.source.read().replace(b"Declared", b"Imported")
        file.source.seek(0)
        file.source.write(other)

    before = contents(url, besides=("audit_entries", "audit_values", "audit_heads"))
    with pytest.raises(Refused, match="changed while it was read"):
        world.ola.do(case(world.id, file, progress=swap))
    assert contents(url, besides=("audit_entries", "audit_values", "audit_heads")) == before


def test_inactive_and_extra_cells(world: World) -> None:
    rows = [{"last_name": "A", "active": "nie"}, {"last_name": "B", "active": ""}]
    imported(world.ola, world.id, *rows)
    assert {name: one.active for name, one in by_name(world.ola, world.id).items()} == {"A": False, "B": True}
    many = " ::: ".join(f"m{number}@example.com" for number in range(12))
    report = imported(world.ola, world.id, {"last_name": "C", "email": many})
    assert told(report) == [(2, "email", "That is more than one customer has room for.")]
