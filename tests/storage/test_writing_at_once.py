"""Two who write at once wait for each other; neither is told of a lock, and no count is lost (D10, finding 4)."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import peewee
import psycopg
import pytest

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Busy, NotFound, Unavailable
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.privacy.auditing import VerifyAudit
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from oclient_tui.services.usecase import UseCase, Work
from storage.sqlite import SqliteEngine
from tests.factories import World, add
from tests.storage.backdoor import is_server, sql
from tests.storage.crowd import another_house

EACH = 200
WRITER = """
import sys
from pathlib import Path
from oclient_tui.services.sharing.accounts import ListAccounts
from tests.factories import add
from tests.storage.crowd import another_house
url, folder, list_id, times = sys.argv[1:]
house = another_house(url, Path(folder))
ola = next(a for a in house.operator("test").do(ListAccounts()) if a.email == "ola@example.com")
for number in range(int(times)):
    add(house.person(ola, "test"), int(list_id), company=f"Company {number}")
"""


def test_two_processes_that_read_and_then_write_never_meet_a_lock(world: World, url: str, tmp_path: Path) -> None:
    """Each add reads the membership, the list and the end of the audit's chain before it writes: 0 of 400 may fail."""
    times = EACH if not is_server(url) else EACH // 4
    before = world.ola.do(VerifyAudit(world.id)).entries
    command = [sys.executable, "-c", WRITER, url, str(tmp_path), str(world.id), str(times)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) for _ in "ab"]
    errors = [process.communicate(timeout=120)[1] for process in both]
    assert errors == ["", ""]
    assert world.ola.do(CountCustomers(world.id)) == 2 * times
    verdict = world.ola.do(VerifyAudit(world.id))
    assert (verdict.broken_at, verdict.entries - before) == (None, 2 * times)


def test_a_write_begins_immediate_and_a_read_does_not(world: World, url: str) -> None:
    """Two writes cannot both be open; two reads can, and so can a read beside a write."""
    engine = world.house.store.engine
    if not isinstance(engine, SqliteEngine):
        with engine.transaction(writing=True):
            assert engine.database.execute_sql("SHOW transaction_isolation").fetchone() == ("read committed",)
        return
    for writing, expected in ((True, "database is locked"), (False, "")):
        said = ""
        with engine.transaction(writing=writing):
            other = peewee.SqliteDatabase(url, timeout=0)
            try:
                with other.atomic("IMMEDIATE"):
                    pass
            except peewee.OperationalError as error:
                said = str(error)
            other.close()
        assert said == expected, f"writing={writing}"


def test_a_lock_that_stays_taken_is_told_as_busy(world: World, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = world.house.store.engine
    world.house.close()
    if isinstance(engine, SqliteEngine):
        monkeypatch.setattr(engine.database, "_timeout", 0)
        holder = peewee.SqliteDatabase(url)
        with holder.atomic("IMMEDIATE"), pytest.raises(Busy, match="Try again"):
            add(world.ola, world.id, company="Waiting")
        holder.close()
    else:
        name = sql(url, "SELECT current_database()")[0][0]
        sql(url, f'ALTER DATABASE "{name}" SET lock_timeout = 50')
        with psycopg.connect(url) as locker:
            locker.execute("LOCK TABLE members")
            with pytest.raises(Busy, match="Try again"):
                add(world.ola, world.id, company="Waiting")
    assert world.ola.do(CountCustomers(world.id)) == 0


class Smuggle(UseCase[None], needs=Permission.ADD, writes=True):
    """Write into another list, as a forgotten filter would."""

    def __init__(self, list_id: int, other: int) -> None:
        self.list_id, self.other = list_id, other

    def run(self, work: Work) -> None:
        work.unit.hall.database.execute_sql(
            f"INSERT INTO consent_wordings (list_id, code, version, wording, at) VALUES ({self.other}, 'a', 1, '', 1)"  # noqa: S608
        )


def test_a_write_past_the_policies_is_answered_like_a_missing_record(pg_world: World) -> None:  # D2, A8
    with pytest.raises(NotFound, match="no such record"):
        pg_world.ola.do(Smuggle(pg_world.id, pg_world.id + 1))
    assert pg_world.ola.do(VerifyAudit(pg_world.id)).broken_at is None


def test_a_connection_that_was_cut_comes_back(pg_world: World, pg_url: str) -> None:
    """The server may restart under a long session: one action may fail in a sentence, the next one works."""
    operator = pg_world.house.operator("test")
    sql(
        pg_url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    said: list[str] = []
    for _ in range(3):
        try:
            operator.do(ListAccounts())
        except Unavailable as refusal:
            said.append(str(refusal))
    assert len(said) <= 1, said
    assert operator.do(AddAccount("new@example.com")).email == "new@example.com"


@pytest.fixture
def pg_world(pg_url: str, tmp_path: Path) -> Generator[World]:
    with closing(another_house(pg_url, tmp_path)) as house:
        yield World.build(house)
