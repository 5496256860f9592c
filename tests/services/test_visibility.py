"""What a restricted member meets, and does not meet (O07-O10, A1, D2)."""

import pytest

from oclient_tui.domain.errors import NotFound
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add


def test_a_member_sees_what_they_added_and_nothing_else(world: World) -> None:  # O07, O09
    hidden = add(world.ola, world.id, first_name="Hidden", last_name="Żółw", city="Łódź")
    mine = add(world.mia, world.id, first_name="Mine", last_name="Żółw", city="Łódź")
    assert [c.id for c in world.mia.do(ListCustomers(world.id)).items] == [mine.id]
    assert world.mia.do(CountCustomers(world.id, "city:lodz")) == 1
    assert [c.id for c in world.mia.do(FindCustomers(world.id, "zol"))] == [mine.id]
    with pytest.raises(NotFound):
        world.mia.do(ShowCustomer(world.id, hidden.id))


def test_switching_the_restriction_acts_on_the_next_action(world: World) -> None:  # O07
    add(world.ola, world.id, company="Everybody's")
    assert world.mia.do(CountCustomers(world.id)) == 0
    world.ola.do(ChangeSetting(world.id, "assigned_only", "off"))
    assert world.mia.do(CountCustomers(world.id)) == 1
