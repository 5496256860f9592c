"""The list's secrets leave no trace in clear: canaries are looked for in everything the program leaves behind (E7)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from oclient_tui.gateways.secrets import SealedSecrets
from storage.sqlite import SqliteEngine
from tests.doors.calling import CommandLine
from tests.doors.test_subprocess import PROGRAM, ROOT, Terminal

OLA, ADAM = "ola@example.com", "adam@example.com"
CANARIES = ("canary-osprey-5581", "canary-siskin-9042", "canary-wigeon-7713", "canary-dunlin-6204")
KEY = "6b" * 32
WARNING = "A secret here stands in the list of processes and in the shell's history. Better give - as VALUE.\n"


def traces(held: bytes | str) -> list[str]:
    """Return the canaries, and the key, that stand somewhere in clear."""
    content = held.encode() if isinstance(held, str) else held
    forms = {word: (word.encode(), word.encode("utf-16-le"), word[::-1].encode()) for word in (*CANARIES, KEY)}
    return [word for word, written in forms.items() if any(form in content for form in written)]


def left_behind(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file below a folder with its bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def database_text(url: str) -> bytes:
    """Return all that a server stores for a database, as the operator sees it."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT set_config('app.actor', 'operator', false)")
        names = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        rows = [server.execute(f'SELECT t::text FROM "{name}" t'.encode()).fetchall() for (name,) in names]  # noqa: S608
    return repr(rows).encode()


def set_every_way(oclient: CommandLine, reference: str) -> str:
    """Give secrets in every way there is and return all that was told."""
    told: list[str] = []

    def run(*words: str, code: int = 0, **given: Any) -> None:
        answer = oclient("settings", *words, by=OLA, **given).check(code)
        told.append(answer.out + answer.err.replace(WARNING, ""))

    run("set", reference, "smtp.password", "-", stdin=f"{CANARIES[0]}\n")
    run("set", reference, "smtp.password", CANARIES[1])
    run("set", reference, "sms.token", CANARIES[2], "--json")
    text = '[sms]\ntoken = { env = "TOKEN" }'
    for verb in ("plan", "apply", "apply"):
        run(verb, reference, "-", stdin=text, env={"TOKEN": CANARIES[3]})
    run("set", reference, "smtp.pasword", CANARIES[0], code=65)
    run("set", reference, "smtp.password", f"{CANARIES[0]}\n{CANARIES[1]}", code=65)
    run("set", reference, "smtp.password", CANARIES[0] * 40, code=65)
    run("apply", reference, "-", stdin=f'[smtp]\npassword = "{CANARIES[0]}"', code=65)
    run("apply", reference, "-", stdin=f'[smtp]\npassword = "{CANARIES[0]}', code=65)
    run("apply", reference, "-", stdin=f"[smtp]\npassword = {CANARIES[0]}", code=65)
    for verb in ("show", "dump"):
        run(verb, reference)
        run(verb, reference, "--json")
    for words in (("audit", "list", reference), ("audit", "list", reference, "--json"), ("lists", "show", reference)):
        answer = oclient(*words, by=OLA).check(0)
        told.append(answer.out + answer.err)
    return "\n".join(told)


