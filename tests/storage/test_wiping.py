"""What a wipe leaves in the database and in its files: nothing (W1, N09, O39)."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import Busy, Closed, NotFound, OClientError, Refused
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.certifying import FinishWipe, ListCertificates
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.members import GrantRight
from oclient_tui.services.usecase import Work
from storage.engine import Engine
from storage.policies import guard_list_table
from storage.wiping import cleaning, residue
from storage.wiping.sampling import unexplained
from storage.wiping.schema import OWNER, STAYS, Schema
from storage.wiping.traces import Traces
from tests.factories import DOOR, PASSWORD, SHOP, World, add
from tests.services.test_wipe import of_others
from tests.storage.backdoor import backdoor, contents, is_server, sql
from tests.storage.crowd import another_house, at_once
from tests.storage.planted import plant, words_in


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody who reads leaves by waiting for them here."""
    monkeypatch.setattr(cleaning, "READERS_S", 0.05)


def folder_of(url: str) -> Path:
    return Path(url).parent


def wiped(world: World) -> Any:
    certificate = world.ola.do(WipeList(world.id, "Shop", PASSWORD)).certificate
    assert certificate is not None
    return certificate


def test_every_table_is_a_list_s_or_has_a_reason_to_stay(world: World) -> None:
    """A new table either names its list in `list_id`, and is wiped with it, or stands in STAYS with a reason."""
    columns = Schema.of(world.house.store.engine).columns
    neither = [name for name, found in columns.items() if OWNER not in found and name not in STAYS]
    assert not neither, "these tables are not wiped: add list_id, or a reason to storage/wiping/schema.py"
    assert not [name for name in STAYS if OWNER in columns.get(name, {})]


def test_an_index_of_words_is_known(world: World, url: str) -> None:
    """A virtual table keeps words in tables of its own, which have no list_id: cleaning.py must know it."""
    if not is_server(url):
        virtual = sql(url, "SELECT name FROM pragma_table_list WHERE type = 'virtual' AND schema = 'main'")
        assert virtual == [("customer_search",)]
    assert world.id


def test_tables_are_emptied_before_those_they_refer_to(world: World) -> None:
    schema = Schema.of(world.house.store.engine)
    order = schema.of_lists
    assert len(order) == len(set(order)) > 15
    late = [(a, b) for a, b in schema.references if {a, b} <= set(order) and a != b and order.index(a) > order.index(b)]
    assert not late


def _planted(world: World, url: str, customers: int) -> None:
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    kept = add(world.ola, other.id, company="Zostaje Łąka", email="stay@example.com", tags="calm")
    word = plant(world, customers)
    rows = [repr(row) for found in contents(url).values() for row in found]
    assert len(words_in(rows, word.planted)) >= len(word.planted) * 0.95, "the words stand in the tables"
    others = of_others(url, world.id)
    if not is_server(url):
        assert len(word.found(folder_of(url))) >= len(word.planted) * 0.95, "the look at the files finds them"
    certificate = wiped(world)
    assert of_others(url, world.id) == others
    rows = [repr(row) for found in contents(url).values() for row in found]
    assert words_in(rows, word.planted) == []
    if is_server(url):
        assert (certificate.values, certificate.files) == (0, ())
        return
    assert word.found(folder_of(url)) == {}
    names = {path.name for path in folder_of(url).iterdir()}
    assert {file.name for file in certificate.files} == names
    assert certificate.values == 200
    assert [customer.id for customer in world.ola.do(FindCustomers(other.id, "laka"))] == [kept.id]
    assert world.house.problems() == []


def test_nothing_planted_is_left_in_any_table_or_file(world: World, url: str) -> None:  # W1
    _planted(world, url, 12)


@pytest.mark.soak
def test_nothing_of_a_thousand_planted_values_is_left(world: World, url: str) -> None:  # W1
    _planted(world, url, 45)


