"""Every field and operator of the filter line against a model that looks at each record by itself (cli.md, A7)."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.filter_fields import FILTER_FIELDS
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.session import Session
from tests.factories import Clock, World, add
from tests.storage.filter_model import EMAILS, Clause, Record, lines

DAY = 24 * 3600 * 1000
PEOPLE: list[dict[str, str]] = [
    {"first_name": "Łukasz", "last_name": "Żółw", "city": "Kraków", "tags": "zima,lato", "categories": "VIP",
     "birthday": "1980-12-31", "email": "l.zolw@example.com", "phone": "600100200", "kind": "standard",
     "interests": "music,garden", "measurement.waist": "92,5"},
    {"first_name": "Anna Maria", "last_name": "Nowak", "city": "Nowy Sącz", "categories": "VIP,Regular",
     "birthday": "1990-01-01", "email": "anna@firma.pl", "email2": "a_n%a@other.org", "country": "PL",
     "interests": "Garden", "measurement.waist": "-0,001", "measurement.obwod_szyi": "38"},
    {"company": "100% Söhne_GmbH", "street": "Hauptstraße 5", "city": "Köln", "country": "DE", "language": "de",
     "tax_id": "DE-123.456", "industry": "IT", "phone": "+49 221 1234567"},
    {"company": "O'Hara (Cork) \\ Sons", "city": "New York", "delivery_city": "Kraków", "delivery_country": "GB",
     "delivery_street": "1 Main Street", "delivery_postcode": "SW1A 1AA", "postcode": "30-001", "tags": "Zima"},
    {"last_name": "Kowalski-Nowak", "gdpr_ignore": "on", "restricted": "on", "birthday": "1980-12-30", "kind": "Nowy",
     "measurement.Obwód szyi": "40.125"},
    {"last_name": "Иванов", "city": "Москва", "language": "ru", "categories": "Regular", "industry": "it services"},
    {"last_name": "a%b", "city": "under_score", "postcode": "30-0019", "tax_id": "100%", "email": "b@firma.pl"},
    {"first_name": "Nowak", "city": "krakow", "birthday": "2001-06-15", "phone": "+48 12 600 10 02", "tags": "a b,it"},
]  # fmt: skip


CONSENTING, ASSIGNED, EDITED, INACTIVE = {0, 3, 6, 9, 15}, {0, 4, 8, 12}, {1, 9}, {13, 14}


@pytest.fixture
def records(world: World, clock: Clock) -> list[Record]:
    """Store the people over several days, by several authors, with consents, assignments and edits."""
    authors = [("ola", "mia", "max")[number % 3] for number in range(2 * len(PEOPLE))]
    made: list[int] = []
    for author, fields in zip(authors, PEOPLE * 2, strict=True):
        clock.advance(DAY // 2)
        made.append(add(world.people[author], world.id, **fields).id)
    for number in ASSIGNED:
        world.ola.do(Assign(world.id, (EMAILS["mia"], EMAILS["adam"]), made[number]))
    for number in CONSENTING:
        for kind, given_ in (("email", True), ("sms", True), ("sms", False)):
            world.ola.do(RecordConsent(world.id, made[number], kind, given_))
    for number in EDITED:
        world.ola.do(EditCustomer(world.id, made[number], Typed({"street": "Edited 1"})))
    for number in INACTIVE:
        world.ola.do(SetActive(world.id, made[number], False))
    stored = {found.id: found for found in _all(world.ola, world.id, "active:any")}
    return [
        Record(
            stored[one],
            frozenset({"email"} if number in CONSENTING else ()),
            frozenset({EMAILS[authors[number]]} | ({EMAILS["mia"], EMAILS["adam"]} if number in ASSIGNED else set())),
            EMAILS[authors[number]],
        )
        for number, one in enumerate(made)
    ]


def _all(session: Session, list_id: int, line: str) -> list[Customer]:
    return session.do(ListCustomers(list_id, line, limit=1000)).items


def test_every_line_means_what_the_model_says(world: World, records: list[Record]) -> None:  # S03, S24
    days = sorted({_day(record) for record in records})

    @settings(max_examples=120)
    @given(st.one_of([st.tuples(st.just(me), lines(me, days)) for me in ("ola", "mia")]))
    def agrees(example: tuple[str, Clause]) -> None:
        me, clause = example
        expected = {
            record.customer.id
            for record in records
            if (me == "ola" or EMAILS["mia"] in record.assigned)
            and (record.customer.active or "active:" in clause.text)
            and clause.holds(record)
        }
        found = [customer.id for customer in _all(world.people[me], world.id, clause.text)]
        assert len(found) == len(set(found)), "nobody stands there twice"
        assert set(found) == expected
        assert world.people[me].do(CountCustomers(world.id, clause.text)) == len(expected)

    agrees()
    _check_any_value(world, records)
    _check_the_inactive(world, records)


def _day(record: Record) -> str:
    return datetime.fromtimestamp(record.customer.created_at / 1000, UTC).date().isoformat()


def _check_any_value(world: World, records: list[Record]) -> None:
    """Every field answers when it is asked for any value, and its opposite for none."""
    for name in (*FILTER_FIELDS, "measurement.waist", "measurement.obwod_szyi"):
        some, none = (world.ola.do(CountCustomers(world.id, f"active:any {sign}{name}:*")) for sign in ("", "-"))
        assert some + none == len(records), name
        assert some, name


def _check_the_inactive(world: World, records: list[Record]) -> None:
    """The inactive are left out unless the line speaks of them (S24)."""
    lines_ = ("", "-tag:none", "active:any", "active:no", "(active:no or city:krak)", "-active:yes", "category:vip")
    counts = [world.ola.do(CountCustomers(world.id, line)) for line in lines_]
    assert len(records) == 16
    assert counts == [14, 14, 16, 2, 6, 2, 4]


HOSTILE = (
    "'; DROP TABLE customers; --", "city:' OR '1'='1", 'city:"%"', "city:_", "city:\\", "created:1 OR 1=1",
    "city:krak)", "((((", ")", "-", "--", "-()", "()", "or", "a or", "or a", "(or)", "city:", 'city:""', ":", ":x", "=",
    "a:b", "id:1", "list_id:1", "sort_key:a", "password_hash:x", "customer__city:x", "city__regexp:.*", "email2:a",
    "city<a", "city..b", "birthday:..", "birthday:1..2", "birthday:soon", "created>=", "active:maybe", "gdpr_ignore:2",
    "consent:fax", "category:none", "interest:none", "measurement.hips>1", "measurement.waist:a", "measurement.:1",
    "measurement.waist>1e3", "measurement.waist:..", "measurement.waist>=9999999999", "measurement.waist<1,2345",
    "assigned:nobody@example.com", "assigned:*", "assigned:\x00", "category:\udcff",
    "city:\x00", "\x00", "\udcff", "city:\u202e", '"', '"a', 'a"b', 'city:"a"b', "a" * 2001, "a " * 61, "(" * 13,
    "city:" + "%" * 1900, "{0.__class__}", "%s %(a)s ?", "tag:$1", "city:a\nb", "🦆", "ﬀ", "İ", "ß", "ǅ",
)  # fmt: skip


def test_no_line_breaks_anything(world: World) -> None:  # A7
    """Whatever stands in the line, the answer is a number or a sentence, and the data stay as they are."""
    for name in ("Kraków", "Nowak"):
        add(world.ola, world.id, last_name=name, city=name, birthday="1980-12-31")
    pieces = st.sampled_from(
        (*HOSTILE, *(f"{name}:" for name in FILTER_FIELDS), "<", ">=", "..", "*", " ", "krak", "2026-01-01")
    )

    def answered(line: str) -> None:
        for act in (CountCustomers(world.id, line), CountCustomers(world.id, "", line)):
            with suppress(Invalid):
                assert world.mia.do(act) == 0, f"Mia sees nobody, whatever she types: {line!r}"

    for line in HOSTILE:
        answered(line)

    @settings(max_examples=60)
    @given(
        st.one_of(
            st.text(max_size=40), st.lists(pieces, max_size=5).map("".join), st.lists(pieces, max_size=5).map(" ".join)
        )
    )
    def fuzzed(line: str) -> None:
        answered(line)

    fuzzed()
    assert world.ola.do(CountCustomers(world.id)) == 2


def test_an_unknown_word_is_told_with_the_known_ones(world: World) -> None:
    for line, named in (
        ("shoe_size:44", "first_name"), ("city<b", ": ="), ("category:none", "VIP, Regular"),
        ("consent:fax", "email, sms"), ("assigned:nobody@example.com", "nobody@example.com"),
        ("birthday:soon", "2026-01-31"), ("a or", "between two terms"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            world.ola.do(CountCustomers(world.id, line))
        assert named in str(refusal.value)


def test_an_order_that_is_not_on_the_list_is_refused(world: World) -> None:  # A7
    for order in ("", "-", "--name", "id", "list_id", "sort_key", "name desc", "phone", "1", "random()", "\x00"):
        with pytest.raises(Invalid, match="sorted by name, created, updated, company, city, email"):
            world.ola.do(ListCustomers(world.id, sort=order))
    for limit in (0, -1, 1001, 1 << 70):
        with pytest.raises(Invalid, match="1 to 1000"):
            world.ola.do(ListCustomers(world.id, limit=limit))