def test_secrets_stand_nowhere_in_clear(oclient: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCLIENT_SECRET_KEY", KEY)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for email in (OLA, ADAM):
        oclient.account(email)
    reference = str(oclient("lists", "create", "Sklep", "--json", by=OLA).json()["id"])
    oclient.join(OLA, reference, ADAM, "--role", "admin")
    assert traces(set_every_way(oclient, reference)) == []
    refused = oclient("settings", "set", reference, "smtp.password", CANARIES[0], by=ADAM).check(77)
    assert traces(refused.out + refused.err) == []
    assert traces(_with_a_bug(oclient, reference, monkeypatch)) == []
    if oclient.database.startswith("postgresql"):
        held = database_text(oclient.database)
        assert b"v1:" in held, "the sealed secrets stand in the database"
        assert traces(held) == []
    else:
        SqliteEngine(Path(oclient.database)).backup(tmp_path / "copies", "canary")
        assert b"v1:" in next((tmp_path / "copies").iterdir()).read_bytes()
    files = dict(left_behind(tmp_path))
    assert any(name.endswith("errors.log") for name in files), "the bug is in the log"
    assert {name: found for name, content in files.items() if (found := traces(content))} == {}


def _with_a_bug(oclient: CommandLine, reference: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let sealing fail as nobody expected, with the secret in its words, and return what is told."""

    def fail(_: SealedSecrets, text: str, bound_to: str) -> str:
        raise RuntimeError(f"{text} for {bound_to}") from ValueError(text)

    with monkeypatch.context() as patch:
        patch.setattr(SealedSecrets, "seal", fail)
        one = oclient("settings", "set", reference, "smtp.password", "-", by=OLA, stdin=CANARIES[2]).check(70)
        text = '[smtp]\npassword = { env = "CANARY" }'
        two = oclient("settings", "apply", reference, "-", by=OLA, stdin=text, env={"CANARY": CANARIES[0]}).check(70)
    return one.out + one.err + two.out + two.err


def test_a_secret_given_as_an_argument_is_taken_with_a_warning(plain: CommandLine) -> None:  # E7
    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    answer = plain("settings", "set", "Sklep", "sms.token", CANARIES[0]).check(0)
    assert (answer.out, answer.err) == ("", WARNING)
    assert plain("settings", "set", "Sklep", "sms.token", "-", stdin=CANARIES[1]).check(0).err == ""
    assert plain("settings", "set", "Sklep", "sms.token", "").check(0).err == "", "nothing is no secret"
    assert plain("settings", "set", "Sklep", "smtp.host", "mail.example.com").check(0).err == ""


def test_plain_words_of_a_plan(plain: CommandLine, tmp_path: Path) -> None:  # N24
    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    file = tmp_path / "settings.toml"
    file.write_text(plain("settings", "dump", "Sklep").check(0).out)
    for verb in ("plan", "apply"):
        assert plain("settings", verb, "Sklep", str(file)).check(0).out == "no changes\n"
    file.write_text('quiet_hours = "21-8"\nname = "Nowy"\n')
    for verb in ("plan", "apply"):
        assert (
            plain("settings", verb, "Sklep", str(file)).check(0).out
            == 'name: Sklep → Nowy\nquiet_hours: "" → 21:00-08:00\n'
        )
    assert plain("settings", "plan", "Nowy", str(tmp_path / "none.toml")).refusal(65).startswith(str(tmp_path))
    file.write_bytes(b"\xff")
    plain("settings", "apply", "Nowy", str(file)).refusal(65)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody with a list, signed in."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    env = {**folders, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    for words in (("accounts", "add", OLA, "--password-stdin"), ("sign-in", OLA, "--password-stdin"),
                  ("lists", "create", "Sklep")):  # fmt: skip
        subprocess.run([*PROGRAM, *words], env=env, input="correct horse\n", text=True, check=True, capture_output=True)
    return env


def children_of(parent: int) -> list[str]:
    """Return the processes that a process started, with their arguments and environments."""
    found = list[str]()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            line = status.read_text("utf-8", "replace")
            if int(line.rpartition(")")[2].split()[1]) == parent:
                both = (status.with_name(name).read_text("utf-8", "replace") for name in ("cmdline", "environ"))
                found.append("".join(both))
        except OSError:
            continue
    return found


def test_a_secret_typed_on_a_terminal_is_seen_nowhere(home: dict[str, str], tmp_path: Path) -> None:  # E7
    terminal = Terminal(home, "settings", "set", "Sklep", "smtp.password", "-")
    terminal.wait_for("smtp.password: ")
    terminal.type(f"{CANARIES[0]}\n")
    seen = terminal.arguments() + "".join(children_of(terminal.child))
    assert terminal.end() == 0, terminal.seen
    assert traces(seen + terminal.seen) == []
    shown = subprocess.run(
        [*PROGRAM, "settings", "show", "Sklep"], env=home, text=True, capture_output=True, check=True
    )
    assert "smtp.password           set" in shown.stdout
    files = dict(left_behind(tmp_path))
    keys = [name for name in files if name.endswith("secret.key")]
    assert keys == [str(tmp_path / "config" / "oclient" / "secret.key")], "the key is apart from the data"
    assert {name: found for name, content in files.items() if (found := traces(content))} == {}
    key = files[keys[0]].strip()
    assert [name for name, content in files.items() if key in content] == keys, "the key stands in its file only"


def test_reading_settings_needs_no_cryptography(home: dict[str, str]) -> None:  # P11
    code = (
        "import sys; from oclient_tui.doors.cli.main import run;"
        " print(run(sys.argv[1:]), 'cryptography' in sys.modules)"
    )
    for words in (("settings", "show", "Sklep"), ("settings", "dump", "Sklep"), ("customers", "list", "Sklep"),
                  ("settings", "set", "Sklep", "smtp.port", "25")):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=home, text=True, capture_output=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "0 False", f"oclient {words}: {done.stdout}{done.stderr}"
