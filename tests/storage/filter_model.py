"""The filter line once more: each term with what it means for one record, looked at by itself."""

import operator
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from oclient_tui.domain.customers import Customer

EMAILS = {name: f"{name}@example.com" for name in ("ola", "adam", "mia", "max")}


@dataclass(frozen=True)
class Record:
    """What the model knows of one customer."""

    customer: Customer
    consents: frozenset[str]
    assigned: frozenset[str]
    author: str


Predicate = Callable[[Record], bool]


@dataclass(frozen=True)
class Clause:
    """A piece of a filter line and what it means."""

    text: str
    holds: Predicate

    def __repr__(self) -> str:
        return self.text


def _fold(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text).casefold().replace("ł", "l")
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


def _quoted(value: str) -> str:
    return f'"{value}"'


WORDS = ["krak", "Kraków", "KRAKOW", "nowy", "nowak", "now", "new york", "York", "łuk", "żół", "%", "_", "100%", "a%b",
    "under_score", "it", "IT", "Söhne", "gmbh", "hauptstraße", "o'hara", "\\", "(cork)", "москва", "standard", "x",
    "main", "1", "sw1a", "30-001", "de-123", "k"]  # fmt: skip
FOLDED = (
    "first_name",
    "last_name",
    "company",
    "street",
    "city",
    "delivery_street",
    "delivery_city",
    "kind",
    "industry",
)
PLAIN = ("tax_id", "postcode", "delivery_postcode")


def _text(name: str, op: str, typed: str) -> Clause:
    wanted = _fold(typed)

    def holds(record: Record) -> bool:
        stored = _fold(str(record.customer.value(name)))
        return stored == wanted if op == "=" else stored.startswith(wanted) or f" {wanted}" in stored

    return Clause(f"{name}{op}{_quoted(typed)}", holds)


def _code(name: str, op: str, typed: str) -> Clause:
    return Clause(f"{name}{op}{typed}", lambda r: str(r.customer.value(name)).lower() == typed.lower())


def _email(op: str, typed: str) -> Clause:
    exact = op == "="

    def holds(record: Record) -> bool:
        stored = [email.lower() for email in record.customer.emails]
        return typed.lower() in stored if exact else any(typed.lower() in email for email in stored)

    return Clause(f"email{op}{typed}", holds)


def _phone(op: str, typed: str) -> Clause:
    digits = "".join(sign for sign in typed if sign.isdigit()).lstrip("0")

    def holds(record: Record) -> bool:
        if not digits:
            return False
        return any(number.endswith(digits) if op == "=" else digits in number for number in record.customer.phones)

    return Clause(f"phone{op}{_quoted(typed)}", holds)


def _day_of(record: Record, name: str) -> str:
    if name == "birthday":
        return record.customer.birthday
    moment = record.customer.created_at if name == "created" else record.customer.updated_at
    return datetime.fromtimestamp(moment / 1000, UTC).date().isoformat()


