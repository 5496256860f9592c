"""One call of the command line: who acts on which database, and how the answer is printed."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from getpass import getpass
from typing import ParamSpec, TypeVar, cast
from unicodedata import combining, east_asian_width

import click

from oclient_tui.composition import House, open_house
from oclient_tui.config.language import choose, speak, translate
from oclient_tui.config.settings import Settings, load
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import CannotCreate, Invalid, SignInNeeded, tr
from oclient_tui.domain.text import inert, inert_block
from oclient_tui.doors.cli.kept import KeptSignIns
from oclient_tui.doors.cli.served import KEY
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.lists import FindList

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", str, str | None)

DOOR, SSH = "cli", "ssh"
_YES = frozenset({"y", "yes", "t", "tak"})
_HIDDEN = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass
class Call:
    """What a command works with."""

    flags: Mapping[str, object] = field(default_factory=dict[str, object])

    @cached_property
    def settings(self) -> Settings:
        """Flags over environment over file."""
        settings = load()
        speak(choose(settings.language))
        database, acting = self.flags.get("db"), self.flags.get("as")
        return settings.overridden(database=str(database) if database else None, acting=str(acting) if acting else None)

    @cached_property
    def house(self) -> House:
        """The opened installation."""
        return open_house(self.settings)

    @cached_property
    def kept(self) -> KeptSignIns:
        """The sign-ins kept for this user of the machine."""
        return KeptSignIns(self.settings.sign_in_file, self.settings.database)

    @cached_property
    def operator(self) -> Session:
        """The operator's session: whoever can open the database here."""
        return self.house.operator(DOOR)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that a person's text may name: over SSH none, or it read the server's (D17)."""
        return {} if KEY in self.flags else os.environ

    @cached_property
    def _proved(self) -> Account | None:
        """Whoever the key of an SSH session belongs to; None elsewhere. Raise SignInNeeded once it is no one's."""
        if KEY not in self.flags:
            return None
        account = self.house.gate.by_key(str(self.flags[KEY]))
        if account is None:
            raise SignInNeeded(tr("Your key is no longer known here."))
        return account

    @cached_property
    def session(self) -> Session:
        """The acting person's session.

        It is proved by the key over SSH, elsewhere by OCLIENT_PASSWORD, the kept sign-in, or a password typed now.
        """
        if self._proved is not None:
            return self.house.person(self._proved, SSH)
        email = self.acting
        if email is None:
            raise SignInNeeded(tr("Nobody is signed in. Use: oclient sign-in EMAIL"))
        password = given_password()
        token = None if password else self.kept.token(email)
        account = self.house.gate.by_token(token) if token else None
        if account is None:
            if password is None and not sys.stdin.isatty():
                raise SignInNeeded(
                    tr("Not signed in as {email}, or the sign-in has ended. Use: oclient sign-in"), email=email
                )
            account = self.house.gate.by_password(email, password or self.ask_password(email), source())
        return self.house.person(account, DOOR)

    @property
    def acting(self) -> str | None:
        """The e-mail of whoever acts: named, or else the one signed in last."""
        if self._proved is not None:
            return self._proved.email
        return self.settings.acting or self.kept.last()

    @staticmethod
    def ask_password(email: str) -> str:
        """Ask on the terminal."""
        return getpass(translate(tr("Password of {email}: ")).format(email=email))

    def list_id(self, reference: str) -> int:
        """Return the id of the list that a person named."""
        return self.session.do(FindList(reference)).id

    @property
    def as_json(self) -> bool:
        """Whether one JSON value is wanted."""
        return bool(self.flags.get("json"))

    def answer(self, value: object, lines: Iterable[str]) -> None:
        """Print the answer: the value as JSON, or the lines for a person."""
        if self.as_json:
            text = json.dumps(value, ensure_ascii=False)
            lines = [_HIDDEN.sub(lambda sign: json.dumps(sign[0])[1:-1], text)]
        try:
            for line in lines:
                click.echo(line if self.as_json else inert_block(line))
        except OSError as error:
            # What is left in the buffer goes nowhere, or the interpreter would complain about it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):  # that is a reader who has seen enough
                raise CannotCreate(tr("The answer cannot be written: {problem}"), problem=error.strerror) from error

    def say(self, message: str, **values: object) -> None:
        """Tell a person something that is not the answer; kept off stdout."""
        if not self.as_json:
            click.echo(inert_block(translate(message).format(**values)), err=True)

    def confirm(self, question: str, *, yes: bool, **values: object) -> None:
        """Ask before something that cannot be taken back; without a terminal the command line itself is the answer."""
        if yes or not sys.stdin.isatty():
            return
        choice = translate(tr("[y/N]"))
        click.echo(inert(f"{translate(question).format(**values)} {choice} "), nl=False, err=True)
        if sys.stdin.readline().strip().lower() not in _YES:
            raise click.Abort


def command(function: Callable[..., R]) -> Callable[..., R]:
    """Give a command its Call and close the database behind it."""

    @click.pass_context
    def wrapped(ctx: click.Context, /, *args: object, **kwargs: object) -> R:
        call = Call(cast("dict[str, object]", ctx.find_root().obj or {}))
        try:
            return function(call, *args, **kwargs)
        finally:
            if "house" in call.__dict__:
                call.house.close()

    wrapped.__name__ = function.__name__
    wrapped.__doc__ = function.__doc__
    return wrapped


def source() -> str:
    """Return where an attempt to sign in comes from, for throttling: this user of this machine."""
    return f"local:{os.getuid()}"


def read_password(call: Call, *, from_stdin: bool, email: str, new: bool = True) -> str:
    """Return a password from stdin's first line, or typed twice on the terminal; raise SignInNeeded without either."""
    if from_stdin:
        return _as_text(lambda: sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise SignInNeeded(tr("No terminal to ask for a password. Use --password-stdin."))
    if not new:
        return call.ask_password(email)
    password = getpass(translate(tr("New password: ")))
    if getpass(translate(tr("The same again: "))) != password:
        raise Invalid(tr("The two passwords differ."))
    return password


def given_password() -> str | None:
    """Return the password of the environment; an empty one is none."""
    return _as_text(lambda: os.environ.get("OCLIENT_PASSWORD") or None)


def _as_text(read: Callable[[], T]) -> T:
    try:
        found = read()
        str(found).encode()
    except UnicodeError as error:
        raise Invalid(tr("The password is not text in UTF-8.")) from error
    return found


def read_text(path: str) -> str:
    """Return the text of a file, or of stdin for -; raise Invalid for one that cannot be read."""
    try:
        if path == "-":
            return sys.stdin.read()
        with click.open_file(path, encoding="utf-8") as file:
            return str(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(tr("{path} cannot be read: {problem}"), path=path, problem=error) from error


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Return rows as lines with even columns."""
    clean = [[inert(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*clean, strict=True)] if clean else []
    for row in clean:
        yield "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Return how many columns a text takes: Chinese, Japanese and Korean signs take two, combining accents none."""
    if text.isascii():
        return len(text)
    return sum(1 + (east_asian_width(sign) in "WF") - bool(combining(sign)) for sign in text)


def plain(value: object) -> str:
    """Return a value of the answer as a person reads it: switches as on and off, lists with commas."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(cast("list[str]", value)) if isinstance(value, list) else str(value)


def moment(milliseconds: int) -> str:
    """Return a moment as ISO 8601 in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
