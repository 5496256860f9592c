"""What a machine says of the files behind an installation: rights, room, versions (`oclient doctor`)."""

import os
import platform
import shutil
import stat
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from oclient_tui import __version__
from oclient_tui.domain.errors import tr
from oclient_tui.domain.findings import Finding, ok, problem, warning

_LIBRARIES = ("peewee", "click", "textual", "cryptography", "argon2-cffi", "phonenumbers", "email-validator")
_ROOM = 3
"""So many times the database's size must be free: a copy, a log and a VACUUM may stand beside it at once."""

_LEFTOVER = ".restoring"
_LITESTREAM = "-litestream"


def versions() -> Finding:
    """Return what this program runs on."""
    found = [f"{name} {metadata.version(name)}" for name in _LIBRARIES if _installed(name)]
    said = tr("oclient {program}, Python {python}; {libraries}.")
    return ok("versions", said, program=__version__, python=platform.python_version(), libraries=", ".join(found))


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def data(database: Path, ledger: Path) -> Iterator[Finding]:
    """Look at the database's files and their folder."""
    folder = database.parent
    logs = (database.with_name(database.name + ending) for ending in ("-wal", "-shm"))
    for path in (database, *logs, ledger):
        if os.path.lexists(path):
            yield from private(path, 0o600)
    if folder.exists():
        yield from private(folder, 0o700)
        yield _room(database)
    if database.with_name(database.name + _LEFTOVER).exists():
        said = tr("A restore was stopped and left {path}, which holds customers' data.")
        yield warning("files", said, tr("Restore again, or remove it."), path=database.name + _LEFTOVER)
    if (replica := database.with_name(f".{database.name}{_LITESTREAM}")).exists():
        said = tr("litestream replicates this database ({path}): a replica keeps what was wiped until it expires.")
        yield ok("litestream", said, path=replica.name)


def private(path: Path, mode: int) -> Iterator[Finding]:
    """Look whether a file or folder is this user's alone."""
    status = path.lstat()
    if status.st_uid != os.geteuid():
        yield problem("files", tr("{path} belongs to another user of this machine."), path=path)
    elif stat.S_IMODE(status.st_mode) & 0o077:
        advice = tr("Run: chmod {mode} {path}")
        found = problem if mode == 0o600 else warning
        yield found("files", tr("{path} can be opened by others."), advice, path=path, mode=f"{mode:o}")
    else:
        yield ok("files", tr("{path} is this user's alone."), path=path)


def _room(database: Path) -> Finding:
    size = database.stat().st_size if database.exists() else 0
    free = shutil.disk_usage(database.parent).free
    values = {"free": _megabytes(free), "size": _megabytes(size)}
    if free < _ROOM * size:
        said = tr("{free} MB are free on the disk of the data, and the database has {size} MB.")
        return warning("disk", said, tr("Make room: a wipe, a restore and an upgrade need its size anew."), **values)
    return ok("disk", tr("{free} MB are free, the database has {size} MB."), **values)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def key_file(path: Path, folder: Path | None, *, given: bool) -> Iterator[Finding]:
    """Look at the file of the secrets' key: there, private, and not where the data lies."""
    if given:
        yield ok("key", tr("The key is given by OCLIENT_SECRET_KEY."))
    elif not path.exists():
        yield warning("key", tr("There is no key file yet: {path}. The first secret makes it."), path=path)
    else:
        yield from private(path, 0o600)
        if folder is not None and path.resolve().is_relative_to(folder.resolve()):
            said = tr("The key {path} lies in the folder of the data: whoever copies that folder can open the secrets.")
            yield problem("key", said, tr("Move it and set OCLIENT_SECRET_FILE."), path=path)
