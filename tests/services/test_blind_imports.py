"""What an import tells somebody who does not see every record: no more than typing its rows would (A4, C1, N01, D2)."""

import pytest

from oclient_tui.domain.errors import Duplicate, NotFound, Throttled
from oclient_tui.domain.imports import ImportReport, ImportRequest, OnDuplicate
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.importing.running import ImportCustomers, PlanImport
from oclient_tui.services.customers.probing import HOUR_MS, LIMIT
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.members import GrantRight, RemoveMember
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import Clock, World, add
from tests.services.sheets import file_of
from tests.storage.backdoor import contents

BOTH = (PlanImport, ImportCustomers)
UPDATE = ImportRequest(on_duplicate=OnDuplicate.UPDATE)


@pytest.fixture
def hidden(world: World) -> World:
    """Thirty records that Mia, who may import, does not see."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email"))
    world.ola.do(GrantRight(world.id, "mia@example.com", "import"))
    world.ola.do(ImportCustomers(world.id, file_of(*rows("h", 30))))
    return world


def rows(start: str, number: int) -> list[dict[str, str]]:
    return [{"company": f"{start}{place}", "email": f"{start}{place}@example.com"} for place in range(number)]


def probes(url: str) -> int:
    return len(contents(url)["duplicate_probes"])


@pytest.mark.parametrize("case", BOTH)
@pytest.mark.parametrize("request_", [ImportRequest(), UPDATE], ids=["skip", "update"])
def test_a_file_with_too_many_duplicates_tells_nothing(
    hidden: World, url: str, case: type[PlanImport | ImportCustomers], request_: ImportRequest, clock: Clock
) -> None:
    before = contents(url)
    for _ in range(2):  # the first spends what is left of the hour, the second finds nothing left
        with pytest.raises(Throttled) as told:
            hidden.mia.do(case(hidden.id, file_of(*rows("h", LIMIT + 1), *rows("mine", 3)), request_))
        assert "example.com" not in str(told.value)
        assert not told.value.values.get("line")
    after = contents(url)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"duplicate_probes", "audit_entries", "audit_heads", "audit_values"}, "D7"
    assert probes(url) == LIMIT, "half of the file would tell no more within the hour"
    refused = hidden.ola.do(ListAudit(hidden.id, limit=1))[0].entry
    assert (refused.action, refused.outcome, refused.reason) == (case.__name__, "refused", "throttled")
    with pytest.raises(Throttled):
        add(hidden.mia, hidden.id, company="X", email="unknown@example.com")
    clock.advance(HOUR_MS + 1)
    report = hidden.mia.do(case(hidden.id, file_of(*rows("h", LIMIT)), request_))
    assert (report.counts["duplicates"], probes(url)) == (LIMIT, LIMIT)


def test_what_a_plan_tells_counts_as_typing_it(hidden: World, url: str) -> None:
    for number, spent in ((5, 5), (10, 15), (5, LIMIT)):
        report = hidden.mia.do(PlanImport(hidden.id, file_of(*rows("h", number), *rows("mine", 2))))
        assert (report.counts["added"], report.counts["duplicates"], probes(url)) == (2, number, spent)
    for case in BOTH:
        with pytest.raises(Throttled):
            hidden.mia.do(case(hidden.id, file_of(*rows("new", 1))))
    assert hidden.mia.do(PlanImport(hidden.id, file_of({"company": "Without a key"}))).counts["added"] == 1


def test_imports_and_typing_share_one_limit(hidden: World, url: str) -> None:
    hidden.mia.do(ImportCustomers(hidden.id, file_of(*rows("h", LIMIT - 1))))
    with pytest.raises(Duplicate):
        add(hidden.mia, hidden.id, company="X", email="h1@example.com")
    with pytest.raises(Throttled):
        add(hidden.mia, hidden.id, company="X", email="h2@example.com")
    assert probes(url) == LIMIT


def test_hidden_and_visible_duplicates_count_alike(hidden: World, url: str) -> None:
    hidden.mia.do(ImportCustomers(hidden.id, file_of(*rows("mine", 5))))
    report = hidden.mia.do(ImportCustomers(hidden.id, file_of(*rows("mine", 5), *rows("h", 5))))
    assert (report.counts["duplicates"], probes(url)) == (10, 10)
    hidden.mia.do(ImportCustomers(hidden.id, file_of(*rows("mine", 5)), UPDATE))
    assert probes(url) == 10, "an update of what one sees tells nothing that was not known"


def test_whoever_sees_every_record_is_not_limited(hidden: World, url: str) -> None:
    for session in (hidden.ola, hidden.adam):
        for case in BOTH:
            report = session.do(case(hidden.id, file_of(*rows("h", 30))))
            assert report.counts["duplicates"] == 30
    hidden.ola.do(ChangeSetting(hidden.id, "assigned_only", "off"))
    assert hidden.mia.do(PlanImport(hidden.id, file_of(*rows("h", 30)))).counts["duplicates"] == 30
    assert probes(url) == 0


def test_a_person_sees_their_own_rows_and_no_more_than_before(hidden: World) -> None:  # X02, O07
    hidden.mia.do(ImportCustomers(hidden.id, file_of(*rows("mine", 4), *rows("h", 4))))
    assert hidden.mia.do(CountCustomers(hidden.id)) == 4
    assert hidden.max.do(CountCustomers(hidden.id)) == 0
    assert hidden.ola.do(CountCustomers(hidden.id)) == 34


def test_a_column_of_ids_says_nothing(hidden: World) -> None:  # A5, A6
    (first, *_) = hidden.ola.do(ImportCustomers(hidden.id, file_of({"company": "Another"}))).first
    assert "id" not in first
    foreign = {"id": "1", "list_id": "2", "created_by": "3", "version": "9", "role": "owner", "company": "Mine"}
    report = hidden.mia.do(ImportCustomers(hidden.id, file_of(foreign)))
    assert set(report.left_out) >= {"id", "list_id", "created_by", "version", "role"}
    assert report.counts["added"] == 1


def _refusals(session: Session, world: World) -> ImportReport:
    return session.do(ImportCustomers(world.id, file_of({"company": "A", "email": "a@example.com"})))


def test_a_right_that_went_ends_imports_at_once(hidden: World) -> None:  # S1, S2
    _refusals(hidden.mia, hidden)
    hidden.ola.do(RemoveMember(hidden.id, "mia@example.com"))
    with pytest.raises(NotFound):
        _refusals(hidden.mia, hidden)
