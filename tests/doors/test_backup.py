"""Backup and restore by the command line (D30, R1, W3): whole copies, nothing resurrected, nobody still signed in."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import load
from tests.doors.calling import CommandLine
from tests.factories import PASSWORD
from tests.services.keys import key_line
from tests.storage.backdoor import contents, files, is_server, sql

OLA, MIA = "ola@example.com", "mia@example.com"
AUDIT = ("audit_entries", "audit_values", "audit_heads")


@pytest.fixture
def shop(plain: CommandLine) -> CommandLine:
    """A list with two customers, owned by Ola."""
    plain.account(OLA)
    plain("lists", "create", "Sklep", "--type", "shop", by=OLA).check(0)
    for name in ("Alfa", "Żółw"):
        plain.add(OLA, "Sklep", f"company={name}", f"email={name[0].lower()}@example.com".replace("ż", "z"))
    return plain


@pytest.fixture
def copy(shop: CommandLine, tmp_path: Path) -> Path:
    """A backup of it."""
    shop("backup", str(tmp_path / "copy.db")).check(0)
    return tmp_path / "copy.db"


def _restore(shop: CommandLine, file: Path, *flags: str) -> dict[str, Any]:
    found: dict[str, Any] = shop("restore", str(file), "--yes", *flags, "--json").json()
    return found


def _house(shop: CommandLine) -> House:
    return open_house(load().overridden(database=shop.database, acting=None))


def test_a_backup_is_whole_and_private(shop: CommandLine, copy: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    assert contents(str(copy), besides=AUDIT) == contents(shop.database, besides=AUDIT)
    assert [path.name for path in copy.parent.iterdir() if path.name.startswith(".")] == [], "nothing is left beside it"
    last = shop("audit", "list", "Sklep", by=OLA)
    assert "BackupMade" not in last.out, "it stands in the installation's chain, not in a list's"
    assert ("BackupMade",) in sql(shop.database, "SELECT action FROM audit_entries WHERE list_id = 0")


def test_a_backup_replaces_nothing_unless_told(shop: CommandLine, copy: Path) -> None:
    before = copy.read_bytes()
    assert "is there already" in shop("backup", str(copy)).refusal(73)
    assert copy.read_bytes() == before
    shop.add(OLA, "Sklep", "company=Gamma")
    shop("backup", str(copy), "--force").check(0)
    assert len(contents(str(copy))["customers"]) == 3


@pytest.mark.parametrize("name", ["copy.db", "deeper/copy.db", "../data/copy.db"])
def test_a_backup_lies_outside_the_data_folder(shop: CommandLine, name: str) -> None:  # D30
    data = Path(shop.database).parent
    (data / "deeper").mkdir()
    assert "is in the folder of the data" in shop("backup", str(data / name)).refusal(73)
    assert not (data / name).exists()


def test_a_link_to_the_data_folder_does_not_deceive(shop: CommandLine, tmp_path: Path) -> None:  # D30
    (tmp_path / "link").symlink_to(Path(shop.database).parent)
    assert "is in the folder of the data" in shop("backup", str(tmp_path / "link" / "copy.db")).refusal(73)


def test_a_backup_that_cannot_be_written_is_told(shop: CommandLine, tmp_path: Path) -> None:
    before = contents(shop.database)
    assert "cannot be written" in shop("backup", str(tmp_path / "nowhere" / "copy.db")).refusal(73)
    assert contents(shop.database) == before


def test_a_restore_brings_back_what_was_there(shop: CommandLine, copy: Path) -> None:
    then = contents(shop.database, besides=(*AUDIT, "accounts", "sign_ins"))
    shop.add(OLA, "Sklep", "company=Gamma")
    now = contents(shop.database)
    done = _restore(shop, copy)
    assert contents(shop.database, besides=(*AUDIT, "accounts", "sign_ins")) == then
    (kept,) = done["kept"]
    assert contents(kept) == now, "what was there is kept, whole"
    assert Path(kept).stat().st_mode & 0o777 == 0o600
    assert shop("db", "check").check(0)
    assert sorted(files(Path(shop.database).parent)) == [Path(shop.database).name], "no log of the old file is left"
    assert ("DatabaseRestored",) in sql(shop.database, "SELECT action FROM audit_entries WHERE list_id = 0")


def test_a_restore_onto_an_empty_place_works(shop: CommandLine, copy: Path) -> None:
    then = contents(shop.database, besides=(*AUDIT, "accounts", "sign_ins"))
    for path in Path(shop.database).parent.iterdir():
        path.unlink()
    assert _restore(shop, copy)["kept"] == []
    assert contents(shop.database, besides=(*AUDIT, "accounts", "sign_ins")) == then


def test_nobody_stays_signed_in(shop: CommandLine, copy: Path) -> None:  # S6
    assert shop("whoami", by=OLA).check(0)
    _restore(shop, copy)
    assert "sign-in has ended" in shop("whoami", by=OLA).refusal(77)
    shop("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    assert shop("customers", "count", "Sklep", by=OLA).check(0).out == "2\n"


def test_an_account_closed_since_stays_closed(shop: CommandLine, tmp_path: Path) -> None:  # S6
    shop.account(MIA)
    shop("backup", str(tmp_path / "old.db")).check(0)
    shop("accounts", "disable", MIA).check(0)
    _restore(shop, tmp_path / "old.db")
    shop("sign-in", MIA, "--password-stdin", stdin=f"{PASSWORD}\n").check(77)


def test_a_password_changed_since_stays_changed(shop: CommandLine, copy: Path) -> None:  # S6
    shop("accounts", "password", OLA, "--password-stdin", stdin="another horse 2\n").check(0)
    _restore(shop, copy)
    shop("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").check(77)
    shop("sign-in", OLA, "--password-stdin", stdin="another horse 2\n").check(0)


def test_a_key_removed_since_stays_removed(shop: CommandLine, tmp_path: Path) -> None:  # S6
    for number in (1, 2):
        shop("accounts", "keys", "add", OLA, "-", stdin=key_line(number)).check(0)
    old = shop("accounts", "keys", "list", OLA, "--json").json()
    shop("backup", str(tmp_path / "old.db")).check(0)
    shop("accounts", "keys", "remove", OLA, old[0]["fingerprint"]).check(0)
    _restore(shop, tmp_path / "old.db")
    assert shop("accounts", "keys", "list", OLA, "--json").json() == old[1:]


def test_an_invitation_taken_back_since_opens_nothing(shop: CommandLine, copy: Path) -> None:  # S5
    token = shop("members", "invite", "Sklep", MIA, "--json", by=OLA).json()["token"]
    shop("backup", str(copy), "--force").check(0)
    shop("members", "uninvite", "Sklep", MIA, by=OLA).check(0)
    _restore(shop, copy)
    shop("invitations", "accept", token, "--password-stdin", stdin=f"{PASSWORD}\n").check(66)


def test_a_wiped_list_does_not_come_back(shop: CommandLine, copy: Path) -> None:  # W3
    shop("lists", "create", "Druga", "--type", "shop", by=OLA).check(0)
    shop("backup", str(copy), "--force").check(0)
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    assert _restore(shop, copy)["lists_removed"] == 1
    shop("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    assert [row["name"] for row in shop("lists", "list", "--json", by=OLA).json()] == ["Druga"]
    assert len(shop("lists", "certificates", "--json", by=OLA).json()) == 1, "the stub of the wipe stays"
    held = Path(shop.database).read_bytes().lower()
    assert not [word for word in ("alfa", "żółw", "zolw", "z@example.com") if word.encode() in held]
    assert shop("db", "check").check(0)


@pytest.mark.parametrize("lost", ["database", "ledger"])
def test_the_ledger_and_the_stubs_each_suffice(shop: CommandLine, copy: Path, lost: str) -> None:  # W3
    """A crash after the wipe may have left only the stub; a database lost altogether leaves only the ledger."""
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    database = Path(shop.database)
    (database if lost == "database" else database.with_name(f"{database.name}.ledger")).unlink()
    assert _restore(shop, copy)["lists_removed"] == 1
    assert contents(shop.database)["customers"] == []


def test_the_ledger_travels_in_every_backup(shop: CommandLine, copy: Path, tmp_path: Path) -> None:  # D30
    """The machine is gone with its ledger; a newer backup knows what an older one must not bring back."""
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    shop("backup", str(tmp_path / "newer.db")).check(0)
    for path in Path(shop.database).parent.iterdir():
        path.unlink()
    _restore(shop, tmp_path / "newer.db")
    assert _restore(shop, copy)["lists_removed"] == 1


def test_an_erased_customer_does_not_come_back(shop: CommandLine, copy: Path) -> None:  # W3
    customer = sql(shop.database, "SELECT id FROM customers WHERE company = 'Alfa'")[0][0]
    with closing(_house(shop)) as house:
        house.tools.ledger.remember("erasure", customer)
    assert _restore(shop, copy)["customers_removed"] == 1
    assert sql(shop.database, "SELECT company FROM customers") == [("Żółw",)]
    held = Path(shop.database).read_bytes().lower()
    assert b"alfa" not in held
    assert b"a@example.com" not in held.replace(b"ola@example.com", b"")
    assert shop("db", "check").check(0)


def test_a_ledger_under_a_lost_key_stops_the_restore(shop: CommandLine, copy: Path) -> None:
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    load().secret_file.unlink()
    before = contents(shop.database)
    shop("restore", str(copy), "--yes").refusal(78)
    assert contents(shop.database) == before
    shop("restore", str(copy), "--yes", "--without-ledger").check(0)


def test_a_ledger_tells_nobody_which_list(shop: CommandLine) -> None:
    (number,) = sql(shop.database, "SELECT list_id FROM customer_lists")[0]
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    ledger = Path(f"{shop.database}.ledger")
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert "sklep" not in ledger.read_text("ascii").lower()
    assert str(number) not in ledger.read_text("ascii")


def test_a_database_in_use_is_not_exchanged(shop: CommandLine, copy: Path) -> None:
    """Another process has it open, even if it does nothing: it would write into a file that is gone."""
    before = contents(shop.database)
    program = (
        "import sqlite3, sys\n"
        "file = sqlite3.connect(sys.argv[1])\n"
        "file.execute('SELECT 1 FROM accounts').fetchall()\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, shop.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        assert "Another process has the database" in shop("restore", str(copy), "--yes").refusal(75)
        other.communicate(b"")
    assert contents(shop.database) == before
    _restore(shop, copy)


def test_whoever_waited_meanwhile_does_not_write_into_the_old_file(shop: CommandLine, copy: Path) -> None:
    """Their file is no longer the database: it must fail, not swallow what they write."""
    with Path(shop.database).open("rb") as held:
        _restore(shop, copy)
        assert held.read(16) == bytes(16)


BAD = {
    "missing": (65, "cannot be read"),
    "empty": (65, "is not a backup"),
    "text": (65, "is not a backup"),
    "foreign": (65, "is not a backup"),
    "cut": (65, "cut short"),
    "flipped": (65, "damaged"),
    "newer": (78, "newer"),
}


def _bad(kind: str, path: Path, good: bytes) -> None:
    contents_of = {
        "empty": b"",
        "text": b"hello " * 100,
        "cut": good[: len(good) // 2],
        "flipped": _flipped(good),
        "newer": good[:60] + (99).to_bytes(4) + good[64:],
    }
    if kind == "foreign":
        _foreign(path)
    elif kind != "missing":
        path.write_bytes(contents_of[kind])


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE customers (id INTEGER)")
        file.commit()


def _flipped(good: bytes) -> bytes:
    middle = len(good) // 2 & ~4095
    return good[:middle] + bytes(byte ^ 255 for byte in good[middle : middle + 4096]) + good[middle + 4096 :]


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_backup_changes_nothing(shop: CommandLine, copy: Path, tmp_path: Path, kind: str) -> None:  # U1
    code, words = BAD[kind]
    bad = tmp_path / "bad.db"
    _bad(kind, bad, copy.read_bytes())
    held, before = bad.read_bytes() if bad.exists() else None, contents(shop.database)
    assert words in shop("restore", str(bad), "--yes").refusal(code)
    assert contents(shop.database) == before
    assert (bad.read_bytes() if bad.exists() else None) == held, "the backup is not written to"
    assert not [path.name for path in Path(shop.database).parent.iterdir() if "restoring" in path.name]


def test_the_database_is_no_backup_of_itself(shop: CommandLine) -> None:
    assert "is the database itself" in shop("restore", shop.database, "--yes").refusal(65)


def test_a_restore_without_a_terminal_needs_a_word(shop: CommandLine, copy: Path) -> None:
    before = contents(shop.database)
    assert "--yes" in shop("restore", str(copy)).refusal(1)
    assert contents(shop.database) == before


@pytest.mark.parametrize("harm", ["header", "page", "cut", "gone"])
def test_a_damaged_database_can_be_replaced(shop: CommandLine, copy: Path, harm: str) -> None:
    database = Path(shop.database)
    good = database.read_bytes()
    broken = {"header": bytes(100) + good[100:], "page": _flipped(good), "cut": good[:9000], "gone": b""}[harm]
    database.write_bytes(broken)
    kept = _restore(shop, copy)["kept"]
    held = Path(kept[0]).read_bytes()
    assert harm == "gone" or held[100:] == broken[100:], "the damaged file is kept as it was"
    assert shop("db", "check").check(0)
    assert len(contents(shop.database)["customers"]) == 2


def test_a_server_is_left_to_its_own_tools(oclient: CommandLine, tmp_path: Path) -> None:
    oclient.account(OLA)
    if not is_server(oclient.database):
        oclient("backup", str(tmp_path / "x.db")).check(0)
        return
    assert "pg_dump" in oclient("backup", str(tmp_path / "x.db")).refusal(1)
    assert "pg_restore" in oclient("restore", str(tmp_path / "x.db"), "--yes").refusal(1)
