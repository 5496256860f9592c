"""Refusals: exit codes as ruled (D3, ux.md), one sentence, an empty stdout, nothing told of what is hidden (D2)."""

import base64
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.sharing.own_account import WhoAmI
from oclient_tui.services.usecase import Work
from storage import sqlite
from tests.doors.calling import Answer, CommandLine
from tests.factories import PASSWORD

OLA, MIA, EVE = "ola@example.com", "mia@example.com", "eve@example.com"
CANARY = "canary4711"


def told(answer: Answer) -> tuple[int, str, str]:
    """Return everything that a person learns from an answer."""
    return answer.code, answer.out, answer.err


def test_hidden_malformed_and_missing_are_the_same_bytes(oclient: CommandLine) -> None:
    """D1, D2: for every word that takes a customer, to somebody who may do everything but see this one."""
    for email in (OLA, MIA):
        oclient.account(email)
    reference = oclient("lists", "create", "Sklep", "--json", by=OLA).json()["id"]
    oclient("settings", "set", reference, "assigned_only", "on", by=OLA).check(0)
    oclient.join(OLA, reference, MIA, "--grant", "delete", "--grant", "assign")
    hidden = oclient.add(OLA, reference, f"company={CANARY}", "gdpr_ignore=on")
    frozen = oclient.add(OLA, reference, f"company={CANARY}", "restricted=on")
    mine = oclient.add(MIA, reference, "company=Mine")
    missing = str(int(mine) + 1)
    wanted = (hidden, frozen, missing, "x", "", f" {mine}", "9" * 400, "٣٤")
    with oclient.kept_open():
        for words in customer_words(reference):
            for number, one in enumerate(wanted):
                flags = ("--json",) if number % 2 else ()
                found = oclient(*(one if word == "ID" else word for word in words), *flags, by=MIA)
                assert told(found) == (66, "", "oclient: There is no such customer.\n"), f"{found}: {one} is told apart"
    assert oclient("customers", "show", reference, hidden, "--json", by=OLA).json()["version"] == 1
    assert oclient("customers", "count", reference, "--json", by=MIA).json() == {"count": 1}


def customer_words(reference: str) -> Iterator[tuple[str, ...]]:
    for verb in ("show", "activate", "deactivate", "delete", "why"):
        yield "customers", verb, reference, "ID"
    yield "customers", "edit", reference, "ID", "city=Łódź"
    yield "customers", "edit", reference, "ID", "restricted=off", "--version", "7"
    for verb in ("assign", "unassign"):
        yield "customers", verb, reference, "ID", MIA
    yield "consents", "list", reference, "ID"
    for verb in ("give", "withdraw"):
        yield "consents", verb, reference, "ID", "email"


LIST_WORDS = """
lists show LIST | lists leave LIST | customers list LIST | customers count LIST | customers add LIST company=X
customers find LIST x | customers show LIST 5 | customers edit LIST 5 city=x | customers delete LIST 5
customers assign LIST 5 ola@example.com | customers assign LIST - ola@example.com --filter city:x
customers why LIST 5 | customers list LIST --see-as ola@example.com | consents list LIST 5 | consents give LIST 5 email
categories list LIST | categories add LIST X | interests rename LIST x y | sale-types move LIST x 1
measurements remove LIST x | consent-kinds wording LIST email x | members list LIST | members invite LIST x@example.com
members role LIST ola@example.com member | members grant LIST ola@example.com delete | members invitations LIST
members remove LIST ola@example.com | settings show LIST | settings set LIST name X | audit list LIST
audit verify LIST
"""


def test_a_list_of_others_is_a_missing_one(oclient: CommandLine) -> None:  # O03, D2
    for email in (OLA, EVE):
        oclient.account(email)
    reference = oclient("lists", "create", CANARY, "--json", by=OLA).json()["id"]
    lines = [line.split() for line in LIST_WORDS.replace("|", "\n").splitlines() if line]
    with oclient.kept_open():
        for words in lines:
            for wanted in ("no such", reference, CANARY, ""):
                found = oclient(*(wanted if word == "LIST" else word for word in words), by=EVE)
                assert told(found) == (66, "", "oclient: There is no such list.\n"), f"{found}: {wanted} is told apart"


