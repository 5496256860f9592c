"""One URL, one engine."""

from pathlib import Path

from oclient_tui.domain.errors import Misconfigured, tr
from storage.engine import Engine
from storage.sqlite import SqliteEngine
from storage.sqlite_copy import ledger_beside

_SERVERS = ("postgresql://", "postgres://")


def open_engine(url: str) -> Engine:
    """Return the engine a URL asks for: a path or sqlite:///…, or postgresql://… (cli.md, Who)."""
    if url.startswith(_SERVERS):
        try:
            from storage.postgres import PostgresEngine
        except ImportError as error:
            raise Misconfigured(tr("PostgreSQL needs the extra “pg”: pip install 'oclient-tui[pg]'")) from error
        return PostgresEngine(url)
    path = _path(url)
    if "://" in path or not path:
        raise Misconfigured(
            tr("A database is a path, sqlite:///… or postgresql://…, not “{url}”."), url=url.split("@")[-1]
        )
    return SqliteEngine(Path(path).expanduser())


def ledger_file(url: str, data_folder: Path) -> Path:
    """Return where a database's ledger of removals lies: beside its file; for a server, on this host (D30).

    One ledger serves all servers that a host uses: an id is never made twice, so that no line means two lists.
    """
    if url.startswith(_SERVERS):
        return data_folder / "server.ledger"
    return ledger_beside(Path(_path(url)).expanduser().absolute())


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else url
