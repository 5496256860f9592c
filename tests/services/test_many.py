"""One change to many customers: all or none, or partly, and what one learns by it (N03, A4, D14, O20)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from oclient_tui.domain.bulk import BulkRefused, Outcome
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Duplicate, Throttled
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import SAME_RUN, EditCustomers
from oclient_tui.services.customers.many.running import BulkCase
from oclient_tui.services.customers.probing import LIMIT
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.members import GrantRight
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import RedoLast, UndoLast
from oclient_tui.services.usecase import UseCase
from tests.factories import World, add
from tests.services.sheets import written
from tests.services.undo_scene import AUDIT
from tests.storage.backdoor import contents

ALL = "active:any"
TO_RADOM = Typed({"city": "Radom"})
SAME_EMAIL = Typed({"email": "same@example.com"})
PROBES = "duplicate_probes"


@pytest.fixture
def three(world: World) -> list[Customer]:
    """Three customers of Ola's, the second of them restricted."""
    made = [add(world.ola, world.id, company=name, city="Opole") for name in ("A", "B", "C")]
    world.ola.do(EditCustomer(world.id, made[1].id, Typed({"restricted": "on"})))
    return made


def cities(world: World, customers: Sequence[Customer]) -> list[str]:
    return [world.ola.do(ShowCustomer(world.id, one.id)).city for one in customers]


def newest(world: World) -> dict[str, Any]:
    """Return what the newest entry of the audit says of the present."""
    values = world.ola.do(ListAudit(world.id, 1))[0].values
    assert values is not None
    after: dict[str, Any] = json.loads(values.text)["after"]
    return after


