"""Customers: what is stored of what a person types, and the life of a record (cli.md, S23-S26, S35-S37, D14)."""

from collections.abc import Callable

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Denied, Invalid, NotFound, OClientError, Refused
from oclient_tui.services.customers import deleting
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.sharing.catalogues import AddEntry
from oclient_tui.services.sharing.lists import LeaveList
from oclient_tui.services.sharing.members import GrantRight, RemoveMember
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import Work
from tests.factories import Clock, World, add
from tests.storage.backdoor import contents, is_server, sql

READ: dict[str, tuple[str, object]] = {
    "first_name": ("  Łucja \t Maria ", "Łucja Maria"),
    "last_name": ("Żółć-O'Neil", "Żółć-O'Neil"),
    "company": ("[b]Ąkme[/b] & Söhne", "[b]Ąkme[/b] & Söhne"),
    "email": ("Lucja@EXAMPLE.com", "Lucja@example.com"),
    "email2": ("  ł.żółć@example.com ", "ł.żółć@example.com"),
    "phone": ("600 100 200", "+48600100200"),
    "phone2": ("+44 (0)20 7946 0018", "+442079460018"),
    "phone3": ("0048 12 345 67 89", "+48123456789"),
    "tax_id": ("526-10-40-828", "526-10-40-828"),
    "street": ("ul. Długa 1/2", "ul. Długa 1/2"),
    "postcode": ("30-001", "30-001"),
    "city": ("Kraków", "Kraków"),
    "country": ("uk", "GB"),
    "delivery_street": ("Rynek 1", "Rynek 1"),
    "delivery_postcode": ("00-950", "00-950"),
    "delivery_city": ("Łódź", "Łódź"),
    "delivery_country": (" pl ", "PL"),
    "birthday": ("1980-02-29", "1980-02-29"),
    "language": ("PL", "pl"),
    "kind": ("standard", "standard"),
    "industry": ("IT", "IT"),
    "tags": ("zima, Ala ,zima,,lato", ("Ala", "lato", "zima")),
    "categories": ("regular, vip", ("VIP", "Regular")),
    "gdpr_ignore": ("tak", True),
    "restricted": ("off", False),
}


def test_every_field_is_read_and_shown_again(world: World) -> None:
    made = add(world.mia, world.id, **{name: typed for name, (typed, _) in READ.items()})
    shown = world.mia.do(ShowCustomer(world.id, made.id))
    assert {name: shown.value(name) for name in READ} == {name: stored for name, (_, stored) in READ.items()}
    assert shown == made, "what adding returns is what is stored"
    assert (shown.active, shown.version, shown.created_by) == (True, 1, world.mia.actor.account_id)  # S23
    emptied = world.mia.do(EditCustomer(world.id, made.id, Typed(dict.fromkeys(READ, "") | {"company": "C"})))
    assert emptied == world.mia.do(ShowCustomer(world.id, made.id))
    empty = Customer(made.id)
    assert {name: emptied.value(name) for name in READ} == {name: empty.value(name) for name in READ} | {"company": "C"}


BAD: dict[str, tuple[str, str]] = {
    "an unknown field": ("shoe_size", "44"),
    "the id": ("id", "1"),
    "the list": ("list_id", "1"),
    "the author": ("created_by", "1"),
    "the version": ("version", "7"),
    "a hidden column": ("sort_key", "a"),
    "a tenth e-mail": ("email10", "a@b.pl"),
    "a first e-mail": ("email1", "a@b.pl"),
    "no address": ("email", "ola at example.com"),
    "two addresses": ("email", "a@b.pl, c@d.pl"),
    "an address with a line end": ("email2", "a@b.pl\r\nBcc: c@d.pl"),
    "no number": ("phone", "call me"),
    "too short a number": ("phone2", "1"),
    "an extension": ("phone", "600 100 200 ext. 5"),
    "a country's name": ("country", "Poland"),
    "a language's name": ("language", "polski"),
    "no date": ("birthday", "29.02.1980"),
    "no such date": ("birthday", "1981-02-29"),
    "no switch": ("restricted", "maybe"),
    "too long a name": ("first_name", "x" * 81),
    "too long a company": ("company", "x" * 161),
    "too long a tag": ("tags", "x" * 41),
    "too long a street": ("street", "x" * 121),
}


def test_what_cannot_be_understood_is_refused_and_nothing_stored(world: World, url: str) -> None:  # A6
    before = contents(url)
    for kind, (name, typed) in BAD.items():
        with pytest.raises(Invalid) as refusal:
            world.mia.do(AddCustomer(world.id, Typed({"last_name": "Nowak", name: typed})))
        assert name.rstrip("0123456789") in str(refusal.value) or typed[:6] in str(refusal.value), kind
        values = refusal.value.values
        assert values.get("field", values.get("name")) == name, f"{kind}: a form cannot tell where the error belongs"
    assert contents(url) == before


