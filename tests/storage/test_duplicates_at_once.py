"""Of many who add, edit and switch rules at the same moment one wins, on both engines (O21, A4, S2)."""

from collections import Counter
from pathlib import Path

from oclient_tui.composition import House
from oclient_tui.domain.errors import Duplicate, OClientError
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.probing import LIMIT
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.rehearsing import ListDuplicates, RehearseSetting
from oclient_tui.services.privacy.auditing import VerifyAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import DOOR, World, add
from tests.storage.crowd import alone_with_a_crowd, another_house, at_once

CROWD = 50
RULES = "email; phone"


def tally(answers: list[object]) -> Counter[str]:
    """Count answers by what they are."""
    return Counter(type(answer).__name__ if isinstance(answer, OClientError) else "done" for answer in answers)


def test_of_fifty_who_add_one_customer_one_wins(world: World, url: str, tmp_path: Path) -> None:  # O21
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", RULES))
    people = [world.people[name].actor for name in ("ola", "adam", "mia", "max")]

    def act(house: House, place: int) -> object:
        session = Session(house.store, house.tools, people[place % 4], DOOR)
        # The same two keys, or one of them together with one of one's own.
        own = {"email": f"own{place}@example.com"} if place % 3 else {"email": "same@example.com"}
        return add(session, world.id, first_name=f"Number {place}", phone="600 100 200", **own).id

    with alone_with_a_crowd(url):
        answers = at_once(CROWD, lambda: another_house(url, tmp_path), act)
    assert tally(list(answers)) == {"done": 1, "Duplicate": CROWD - 1}
    assert world.ola.do(CountCustomers(world.id)) == 1
    assert world.ola.do(ListDuplicates(world.id)).count == 0
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None


def test_many_tries_at_once_learn_no_more_than_many_in_a_row(world: World, url: str, tmp_path: Path) -> None:  # A4
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", RULES))
    add(world.ola, world.id, company="X", phone="600100200")

    def act(house: House, place: int) -> object:
        session = Session(house.store, house.tools, world.mia.actor, DOOR)
        answers = list[object]()
        for number in range(4):
            try:
                answers.append(add(session, world.id, company=f"{place} {number}", phone="600100200"))
            except OClientError as error:
                answers.append(error)
        return answers

    found = at_once(8, lambda: another_house(url, tmp_path), act)
    told = [answer for answers in found for answer in (answers if isinstance(answers, list) else [answers])]
    assert tally(told) == {"Duplicate": LIMIT, "Throttled": 8 * 4 - LIMIT}


def test_rules_switched_while_others_add_and_edit_leave_no_key_behind(world: World, url: str, tmp_path: Path) -> None:
    """What is stored in the end is what the rules in force say of the records that there are."""
    ids = [add(world.ola, world.id, company=f"C{number}", email=f"c{number}@example.com").id for number in range(6)]

    def act(house: House, place: int) -> None:
        session = Session(house.store, house.tools, world.ola.actor, DOOR)
        for turn in range(8):
            try:
                if place == 0:
                    rules = (RULES, "email", "", "phone; email")[turn % 4]
                    session.do(ChangeSetting(world.id, "duplicates.rules", rules))
                elif place % 2:
                    mail = f"c{(turn + place) % 9}@example.com"
                    session.do(EditCustomer(world.id, ids[(turn * place) % 6], Typed({"email": mail})))
                else:
                    add(session, world.id, company="New", phone=f"60010020{turn}", email=f"c{turn}@example.com")
            except Duplicate:
                continue

    assert at_once(5, lambda: another_house(url, tmp_path), act) == [None] * 5
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", RULES))
    stored = world.ola.do(ListDuplicates(world.id))
    fresh = world.ola.do(RehearseSetting(world.id, "duplicates.rules", RULES))
    assert (stored.count, stored.customers, stored.pairs) == (fresh.count, fresh.customers, fresh.pairs)
    assert world.ola.do(VerifyAudit(world.id)).broken_at is None