COMPARE = {":": operator.eq, "=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def _date(name: str, op: str, day: str) -> Clause:
    return Clause(f"{name}{op}{day}", lambda r: bool(_day_of(r, name)) and COMPARE[op](_day_of(r, name), day))


def _range(name: str, lower: str, upper: str) -> Clause:
    def holds(record: Record) -> bool:
        day = _day_of(record, name)
        return bool(day) and (not lower or day >= lower) and (not upper or day <= upper)

    return Clause(f"{name}:{lower}..{upper}", holds)


def _flag(name: str, word: str) -> Clause:
    return Clause(f"{name}:{word}", lambda r: r.customer.value(name) is (word in ("yes", "on", "1", "tak")))


def _active(word: str) -> Clause:
    return Clause(f"active:{word}", lambda r: word in ("any", "*") or r.customer.active is (word == "yes"))


def _consent(kind: str) -> Clause:
    return Clause(f"consent:{kind}", lambda r: kind in r.consents)


def _any_value(name: str) -> Clause:
    kinds: dict[str, Predicate] = {
        "email": lambda r: bool(r.customer.emails),
        "phone": lambda r: bool(r.customer.phones),
        "category": lambda r: bool(r.customer.categories),
        "interest": lambda r: bool(r.customer.interests),
        "tag": lambda r: bool(r.customer.tags),
        "consent": lambda r: bool(r.consents),
        "assigned": lambda r: bool(r.assigned),
        "birthday": lambda r: bool(r.customer.birthday),
    }
    always = ("created", "updated", "author", "gdpr_ignore", "restricted", "active")
    texts: Predicate = lambda r: bool(r.customer.value(name))  # noqa: E731 - one of several alike
    return Clause(f"{name}:*", (lambda _: True) if name in always else kinds.get(name, texts))


def _label(name: str, op: str, typed: str) -> Clause:
    labels = "categories" if name == "category" else "tags"
    return Clause(
        f"{name}{op}{_quoted(typed)}",
        lambda r: _fold(typed) in {_fold(label) for label in r.customer.value(labels)},  # type: ignore[union-attr]
    )


def _interest(op: str, typed: str) -> Clause:
    return Clause(
        f"interest{op}{_quoted(typed)}", lambda r: _fold(typed) in {_fold(one) for one in r.customer.interests}
    )


def _amount(record: Record, name: str) -> Decimal | None:
    found = [one.amount for one in record.customer.measurements if _fold(one.name).replace(" ", "_") == name]
    return Decimal(found[0]) if found else None


def _measured(name: str, op: str, typed: str) -> Clause:
    wanted = Decimal(typed.replace(",", "."))

    def holds(record: Record) -> bool:
        amount = _amount(record, name)
        return amount is not None and bool(COMPARE[op](amount, wanted))

    return Clause(f"measurement.{name}{op}{typed}", holds)


def _measured_within(name: str, lower: str, upper: str) -> Clause:
    def holds(record: Record) -> bool:
        amount = _amount(record, name)
        if amount is None or (lower and amount < Decimal(lower.replace(",", "."))):
            return False
        return not upper or amount <= Decimal(upper.replace(",", "."))

    return Clause(f"measurement.{name}:{lower}..{upper}", holds)


def _person(name: str, who: str, me: str) -> Clause:
    email = EMAILS[me] if who == "me" else EMAILS.get(who, "")

    def holds(record: Record) -> bool:
        if name == "author":
            return record.author == email
        return not record.assigned if who == "none" else email in record.assigned

    return Clause(f"{name}:{who if who in ('me', 'none') else email.upper()}", holds)


def _words(typed: str) -> Clause:
    wanted = re.findall(r"[^\W_]+", _fold(typed))

    def holds(record: Record) -> bool:
        c = record.customer
        texts = [c.first_name, c.last_name, c.company, c.city, c.street, c.delivery_city, c.tax_id, c.postcode]
        words = [word for text in (*texts, *c.emails, *c.tags) for word in re.findall(r"[^\W_]+", _fold(text))]
        return bool(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)

    return Clause(_quoted(typed), holds)


FLAG_WORDS = ("yes", "no", "on", "off", "1", "0", "tak", "nie")
CODES = ("PL", "de", "Gb", "ru", "xx")
ADDRESSES = ("firma.pl", "ANNA@", "a_n%a@other.org", "@", "a@firma.pl", "b@firma.pl", "ANNA@firma.pl", "zolw", "%")
NUMBERS = ("600", "600 100 200", "0600100200", "+48 600", "+48 600 100 200", "1234567", "000", "49", "-")
LABELS = ("zima", "ZIMA", "lato", "a b", "it", "none")
SEARCHED = ("now", "krak", "żółw łuk", "it", "sons", "ник", "иван", "firma.pl", "!", "nowak anna")
AMOUNTS = ("0", "38", "38,0", "40.125", "92,5", "92.50", "-0,001", "-1", "999999999.999")
MEASURED = ("waist", "obwod_szyi")
DAYS = ("1980-12-30", "1980-12-31", "1990-01-01", "2001-06-15", "0001-01-01", "9999-12-31")
VALUED = (
    *FOLDED, *PLAIN, "email", "phone", "country", "delivery_country", "language", "birthday", "created", "updated",
    "gdpr_ignore", "restricted", "category", "interest", "tag", "consent", "assigned",
    "author",
)  # fmt: skip


def clauses(me: str, stored: list[str]) -> st.SearchStrategy[Clause]:
    """Return single terms of every field and operator, as `me` types them; `stored` are the days of the records."""
    pick, equal = st.sampled_from, st.sampled_from((":", "="))
    word, days, dated = pick(WORDS), pick((*DAYS, *stored)), pick(("birthday", "created", "updated"))
    return st.one_of(
        st.builds(_text, pick(FOLDED), equal, word),
        st.builds(_text, pick(PLAIN), equal, word.filter(str.isascii)),
        st.builds(_code, pick(("country", "delivery_country", "language")), equal, pick(CODES)),
        st.builds(_email, equal, pick(ADDRESSES)),
        st.builds(_phone, equal, pick(NUMBERS)),
        st.builds(_date, dated, pick(tuple(COMPARE)), days),
        st.builds(_range, dated, days, days),
        st.builds(_range, dated, days, st.just("")),
        st.builds(_range, dated, st.just(""), days),
        st.builds(_flag, pick(("gdpr_ignore", "restricted")), pick(FLAG_WORDS)),
        st.builds(_any_value, pick(VALUED)),
        st.builds(_label, st.just("category"), equal, pick(("vip", "VIP", "Regular", "regulár"))),
        st.builds(_label, st.just("tag"), equal, pick(LABELS)),
        st.builds(_interest, equal, pick(("music", "MUSIC", "garden"))),
        st.builds(_measured, pick(MEASURED), pick(tuple(COMPARE)), pick(AMOUNTS)),
        st.builds(_measured_within, pick(MEASURED), pick(AMOUNTS), pick(("", *AMOUNTS))),
        st.builds(_active, pick(("yes", "no", "any", "*"))),
        st.builds(_consent, pick(("email", "sms"))),
        st.builds(_person, pick(("assigned", "author")), pick(("me", "none", *EMAILS)), st.just(me)),
        st.builds(_words, pick(SEARCHED)),
    )


def _nested(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    """Return terms negated, joined, and in parentheses."""
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(lambda one: Clause(f"-({one.text})", lambda r: not one.holds(r))),
        some.map(lambda all_: Clause(f"({' '.join(c.text for c in all_)})", lambda r: all(c.holds(r) for c in all_))),
        some.map(
            lambda any_: Clause(f"({' OR '.join(c.text for c in any_)})", lambda r: any(c.holds(r) for c in any_))
        ),
        inner.filter(lambda one: not one.text.startswith("-")).map(
            lambda one: Clause(f"-{one.text}", lambda r: not one.holds(r))
        ),
    )


def lines(me: str, stored: list[str]) -> st.SearchStrategy[Clause]:
    """Return whole filter lines."""
    return st.recursive(clauses(me, stored), _nested, max_leaves=6)
