"""The real program in processes of its own: first use, secrets that must not spread (E7), a terminal, pipes."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "oclient_tui")
OLA, SECRET, NEXT = "ola@example.com", "canary-horse-4711", "canary-mule-0815"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who uses the program for the first time: empty folders, no settings."""
    names = ("DATA", "STATE", "CONFIG", "CACHE")
    folders = {f"XDG_{name}_HOME": str(tmp_path / "home" / name.lower()) for name in names}
    return {**folders, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}


def oclient(home: Mapping[str, str], *words: str, stdin: str = "", code: int = 0) -> str:
    """Run a command and return its stdout; fail for another exit code, or a warning on stderr."""
    done = subprocess.run([*PROGRAM, *words], env=home, input=stdin, capture_output=True, text=True, timeout=60)
    told = f"oclient {words}: exit {done.returncode}, stderr: {done.stderr}"
    assert done.returncode == code, told
    assert "Warning" not in done.stderr, told
    assert "Traceback" not in done.stderr, told
    return done.stdout if code == 0 else done.stderr


def test_first_use_leaves_secrets_nowhere_in_clear(home: dict[str, str], tmp_path: Path) -> None:  # E7
    made = oclient(home, "accounts", "add", OLA, "--password-stdin", "--json", stdin=f"{SECRET}\n")
    assert json.loads(made)["email"] == OLA
    oclient(home, "sign-in", OLA, "--password-stdin", stdin=f"{SECRET}\n")
    oclient(home, "lists", "create", "Sklep", "--type", "shop", "--language", "pl")
    customer = json.loads(oclient(home, "customers", "add", "Sklep", "first_name=Łucja", "city=Łódź", "--json"))
    page = json.loads(oclient(home, "customers", "list", "Sklep", "--search", "lucj", "--json"))
    assert [item["id"] for item in page["items"]] == [customer["id"]]
    assert "Łucja" in oclient(home, "customers", "list", "Sklep")
    token = oclient(home, "members", "invite", "Sklep", "mia@example.com").strip()
    oclient(home, "invitations", "accept", token, "--password-stdin", stdin=f"{NEXT}\n")
    oclient(home, "whoami", "--as", "mia@example.com", code=77)
    kept = json.loads((tmp_path / "home" / "state" / "oclient" / "sign-in.json").read_text("utf-8"))
    (sign_in,) = (word for words in kept.values() for word in words.values())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"oclient.db", "sign-in.json"} <= {path.name for path in files}
    for path in files:
        held = path.read_bytes()
        spread = [word for word in (SECRET, NEXT, token, sign_in) if word.encode() in held]
        assert spread == ([sign_in] if path.name == "sign-in.json" else []), f"{path} holds {spread} in clear"
        assert path.stat().st_mode & 0o077 == 0, f"others can open {path}"
    for name in ("data", "state"):
        assert (tmp_path / "home" / name / "oclient").stat().st_mode & 0o077 == 0


class Terminal:
    """A pseudo-terminal with the program on it."""

    def __init__(self, home: Mapping[str, str], *words: str) -> None:
        self.child, self.screen = pty.fork()
        if self.child == 0:
            # Whoever runs the tests in the background has Ctrl-C ignored, and that would be inherited.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(PROGRAM[0], [*PROGRAM, *words], dict(home))  # noqa: S606 - our own program, no shell
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read until a text stands on the screen; fail after half a minute."""
        until = time.monotonic() + 30
        while text not in self.seen:
            assert time.monotonic() < until, f"no {text!r} on the terminal, but {self.seen!r}"
            assert self._read(), f"the program ended without {text!r}: {self.seen!r}"

    def _read(self) -> bool:
        if not select.select([self.screen], [], [], 1)[0]:
            return True
        try:
            read = os.read(self.screen, 4096)
        except OSError:
            return False
        self.seen += read.decode()
        return bool(read)

    def type(self, text: str) -> None:
        os.write(self.screen, text.encode())

    def end(self) -> int:
        """Return the exit code once the program has ended, with everything it printed read."""
        until = time.monotonic() + 30
        while self._read():
            if time.monotonic() > until:
                os.kill(self.child, signal.SIGKILL)
                raise AssertionError(f"the program does not end: {self.seen!r}")
        _, status = os.waitpid(self.child, 0)
        os.close(self.screen)
        return os.waitstatus_to_exitcode(status)

    def arguments(self) -> str:
        """Return the program's arguments and environment, as everybody on this machine may list the first of them."""
        return "".join(
            Path(f"/proc/{self.child}/{name}").read_text("utf-8", "replace") for name in ("cmdline", "environ")
        )


def test_on_a_terminal_passwords_are_asked_and_not_echoed(home: dict[str, str]) -> None:  # E7
    adding = Terminal(home, "accounts", "add", OLA)
    adding.wait_for("New password: ")
    adding.type(f"{SECRET}\n")
    adding.wait_for("The same again: ")
    assert SECRET not in adding.arguments()
    adding.type(f"{SECRET}\n")
    assert adding.end() == 0
    entering = Terminal(home, "sign-in", OLA)
    entering.wait_for(f"Password of {OLA}: ")
    entering.type(f"{SECRET}\n")
    entering.wait_for(OLA + "\r\n")
    assert entering.end() == 0
    changing = Terminal(home, "password")
    changing.wait_for(f"Password of {OLA}: ")
    changing.type(f"{SECRET}\n")
    changing.wait_for("New password: ")
    changing.type(f"{NEXT}\n")
    changing.wait_for("The same again: ")
    changing.type("something else\n")
    assert changing.end() == 65
    assert "The two passwords differ." in changing.seen
    for terminal in (adding, entering, changing):
        assert SECRET not in terminal.seen
        assert NEXT not in terminal.seen
    assert oclient(home, "whoami", "--json").startswith("{"), "nothing was changed"


def test_ctrl_c_at_the_password_is_130(home: dict[str, str]) -> None:
    terminal = Terminal(home, "sign-in", OLA)
    terminal.wait_for("Password of ")
    terminal.type("\x03")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.seen


def test_deleting_on_a_terminal_asks_first(home: dict[str, str]) -> None:
    oclient(home, "accounts", "add", OLA, "--password-stdin", stdin=f"{SECRET}\n")
    oclient(home, "sign-in", OLA, "--password-stdin", stdin=f"{SECRET}\n")
    oclient(home, "lists", "create", "Sklep")
    customer = oclient(home, "customers", "add", "Sklep", "company=X").strip()
    for answer, code in (("\n", 130), ("y\n", 0), ("y\n", 66)):
        terminal = Terminal(home, "customers", "delete", "Sklep", customer)
        terminal.wait_for(f"Delete customer {customer} for good?")
        terminal.type(answer)
        assert terminal.end() == code, terminal.seen
    assert oclient(home, "customers", "count", "Sklep") == "0\n"


def test_a_reader_that_has_seen_enough_is_no_error(home: dict[str, str]) -> None:
    program = subprocess.Popen([*PROGRAM, "lists", "types"], env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    told = program.stderr.read().decode()
    program.stderr.close()
    assert (program.wait(60), told) == (0, "")


def test_a_full_disk_is_said_to_be_one(home: dict[str, str]) -> None:  # R2
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "lists", "types"], env=home, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 73, done.stderr
    assert re.fullmatch(r"oclient: The answer cannot be written: .+\n", done.stderr)