def numbers(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.matched, outcome.changed, outcome.unchanged, outcome.refused


def refused_as_a_whole(session: Session, url: str, case: UseCase[Outcome]) -> Outcome:
    """Expect that a run is refused with reasons, and that nothing but the audit was written (D7)."""
    before = contents(url, besides=AUDIT)
    with pytest.raises(BulkRefused) as caught:
        session.do(case)
    assert contents(url, besides=AUDIT) == before
    return caught.value.outcome


def bulk_cases(here: int, **more: Any) -> list[UseCase[Outcome]]:
    return [EditCustomers(here, ALL, typed=TO_RADOM, **more), SetManyActive(here, ALL, active=False, **more)]


# -- restricted customers (D14) ---------------------------------------------------------------------------------------


def test_a_restricted_customer_stops_the_whole_run(world: World, url: str, three: list[Customer]) -> None:
    for case in bulk_cases(world.id):
        outcome = refused_as_a_whole(world.ola, url, case)
        assert [(row.customer_id, row.name) for row in outcome.rows] == [(three[1].id, "B")], case
        assert "restricted" in str(outcome.rows[0].reason), case


def test_partly_changes_the_others_and_undo_takes_just_them_back(world: World, url: str, three: list[Customer]) -> None:
    for case in bulk_cases(world.id, partly=True):
        before = contents(url, besides=(*AUDIT, "undo_steps", "undo_images", "version_floors"))
        assert numbers(world.ola.do(case)) == (3, 2, 0, 1), case
        told = newest(world)
        assert (told["count"], told["customers"]) == (2, [str(three[0].id), str(three[2].id)]), case
        world.ola.do(UndoLast(world.id))
        assert contents(url, besides=(*AUDIT, "undo_steps", "undo_images", "version_floors")) == before, case


def test_many_can_have_the_restriction_lifted_by_whom_it_is_given_to(world: World, three: list[Customer]) -> None:
    world.ola.do(Assign(world.id, ("mia@example.com",), None, ALL))
    lifting = EditCustomers(world.id, "restricted:yes", typed=Typed({"restricted": "off"}))
    with pytest.raises(BulkRefused) as caught:
        world.mia.do(lifting)
    assert [row.customer_id for row in caught.value.outcome.rows] == [three[1].id]
    assert numbers(world.adam.do(lifting)) == (1, 1, 0, 0)
    assert not world.ola.do(ShowCustomer(world.id, three[1].id)).restricted


# -- duplicates within one run ----------------------------------------------------------------------------------------


def test_only_the_first_of_one_run_gets_a_key(world: World, url: str) -> None:  # O20, O22
    world.ola.do(ChangeSetting(world.id, RULES, "email"))
    made = [add(world.ola, world.id, company=name) for name in ("A", "B", "C")]
    outcome = refused_as_a_whole(world.ola, url, EditCustomers(world.id, ALL, typed=SAME_EMAIL))
    assert [(row.customer_id, str(row.reason)) for row in outcome.rows] == [(one.id, SAME_RUN) for one in made[1:]]
    done = world.ola.do(EditCustomers(world.id, ALL, partly=True, typed=SAME_EMAIL))
    assert numbers(done) == (3, 1, 0, 2)
    assert [world.ola.do(ShowCustomer(world.id, one.id)).emails[:1] for one in made[1:]] == [(), ()]
    with pytest.raises(Duplicate):
        add(world.ola, world.id, company="D", email="same@example.com")
    world.ola.do(UndoLast(world.id))
    add(world.ola, world.id, company="D", email="same@example.com")


def test_a_key_of_somebody_outside_the_run_is_told_with_the_name(world: World) -> None:
    world.ola.do(ChangeSetting(world.id, RULES, "email"))
    add(world.ola, world.id, company="Holder", email="same@example.com")
    add(world.ola, world.id, company="A", city="Opole")
    with pytest.raises(BulkRefused) as caught:
        world.ola.do(EditCustomers(world.id, "city:Opole", typed=SAME_EMAIL))
    assert "Holder" in str(caught.value.outcome.rows[0].reason)


# -- members who do not see every record (A4) -------------------------------------------------------------------------


def test_a_member_learns_one_duplicate_a_run_and_each_is_counted(world: World, url: str) -> None:
    world.ola.do(ChangeSetting(world.id, RULES, "email"))
    add(world.ola, world.id, company="Secret", email="same@example.com")
    for name in ("A", "B"):
        add(world.mia, world.id, company=name)
    for tries, (dry, partly) in enumerate([(True, False), (True, True), (False, False), (False, True)], start=1):
        before = contents(url, besides=(*AUDIT, PROBES))
        with pytest.raises(Duplicate) as caught:
            world.mia.do(EditCustomers(world.id, ALL, "", dry, partly, SAME_EMAIL))
        assert "Secret" not in str(caught.value)
        assert contents(url, besides=(*AUDIT, PROBES)) == before
        assert len(contents(url)[PROBES]) == tries, "a dry run answers what trying would, so it counts as one"
    for _ in range(LIMIT - 4):
        with pytest.raises(Duplicate):
            world.mia.do(EditCustomers(world.id, ALL, "", dry=True, typed=SAME_EMAIL))
    with pytest.raises(Throttled):
        world.mia.do(EditCustomers(world.id, ALL, typed=Typed({"email": "free@example.com"})))


def test_a_members_run_meets_only_what_they_see(world: World) -> None:  # A1, D2
    hidden = add(world.ola, world.id, company="Hidden", city="Opole")
    world.ola.do(EditCustomer(world.id, hidden.id, Typed({"restricted": "on"})))
    add(world.mia, world.id, company="Mine", city="Opole")
    world.ola.do(GrantRight(world.id, "mia@example.com", "delete"))
    cases: list[UseCase[Outcome]] = [*bulk_cases(world.id), DeleteCustomers(world.id, ALL)]
    for case in cases:
        assert numbers(world.mia.do(case)) == (1, 1, 0, 0), case
    assert cities(world, [hidden]) == ["Opole"]


# -- dry runs and the audit -------------------------------------------------------------------------------------------


def _runs(here: int) -> list[BulkCase]:
    return [
        EditCustomers(here, ALL, typed=Typed({"email": "same@example.com", "city": "Radom"})),
        SetManyActive(here, ALL, active=False),
        DeleteCustomers(here, ALL),
    ]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("partly", [False, True])
def test_a_dry_run_writes_nothing_and_foretells_the_run(world: World, url: str, partly: bool) -> None:
    world.ola.do(ChangeSetting(world.id, RULES, "email"))
    for run in _runs(world.id):
        before, case = contents(url), replace(run, partly=partly)
        plan = _done(world.ola, replace(case, dry=True))
        assert contents(url) == before, case
        done = _done(world.ola, case)
        assert (numbers(plan), _reasons(plan)) == (numbers(done), _reasons(done)), case


def _done(session: Session, case: Any) -> Outcome:
    try:
        outcome: Outcome = session.do(case)
    except BulkRefused as error:
        return error.outcome
    return outcome


def _reasons(outcome: Outcome) -> list[tuple[int, str]]:
    return [(row.customer_id, str(row.reason)) for row in outcome.rows]


def _crowd(world: World, number: int) -> None:
    rows = [(f"Firma {one:05}", "Opole") for one in range(number)]
    world.ola.do(ImportCustomers(world.id, ImportFile(written(("company", "city"), rows), "customers.csv")))


def test_the_audit_names_a_thousand_and_counts_all(world: World) -> None:  # D8
    _crowd(world, 1_003)
    everybody = sorted(
        item.id
        for name in ("Firma 000", "Firma 001", "Firma 002", "Firma 003", "Firma 004", "Firma 005", "Firma 006",
                     "Firma 007", "Firma 008", "Firma 009", "Firma 010")
        for item in world.ola.do(ListCustomers(world.id, f"company:{name}*", limit=1000)).items
    )  # fmt: skip
    assert len(everybody) == 1_003
    runs: list[UseCase[Any]] = [EditCustomers(world.id, ALL, typed=TO_RADOM), UndoLast(world.id), RedoLast(world.id)]
    for case in runs:
        world.ola.do(case)
        after = newest(world)
        assert after["count"] == 1_003, case
        named = [int(str(one)) for one in after["customers"]]
        assert len(named) == len(set(named)) == 1_000, case
        assert set(named) <= set(everybody), case


def test_many_are_found_by_their_new_words_at_once(world: World) -> None:  # both engines index a batch as a whole
    _crowd(world, 501)
    add(world.mia, world.id, company="Hers")
    world.ola.do(EditCustomers(world.id, ALL, typed=Typed({"city": "Żabno"})))
    counts = [(world.ola, "zabno", 502), (world.mia, "zabno", 1), (world.ola, "opole", 0)]
    for session, word, wanted in counts:
        assert session.do(CountCustomers(world.id, search=word)) == wanted, word
    world.ola.do(UndoLast(world.id))
    for session, word, wanted in ((world.ola, "opole", 501), (world.ola, "zabno", 0), (world.mia, "hers", 1)):
        assert session.do(CountCustomers(world.id, search=word)) == wanted, word


@pytest.mark.usefixtures("three")
def test_nothing_is_told_of_a_run_that_changed_nobody(world: World, url: str) -> None:
    free = "restricted:no"
    world.ola.do(EditCustomers(world.id, free, typed=TO_RADOM))
    before = contents(url)
    assert numbers(world.ola.do(EditCustomers(world.id, free, typed=TO_RADOM))) == (2, 0, 2, 0)
    assert contents(url) == before
