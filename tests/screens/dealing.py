"""A list with something typed by people in every table, and hostile strings dealt over all of it (T1-T4)."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, zip_longest

from oclient_tui.modules import registered
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.importing.saved import SaveImportMapping
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.messages.templates import SetTemplate
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.sharing.catalogues import ChangeWording
from oclient_tui.services.sharing.invitations import InviteMember
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.own_account import AddOwnKey
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import SHOP, World, add
from tests.screens import hostile
from tests.services.record_samples import typed
from tests.services.test_accounts import key

TYPED = "Typed"
"""Stands in what people typed, so that in a column of several meanings it is told from the rest."""

_PLACES = """
accounts.email accounts.name account_keys.comment customer_lists.name invitations.email audit_values.text
audit_entries.subject audit_entries.door list_settings.value
customers.first_name customers.last_name customers.company customers.street customers.postcode customers.city
customers.delivery_street customers.delivery_city customers.kind customers.industry customers.emails customers.phones
customer_tags.tag consent_events.wording consent_events.source catalogue_entries.name
catalogue_entries.unit consent_wordings.wording customer_sets.name customer_sets.line import_mappings.name
import_mappings.columns templates.name template_versions.subject template_versions.body_text outbox.recipient
rendered.subject rendered.body_text suppressions.address suppressions.detail
record_notes.text record_tasks.title record_tasks.note record_calendar.title record_calendar.place
record_calendar.note record_contracts.title record_contracts.number record_contracts.note record_sales.lines
record_sales.note record_files.file record_files.note
"""
PLACES = tuple(_PLACES.split())
"""Columns of what people typed, as `table.column`."""

IN_PART = ("audit_values.text", "list_settings.value", "import_mappings.columns", "record_sales.lines")
"""Columns of which a part alone was typed: it begins with TYPED."""


def fill(world: World, customers: int) -> None:
    """Put something that people typed into every table that a screen shows."""
    ola, here = world.ola, world.id
    for number in range(customers):
        add(ola, here, first_name="Jan", last_name="Nowak", company=f"{TYPED} {number}", city="Łódź", street="Długa",
            tags=f"tag {number}", kind="x", industry="y", delivery_city="Hel", delivery_street="Krótka",
            postcode="00-001",
            email=f"k{number}@example.com", phone=f"+48 501 23{number:04}")  # fmt: skip
    first = ola.do(ListCustomers(here, limit=1)).items[0].id
    settings = {"name": TYPED, "smtp.host": "mail.example.com", "smtp.from_address": "shop@example.com"}
    for setting, value in {**settings, "smtp.from_name": TYPED, "autoresponder.subject": TYPED}.items():
        ola.do(ChangeSetting(here, setting, value))
    for number in range(3):
        ola.do(ChangeWording(here, "email", f"{TYPED} {number}"))
        ola.do(RecordConsent(here, first, "email", True, TYPED, TYPED))
        ola.do(CreateSet(here, f"{TYPED} {number}", "city:Łódź"))
        ola.do(SaveImportMapping(here, f"{TYPED} {number}", {"company": f"{TYPED} {number}"}))
        ola.do(SetTemplate(here, f"{TYPED} {number}", TYPED, TYPED))
        ola.do(SuppressAddress(here, f"{number}@example.com", detail=TYPED))
        ola.do(SendSingle(here, first, TYPED, TYPED))
        ola.do(InviteMember(here, f"new{number}@example.com"))
        ola.do(AddOwnKey(key(number, comment=TYPED)))
    other = world.eve.do(CreateList(TYPED, SHOP, "pl"))
    world.eve.do(InviteMember(other.id, "ola@example.com"))
    for module in registered():
        ola.do(ChangeSetting(here, f"modules.{module.key}", "on"))
        for number in range(3):
            ola.do(AddRecord(here, module.key, first, typed(module, TYPED, number)))


def deal(file: str) -> dict[str, list[str]]:
    """Write strings over what people typed, as another program could; return which stand in which column.

    They go round all columns: each has its first before any has a second.
    """
    texts = hostile.strings()
    dealt: dict[str, list[str]] = {place: [] for place in PLACES}
    with closing(sqlite3.connect(file)) as other:
        cells = zip_longest(*(list(_cells(other, place)) for place in PLACES))
        for cell in filter(None, chain.from_iterable(cells)):
            text = next(texts)
            if cell.write(other, text):
                dealt[cell.place].append(text)
        other.commit()
    return dealt


@dataclass(frozen=True)
class _Cell:
    """What stands in one column of one row."""

    place: str
    key: dict[str, int | str]
    before: str

    def write(self, other: sqlite3.Connection, text: str) -> int:
        """Put a string in the place of what was typed; return how many rows that changed."""
        table, _, column = self.place.partition(".")
        if self.place in IN_PART and self.before != TYPED:
            text = re.sub(f'"{TYPED}[^"]*"', lambda _: json.dumps(text), self.before)
        where = " AND ".join(f"{name} = ?" for name in self.key)
        changed = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {where}"  # noqa: S608 - names of our own tables
        return other.execute(changed, (text, *self.key.values())).rowcount


def _cells(other: sqlite3.Connection, place: str) -> Iterator[_Cell]:
    table, _, column = place.partition(".")
    keys = [name for _, name, *_, key in other.execute(f"PRAGMA table_info({table})") if key]
    part = f" AND {column} LIKE '%{TYPED}%'" if place in IN_PART else ""
    found = f"SELECT {column}, {', '.join(keys)} FROM {table} WHERE {column} <> ''{part}"  # noqa: S608
    for before, *values in other.execute(found).fetchall():
        yield _Cell(place, dict(zip(keys, values, strict=True)), before)
