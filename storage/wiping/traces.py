"""What a removed list leaves: in the database's files, which are cleaned and searched, and in copies (W1, D30)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from storage.engine import Engine
from storage.sqlite import SqliteEngine
from storage.wiping.cleaning import Progress, clean, readers_left
from storage.wiping.residue import Files, scan
from storage.wiping.sampling import Value, unexplained


class Traces:
    """One database's files and backups."""

    def __init__(self, engine: Engine, backups: Path) -> None:
        self._engine = engine
        self._backups = backups

    @property
    def engine(self) -> str:
        """The kind of database."""
        return self._engine.name

    def readers_left(self) -> bool:
        """Whether nobody reads an older state of the database, whom a wipe would have to wait for."""
        with self._engine.failures():
            return readers_left(self._engine)

    def unreferenced(self) -> AbstractContextManager[None]:
        """Leave out what references would make of each row, around a transaction that removes a whole list."""
        return self._engine.unreferenced()

    def clean(self, progress: Progress) -> bool:
        """Clean the files; False where somebody who reads did not let it be done to the end."""
        with self._engine.failures():
            return clean(self._engine, progress)

    def search(self, values: Sequence[Value]) -> Files:
        """Return the files of the data folder with what was found in them; none where a server keeps them."""
        if not isinstance(self._engine, SqliteEngine):
            return ()
        with self._engine.failures():
            return scan(self._engine.path.parent, values, partial(unexplained, self._engine))

    def backups_since(self, moment: int) -> tuple[str, ...]:
        """Return the copies in the folder of backups that were written after a moment: a list may be in them."""
        if not self._backups.is_dir():
            return ()
        files = (path for path in sorted(self._backups.iterdir()) if path.is_file())
        return tuple(str(path) for path in files if path.stat().st_mtime * 1000 >= moment)