def test_text_is_inert_before_it_is_stored(world: World, url: str) -> None:  # T3, architecture §6
    hostile = "A\x1b[31m\x9b\x00\u202eB\u200bC\nD\u2028E"
    made = add(world.ola, world.id, last_name=hostile, tags=f"{hostile},b", city=hostile)
    assert made.last_name == made.city == "A[31mBC D E"
    assert made.tags == ("A[31mBC D E", "b")
    stored = repr(sql(url, "SELECT last_name, city, sort_key FROM customers"))
    assert not [sign for sign in ("\\x1b", "\\x9b", "\\x00", "\\u202e", "\\u200b", "\\n", "\\u2028") if sign in stored]


def test_a_customer_has_a_name(world: World) -> None:
    for fields in ({}, {"city": "Łódź"}, {"first_name": " ", "company": "\u200b"}):
        with pytest.raises(Invalid, match="at least one of first_name, last_name and company"):
            add(world.ola, world.id, **fields)
    for name in ("first_name", "last_name", "company"):
        made = add(world.ola, world.id, **{name: "Nowak"})
        with pytest.raises(Invalid, match="at least one of"):
            world.ola.do(EditCustomer(world.id, made.id, Typed({name: ""})))
        assert world.ola.do(ShowCustomer(world.id, made.id)).name == "Nowak"


def test_e_mails_and_phones_keep_their_order_and_close_their_gaps(world: World) -> None:
    made = add(world.ola, world.id, company="C", email="a@x.pl", email3="c@x.pl", email9="d@x.pl", email2="b@x.pl")
    assert made.emails == ("a@x.pl", "b@x.pl", "c@x.pl", "d@x.pl")

    def edit(**values: str) -> Customer:
        world.ola.do(EditCustomer(world.id, made.id, Typed(values)))
        return world.ola.do(ShowCustomer(world.id, made.id))

    assert edit(email2="").emails == ("a@x.pl", "c@x.pl", "d@x.pl")
    assert edit(email="z@x.pl", email4="e@x.pl").emails == ("z@x.pl", "c@x.pl", "d@x.pl", "e@x.pl")
    assert edit(email4="z@x.pl").emails == ("z@x.pl", "c@x.pl", "d@x.pl"), "no address twice"
    assert edit(phone="600100200", phone2="+48 600 100 200", phone3="600100201").phones == (
        "+48600100200",
        "+48600100201",
    )
    assert edit(email="", email2="", email3="").emails == ()


def test_a_number_without_a_country_is_one_of_the_list_s_region(world: World) -> None:
    assert add(world.ola, world.id, company="C", phone="12 345 67 89").phones == ("+48123456789",)
    world.ola.do(ChangeSetting(world.id, "region", "gb"))
    assert add(world.ola, world.id, company="C", phone="020 7946 0018").phones == ("+442079460018",)
    assert add(world.ola, world.id, company="C", phone="+48 12 345 67 89").phones == ("+48123456789",)


def test_labels_are_added_and_taken_away_one_by_one(world: World) -> None:  # D21, O31
    made = world.mia.do(AddCustomer(world.id, Typed({"company": "C"}, {"categories": "vip", "tags": "a,b"})))
    assert (made.categories, made.tags) == (("VIP",), ("a", "b"))

    def edit(typed: Typed) -> Customer:
        world.mia.do(EditCustomer(world.id, made.id, typed))
        return world.mia.do(ShowCustomer(world.id, made.id))

    changed = edit(Typed({}, {"categories": "REGULAR,vip", "tags": "B,c"}, {"tags": "A,none"}))
    assert (changed.categories, changed.tags) == (("VIP", "Regular"), ("b", "c"))
    changed = edit(Typed({"categories": "regular", "tags": "Zima,zima,ZIMA"}))
    assert (changed.categories, changed.tags) == (("Regular",), ("Zima",))
    with pytest.raises(Invalid, match="city holds one value"):
        edit(Typed({}, {"city": "Łódź"}))


def test_an_unknown_category_is_refused_and_the_list_s_are_named(world: World, url: str) -> None:
    made = add(world.mia, world.id, company="C", categories="VIP")
    before = contents(url)
    attempts: list[Callable[[], object]] = [
        lambda: add(world.mia, world.id, company="D", categories="vip,Nowa"),
        lambda: world.mia.do(EditCustomer(world.id, made.id, Typed({"city": "X"}, {"categories": "Nowa"}))),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid, match=r"no category “Nowa”[.] It has: VIP, Regular"):
            attempt()
    assert contents(url) == before
    world.ola.do(AddEntry(world.id, CatalogueKind.CATEGORIES, "Nowa"))
    assert add(world.mia, world.id, company="D", categories="nowa,vip").categories == ("VIP", "Nowa")
    for again in ("NOWA", "nową"):
        with pytest.raises(Refused, match="already"):
            world.ola.do(AddEntry(world.id, CatalogueKind.CATEGORIES, again))


