"""One list with many customers on one engine, made once and used again while schema and parameters stay the same."""

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import loading, people, server
from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.lists import BusinessType
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import AddAccount
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "results" / "data"
DOOR = "benchmark"
OWNER, ONE_PERCENT, HALF = "owner@bench.example", "one@bench.example", "half@bench.example"
LIST_NAME = "Benchmark"
SEED = 7
_MEMBERS = 50
STARTED_MS = 1_735_800_000_000
_PREFIX = "oclient_bench_"
_DECIDING = ("storage/migrations/m*.py", "storage/migrations/*0001*.py", "storage/repositories/customer_rows.py",
    "oclient_tui/domain/search.py", "oclient_tui/domain/text.py", "benchmarks/loading.py", "benchmarks/people.py",
    "benchmarks/names.toml")  # fmt: skip


@dataclass(frozen=True)
class Dataset:
    """A filled database and where its list is."""

    engine: str
    url: str
    rows: int
    list_id: int

    def house(self) -> House:
        """Open the installation."""
        return bench_house(self.url)

    def sample(self, count: int) -> Iterator[Customer]:
        """Return some of the list's customers, spread over all of it."""
        every = people.customers(self.rows, SEED, 0, STARTED_MS)
        step = max(self.rows // count, 1)
        return (customer for number, customer in enumerate(every) if number % step == 0)


def session(house: House, email: str) -> Session:
    """Return the session of one of the list's people, without asking for a password."""
    with house.store.work("sign_in") as unit:
        account = unit.accounts.by_email(email)
    assert account is not None, f"the data set has no account {email}"  # noqa: S101 - made below
    return house.person(account, DOOR)


def dataset(engine: str, rows: int) -> Dataset:
    """Return the data set, made now unless one of the same schema and parameters is there."""
    name = f"{_PREFIX}{rows}_{fingerprint()}"
    note = DATA / f"{engine}-{name}.json"
    server_url = server.server_url(DATA / "pg") if engine == "postgresql" else ""
    if note.exists():
        found = Dataset(**json.loads(note.read_text("utf-8")))
        if engine == "sqlite" or name in server.databases(server_url, _PREFIX):
            return Dataset(engine, _url(engine, name, server_url), found.rows, found.list_id)
    _forget_others(engine, rows, server_url)
    made = _made(engine, _url(engine, name, server_url), rows, server_url, name)
    note.write_text(json.dumps(asdict(made)), "utf-8")
    return made


def _url(engine: str, name: str, server_url: str) -> str:
    return str(DATA / name / "oclient.db") if engine == "sqlite" else server.database_url(server_url, name)


def fingerprint() -> str:
    """Return a digest of whatever decides what the data look like."""
    digest = hashlib.sha256()
    for pattern in _DECIDING:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _forget_others(engine: str, rows: int, server_url: str) -> None:
    """Remove data sets of this size that no longer match: a million rows fill a gigabyte."""
    for note in DATA.glob(f"{engine}-{_PREFIX}{rows}_*.json"):
        note.unlink()
    if engine == "sqlite":
        for folder in DATA.glob(f"{_PREFIX}{rows}_*"):
            shutil.rmtree(folder)
    else:
        for name in server.databases(server_url, f"{_PREFIX}{rows}_"):
            server.drop_database(server_url, name)


def _made(engine: str, url: str, rows: int, server_url: str, name: str) -> Dataset:
    DATA.mkdir(parents=True, exist_ok=True)
    if engine == "postgresql":
        server.make_database(server_url, name)
    print(f"making {rows} customers on {engine} …", file=sys.stderr)
    started = time.perf_counter()
    house = bench_house(url)
    owner, list_id, shares = _people(house)
    house.close()
    loader = loading.SqliteLoader(url, list_id) if engine == "sqlite" else loading.PostgresLoader(url, list_id)
    loader.load(people.customers(rows, SEED, owner, STARTED_MS), shares, SEED)
    print(f"made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return Dataset(engine, url, rows, list_id)


def _people(house: House) -> tuple[int, int, dict[int, float]]:
    """Make the list, its owner and its members; return the owner, the list, and each member's share of customers."""
    secret = "a benchmark's password"  # noqa: S105 - of a made-up account
    operator = house.operator(DOOR)
    owner = operator.do(AddAccount(OWNER, "Owner", secret))
    session_of_owner = house.person(owner, DOOR)
    made = session_of_owner.do(CreateList(LIST_NAME, BusinessType("shop", "Shop", ""), "pl"))
    session_of_owner.do(ChangeSetting(made.id, "assigned_only", "on"))
    others = [f"member{number}@bench.example" for number in range(3, _MEMBERS + 1)]
    shares: dict[int, float] = {}
    for email in (ONE_PERCENT, HALF, *others):
        account = operator.do(AddAccount(email, email.partition("@")[0], secret))
        offer = session_of_owner.do(InviteMember(made.id, email, "member", ()))
        house.person(account, DOOR).do(AcceptInvitation(offer.token))
        shares[account.id] = 0.5 if email == HALF else 0.01
    return owner.id, made.id, shares


def bench_house(url: str) -> House:
    """Open the installation at a URL, with cheap passwords."""
    settings = Settings(url, None, DATA / "backups", DATA / "sign-in.json", None)
    return open_house(settings, passwords=ArgonPasswords(cheapest=True))