def test_without_an_acting_account_nothing_is_read(plain: CommandLine) -> None:
    found = plain("customers", "list", "Sklep").refusal(77)
    assert found.startswith("Nobody is signed in.")
    assert plain("whoami", by="nobody@example.com").refusal(77).startswith("Not signed in as nobody@example.com")
    assert plain("sign-in").refusal(77) == "Say who: oclient sign-in EMAIL"
    assert not Path(plain.database).exists(), "a question without an answer makes no database"


@pytest.mark.parametrize("line", ["", "customers", "accounts keys"])
def test_a_noun_alone_shows_its_help_on_stderr(plain: CommandLine, line: str) -> None:
    answer = plain(*line.split()).check(2)
    assert answer.out == ""
    assert answer.err == plain(*line.split(), "--help").out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("bogus", "There is no command “bogus”. See: oclient --help"),
        ("customers lst", "There is no command “lst”. See: oclient customers --help"),
        ("customers list", "LIST is missing. See: oclient customers list --help"),
        ("customers list L --bogus", "There is no option “--bogus”. See: oclient customers list --help"),
        ("lists create A B", "Too many words: B. See: oclient lists create --help"),
        ("customers list L --limit many", "--limit: 'many' is not a valid integer. See: oclient customers list --help"),
        ("lists leave L --yes=1", "Option '--yes' does not take a value."),
    ],
)
def test_words_that_are_no_command_are_2(plain: CommandLine, line: str, sentence: str) -> None:
    assert plain(*line.split()).refusal(2) == sentence


def test_bytes_that_are_no_text_are_refused(plain: CommandLine) -> None:
    plain.account(OLA)
    for words in (("lists", "show", "\udcff"), ("members", "remove", "L", "a\udc80"), ("--as", "\udcff", "whoami")):
        assert plain(*words).refusal(65).endswith("is not text in UTF-8.")
    assert plain("lists", "show", "a\0b").refusal(65) == "“ab” is not text in UTF-8."
    assert plain("sign-in", OLA, "--password-stdin", stdin=b"\xff\xfe\n").refusal(65).endswith("in UTF-8.")
    assert plain("whoami", by=OLA, env={"OCLIENT_PASSWORD": "\udcff"}).refusal(65).endswith("in UTF-8.")
    reference = plain("lists", "create", "Sklep", "--json").json()["id"]
    plain("settings", "set", reference, "name", "-", stdin=b"\xff").refusal(65)
    plain("keys", "add", "-", stdin=b"\xff").refusal(65)
    plain("keys", "add", "/no/such/file").refusal(65)


def test_a_made_up_cursor_or_entry_is_answered(oclient: CommandLine) -> None:  # A7
    oclient.account(OLA)
    reference = oclient("lists", "create", "Sklep", "--json").json()["id"]
    oclient.add(OLA, reference, "company=X")
    keys: list[Any] = [5, -1, 10**30, True, None, "x", "\ud800", "a\0b", [1], {}, 1.5]
    made: list[list[Any]] = [[sort, key, 5] for sort in ("name", "created", "-updated") for key in keys]
    made += [["name", "x", -5], ["created", 5, 1 << 70], ["name", "x", "5"], ["name", "x"], [[1]]]
    with oclient.kept_open():
        for cursor in made:
            word = base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")
            sort = cursor[0] if isinstance(cursor[0], str) else "name"
            found = oclient("customers", "list", reference, "--sort", sort, "--after", word, "--json")
            assert found.code in (0, 65), f"{cursor}: {found}"
    for before in ("99999999999999999999999", "-99999999999999999999999", "-1", str(1 << 63)):
        oclient("audit", "list", reference, "--before", before, "--json").check(0)
    assert oclient("customers", "edit", reference, "5", "city=x", "--version", "9" * 30).refusal(66)


