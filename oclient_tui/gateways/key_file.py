"""The file that holds the key of the secrets: this user's alone, in the folder of the settings, not beside the data."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from oclient_tui.domain.errors import CannotCreate, Misconfigured, tr

_BYTES = 32
_MOST = 200


class KeyFile:
    """One key in base64, mode 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes:
        """Return the key; raise Misconfigured if there is none, if it is damaged, or if others can read it."""
        try:
            handle = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise Misconfigured(
                tr("The key of the stored secrets is missing: {path}. Put it back, or set the secrets anew."),
                path=self._path,
            ) from error
        except OSError as error:
            raise self._closed(error) from error
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.geteuid():
                raise Misconfigured(tr("The key file {path} belongs to another user of this machine."), path=self._path)
            if status.st_mode & 0o077:
                raise Misconfigured(tr("{path} can be read by others. Run: chmod 600 {path}"), path=self._path)
            return self._checked(file.read(_MOST))

    def make(self, key: bytes) -> None:
        """Store a key unless there is one. It appears whole or not at all, and of two writers one is first."""
        if os.path.lexists(self._path):
            return
        fresh = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(base64.b64encode(key) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            self._put_in_place(fresh)
        except OSError as error:
            message = tr("The key of the secrets cannot be written to {path}: {problem}")
            raise CannotCreate(message, path=self._path, problem=error.strerror) from error

    def _put_in_place(self, fresh: Path) -> None:
        """Give the file its name, which fails where somebody was first: then theirs is the key."""
        try:
            os.link(fresh, self._path, follow_symlinks=False)
        except FileExistsError:
            return
        finally:
            fresh.unlink()
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _checked(self, text: bytes) -> bytes:
        try:
            key = base64.b64decode(text.strip(), validate=True)
        except (ValueError, binascii.Error):
            key = b""
        if len(key) != _BYTES:
            raise Misconfigured(tr("The key file {path} is damaged. Put the right one back."), path=self._path)
        return key

    def _closed(self, error: OSError) -> Misconfigured:
        message = tr("The key file {path} cannot be read: {problem}")
        return Misconfigured(message, path=self._path, problem=error.strerror)