def test_a_restricted_customer_is_shown_and_not_edited(world: World, url: str) -> None:  # D14
    made = add(world.mia, world.id, company="C", restricted="on", email="a@b.pl")
    world.ola.do(RecordConsent(world.id, add(world.ola, world.id, company="D").id, "email", True))
    assert world.mia.do(ShowCustomer(world.id, made.id)).restricted
    assert world.mia.do(CountCustomers(world.id, "restricted:yes")) == 1
    attempts: list[Callable[[], object]] = [
        lambda: world.mia.do(EditCustomer(world.id, made.id, Typed({"city": "X"}))),
        lambda: world.ola.do(EditCustomer(world.id, made.id, Typed({}, {"tags": "x"}))),
        lambda: world.ola.do(EditCustomer(world.id, made.id, Typed({"restricted": "on", "city": "X"}))),
        lambda: world.ola.do(SetActive(world.id, made.id, False)),
        lambda: world.ola.do(RecordConsent(world.id, made.id, "email", True)),
    ]
    before = contents(url, besides=("audit_entries", "audit_heads"))
    for attempt in attempts:
        with pytest.raises(Refused, match="restricted"):
            attempt()
    with pytest.raises(Denied, match="owner and admins"):
        world.mia.do(EditCustomer(world.id, made.id, Typed({"restricted": "off"})))
    assert contents(url, besides=("audit_entries", "audit_heads")) == before
    assert not world.adam.do(EditCustomer(world.id, made.id, Typed({"restricted": "off"}))).restricted
    assert world.mia.do(EditCustomer(world.id, made.id, Typed({"city": "X"}))).city == "X"


def test_a_consent_of_a_restricted_customer_can_still_be_withdrawn(world: World) -> None:  # D14, E11
    made = add(world.mia, world.id, company="C")
    world.mia.do(RecordConsent(world.id, made.id, "email", True, "I agree", "form"))
    world.mia.do(EditCustomer(world.id, made.id, Typed({"restricted": "on"})))
    world.mia.do(RecordConsent(world.id, made.id, "email", False))
    log = [(event.kind, event.given) for event in world.mia.do(ListConsents(world.id, made.id))]
    assert log == [("email", True), ("email", False)]


def test_a_deactivated_customer_leaves_the_list_and_comes_back(world: World, clock: Clock) -> None:  # S24-S26
    made = add(world.mia, world.id, last_name="Żółw")
    clock.advance(1000)
    for _ in range(2):
        assert not world.mia.do(SetActive(world.id, made.id, False)).active
    shown = world.mia.do(ShowCustomer(world.id, made.id))
    assert (shown.active, shown.version, shown.updated_at > made.updated_at) == (False, 2, True)
    counts = {
        line: world.mia.do(CountCustomers(world.id, line)) for line in ("", "active:no", "active:any", "active:yes")
    }
    assert counts == {"": 0, "active:no": 1, "active:any": 1, "active:yes": 0}
    assert world.mia.do(ListCustomers(world.id)).items == []
    assert world.mia.do(FindCustomers(world.id, "zol")) == []
    assert world.mia.do(EditCustomer(world.id, made.id, Typed({"city": "Łódź"}))).city == "Łódź"
    assert world.mia.do(SetActive(world.id, made.id, True)).active
    assert world.mia.do(CountCustomers(world.id, search="zol")) == 1


def test_deleting_takes_everything_of_the_customer(world: World, url: str) -> None:  # S35, S36
    kept = add(world.ola, world.id, company="Kept", tags="a", categories="VIP")
    gone = add(world.ola, world.id, company="Gone", tags="a,secret", categories="VIP", email="gone@example.com")
    world.ola.do(RecordConsent(world.id, gone.id, "email", True, "yes", "form"))
    world.ola.do(Assign(world.id, ("mia@example.com",), gone.id))
    with pytest.raises(Denied):
        world.mia.do(DeleteCustomer(world.id, gone.id))
    world.ola.do(GrantRight(world.id, "mia@example.com", "delete"))
    world.mia.do(DeleteCustomer(world.id, gone.id))
    rest = contents(url, besides=("audit_values", "audit_entries", "undo_steps"))
    assert not [name for name, rows in rest.items() if str(gone.id) in repr(rows)]
    assert world.ola.do(CountCustomers(world.id, search="gone")) == 0
    assert not is_server(url) or "gone" not in repr(sql(url, "SELECT words FROM customer_words"))
    for session in (world.ola, world.mia):
        with pytest.raises(NotFound):
            session.do(ShowCustomer(world.id, gone.id))
    with pytest.raises(NotFound):
        world.mia.do(DeleteCustomer(world.id, kept.id))
    assert world.ola.do(ShowCustomer(world.id, kept.id)) == kept