@contextmanager
def a_reader_elsewhere(path: str) -> Generator[None]:
    """Let another process read the file in an open transaction, as somebody with a long export would."""
    script = (
        "import sqlite3, sys\n"
        "file = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "file.execute('BEGIN'); file.execute('SELECT count(*) FROM customers').fetchone()\n"
        "print('reading', flush=True); sys.stdin.readline()"
    )
    words = [sys.executable, "-c", script, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        try:
            yield
        finally:
            process.communicate("done\n")


@pytest.fixture
def file(tmp_path: Path) -> Generator[World]:
    """The world in a file, with some customers."""
    house = another_house(str(tmp_path / "data" / "oclient.db"), tmp_path)
    made = World.build(house)
    for number in range(5):
        add(made.mia, made.id, company=f"Ukryta firma {number}", email=f"u{number}@tajne.example")
    yield made
    house.close()


def _path(world: World) -> str:
    return str(world.house.store.engine.database.database)


def test_a_busy_reader_means_refusal_and_not_success(file: World) -> None:  # W1, finding 6
    before = contents(_path(file), besides=("audit_entries", "audit_values", "audit_heads"))
    with a_reader_elsewhere(_path(file)):
        with pytest.raises(Busy, match="list is open again"):
            file.ola.do(WipeList(file.id, "Shop", PASSWORD))
        after = contents(_path(file), besides=("audit_entries", "audit_values", "audit_heads"))
        assert after == before
        assert file.mia.do(CountCustomers(file.id)) == 5
        assert file.ola.do(ListCertificates()) == []
    assert wiped(file).digest


def test_a_reader_who_comes_after_the_removal_leaves_it_owed(file: World, monkeypatch: pytest.MonkeyPatch) -> None:
    removed = WipeList.removed
    with monkeypatch.context() as patch:
        readers = list[Any]()

        def late(self: WipeList, *args: Any) -> Any:
            readers.append(a_reader_elsewhere(_path(file)))
            readers[0].__enter__()
            return removed(self, *args)

        patch.setattr(WipeList, "removed", late)
        with pytest.raises(Busy, match="The list is removed, but somebody is still reading"):
            file.ola.do(WipeList(file.id, "Shop", PASSWORD))
    with pytest.raises(Busy, match="No certificate was issued"):
        file.ola.do(FinishWipe("Shop"))
    assert _left(file), "while somebody reads, the removed rows stand in the files: success would be a lie"
    readers[0].__exit__(None, None, None)
    with pytest.raises(NotFound):
        file.ola.do(PlanWipe(file.id))
    (certificate,) = file.ola.do(FinishWipe("Shop"))
    assert (certificate.values > 10, certificate.content["hits"]) == (True, 0)
    assert not _left(file)


def _left(world: World) -> list[str]:
    folder = Path(_path(world)).parent
    return [path.name for path in folder.iterdir() if b"ukryta firma" in path.read_bytes().lower()]


def test_remains_in_any_file_of_the_folder_mean_no_certificate(file: World) -> None:  # N09
    export = Path(_path(file)).parent / "exports" / "list.csv"
    export.parent.mkdir()
    export.write_text("UKRYTA FIRMA 3;u3@TAJNE.example\n", "utf-16-le")
    with pytest.raises(Refused, match=r"remains of it were found in exports/list\.csv"):
        file.ola.do(WipeList(file.id, "Shop", PASSWORD))
    (stub,) = file.ola.do(ListCertificates())
    assert stub.owed
    export.unlink()
    (certificate,) = file.ola.do(FinishWipe(str(file.id)))
    assert certificate.digest == file.ola.do(ListCertificates())[0].digest


def test_what_other_lists_have_as_well_is_no_remains(file: World) -> None:
    other = file.ola.do(CreateList("Other", SHOP, "pl"))
    add(file.ola, other.id, company="Ukryta firma 3 i spółka", email="u3@tajne.example")
    assert wiped(file).content["hits"] == 0


def test_a_removal_that_leaves_anything_is_taken_back(file: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that comes up again while its table is emptied, as a trigger might put it there."""
    with backdoor(_path(file)) as hand:
        hand.sql(
            "CREATE TRIGGER stubborn AFTER DELETE ON customer_tags BEGIN INSERT INTO customer_tags"
            " (list_id, tag_key, customer_id, tag) VALUES (old.list_id, old.tag_key || '+', old.customer_id, 'x'); END"
        )
    add(file.ola, file.id, company="Tagged", tags="a")
    before = contents(_path(file), besides=("audit_entries", "audit_values", "audit_heads"))
    with pytest.raises(Refused, match="Rows in customer_tags cannot be removed"):
        file.ola.do(WipeList(file.id, "Shop", PASSWORD))
    assert contents(_path(file), besides=("audit_entries", "audit_values", "audit_heads")) == before
    assert file.mia.do(CountCustomers(file.id)) == 5
    monkeypatch.undo()


def test_a_small_list_beside_a_large_one_leaves_the_index_whole(file: World) -> None:
    other = file.ola.do(CreateList("Other", SHOP, "pl"))
    kept = {add(file.ola, other.id, company=f"Duża lista {number}").id for number in range(12)}
    wiped(file)
    assert {customer.id for customer in file.ola.do(FindCustomers(other.id, "duza"))} == kept
    with backdoor(_path(file)) as hand:
        hand.sql("INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 0)")
        assert hand.sql("SELECT count(*) FROM sqlite_master WHERE name = 'customer_words_removed'") == [(1,)]


def test_references_are_enforced_again_afterwards(file: World) -> None:
    wiped(file)
    pragma = file.house.store.engine.database.execute_sql("PRAGMA foreign_keys").fetchone()
    assert pragma == (1,)


class TestSearch:
    """The look at raw files."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        made = tmp_path / "raw"
        made.mkdir()
        return made

    @pytest.mark.parametrize(
        "written",
        ["Zażółć gęślą", "zażółć gęślą", "ZAŻÓŁĆ GĘŚLĄ", "zazolc gesla", "ZAZOLC GESLA", "ZAŻÓŁĆ gęślą"],
    )
    @pytest.mark.parametrize("charset", ["utf-8", "utf-16-le"])
    def test_a_value_is_found_in_any_case_and_folded(self, folder: Path, written: str, charset: str) -> None:
        (folder / "a").write_bytes(b"\x00\xff before " + written.encode(charset) + b" after")
        (file,) = residue.scan(folder, ["Zażółć gęślą"], set)
        assert file.name == "a"
        assert bool(file.hits) is (written != "ZAŻÓŁĆ gęślą"), "half in capitals is how nobody stores it"

    def test_a_value_across_two_readings_is_found(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(residue, "_AT_ONCE", 16)
        for start in range(40):
            (folder / f"{start:02}").write_bytes(b"." * start + b"needle in the hay" + b"." * 9)
        found = residue.scan(folder, ["needle in the hay", "absent one"], set)
        assert [file.hits for file in found] == [1] * 40

    def test_values_that_begin_alike_are_told_apart(self, folder: Path) -> None:
        (folder / "a").write_bytes(b"anna kowal|anna kowalska|zzz999")
        values = ["Anna Kowal", "Anna Kowalska", "Anna Nowak", "zzz999", "zzz9990"]
        found = set[bytes]()

        def kept(hits: set[bytes]) -> set[bytes]:
            found.update(hits)
            return set()

        residue.scan(folder, values, kept)
        assert found == {b"anna kowal", b"anna kowalska", b"zzz999"}

    def test_a_file_that_cannot_be_read_is_no_clean_one(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "closed").write_text("x")

        def denied(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)
        with pytest.raises(Refused, match="closed cannot be searched"):
            residue.scan(folder, ["something"], set)

    def test_links_out_of_the_folder_are_not_followed(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").write_text("needle in the hay")
        (folder / "link").symlink_to(tmp_path / "elsewhere")
        assert residue.scan(folder, ["needle in the hay"], set) == ()

    def test_what_stands_rightly_unexplained(self, file: World) -> None:
        engine: Engine = file.house.store.engine
        held = {b"ukryta firma 3", b"mia@example.com", b"create table customers"}
        assert unexplained(engine, held) == set()
        assert unexplained(engine, held | {b"ukryta firma 9"}) == {b"ukryta firma 9"}


def test_writers_are_waited_for(world: World, url: str, tmp_path: Path) -> None:  # O39
    """Somebody who is in the middle of adding a customer finishes; the wipe comes after, and takes it along."""
    inside, go_on = threading.Event(), threading.Event()

    class Slow(AddCustomer, needs=AddCustomer.needs, writes=True):
        def run(self, work: Work) -> Any:
            made = super().run(work)
            inside.set()
            go_on.wait(timeout=5)
            return made

    def slowly() -> None:
        with closing(another_house(url, tmp_path)) as house:
            _as(world, house, "mia").do(Slow(world.id, Typed({"company": "Last one in"})))

    writer = threading.Thread(target=slowly)
    writer.start()
    assert inside.wait(timeout=30)
    waker = threading.Timer(0.2, go_on.set)
    waker.start()
    certificate = wiped(world)
    writer.join(timeout=30)
    assert certificate.wipe.counts["customers"] == 1
    assert [
        row for rows in contents(url, besides=("wipes", "audit_entries")).values() for row in rows if world.id in row
    ] == []


def _as(world: World, house: House, who: str) -> Any:
    return type(world.ola)(house.store, house.tools, world.people[who].actor, DOOR)


def test_many_who_write_during_a_wipe_leave_nothing_behind(world: World, url: str, tmp_path: Path) -> None:
    """Whoever comes too late is refused; no row of the list, its audit included, is written after it is gone."""
    stop = threading.Event()
    odd = list[BaseException]()

    def write(who: str) -> None:
        with closing(another_house(url, tmp_path)) as house:
            session, number = _as(world, house, who), 0
            while not stop.is_set():
                number += 1
                try:
                    session.do(AddCustomer(world.id, Typed({"company": f"{who} {number}"})))
                    session.do(CountCustomers(world.id))
                except (Refused, NotFound, Busy):
                    continue
                except BaseException as error:  # noqa: BLE001 - told below
                    odd.append(error)
                    return

    threads = [threading.Thread(target=write, args=(who,)) for who in ("mia", "max", "adam")]
    for thread in threads:
        thread.start()
    while sql(url, "SELECT count(*) FROM customers")[0][0] < 6:
        pass
    certificate = _patiently(world)
    stop.set()
    for thread in threads:
        thread.join(timeout=60)
    assert odd == []
    assert certificate.wipe.counts["customers"] >= 6
    left = {
        name: [row for row in rows if row[0] == world.id] for name, rows in contents(url, besides=("wipes",)).items()
    }
    assert {name for name, rows in left.items() if rows} == set()


def _patiently(world: World) -> Any:
    """Wipe, again if a reader was in the way: those who are refused still look, each for a moment."""
    for _ in range(50):
        try:
            return wiped(world)
        except Busy:
            stubs = world.ola.do(ListCertificates())
            if stubs:
                found = list[Any]()
                while not found:
                    try:
                        found = world.ola.do(FinishWipe(str(world.id)))
                    except Busy:
                        continue
                return found[0]
    raise AssertionError("the readers never left for a moment")


def test_of_several_who_wipe_at_once_one_does(world: World, url: str, tmp_path: Path) -> None:
    world.ola.do(GrantRight(world.id, "adam@example.com", "wipe"))
    add(world.mia, world.id, company="One")

    def act(house: House, place: int) -> Any:
        return _as(world, house, ("ola", "adam", "ola")[place]).do(WipeList(world.id, "Shop", PASSWORD))

    results = at_once(3, lambda: another_house(url, tmp_path), act)
    done = [one for one in results if not isinstance(one, OClientError)]
    stubs = sql(url, "SELECT subject, digest FROM wipes")
    assert len(stubs) <= 1, "removed at most once"
    assert len(done) <= 1, results
    assert all(isinstance(one, Closed | NotFound | Busy) for one in results if one not in done), results
    if not stubs:  # each was in the others' way: then the list is whole
        assert world.mia.do(CountCustomers(world.id)) == 1


def test_a_table_that_came_later_is_wiped_as_well(world: World, url: str) -> None:
    """Found in the schema: nobody has to add it anywhere; its policies let the wipe through (D9)."""
    engine = world.house.store.engine
    with engine.migrating():
        engine.database.execute_sql(
            "CREATE TABLE old_letters (list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), id BIGINT NOT NULL,"
            " text TEXT NOT NULL, PRIMARY KEY (list_id, id))"
        )
        guard_list_table(engine, "old_letters")
    sql(url, "INSERT INTO old_letters VALUES (?, 1, 'half a letter')", world.id)
    assert wiped(world).wipe.counts["old_letters"] == 1
    assert sql(url, "SELECT count(*) FROM old_letters") == [(0,)]


def test_backups_made_since_the_list_began_are_named(file: World, tmp_path: Path) -> None:  # D30, O41
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "old.db").write_text("x")
    os.utime(folder / "old.db", (1, 1))
    (folder / "new.db").write_text("x")
    assert file.ola.do(PlanWipe(file.id)).backups == (str(folder / "new.db"),)
    assert wiped(file).backups == (str(folder / "new.db"),)
    assert (folder / "new.db").exists()


def test_the_traces_of_a_server_are_not_searched(world: World, url: str) -> None:
    found = Traces(world.house.store.engine, Path("nowhere")).search(["something"])
    assert bool(found) is not is_server(url)


def test_the_log_is_cut_to_nothing(file: World) -> None:
    wiped(file)
    with closing(sqlite3.connect(_path(file))) as beside:
        assert beside.execute("PRAGMA freelist_count").fetchone() == (0,)
