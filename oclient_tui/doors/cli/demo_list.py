"""The list that the demo opens: 20,000 made-up customers, three people, records on some of them.

Nothing is sent anywhere. Everybody is made by counting, not by chance, so that each demo is the same.
"""

import csv
import io
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from oclient_tui.composition import House
from oclient_tui.config.business_types import business_type
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import tr
from oclient_tui.domain.text import fold
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile
from oclient_tui.services.messages.templates import SetTemplate
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import AddAccount
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList, MyLists
from oclient_tui.services.sharing.settings import ChangeSetting

DOOR = "demo"
LIST = "Meble Wawel"
OWNER, ADMIN, MEMBER = "ola@example.com", "hanna@example.com", "piotr@example.com"
PASSWORD = "demo-demo"  # noqa: S105 - of made-up people, on a database of the demo's own
PEOPLE = {OWNER: "Ola Wawelska", ADMIN: "Hanna Nowicka", MEMBER: "Piotr Lis"}
CUSTOMERS, WITH_RECORDS = 20_000, 150
HEADER = ("first_name", "last_name", "company", "email", "phone", "street", "postcode", "city", "birthday",
          "categories", "tags", "assigned")  # fmt: skip
CATEGORIES = ("Regular", "New", "VIP", "Loyalty card", "Wholesale")
WHO = tr(
    "Made-up people to try as: {owner} (owner), {admin} (admin), {member} (member, sees a sixteenth). "
    "Everybody's password: {password}. F12 changes the person. "
    "E-mails are kept as files in {folder}; nothing leaves this machine."
)
Tell = Callable[[str], None]


def told() -> Mapping[str, str]:
    """Return what stands in WHO."""
    return {"owner": OWNER, "admin": ADMIN, "member": MEMBER, "password": PASSWORD}


def fill(house: House, tell: Tell, *, customers: int = CUSTOMERS, with_records: int = WITH_RECORDS) -> Account:
    """Make people and list on an empty database, saying what happens; return the owner's account."""
    tell(tr("Three people and their list …"))
    accounts = {email: house.operator(DOOR).do(AddAccount(email, name, PASSWORD)) for email, name in PEOPLE.items()}
    ola = house.person(accounts[OWNER], DOOR)
    list_id = ola.do(CreateList(LIST, business_type("shop", "en"), "en")).id
    for key, value in {"region": "PL", "currency": "PLN", "timezone": "Europe/Warsaw", "assigned_only": "on"}.items():
        ola.do(ChangeSetting(list_id, key, value))
    for email, role in ((ADMIN, "admin"), (MEMBER, "member")):
        offer = ola.do(InviteMember(list_id, email, role))
        house.person(accounts[email], DOOR).do(AcceptInvitation(offer.token))
    tell(tr("20,000 customers through the import; this takes some seconds …"))
    ola.do(ImportCustomers(list_id, ImportFile(io.BytesIO(_file(customers)), "customers.csv")))
    tell(tr("Notes, tasks and sales …"))
    _add_records(ola, list_id, with_records)
    for template in _data()["templates"]:
        ola.do(SetTemplate(list_id, template["name"], template["text"], template["subject"]))
    return accounts[OWNER]


def deliver_to(house: House, owner: Account, host: str, port: int) -> None:
    """Let the owner's list, unless it was renamed or wiped, send through a mail server of this machine."""
    ola = house.person(owner, DOOR)
    values = {"host": host, "port": str(port), "security": "none", "from_name": LIST, "from_address": OWNER}
    for found in ola.do(MyLists()):
        if found.list.name == LIST:
            for key, value in values.items():
                ola.do(ChangeSetting(found.list.id, f"smtp.{key}", value))


@cache
def _data() -> Mapping[str, Any]:
    text = (files("oclient_tui") / "data" / "demo" / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


def _nth(kind: str, number: int) -> str:
    words: list[str] = _data()[kind]
    return words[number % len(words)]


def _file(number: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for each in range(number):
        writer.writerow(_customer(each))
    return out.getvalue().encode()


def _customer(number: int) -> tuple[str, ...]:
    """Return one customer; the steps are primes, so that the columns fall apart."""
    woman = number % 2 == 0
    first = _nth("women" if woman else "men", number // 2)
    surnames = "surnames_of_women" if woman else "surnames_of_men"
    last = _nth(surnames, number * 7 // 5)
    last = f"{last}-{_nth(surnames, number * 17 // 3)}" if number % 3 == 0 else last
    town, _, postcode = _nth("towns", number * 11 // 3).rpartition(" ")
    email = f"{fold(first)}.{fold(last)}.{number}@example.com" if number % 5 else ""
    return (
        first,
        last,
        f"{_nth('firms', number)} {last}" if number % 9 == 0 else "",
        email,
        f"+48 {500_000_000 + number * 4_999}" if number % 7 else "",
        f"{_nth('streets', number * 3)} {number % 97 + 1}",
        postcode,
        town,
        str(date(1950, 1, 1) + timedelta(days=number * 13 % 20_000)) if number % 3 == 0 else "",
        CATEGORIES[number * 3 // 2 % len(CATEGORIES)],
        _nth("tags", number) if number % 4 == 0 else "",
        MEMBER if number % 16 == 0 else ADMIN if number % 16 == 1 else "",
    )


def _add_records(ola: Session, list_id: int, number: int) -> None:
    """Add a note, a task or a sale to the first customers of the list: where somebody who looks will look."""
    kinds = ("Enquiry", "Offer sent", "Ordered", "Paid", "Handed over")
    found = ola.do(ListCustomers(list_id, limit=number)).items
    for place, customer in enumerate(found):
        due = date(2026, 1, 5) + timedelta(days=place)
        for module, values in (
            ("notes", {"text": _nth("notes", place)}),
            ("tasks", {"title": _nth("tasks", place), "due": str(due), "who": MEMBER}),
            ("sales", {"type": kinds[place % 5], "amount": f"{place * 137 % 9_000 + 90}.50", "date": str(due)}),
        ):
            if place % 3 == 0 or module != "tasks":
                ola.do(AddRecord(list_id, module, customer.id, TypedRecord(values)))
