"""Sign-ins kept between commands: one file of this user's, mode 0600, one line a database and account."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, cast

from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.errors import CannotCreate, Misconfigured, tr


class KeptSignIns:
    """The tokens for one database."""

    def __init__(self, path: Path, database: str) -> None:
        self._path = path
        self._database = _key(database)

    def token(self, email: str) -> str | None:
        """Return the token kept for an account."""
        return self._read().get(self._database, {}).get(address_key(email))

    def last(self) -> str | None:
        """Return the account signed in last."""
        return next(reversed(self._read().get(self._database, {})), None)

    def keep(self, email: str, token: str) -> None:
        """Keep a token."""
        found = self._read()
        mine = found.setdefault(self._database, {})
        mine.pop(address_key(email), None)
        mine[address_key(email)] = token
        self._write(found)

    def forget(self, email: str) -> None:
        """Forget an account's token."""
        found = self._read()
        found.get(self._database, {}).pop(address_key(email), None)
        self._write({database: tokens for database, tokens in found.items() if tokens})

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            if self._path.stat().st_mode & 0o077:
                raise Misconfigured(tr("{path} can be read by others. Run: chmod 600 {path}"), path=self._path)
            return _checked(json.loads(self._path.read_text("utf-8")))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError) as error:
            raise Misconfigured(tr("{path} is damaged. Remove it and sign in again."), path=self._path) from error

    def _write(self, found: dict[str, dict[str, str]]) -> None:
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(found, file)
            fresh.replace(self._path)
        except OSError as error:
            message = tr("The sign-in cannot be kept in {path}: {problem}")
            raise CannotCreate(message, path=self._path, problem=error.strerror) from error


def _key(database: str) -> str:
    """Return a database's name in the file: one for every way to write its path, and never a URL's password (E7)."""
    path = database.removeprefix("sqlite:///")
    place = path if "://" in path else str(Path(path).expanduser().absolute())
    return hashlib.sha256(os.fsencode(place)).hexdigest()


def _checked(found: object) -> dict[str, dict[str, str]]:
    """Return what was read; raise ValueError for anything that this program does not write."""
    databases = cast("dict[str, object]", found) if isinstance(found, dict) else {"": None}
    for tokens in databases.values():
        if not isinstance(tokens, dict) or not all(isinstance(token, str) for token in cast("Any", tokens).values()):
            raise ValueError("not a file of ours")
    return cast("dict[str, dict[str, str]]", databases)
