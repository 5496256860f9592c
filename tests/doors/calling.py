"""Calls the command line inside this process, as a person's shell would: words, stdin and environment in; code, stdout
and stderr out. Passwords are hashed with the cheapest costs; everything else is the program's own."""

import contextvars
import io
import json
import shlex
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import House, now_ms, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.doors.cli import call
from oclient_tui.doors.cli.main import run
from oclient_tui.gateways.passwords import ArgonPasswords
from tests.factories import PASSWORD, Clock


@dataclass(frozen=True)
class Answer:
    """What one command gave back."""

    argv: tuple[str, ...]
    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the one JSON value of stdout; fail for anything else there."""
        self.check(0)
        return self.value()

    def value(self) -> Any:
        """Return the one JSON value of stdout, whatever the exit code."""
        assert self.out.endswith("\n"), f"{self}: stdout does not end its line"
        value, end = json.JSONDecoder().raw_decode(self.out)
        assert self.out[end:] == "\n", f"{self}: more on stdout than one JSON value"
        return value

    def check(self, code: int) -> "Answer":
        """Fail unless the exit code is this one."""
        assert self.code == code, f"{self}: exit {self.code} instead of {code}"
        return self

    def refusal(self, code: int) -> str:
        """Return the one sentence of a refusal; fail if stdout holds anything or stderr more than that line."""
        self.check(code)
        assert self.out == "", f"{self}: a refusal leaves stdout empty"
        assert self.err.startswith("oclient: "), f"{self}: stderr names the program"
        assert self.err.endswith("\n"), f"{self}: stderr ends its line"
        assert self.err.count("\n") == 1, f"{self}: a refusal is one line"
        return self.err.removeprefix("oclient: ").rstrip("\n")

    def __str__(self) -> str:
        return f"oclient {shlex.join(self.argv)}\n--- stdout\n{self.out[:600]}\n--- stderr\n{self.err[:600]}\n---"


class _OpenHouse(House):
    """A house that stays open between commands."""

    def close(self) -> None:
        """Stay open."""


class CommandLine:
    """`oclient`, on one database."""

    def __init__(self, patch: pytest.MonkeyPatch, database: str, clock: Clock | None = None) -> None:
        self.database = database
        self._patch = patch
        self._clock = clock or now_ms
        self._kept: House | None = None
        patch.setenv("OCLIENT_DB", database)
        patch.setattr(call, "open_house", self._open)

    def __call__(
        self,
        *argv: str,
        by: str = "",
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Answer:
        """Run one command; `by` is the acting account, `key` the fingerprint of somebody who comes over SSH."""
        words = (*(("--as", by) if by else ()), *argv)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        with self._patch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = contextvars.copy_context().run(partial(run, words, key=key))
        return Answer(words, code, _written(out), _written(err))

    def _open(self, settings: Settings) -> House:
        if self._kept is not None:
            return self._kept
        return open_house(settings, passwords=ArgonPasswords(cheapest=True), clock=self._clock)

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Keep the database open between commands: what a thousand commands in a row need."""
        opened = self._open(Settings(self.database, None, Path("backups"), Path("sign-in.json"), None))
        self._kept = _OpenHouse(opened.store, opened.tools, opened.settings)
        try:
            yield
        finally:
            self._kept = None
            opened.close()

    def account(self, email: str, *, signed_in: bool = True) -> str:
        """Make an account as the operator, sign it in, and return its address."""
        name = email.partition("@")[0].title()
        self("accounts", "add", email, "--name", name, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
        if signed_in:
            self("sign-in", email, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
        return email

    def join(self, owner: str, reference: str, email: str, *flags: str) -> None:
        """Invite somebody who has an account, and let them accept."""
        token = self("members", "invite", reference, email, *flags, "--json", by=owner).json()["token"]
        self("invitations", "accept", token, by=email).check(0)

    def add(self, by: str, reference: str, *fields: str) -> str:
        """Add a customer and return its id."""
        return str(self("customers", "add", reference, *fields, "--json", by=by).json()["id"])


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
