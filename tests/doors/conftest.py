"""The command line as a fixture: on both engines, or on SQLite where the engine cannot matter."""

from pathlib import Path

import psycopg
import pytest

from tests.doors.calling import CommandLine
from tests.factories import Clock


@pytest.fixture
def oclient(url: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on an empty database, once on each engine."""
    if url.startswith("postgresql"):
        # A test outlives no power cut: it need not wait for the disk at every commit.
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'ALTER DATABASE "{server.info.dbname}" SET synchronous_commit = off'.encode())
    return CommandLine(monkeypatch, url)


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> CommandLine:
    """The command line on an empty SQLite file, with a clock that a test moves."""
    return CommandLine(monkeypatch, str(tmp_path / "data" / "oclient.db"), clock)
