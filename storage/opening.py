"""One URL, one engine."""

from pathlib import Path

from oclient_tui.domain.errors import Misconfigured, tr
from storage.engine import Engine
from storage.sqlite import SqliteEngine


def open_engine(url: str) -> Engine:
    """Return the engine a URL asks for: a path or sqlite:///…, or postgresql://… (cli.md, Who)."""
    if url.startswith(("postgresql://", "postgres://")):
        try:
            from storage.postgres import PostgresEngine
        except ImportError as error:
            raise Misconfigured(tr("PostgreSQL needs the extra “pg”: pip install 'oclient-tui[pg]'")) from error
        return PostgresEngine(url)
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else url
    if "://" in path or not path:
        raise Misconfigured(
            tr("A database is a path, sqlite:///… or postgresql://…, not “{url}”."), url=url.split("@")[-1]
        )
    return SqliteEngine(Path(path).expanduser())
