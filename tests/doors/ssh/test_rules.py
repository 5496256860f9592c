"""What holds without a server: what a session's environment is made of, and which words could name a file."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from oclient_tui.domain.errors import Misconfigured
from oclient_tui.doors.cli.call import Call
from oclient_tui.doors.cli.main import program
from oclient_tui.doors.cli.served import KEY, NOT_SERVED
from oclient_tui.doors.ssh.environment import environment, is_terminal
from oclient_tui.doors.ssh.host_key import host_key, known_hosts
from tests.doors.calling import CommandLine
from tests.services.keys import fingerprint, key_line

FILES = {"file", "output", "attach", "text", "html", "sms", "rejects", "mapping", "certificate"}
"""Names that parameters with files have."""


def test_a_session_is_told_little(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OCLIENT_AS", "OCLIENT_PASSWORD", "LD_PRELOAD", "TEXTUAL_LOG", "COLORTERM"):
        monkeypatch.setenv(name, "the operator's")
    monkeypatch.setenv("OCLIENT_DB", "/srv/oclient.db")
    sent = dict.fromkeys(("PYTHONPATH", "LD_PRELOAD", "TEXTUAL_DRIVER", "OCLIENT_DB", "OCLIENT_AS", "PATH"), "x")
    told = environment({**sent, "LANG": "pl_PL.UTF-8", "COLORTERM": "truecolor", "LC_ALL": "x" * 128}, "xterm")
    assert told["OCLIENT_DB"] == "/srv/oclient.db", "the database is the server's matter"
    assert (told["LANG"], told["COLORTERM"], told["TERM"]) == ("pl_PL.UTF-8", "truecolor", "xterm")
    unwanted = {"OCLIENT_AS", "OCLIENT_PASSWORD", "LD_PRELOAD", "PYTHONPATH", "LC_ALL"}
    assert not unwanted & set(told), "nobody's secrets, and nothing that loads code"
    assert not [name for name in told if name.startswith("TEXTUAL_")]
    assert told["PATH"] != "x"
    assert not [kind for kind in ("", "-x", "a b", "../x", "x" * 65, "x\n") if is_terminal(kind)]


def test_the_host_key_is_the_servers_alone(tmp_path: Path) -> None:
    made = host_key(tmp_path / "data")
    path = next((tmp_path / "data").iterdir())
    assert path.stat().st_mode & 0o777 == 0o600
    assert host_key(tmp_path / "data").get_fingerprint() == made.get_fingerprint(), "it stays the same"
    assert known_hosts(made, "lists.example.com", 8022).startswith("[lists.example.com]:8022 ssh-ed25519 ")
    assert known_hosts(made, "lists.example.com", 22).startswith("lists.example.com ssh-ed25519 ")
    path.chmod(0o640)
    with pytest.raises(Misconfigured, match="chmod 600"):
        host_key(tmp_path / "data")


def verbs(group: click.Group) -> Iterator[click.Command]:
    """Return every word that is served."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from verbs(found) if name not in NOT_SERVED else ()
        elif name not in NOT_SERVED:
            yield found


def test_what_takes_a_file_says_so() -> None:
    checked = 0
    for verb in verbs(program):
        for param in verb.params:
            if param.name in FILES and param.metavar != "TEXT":  # words to look for, as in `find`
                assert "FILE" in (param.metavar or ""), f"{verb.name}: {param.name} could name a file of the server"
                checked += 1
    assert checked > 8


REFUSED = {
    ("accounts", "list"): 2,
    ("db", "check"): 2,
    ("backup", "copy.db"): 2,
    ("restore", "copy.db"): 2,
    ("worker",): 2,
    ("serve", "ssh"): 2,
    ("doctor",): 2,
    ("demo",): 2,
    ("sign-in", "ola@example.com"): 2,
    ("sign-out",): 2,
    ("password",): 2,
    ("sh", "-c", "id"): 2,
    ("scp", "-t", "."): 2,
    (): 2,
    ("whoami", "--as", "eve@example.com"): 77,
    ("--db", "other.db", "whoami"): 77,
    ("keys", "add", "/etc/passwd"): 77,
    ("customers", "export", "Shop", "-o", "new.csv"): 77,
    ("customers", "import", "Shop", "/etc/passwd"): 77,
    ("customers", "import", "Shop", "-", "--rejects", "new.csv"): 77,
    ("customers", "import", "Shop", "-", "--mapping", "pyproject.toml"): 77,
    ("templates", "set", "Shop", "x", "--text", "/etc/passwd"): 77,
    ("records", "add", "Shop", "files", "1", "file=@/etc/passwd"): 77,
    ("lists", "wipe", "Shop", "--name", "Shop", "--certificate", "new.txt"): 77,
}


def test_no_word_reaches_the_server_or_its_operator(
    plain: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    owner = plain.account("ola@example.com")
    plain("lists", "create", "Shop", "--type", "shop", by=owner).check(0)
    plain("accounts", "keys", "add", owner, stdin=key_line(1)).check(0)
    before = sorted(tmp_path.iterdir())
    for words, code in REFUSED.items():
        answer = plain(*words, key=fingerprint(1)).check(code)
        assert answer.out == "", f"{answer}: a refusal prints nothing else"
    assert sorted(tmp_path.iterdir()) == before, "nothing was written beside the database"
    shown = plain("--help", key=fingerprint(1)).check(0).out
    assert "customers" in shown
    assert "accounts" not in shown, "the help over SSH names no word of the operator"
    assert dict(Call({KEY: fingerprint(1)}).environment) == {}, "a text over SSH names no variable of the server"
    assert plain("whoami", key=fingerprint(2)).code == 77, "a key that is no one's signs nobody in"