def test_what_hangs_on_a_customer_blocks_deleting_it(
    world: World, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # S37
    made = add(world.ola, world.id, company="C")
    asked: list[tuple[int, bool]] = []

    def orders(work: Work, customer: Customer) -> str | None:
        asked.append((customer.id, work.unit.customers.get(customer.id) is not None))
        return "This customer has orders. Deactivate it instead."

    def nothing(_work: Work, _customer: Customer) -> str | None:
        return None

    monkeypatch.setattr(deleting, "BLOCKERS", [nothing, orders])
    before = contents(url, besides=("audit_entries", "audit_heads"))
    with pytest.raises(Refused, match=r"has orders[.] Deactivate it instead"):
        world.ola.do(DeleteCustomer(world.id, made.id))
    assert asked == [(made.id, True)]
    assert contents(url, besides=("audit_entries", "audit_heads")) == before
    monkeypatch.setattr(deleting, "BLOCKERS", [nothing])
    world.ola.do(DeleteCustomer(world.id, made.id))
    assert world.ola.do(CountCustomers(world.id, "active:any")) == 0


def test_the_author_is_assigned_and_whoever_is_unassigned_loses_sight(world: World) -> None:  # O08, O09, X02
    made = add(world.mia, world.id, company="C")
    assert made.assigned == ("mia@example.com",)
    assert add(world.ola, world.id, company="D").assigned == ("ola@example.com",)
    assert world.ola.do(Assign(world.id, ("max@example.com", "mia@example.com"), made.id)) == 1
    assert world.max.do(ShowCustomer(world.id, made.id)).assigned == ("max@example.com", "mia@example.com")
    assert world.adam.do(Unassign(world.id, ("mia@example.com",), made.id)) == 1
    with pytest.raises(NotFound):
        world.mia.do(ShowCustomer(world.id, made.id))
    assert world.mia.do(CountCustomers(world.id, "active:any")) == 0
    world.ola.do(GrantRight(world.id, "max@example.com", "assign"))
    assert world.max.do(Unassign(world.id, ("max@example.com",), made.id)) == 1
    assert world.max.do(CountCustomers(world.id)) == 0
    assert world.ola.do(ShowCustomer(world.id, made.id)).assigned == ()
    assert world.ola.do(CountCustomers(world.id, "assigned:none")) == 1


def test_whoever_leaves_loses_assignments_and_the_records_stay(world: World) -> None:  # O08, O09
    mine = add(world.mia, world.id, company="Mia's")
    maxs = add(world.max, world.id, company="Max's")
    world.ola.do(RemoveMember(world.id, "mia@example.com"))
    world.max.do(LeaveList(world.id))
    for made in (mine, maxs):
        shown = world.ola.do(ShowCustomer(world.id, made.id))
        assert (shown.company, shown.assigned, shown.created_by) == (made.company, (), made.created_by)
    for session in (world.mia, world.max):
        with pytest.raises(NotFound):
            session.do(CountCustomers(world.id))


def test_many_are_assigned_by_a_filter(world: World) -> None:  # O13
    for number in range(12):
        add(world.ola, world.id, company=f"Company {number}", city="Łódź" if number % 3 else "Kraków")
    assert world.ola.do(Assign(world.id, ("mia@example.com", "max@example.com"), None, "city:lodz")) == 16
    assert world.ola.do(Assign(world.id, ("mia@example.com",), None, "city:lodz")) == 0
    assert world.mia.do(CountCustomers(world.id)) == 8
    assert world.ola.do(Unassign(world.id, ("mia@example.com",), None, "-company:company")) == 0
    assert world.ola.do(Unassign(world.id, ("mia@example.com",), None, 'city:lodz company:"company 1"')) == 3
    assert world.mia.do(CountCustomers(world.id)) == 5
    bad: list[tuple[Assign, type[OClientError]]] = [
        (Assign(world.id, ("mia@example.com",)), Invalid),
        (Assign(world.id, ("mia@example.com",), 5, "city:lodz"), Invalid),
        (Assign(world.id, ("eve@example.com",), None, ""), NotFound),
        (Assign(world.id, ("mia@example.com",), 5), NotFound),
    ]
    for case, kind in bad:
        with pytest.raises(kind):
            world.ola.do(case)
