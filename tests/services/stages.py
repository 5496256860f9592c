"""Stages: one small installation, built once for every worker and engine, and copied for every play on it.

Six people, two lists: Ola's shop, where Adam is admin and Mia and Max are members, and Bob's, where Mia is admin and
Max is a member. Eve has an account and is on no list. Both lists have assigned_only on.
"""

import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.accounts import Account
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.modules import registered
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import DOOR, SHOP, Clock, account
from tests.services.forms import CITIES, TAGS, Form, after, form
from tests.services.model import Listing, Record, blank, token
from tests.services.tables import PostgresTables, SqliteTables, Tables

FURNISHED = replace(SHOP, modules=tuple(module.key for module in registered()))
"""The lists have every card module on."""

PEOPLE = ("ola", "adam", "mia", "max", "bob", "eve")
PLACES: Mapping[str, Mapping[str, str]] = {
    "A": {"ola": "owner", "adam": "admin", "mia": "member", "max": "member"},
    "B": {"bob": "owner", "mia": "admin", "max": "member"},
}


AUTHORS = (
    ("A", "ola", ""), ("A", "ola", "none"), ("A", "adam", "mia"), ("A", "mia", ""), ("A", "mia", "max"),
    ("A", "max", ""), ("A", "max", ""), ("A", "mia", "none"),
    ("B", "bob", ""), ("B", "mia", "max"), ("B", "max", ""), ("B", "bob", "none"),
)  # fmt: skip
"""The first records: list, author, and who is assigned besides."""


def address(name: str) -> str:
    """Return the e-mail of a person on stage."""
    return f"{name}@example.com"


@dataclass(frozen=True)
class Cast:
    """Who and what stands in every copy, with the same ids in all of them."""

    people: Mapping[str, Account]
    lists: Mapping[str, int]
    records: Sequence[tuple[str, Record]]
    """Each with the title of its list."""


@dataclass(frozen=True)
class Stage:
    """One copy, opened."""

    url: str
    cast: Cast
    house: House
    clock: Clock

    def session(self, name: str) -> Session:
        """Return the session of somebody of the cast, of `nobody`, or of `operator`."""
        if name == "nobody":
            return self.house.visitor(DOOR)
        if name == "operator":
            return self.house.operator(DOOR)
        return self.house.person(self.cast.people[name], DOOR)

    def tables(self) -> Tables:
        """Return a look at the raw tables, past every lock."""
        return PostgresTables(self.url) if self.url.startswith("postgresql") else SqliteTables(self.url)


class Stages(Protocol):
    """Makes copies."""

    engine: str

    def fresh(self) -> AbstractContextManager[Stage]:
        """Return a new copy; it is thrown away afterwards."""
        ...


def opened(url: str, folder: Path, clock: Clock) -> House:
    """Open an installation with cheap passwords."""
    settings = Settings(url, None, folder / "backups", folder / "sign-in.json", None)
    return open_house(settings, passwords=ArgonPasswords(cheapest=True), clock=clock)


def _built(url: str, folder: Path) -> Cast:
    house = opened(url, folder, Clock())
    sessions = {name: account(house, address(name)) for name in PEOPLE}
    lists: dict[str, int] = {}
    for title, places in PLACES.items():
        owner = sessions[next(name for name, role in places.items() if role == "owner")]
        lists[title] = owner.do(CreateList(f"List {title}", FURNISHED, "pl")).id
        owner.do(ChangeSetting(lists[title], "assigned_only", "on"))
        for name, role in places.items():
            if role != "owner":
                offer = owner.do(InviteMember(lists[title], address(name), role))
                sessions[name].do(AcceptInvitation(offer.token))
    records = [_added(sessions, lists, number, *place) for number, place in enumerate(AUTHORS, start=1)]
    with house.store.work("operator") as unit:
        people = {name: unit.accounts.by_email(address(name)) for name in PEOPLE}
    house.close()
    return Cast({name: found for name, found in people.items() if found is not None}, lists, records)


def _added(
    sessions: Mapping[str, Session], lists: Mapping[str, int], number: int, title: str, author: str, also: str
) -> tuple[str, Record]:
    """Add a record, and assign it to one more person; `none` takes the author's own assignment away."""
    word = token(number)
    typed = Form({"last_name": word, "city": CITIES[number % 4], "tags": TAGS[number % 3], "categories": "VIP"})
    typed = typed.joined(form("email", number % 4, word)).joined(form("first_name", number % 4, word))
    found = sessions[author].do(AddCustomer(lists[title], typed.typed))
    owner = next(name for name, role in PLACES[title].items() if role == "owner")
    assigned = {author, also} - {""}
    if also == "none":
        sessions[owner].do(Unassign(lists[title], (address(author),), found.id))
        assigned = set[str]()
    elif also:
        sessions[owner].do(Assign(lists[title], (address(also),), found.id))
    values = after(blank(), typed, Listing(0, "", assigned_only=True, categories=["VIP", "Regular"], places={}))
    return title, Record(found.id, word, author, values, assigned)


@contextmanager
def _stage(url: str, folder: Path, cast: Cast) -> Generator[Stage]:
    clock = Clock()
    house = opened(url, folder, clock)
    try:
        yield Stage(url, cast, house, clock)
    finally:
        house.close()


class SqliteStages:
    """Copies of one file."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template" / "oclient.db"
        self._cast = _built(str(self._template), folder)

    @contextmanager
    def fresh(self) -> Generator[Stage]:
        place = self._folder / str(next(self._numbers))
        place.mkdir(mode=0o700)
        target = place / "oclient.db"
        shutil.copy(self._template, target)
        with _stage(str(target), place, self._cast) as stage:
            yield stage
        shutil.rmtree(place)


class PostgresStages:
    """Copies of one database, kept in a schema beside it and laid back for every play: quicker than a new database."""

    engine = "postgresql"

    def __init__(self, cluster: str, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._cluster = psycopg.connect(cluster, autocommit=True)
        self._cluster.execute(f'CREATE DATABASE "{name}"'.encode())
        # A test's data need not survive the power: commits without waiting for the disk are quicker.
        self._cluster.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
        self._url = urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))
        self._cast = _built(self._url, folder)
        self._server = psycopg.connect(self._url, autocommit=True)
        self._restore = self._saved()

    def _saved(self) -> bytes:
        """Keep every table in a schema of its own and return what lays it back; references follow creation."""
        self._server.execute("SELECT set_config('app.actor', 'operator', false)")
        found = self._server.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
            " ORDER BY oid"
        )
        names = [str(row[0]) for row in found]
        copies = [f"CREATE TABLE kept.{name} AS TABLE {name}" for name in names]
        self._server.execute("; ".join(["CREATE SCHEMA kept", *copies]).encode())
        emptied = [f"DELETE FROM {name}" for name in reversed(names)]  # noqa: S608 - names of tables
        filled = [f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in names]  # noqa: S608 - names of tables
        return "; ".join([*emptied, *filled]).encode()

    @contextmanager
    def fresh(self) -> Generator[Stage]:
        self._server.execute(self._restore)
        with _stage(self._url, self._folder, self._cast) as stage:
            yield stage

    def close(self) -> None:
        """Take the database away."""
        self._server.close()
        self._cluster.execute(f'DROP DATABASE "{self._name}" WITH (FORCE)'.encode())
        self._cluster.close()
