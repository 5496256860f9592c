"""The customers of a list: marks, what is done with them, order, columns, views, and changes by others (S02-S04)."""

from collections.abc import Awaitable, Callable

import pytest
from textual.widgets import Input

from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.preferences.keeping import SetListPreference
from oclient_tui.services.sharing.members import RemoveMember
from screens.customers.marks import Marks
from screens.widgets.filter_line import last_term
from tests.factories import World, add
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
CITIES = ("Łódź", "Kraków", "Gdańsk")


def _filled(world: World, number: int = 6) -> None:
    for place in range(number):
        add(world.ola, world.id, first_name="Jan", last_name=f"Nowak {place:03}", city=CITIES[place % 3])


async def _arrived(seat: Seat, email: str, first: str) -> None:
    await seat.sign_in(email)
    await seat.press("enter")
    await seat.until(first)


def _names(world: World, line: str = "") -> list[str]:
    return [one.last_name for one in world.ola.do(ListCustomers(world.id, line)).items]


async def test_marked_customers_are_deactivated_taken_back_and_assigned(seated: Run, world: World) -> None:
    _filled(world)

    async def play(seat: Seat) -> None:
        await _arrived(seat, "ola@example.com", "row 1 of 6")
        await seat.press("space", "j", "v")
        await seat.until("● 3 marked")
        await seat.press("d")
        await seat.until("Customers chosen: 3.")
        await seat.press("d", "enter")
        await seat.until("row 3 of 6")  # neither the key that asked nor enter on Cancel changes anything
        await seat.press("d", "y")
        await seat.until("Deactivated: 3.")
        await seat.until("row 3 of 3")
        assert _names(world) == ["Nowak 003", "Nowak 004", "Nowak 005"], "the first three went"
        await seat.press("u")
        await seat.until("Taken back")
        await seat.until("of 6")
        await seat.press("U")
        await seat.until("Done again")
        await seat.until("of 3")
        await seat.press("g", "space", "x")
        await seat.until("What to do with 1?")
        await seat.press("enter")
        await seat.until("mia@example.com")
        await seat.press(*("j" * 2), "space", "enter")
        await seat.until("New assignments: 1.")
        await seat.press("y")
        await seat.until("Assigned: 1.")

    await seated(play)
    assert world.mia.do(CountCustomers(world.id)) + world.max.do(CountCustomers(world.id)) == 1


async def test_all_that_match_are_marked_by_one_key_and_changed_but_for_one(seated: Run, world: World) -> None:
    _filled(world, 250)

    async def play(seat: Seat) -> None:
        await _arrived(seat, "ola@example.com", "of 250")
        await seat.press("V")
        await seat.until("● all 250 matching are marked")
        await seat.press("space")
        await seat.until("● all 249 matching are marked")
        await seat.press("x")
        await seat.until("Change a field")
        await seat.press("j", "j", "enter")
        await seat.until("Change which field?")
        await seat.until("Company")
        await seat.press("enter")
        await seat.until("What stands there now is replaced")
        await seat.type("ACME")
        await seat.press("ctrl+s")
        await seat.until("To be changed: 249.")
        await seat.press("y")
        await seat.until("Changed: 249.")
        await seat.press("asterisk")
        await seat.until("● all 250 matching are marked")
        await seat.press("escape")
        assert "marked" not in seat.text
        await seat.press("G", "v", "k", "k", "v")
        await seat.until("● 3 marked")

    await seated(play)
    assert world.ola.do(CountCustomers(world.id, "company:acme")) == 249


