"""The list of the demo: three people who see different things, and records to look at."""

from oclient_tui.composition import House
from oclient_tui.doors.cli import demo_list
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.records.reading import ListRecords
from oclient_tui.services.sharing.lists import MyLists


def test_the_demo_s_list_is_filled_for_three_people(house: House) -> None:
    told: list[str] = []
    owner = demo_list.fill(house, told.append, customers=160, with_records=4)
    assert len(told) == 3, "it says what it does meanwhile"
    seen: dict[str, int] = {}
    for email in demo_list.PEOPLE:
        person = house.person(house.gate.by_password(email, demo_list.PASSWORD, "here"), "test")
        (found,) = person.do(MyLists())
        seen[found.role] = person.do(CountCustomers(found.list.id))
    assert seen == {"owner": 160, "admin": 160, "member": 10}, "no row was refused, and the member sees a sixteenth"
    session = house.person(owner, "test")
    of = session.do(MyLists())[0].list.id
    first = session.do(ListCustomers(of, limit=1)).items[0]
    for module in ("notes", "tasks", "sales"):
        assert session.do(ListRecords(of, module, first.id)).items, module