def test_somebody_else_writing_is_75_and_changes_nothing(plain: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.01)
    other = sqlite3.connect(plain.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert plain("customers", "add", "Sklep", "company=X").refusal(75) == (
        "Somebody else is writing just now. Try again."
    )  # fmt: skip
    assert plain("customers", "count", "Sklep", "--json").json() == {"count": 0}, "reading goes on"
    other.execute("ROLLBACK")
    other.close()


def test_many_wrong_passwords_are_75(plain: CommandLine) -> None:  # S4, D6
    plain.account(OLA, signed_in=False)
    wrong = {"OCLIENT_PASSWORD": "wrong horse"}
    for _ in range(10):
        assert plain("whoami", by=OLA, env=wrong).refusal(77) == "E-mail or password is wrong."
    sentence = "Too many failed attempts. Wait a minute and try again."
    assert plain("whoami", by=OLA, env={"OCLIENT_PASSWORD": PASSWORD}).refusal(75) == sentence
    for _ in range(10):
        assert plain("whoami", by="no@example.com", env=wrong).refusal(77) == "E-mail or password is wrong."
    assert plain("whoami", by="no@example.com", env=wrong).refusal(75) == sentence


def test_a_mistyped_place_does_not_become_a_database(plain: CommandLine, tmp_path: Path) -> None:
    for words in (("db", "check"), ("whoami",), ("lists", "list")):
        sentence = plain(*words, "--db", str(tmp_path / "typo.db"), by=OLA, env={"OCLIENT_PASSWORD": PASSWORD}).refusal(
            69
        )
        assert sentence == "There is no database there yet. Begin with: oclient accounts add EMAIL"
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"postgresql://u:{CANARY}@127.0.0.1:1/x?connect_timeout=2", 69),
        (f"postgresql://u:%zz{CANARY}@127.0.0.1:1/x", 78),
        (f"postgresql://127.0.0.1:1/x?password={CANARY}&bogus=1", 78),
        (f"mysql://u:{CANARY}@h/x", 78),
        ("https:", 0),
    ],
)
def test_a_database_that_cannot_be_had(plain: CommandLine, url: str, code: int, tmp_path: Path) -> None:  # E7
    url = str(tmp_path / url) if not code else url
    answer = plain("accounts", "list", "--db", url)
    assert CANARY not in (answer.refusal(code) if code else answer.check(0).out)
    logs = [path for path in tmp_path.rglob("*.log") if CANARY in path.read_text("utf-8")]
    assert logs == [], "the password of the database's URL was logged"


def test_files_that_are_no_database_of_ours(plain: CommandLine, tmp_path: Path) -> None:  # U1
    text, folder, closed = tmp_path / "text.db", tmp_path / "folder.db", tmp_path / "text.db" / "x.db"
    text.write_text("hello " * 100, "utf-8")
    folder.mkdir()
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE t (x)")
    before = foreign.read_bytes()
    assert plain("db", "check", "--db", str(text)).refusal(78).startswith("This is not a database of this program.")
    assert plain("db", "upgrade", "--db", str(foreign)).refusal(78).endswith("Nothing was written to it.")
    for path in (folder, closed):
        assert "cannot be opened" in plain("db", "check", "--db", str(path)).refusal(73)
    assert (text.read_text("utf-8"), foreign.read_bytes()) == ("hello " * 100, before)


def test_a_settings_file_that_cannot_be_understood_is_78(plain: CommandLine, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    for text in ("[", 'bogus = "1"', "db = 5"):
        config.write_text(text, "utf-8")
        assert str(config) in plain("lists", "list", env={"OCLIENT_CONFIG": str(config)}).refusal(78)


def test_a_bug_is_70_with_a_number_and_a_log_without_values(
    plain: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:  # E7
    def broken(_: object, work: Work) -> int:
        secret = f"{CANARY} {work.me.email}"
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise RuntimeError(f"cannot use {secret}") from error

    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    monkeypatch.setattr(CountCustomers, "run", broken)
    sentence = plain("customers", "count", "Sklep", "--json").refusal(70)
    log = next(tmp_path.rglob("errors.log"))
    number = sentence.split("Its number is ")[1][:4]
    assert sentence.endswith(f"the log is {log}.")
    written = log.read_text("utf-8")
    assert number in written
    assert "RuntimeError" in written
    assert "KeyError" in written
    assert __name__.rpartition(".")[2] in written, "the log tells where it happened"
    assert CANARY not in written
    assert OLA not in written
    assert CANARY not in sentence
    assert log.stat().st_mode & 0o777 == 0o600


def test_an_interruption_is_130(plain: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object, __: Work) -> None:
        raise KeyboardInterrupt

    plain.account(OLA)
    monkeypatch.setattr(WhoAmI, "run", interrupted)
    answer = plain("whoami", "--json").check(130)
    assert (answer.out, answer.err.strip()) == ("", "")
