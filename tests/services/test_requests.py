"""Asking for a record that one does not see: nobody learns whether there is one, and the owner answers (N01)."""

from collections.abc import Mapping

import pytest

from oclient_tui.domain.errors import Invalid, NotFound, Throttled
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.customers.probing import HOUR_MS, LIMIT
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import (
    Asked,
    GrantRequest,
    ListRequests,
    RefuseRequest,
    RequestAssignment,
)
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.members import RemoveMember
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import Clock, World, add


@pytest.fixture
def asking(world: World) -> World:
    """The world with rules, and a record that only the owner sees."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", "email; phone; last_name+city"))
    return world


def ask(session: Session, list_id: int, **fields: str) -> None:
    """Ask for a record; there is never an answer."""
    found: object = session.do(RequestAssignment(list_id, Typed(fields)))
    assert found is None


def open_requests(world: World) -> list[Asked]:
    """Return what the owner sees."""
    return world.ola.do(ListRequests(world.id))


def test_a_request_reaches_the_owner_who_grants_it(asking: World) -> None:
    hidden = add(asking.ola, asking.id, first_name="Jan", phone="600100200")
    ask(asking.mia, asking.id, phone="+48 600 100 200")
    (request,) = open_requests(asking)
    assert (request.email, request.customer_id, request.customer) == ("mia@example.com", hidden.id, "Jan")
    asking.ola.do(GrantRequest(asking.id, request.id))
    assert asking.mia.do(ShowCustomer(asking.id, hidden.id)).assigned == ("mia@example.com", "ola@example.com")
    assert open_requests(asking) == []
    told = [(line.entry.action, line.entry.subject) for line in asking.ola.do(ListAudit(asking.id, 2))]
    assert told == [("RequestGranted", str(hidden.id)), ("AssignmentRequested", "")]


def test_a_refused_request_gives_nothing_and_may_be_asked_again(asking: World) -> None:
    hidden = add(asking.ola, asking.id, company="X", phone="600100200")
    ask(asking.mia, asking.id, phone="600100200")
    asking.ola.do(RefuseRequest(asking.id, open_requests(asking)[0].id))
    with pytest.raises(NotFound):
        asking.mia.do(ShowCustomer(asking.id, hidden.id))
    ask(asking.mia, asking.id, phone="600100200")
    assert len(open_requests(asking)) == 1


def test_one_request_for_a_person_and_a_record(asking: World) -> None:
    add(asking.ola, asking.id, last_name="Lis", city="Żory", phone="600100200", email="lis@example.com")
    other = add(asking.adam, asking.id, company="Y", email="y@example.com")
    every = {"last_name": "lis", "city": "zory", "phone": "600100200", "email": "lis@example.com"}
    for fields in ({"phone": "600100200"}, every, every | {"email2": "y@example.com"}):
        ask(asking.mia, asking.id, **fields)
    ask(asking.max, asking.id, email="Y@example.com")
    found = open_requests(asking)
    assert [request.email for request in found] == ["mia@example.com", "mia@example.com", "max@example.com"]
    assert [request.customer_id for request in found].count(other.id) == 2


def test_of_records_that_clash_the_eldest_hidden_one_is_asked_for(asking: World) -> None:
    asking.ola.do(ChangeSetting(asking.id, "duplicates.rules", ""))
    ids = [add(asking.ola, asking.id, company=name, phone="600100200").id for name in "AB"]
    asking.ola.do(ChangeSetting(asking.id, "duplicates.rules", "phone"))
    ask(asking.mia, asking.id, phone="600100200")
    assert [request.customer_id for request in open_requests(asking)] == ids[:1]
    asking.ola.do(GrantRequest(asking.id, open_requests(asking)[0].id))
    ask(asking.mia, asking.id, phone="600100200")
    assert [request.customer_id for request in open_requests(asking)] == ids[1:]


NOTHING: Mapping[str, Mapping[str, str]] = {
    "no match": {"phone": "600999999"},
    "no key": {"tax_id": "1"},
    "half a rule": {"last_name": "Lis"},
    "one's own": {"phone": "600100201"},
}


@pytest.mark.parametrize("fields", NOTHING.values(), ids=list(NOTHING))
def test_nothing_to_ask_for_is_answered_and_audited_alike(asking: World, fields: Mapping[str, str]) -> None:
    add(asking.mia, asking.id, company="Mine", phone="600100201")
    ask(asking.mia, asking.id, **fields)
    assert open_requests(asking) == []
    assert asking.ola.do(ListAudit(asking.id, 1))[0].entry.action == "AssignmentRequested"


def test_a_bad_value_is_told(asking: World) -> None:
    with pytest.raises(Invalid, match="nonsense"):
        ask(asking.mia, asking.id, nonsense="1")
    with pytest.raises(Invalid):
        ask(asking.mia, asking.id, email="nobody")


def test_whoever_sees_everything_asks_for_nothing(asking: World) -> None:
    add(asking.ola, asking.id, company="X", phone="600100200")
    for _ in range(LIMIT + 1):
        ask(asking.adam, asking.id, phone="600100200")
    assert open_requests(asking) == []


def test_requests_are_limited_by_the_hour_whatever_they_find(asking: World, clock: Clock) -> None:  # A4
    add(asking.ola, asking.id, company="X", phone="600100200")
    for number in range(LIMIT):
        ask(asking.mia, asking.id, phone=f"600{number % 2}00200")
    for fields in ({"phone": "600100200"}, {"phone": "600999999"}):
        with pytest.raises(Throttled):
            ask(asking.mia, asking.id, **fields)
    ask(asking.max, asking.id, phone="600100200")
    clock.advance(HOUR_MS + 1)
    ask(asking.mia, asking.id, phone="600100200")


def test_a_request_goes_with_its_record_and_with_its_person(asking: World) -> None:
    ids = [add(asking.ola, asking.id, company=str(number), phone=f"60010020{number}").id for number in range(2)]
    for number in range(2):
        ask(asking.mia, asking.id, phone=f"60010020{number}")
        ask(asking.max, asking.id, phone=f"60010020{number}")
    asking.ola.do(DeleteCustomer(asking.id, ids[0]))
    assert {request.customer_id for request in open_requests(asking)} == {ids[1]}
    asking.ola.do(RemoveMember(asking.id, "mia@example.com"))
    assert [request.email for request in open_requests(asking)] == ["max@example.com"]