async def test_order_columns_views_and_the_pane_are_kept_for_the_person(seated: Run, world: World) -> None:
    _filled(world)

    async def play(seat: Seat) -> None:
        await _arrived(seat, "ola@example.com", "row 1 of 6")
        await seat.press("s")
        await seat.until("Sort by")
        await seat.press(*("j" * 4), "enter")
        await seat.until("City ↑")
        assert seat.text.index("Gdańsk") < seat.text.index("Kraków") < seat.text.index("Łódź")
        await seat.press("greater_than_sign")
        await seat.until("City ↓")
        await seat.press("c")
        await seat.until("Columns beside the name")
        await seat.press("space", "enter")
        await seat.until("Company")
        await seat.press("p")
        await seat.until("Assigned")
        await seat.press("backslash")
        await seat.type("city:krak")
        await seat.until("row 1 of 2")
        await seat.press("enter", "w")
        await seat.until("Save this filter as a view")
        await seat.press("j", "enter")
        await seat.until(lambda: isinstance(seat.app.focused, Input))
        await seat.type("Kraków people")
        await seat.press("ctrl+s")
        await seat.until("Views are under w.")
        await seat.press("escape")
        await seat.until("of 6")
        await seat.press("w")
        await seat.until("city:krak")
        await seat.press("j", "enter")
        await seat.until("of 2")
        await seat.press("escape", "escape")
        await seat.until("You are")
        await seat.press("enter")
        await seat.until("of 6")
        assert "City ↓" in seat.text
        await seat.until("Assigned")
        assert " +2" in seat.text, "beside the pane two columns find no room, and the heads say so"
        await seat.press("p")
        await seat.until("Company")

    await seated(play)


async def test_what_others_change_is_seen_and_the_cursor_stays_on_its_customer(seated: Run, world: World) -> None:
    _filled(world)

    async def play(seat: Seat) -> None:
        await _arrived(seat, "ola@example.com", "row 1 of 6")
        await seat.press("j", "j", "space")
        await seat.until("row 4 of 6")
        add(world.adam, world.id, last_name="Aaron")
        await seat.until("row 5 of 7")
        assert "● 1 marked" in seat.text
        changed = world.adam.do(ListCustomers(world.id, "nowak")).items[3]
        world.adam.do(EditCustomer(world.id, changed.id, Typed({"city": "Sopot"}), changed.version))
        await seat.until("Sopot")
        assert "row 5 of 7" in seat.text
        await seat.press("G")
        await seat.until("row 7 of 7")
        world.adam.do(DeleteCustomer(world.id, changed.id))
        await seat.until("row 6 of 6")
        assert "▌    Nowak 005 Jan" in seat.text, "the cursor went to somebody else"

    await seated(play)


async def test_a_member_sees_and_may_do_less_and_is_out_when_removed(seated: Run, world: World) -> None:
    _filled(world, 3)
    own = add(world.ola, world.id, company="Own & Sons").id
    world.ola.do(Assign(world.id, ("mia@example.com",), own))
    world.mia.do(SetListPreference(world.id, "preview", True))

    async def play(seat: Seat) -> None:
        await _arrived(seat, "mia@example.com", "row 1 of 1")
        assert "Assigned" not in seat.text, "the preview takes the table's room on a narrow screen"
        await seat.press("V", "x")
        await seat.until("What to do with 1?")
        assert "Assign" not in seat.text
        assert "Delete" not in seat.text
        await seat.press("escape", "d")
        await seat.until("Customers chosen: 1.")
        assert "Delete" not in seat.text
        await seat.press("escape", "backslash")
        await seat.type("nothing-like-this")
        await seat.until("Nothing matches.")
        await seat.press("enter", "escape")
        await seat.until("row 1 of 1")
        await seat.press("enter")
        await seat.until("Customers › Own & Sons")
        world.ola.do(RemoveMember(world.id, "mia@example.com"))
        await seat.until("There is no such list.")
        await seat.until("You are")
        assert "Own" not in seat.text

    await seated(play, (80, 24))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("kow city:Łódź", "kow"),
        ('a "b c"', "a"),
        ("a (b or c)", "a"),
        ('city:"Nowy Sącz"', ""),
        ("a -(b or (c d))", "a"),
    ],
)
def test_a_term_is_dropped_whole(line: str, left: str) -> None:

    assert line[: last_term(line)].rstrip() == left


def test_marks_of_all_but_some_say_what_they_mean() -> None:
    marks = Marks()
    marks.turn_all()
    marks.turn(7)
    assert (7 in marks, 8 in marks, marks.number(10)) == (False, True, 9)
    assert marks.picked(" city:x ").but == {7}
    assert marks.picked("").filter == "active:yes"
    marks.invert()
    assert (7 in marks, 8 in marks, marks.picked("city:x").ids) == (True, False, frozenset({7}))
    marks.add([8])
    marks.turn_all()
    marks.turn_all()
    assert not marks
