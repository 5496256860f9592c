"""The ledger's file: appended to, never rewritten, flushed to the disk, this user's alone (D30)."""

import errno
import fcntl
import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from oclient_tui.domain.errors import CannotCreate, Misconfigured, tr
from oclient_tui.domain.ledger import LedgerLine, Pages, missing_from, read_pages
from oclient_tui.gateways.secrets import SealedSecrets

_PURPOSE = "oclient ledger of removals"


class FileLedger:
    """One ledger beside one database; digests are HMAC-SHA-256 under a key derived from the secrets' key."""

    def __init__(self, path: Path, secrets: SealedSecrets, now_ms: Callable[[], int]) -> None:
        self.path = path
        self._secrets = secrets
        self._now_ms = now_ms

    def remember(self, kind: str, subject: int) -> None:
        """Append one removal; when this returns, it is on the disk. The same removal again changes nothing."""
        key = self._secrets.derived(_PURPOSE, make=True)
        self._append([LedgerLine(kind, _name(key), _digest(key, kind, subject), self._now_ms())])

    def merge(self, other: Pages) -> int:
        """Append what another ledger has and this one has not; return how many lines."""
        return self._append(other.lines)

    def read(self) -> Pages:
        """Return the ledger; an absent one is empty. Raise Misconfigured for one that cannot be read."""
        try:
            return read_pages(self.path.read_text("ascii", "replace"))
        except FileNotFoundError:
            return Pages()
        except OSError as error:
            raise self._closed(error) from error

    def foreign(self, pages: Pages) -> int:
        """Return how many lines were made under another key than this machine has, and so match nothing here."""
        if not pages.lines:
            return 0
        name = _name(self._key)
        return sum(line.key != name for line in pages.lines)

    def among(self, pages: Pages, kind: str, subjects: Sequence[int]) -> list[int]:
        """Return which of these ids the pages name as removed."""
        digests = pages.digests(kind)
        if not digests:
            return []
        return [subject for subject in subjects if _digest(self._key, kind, subject) in digests]

    @cached_property
    def _key(self) -> bytes:
        return self._secrets.derived(_PURPOSE, make=False)

    def _append(self, lines: Sequence[LedgerLine]) -> int:
        if not lines:
            return 0
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(self.path, flags, 0o600), "r+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                text = file.read().decode("ascii", "replace")
                fresh = missing_from(read_pages(text).lines, lines)
                _add(file.fileno(), text.rpartition("\n")[0], "".join(f"{line}\n" for line in fresh))
            _settle(self.path.parent)
        except OSError as error:
            message = tr("The ledger of removals {path} cannot be written: {problem}")
            raise CannotCreate(message, path=self.path, problem=error.strerror) from error
        return len(fresh)

    def _closed(self, error: OSError) -> Misconfigured:
        message = tr("The ledger of removals {path} cannot be read: {problem}")
        return Misconfigured(message, path=self.path, problem=error.strerror)


def _add(handle: int, whole: str, text: str) -> None:
    """Write after the last whole line: a torn one was never acknowledged. A disk that is full leaves no part."""
    size = len(whole) + 1 if whole else 0
    try:
        os.ftruncate(handle, size)
        if os.write(handle, text.encode()) < len(text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(key: bytes, kind: str, subject: int) -> str:
    return hmac.new(key, f"{kind}:{subject}".encode(), hashlib.sha256).hexdigest()


def _name(key: bytes) -> str:
    return hashlib.sha256(b"oclient ledger key" + key).hexdigest()[:8]
