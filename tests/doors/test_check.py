"""`db check` and `doctor`: each thing that can be wrong is told in a sentence, and nothing of a customer (E7)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oclient_tui.config.settings import load
from tests.doors.calling import CommandLine
from tests.factories import PASSWORD, Clock
from tests.storage.backdoor import is_server, sql

OLA = "ola@example.com"
CANARY = "Kanarek"


@pytest.fixture
def shop(plain: CommandLine) -> CommandLine:
    """A list with duplicate control and a customer."""
    plain.account(OLA)
    plain("lists", "create", "Sklep", "--type", "shop", by=OLA).check(0)
    plain("settings", "set", "Sklep", "duplicates.rules", "email", by=OLA).check(0)
    plain.add(OLA, "Sklep", f"company={CANARY}", "email=k@example.com", "tags=a", "phone=+48600100200")
    return plain


def _ledger(shop: CommandLine, text: str) -> None:
    path = Path(f"{shop.database}.ledger")
    path.write_text(text, "ascii")
    path.chmod(0o600)


HARMS: dict[str, tuple[str, str]] = {
    "audit of a list": ("UPDATE audit_entries SET action = 'Nothing' WHERE list_id <> 0", "audit chain"),
    "audit of the installation": ("DELETE FROM audit_entries WHERE list_id = 0 AND seq = 1", "audit chain"),
    "a key too few": ("DELETE FROM duplicate_keys", "1 duplicate keys"),
    "a key too many": (
        "INSERT INTO duplicate_keys SELECT list_id, x'00', customer_id, FALSE FROM duplicate_keys", "1 duplicate keys"),
    "words of nobody": ("UPDATE customer_words SET words = 'abcdother'", "1 customers are not found"),
    "no words": ("DELETE FROM customer_words", "1 customers are not found"),
    "a dangling reference": ("DELETE FROM customers", "damaged"),
    "the search index": ("UPDATE customer_search_data SET block = x'00' WHERE id > 1", "search index is damaged"),
    "a module's table": ("DROP TABLE record_notes", "the module notes lacks"),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_the_check_finds_what_was_changed_past_the_program(shop: CommandLine, harm: str) -> None:
    assert shop("db", "check", "--json").json() == {"ok": True, "problems": []}
    statement, words = HARMS[harm]
    sql(shop.database, statement)
    answer = shop("db", "check", "--json").check(1)
    problems = answer.value()["problems"]
    assert [line for line in problems if words in line], f"{harm} is not told: {problems}"
    assert CANARY.lower() not in answer.out.lower()
    assert "oclient" in answer.out or "duplicate control" in answer.out, "what to do about it is told"


@pytest.mark.parametrize("engine_is_told", [True])
def test_the_check_works_on_both_engines(oclient: CommandLine, engine_is_told: bool) -> None:
    oclient.account(OLA)
    oclient("lists", "create", "Sklep", "--type", "shop", by=OLA).check(0)
    oclient("settings", "set", "Sklep", "duplicates.rules", "email", by=OLA).check(0)
    oclient.add(OLA, "Sklep", f"company={CANARY}", "email=k@example.com")
    assert oclient("db", "check", "--json").json() == {"ok": engine_is_told, "problems": []}
    sql(oclient.database, "DELETE FROM duplicate_keys")
    assert "1 duplicate keys" in oclient("db", "check").check(1).out


def test_the_check_follows_the_ledger(shop: CommandLine) -> None:  # D30, W3
    before = Path(shop.database).read_bytes()
    shop("lists", "wipe", "Sklep", "--name", "Sklep", "--password-stdin", by=OLA, stdin=f"{PASSWORD}\n").check(0)
    assert shop("db", "check").check(0)
    Path(shop.database).write_bytes(before)
    assert "wiped are here again" in shop("db", "check").check(1).out
    good = Path(f"{shop.database}.ledger").read_text("ascii")
    Path(shop.database).with_name("oclient.db").write_bytes(before)
    _ledger(shop, good + "v1 wipe nonsense\n")
    assert "damaged lines: 2" in shop("db", "check").check(1).out
    _ledger(shop, good + "v1 wipe cut-by-a-power-fail")
    assert "damaged lines" not in shop("db", "check").check(1).out
    load().secret_file.unlink()
    assert "key of the stored secrets is missing" in shop("db", "check").check(1).out


def _states(shop: CommandLine, code: int) -> dict[tuple[str, str], str]:
    found = shop("doctor", "--json").check(code).value()["findings"]
    return {(row["about"], row["state"]): row["text"] for row in found}


def test_the_doctor_finds_a_new_installation_well(shop: CommandLine) -> None:
    found = _states(shop, 0)
    assert "No backup was ever made" in found["backup", "warning"]
    assert not [state for state in found if state[1] == "problem"]


def test_the_doctor_counts_the_days_since_a_backup(shop: CommandLine, tmp_path: Path, clock: Clock) -> None:
    shop("backup", str(tmp_path / "copy.db")).check(0)
    assert "0 days old" in _states(shop, 0)["backup", "ok"]
    clock.advance(8 * 86_400_000)
    assert "8 days old" in _states(shop, 0)["backup", "warning"]


def test_the_doctor_minds_the_clock(shop: CommandLine, clock: Clock) -> None:
    clock.advance(-3_600_000)
    assert "behind the newest entry" in _states(shop, 1)["clock", "problem"]


def _wide_file(shop: CommandLine) -> None:
    Path(shop.database).chmod(0o644)


def _key_beside_the_data(shop: CommandLine) -> None:
    path = Path(shop.database).parent / "secret.key"
    path.write_text("AAAA")
    path.chmod(0o600)


def _wide_key(_: CommandLine) -> None:
    path = load().secret_file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("AAAA")
    path.chmod(0o644)


WRONG: dict[str, tuple[Callable[[CommandLine], None], str, dict[str, str]]] = {
    "a file others read": (_wide_file, "can be opened by others. Run: chmod 600", {}),
    "a key others read": (_wide_key, "secret.key can be opened by others", {}),
    "a key with the data": (_key_beside_the_data, "lies in the folder of the data", {"OCLIENT_SECRET_FILE": "beside"}),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_finds_what_is_open(shop: CommandLine, what: str) -> None:
    harm, words, env = WRONG[what]
    harm(shop)
    given = {name: str(Path(shop.database).parent / "secret.key") for name in env}
    answer = shop("doctor", env=given).check(1)
    assert words in answer.out


def test_the_doctor_opens_the_sealed_secrets_and_shows_none(shop: CommandLine) -> None:  # E7
    secret = "canary-secret-4711"  # noqa: S105 - a test's
    shop("settings", "set", "Sklep", "smtp.password", "-", by=OLA, stdin=secret).check(0)
    shop("settings", "set", "Sklep", "smtp.host", "mail.example.com", by=OLA).check(0)
    answer = shop("doctor").check(0)
    assert "opens all 1 stored secrets" in answer.out
    assert "e-mail set up: yes, SMS set up: no" in answer.out
    assert not [word for word in (secret, CANARY, OLA, "k@example.com", "mail.example.com") if word in answer.out]
    load().secret_file.write_text("A" * 43 + "=\n")
    assert "another key" in shop("doctor").check(1).out


def test_the_doctor_knows_an_older_schema_and_an_absent_database(shop: CommandLine) -> None:
    sql(shop.database, "PRAGMA user_version = 3")
    assert "Run: oclient db upgrade" in shop("doctor").check(1).out
    Path(shop.database).unlink()
    assert "There is no database there yet" in shop("doctor").check(1).out


def test_the_doctor_speaks_of_the_server(oclient: CommandLine) -> None:
    oclient.account(OLA)
    answer = oclient("doctor").check(0)
    assert ("pg_dump" if is_server(oclient.database) else "oclient backup") in answer.out
