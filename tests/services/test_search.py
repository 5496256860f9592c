"""Search finds what people type, folded both ways, and never what they may not see (S02, O03, O07, D23)."""

from oclient_tui.domain.errors import NotFound
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import SHOP, World, add
from tests.storage.backdoor import sql

import pytest  # isort: skip


def _found(session: Session, list_id: int, text: str) -> set[str]:
    """Search in all three ways, which must agree, and return the names found."""
    typing = {customer.name for customer in session.do(FindCustomers(list_id, text))}
    listed = {customer.name for customer in session.do(ListCustomers(list_id, search=text)).items}
    assert typing == listed, f"search as one types and the list differ for {text!r}"
    assert session.do(CountCustomers(list_id, search=text)) == len(listed)
    return listed


PEOPLE: dict[str, dict[str, str]] = {
    "Żółw": {"last_name": "Żółw", "city": "Łódź", "phone": "600 100 200", "postcode": "30-001"},
    "Łukasz Ślęzak": {"first_name": "Łukasz", "last_name": "Ślęzak", "email": "lukasz.slezak+shop@example-firma.pl"},
    "Zolw Latin": {"last_name": "Latin", "first_name": "Zolw", "tax_id": "526-10-40-828"},
    "Иван Петров": {"first_name": "Иван", "last_name": "Петров", "city": "Москва"},
    "東京商事": {"company": "東京商事", "city": "大阪"},
    "김철수": {"last_name": "김철수"},
    "Müller & Söhne GmbH": {"company": "Müller & Söhne GmbH", "street": "Hauptstraße 5", "tags": "großkunde"},
    "O'Brien-Smith": {"last_name": "O'Brien-Smith", "phone": "+44 20 7946 0018", "email": "OB@Example.com"},
    "Studio 54": {"company": "Studio 54", "phone": "12 345 67 89", "delivery_city": "Sopot"},
    "007 Agency": {"company": "007 Agency", "postcode": "00-950"},
}
FINDS: dict[str, set[str]] = {
    "zolw": {"Żółw", "Zolw Latin"},
    "ŻÓŁW": {"Żółw", "Zolw Latin"},
    "Żół": {"Żółw", "Zolw Latin"},
    "z": {"Żółw", "Zolw Latin"},
    "olw": set(),
    "lodz": {"Żółw"},
    "żółw łódź": {"Żółw"},
    "łódź zol": {"Żółw"},
    "żółw kraków": set(),
    "slezak": {"Łukasz Ślęzak"},
    "luk śle": {"Łukasz Ślęzak"},
    "lukasz.slezak": {"Łukasz Ślęzak"},
    "lukasz.slezak+shop@example-firma.pl": {"Łukasz Ślęzak"},
    "example-firma": {"Łukasz Ślęzak"},
    "shop@": {"Łukasz Ślęzak"},
    "иван": {"Иван Петров"},
    "ПЕТРОВ моск": {"Иван Петров"},
    "東京": {"東京商事"},
    "商事 大": {"東京商事"},
    "京": {"東京商事"},
    "김철": {"김철수"},
    "철수": {"김철수"},
    "muller sohne": {"Müller & Söhne GmbH"},
    "hauptstrasse": {"Müller & Söhne GmbH"},
    "GROSSKUNDE": {"Müller & Söhne GmbH"},
    "obrien": set(),
    "o'brien": {"O'Brien-Smith"},
    "brien smith": {"O'Brien-Smith"},
    "ob@example": {"O'Brien-Smith"},
    "600": {"Żółw"},
    "600 100": {"Żółw"},
    "600-100-200": {"Żółw"},
    "+48 600": {"Żółw"},
    "0048 600 100 200": {"Żółw"},
    "100 200": {"Żółw"},
    "0200": {"Żółw"},
    "(20) 7946": {"O'Brien-Smith"},
    "020 7946 0018": {"O'Brien-Smith"},
    "54": {"Studio 54"},
    "studio 54": {"Studio 54"},
    "345 67 89": {"Studio 54"},
    "sop": {"Studio 54"},
    "30-001": {"Żółw"},
    "30-0": {"Żółw"},
    "00-950": {"007 Agency"},
    "007": {"007 Agency", "O'Brien-Smith"},  # zeros in front are left out: a number that begins with 7
    "526-10-40-828": {"Zolw Latin"},
    "526 104": {"Zolw Latin"},
    "": set(PEOPLE),
    "   ": set(PEOPLE),
    "!!! ---": set(),
    "' OR 1=1 --": set(),
    '"zolw" OR NEAR(*)': set(),
    "zolw*": {"Żółw", "Zolw Latin"},
    "words:zolw": set(),
    "\x00\udcff": set(),
    "\x00zolw\udcff": {"Żółw", "Zolw Latin"},
}


