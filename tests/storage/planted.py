"""Values planted all over a list, each a word of its own, and the look for them in raw files (W1)."""

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.modules import registered
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording
from oclient_tui.services.sharing.invitations import InviteMember
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add
from tests.services.record_samples import typed

TEXTS = (
    "first_name", "last_name", "company", "street", "city", "delivery_street", "delivery_city", "industry",
    "tags",
)  # fmt: skip


class Planter:
    """Makes words that stand nowhere else; with letters whose folded form differs, and few alike beginnings."""

    def __init__(self) -> None:
        self.planted: list[str] = []
        self._numbers = count()

    def __call__(self) -> str:
        word = hashlib.sha256(f"planted {next(self._numbers)}".encode()).hexdigest()[:16]
        self.planted.append(word)
        return f"{word}Żół"

    def plain(self) -> str:
        """Return a word of ASCII, as an address needs."""
        return self().removesuffix("Żół")

    def found(self, folder: Path) -> dict[str, str]:
        """Return which planted words stand in which file of a folder, in any case.

        The first letters are left out: an index writes only where a word differs from the one before it.
        """
        held = {path.name: path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()}
        return {word: name for word in self.planted for name, content in held.items() if word[4:].encode() in content}


def plant(world: World, customers: int) -> Planter:
    """Fill every table of the list with planted words: fields, labels, consents, records, files, sets, settings."""
    word = Planter()
    ola, list_id = world.ola, world.id
    ola.do(ChangeSetting(list_id, "duplicates.rules", "email; last_name+city"))
    for key, value in (("smtp.host", "mail.example.com"), ("smtp.from_address", f"{word.plain()}@example.com")):
        ola.do(ChangeSetting(list_id, key, value))
    ola.do(SuppressAddress(list_id, f"{word.plain()}@example.com"))
    for key in ("smtp.username", "smtp.from_name", "sms.sender"):
        ola.do(ChangeSetting(list_id, key, word.plain()[:11]))
    for kind in CatalogueKind:
        ola.do(AddEntry(list_id, kind, word(), *(("cm",) if kind is CatalogueKind.MEASUREMENTS else ())))
    ola.do(ChangeWording(list_id, "email", word()))
    ola.do(InviteMember(list_id, f"{word.plain()}@example.com"))
    ola.do(CreateSet(list_id, word(), f'city:"{word()}"'))
    for module in registered():
        ola.do(ChangeSetting(list_id, f"modules.{module.key}", "on"))
    for number in range(customers):
        _customer(world, word, number)
    return word


def _customer(world: World, word: Planter, number: int) -> None:
    session = world.mia if number % 2 else world.ola
    fields = {name: word() for name in TEXTS} | {"email": f"{word.plain()}@example.com", "categories": "VIP"}
    made = add(session, world.id, **fields)
    session.do(EditCustomer(world.id, made.id, Typed({"city": word(), "company": word()})))
    session.do(RecordConsent(world.id, made.id, "sms", True, word(), word()))
    session.do(SendSingle(world.id, made.id, word(), word()))
    for module in registered():
        session.do(AddRecord(world.id, module.key, made.id, typed(module, word())))
    if number % 10 == 9:
        gone = add(session, world.id, company=word(), tags=word())
        world.ola.do(DeleteCustomer(world.id, gone.id))


def words_in(rows: Iterator[str] | list[str], planted: list[str]) -> list[str]:
    """Return the planted words in rows of tables."""
    text = "\n".join(rows).lower()
    return [word for word in planted if word in text]