def test_what_people_type_is_found(world: World) -> None:
    for fields in PEOPLE.values():
        add(world.ola, world.id, **fields)
    wrong = {}
    for text, expected in FINDS.items():
        if text.strip():
            found = _found(world.ola, world.id, text)
            if found != expected:
                wrong[text] = found
        else:
            assert world.ola.do(CountCustomers(world.id, search=text)) == len(expected)
            assert world.ola.do(FindCustomers(world.id, text)) == []
    assert wrong == {}


def test_an_edit_moves_the_words(world: World) -> None:
    made = add(world.ola, world.id, last_name="Stary", email="stary@example.com", phone="600100200", tags="dawny")
    values = {"last_name": "Nowy", "email": "nowy@example.org", "phone": "700300400", "tags": "teraz"}
    world.ola.do(EditCustomer(world.id, made.id, Typed(values)))
    for gone in ("stary", "example.com", "600 100", "dawny"):
        assert _found(world.ola, world.id, gone) == set()
    for there in ("nowy", "example.org", "700 300", "teraz"):
        assert _found(world.ola, world.id, there) == {"Nowy"}


def test_a_hidden_record_is_found_by_none_of_its_words(world: World) -> None:  # A1, A3, O07
    fields = {
        "first_name": "Canaryfirst", "last_name": "Canarylast", "company": "Canarycompany", "city": "Canarycity",
        "street": "Canarystreet", "tags": "canarytag", "email": "canarymail@canarydomain.pl", "phone": "601 202 303",
        "tax_id": "CANARYTAX", "postcode": "99-888", "delivery_city": "Canarydelivery",
    }  # fmt: skip
    hidden = add(world.ola, world.id, **fields)
    add(world.mia, world.id, last_name="Canary Mine")
    words = [*fields.values(), "canary", "c", "601", "202 303", "canarydomain"]
    for text in words:
        assert _found(world.mia, world.id, text) <= {"Canary Mine"}, text
        assert "Canaryfirst Canarylast" in _found(world.ola, world.id, text), text
    world.ola.do(Assign(world.id, ("mia@example.com",), hidden.id))
    assert all(_found(world.mia, world.id, text) - {"Canary Mine"} for text in words)
    world.ola.do(Unassign(world.id, ("mia@example.com",), hidden.id))
    assert not any(_found(world.mia, world.id, text) - {"Canary Mine"} for text in words)
    world.ola.do(ChangeSetting(world.id, "assigned_only", "off"))
    assert all(_found(world.mia, world.id, text) - {"Canary Mine"} for text in words)


def test_two_lists_never_meet(world: World) -> None:  # O02, O03
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    for list_id, name in ((world.id, "Here"), (other.id, "There")):
        add(world.ola, list_id, last_name="Żółw", first_name=name, phone="600100200", email="same@example.com")
    for text in ("zolw", "600 100", "same@example", "z"):
        assert _found(world.ola, world.id, text) == {"Here Żółw"}
        assert _found(world.ola, other.id, text) == {"There Żółw"}
    assert _found(world.ola, world.id, "there") == set()
    with pytest.raises(NotFound):
        world.mia.do(FindCustomers(other.id, "zolw"))


def test_the_inactive_and_the_deleted_are_not_found_by_typing(world: World, url: str) -> None:  # S24, S35
    quiet, gone = add(world.ola, world.id, last_name="Cichy"), add(world.ola, world.id, last_name="Usunięty")
    world.ola.do(SetActive(world.id, quiet.id, False))
    world.ola.do(DeleteCustomer(world.id, gone.id))
    assert _found(world.ola, world.id, "cichy") == _found(world.ola, world.id, "usun") == set()
    assert world.ola.do(CountCustomers(world.id, "active:any", "cichy")) == 1
    assert world.ola.do(CountCustomers(world.id, "active:any", "usun")) == 0
    assert len(set(sql(url, "SELECT customer_id FROM customer_words"))) == 1


def test_words_in_a_filter_and_in_a_search_both_count(world: World) -> None:
    for first in ("Anna", "Adam"):
        for city in ("Łódź", "Kraków"):
            add(world.ola, world.id, first_name=first, last_name="Nowak", city=city)
    counts = {
        line: world.ola.do(CountCustomers(world.id, line, "nowak"))
        for line in ("anna", "ann or adam", "-anna", '"ad now"', "anna city:lodz", "-(anna lodz)", "nobody")
    }
    assert counts == {
        "anna": 2, "ann or adam": 4, "-anna": 2, '"ad now"': 2, "anna city:lodz": 1, "-(anna lodz)": 3, "nobody": 0,
    }  # fmt: skip


def test_many_matches_come_sorted_and_limited(world: World) -> None:  # D23
    for number in range(30):
        add(world.ola, world.id, last_name="Nowak", first_name=f"{number:02}")
    assert [found.first_name for found in world.ola.do(FindCustomers(world.id, "now", 5))] == [
        "00", "01", "02", "03", "04",
    ]  # fmt: skip
