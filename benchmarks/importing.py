"""P1 and P2: importing a file of customers, beside the engine's own import of it into a table with the same keys."""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import server
from benchmarks.dataset import DATA
from benchmarks.figures import Row
from benchmarks.import_files import HEADER, first_file, second_file

FIRST, AGAIN, MEMORY_MB = 0.6, 0.5, 200
_NAME = "oclient_import"
_TABLE = f"CREATE TABLE plain ({', '.join(f'{name} TEXT' for name in HEADER)});"
_KEYS = (
    "CREATE UNIQUE INDEX plain_email ON plain (email) WHERE email <> '';",
    "CREATE UNIQUE INDEX plain_phone ON plain (phone) WHERE phone <> '';",
)
_WORDS = " || ' ' || ".join(HEADER)
_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5 (words, content='', tokenize='unicode61 remove_diacritics 0',"
    " prefix='1 2 3 4 5 6 7 8', columnsize=0, detail=none);",
    f"INSERT INTO search (rowid, words) SELECT rowid, {_WORDS} FROM plain;",  # noqa: S608
)


@dataclass(frozen=True)
class Taken:
    """What something took."""

    seconds: float
    cpu: float


def rows(engine: str, count: int) -> Iterator[Row]:
    """Import a file into an empty list, and a second one, half of it known, into the same list."""
    files = first_file(count), second_file(count)
    with tempfile.TemporaryDirectory(dir=DATA) as folder:
        url, anchors = _places(engine, Path(folder))
        first = _ours(url, files[0])
        yield from _first_rows(engine, count, first, anchors(files[0]))
        again = _ours(url, files[1])
        speed = (again["read"] / again["seconds"]) / (first["read"] / first["seconds"])
        yield Row(
            f"P2 {engine} import, half known", again["seconds"] * 1000, first["seconds"] * 1000, speed,
            f">= {AGAIN:g} of P1's rows/s", _met(engine, speed >= AGAIN, again), again,
        )  # fmt: skip
        if engine == "postgresql":
            server.drop_database(server.server_url(DATA / "pg"), _NAME)


def _first_rows(engine: str, count: int, ours: dict[str, Any], anchors: dict[str, Taken]) -> Iterator[Row]:
    for name, anchor in anchors.items():
        ratio, goal = anchor.seconds / ours["seconds"], name == ".import"
        details = ours | {"anchor CPU": anchor.cpu, "CPU ratio": anchor.cpu / ours["cpu"] if anchor.cpu else None}
        ok = _met(engine, ratio >= FIRST, ours) if goal else None
        told = f">= {FIRST:g}, RSS <= {MEMORY_MB} MB" if goal else ""
        title = f"P1 {engine} import, {name}"
        yield Row(title, ours["seconds"] * 1000, anchor.seconds * 1000, ratio, told, ok, details | {"rows": count})


def _met(engine: str, fast: bool, ours: dict[str, Any]) -> bool | None:
    """Return whether the goal is met; there is none on a server, whose memory is not ours."""
    return fast and ours["peak RSS, MB"] <= MEMORY_MB if engine == "sqlite" else None


def _ours(url: str, path: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.import_once", url, str(path)]
    told: dict[str, Any] = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)
    return told


def _places(engine: str, folder: Path) -> tuple[str, Callable[[Path], dict[str, Taken]]]:
    """Return the URL of an empty database, and what times the anchors on a file."""
    if engine == "sqlite":
        return str(folder / "oclient.db"), lambda path: _by_tool(path, folder)
    given = server.server_url(DATA / "pg")
    server.make_database(given, _NAME)
    url = server.database_url(given, _NAME)
    return url, lambda path: {"\\copy": _by_copy(path, url)}


def _by_tool(path: Path, folder: Path) -> dict[str, Taken]:
    """Import with the command-line tool; once more with the search index, which is the larger part of our bytes."""
    tool = shutil.which("sqlite3")
    if tool is None:
        print("P1: there is no sqlite3 to compare with", file=sys.stderr)
        return {}
    plain = [_TABLE, *_KEYS, ".mode csv", f".import --skip 1 {path} plain"]
    found = dict[str, Taken]()
    for name, script in ((".import", plain), (".import and search index", [*plain, "BEGIN;", *_SEARCH, "COMMIT;"])):
        before, started = _children_cpu(), time.perf_counter()
        place = folder / f"{len(found)}.db"
        # A row that is known already is told on stderr, as ours are told in the report.
        subprocess.run([tool, str(place)], input="\n".join(script).encode(), stderr=subprocess.DEVNULL, check=False)
        found[name] = Taken(time.perf_counter() - started, _children_cpu() - before)
    return found


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _by_copy(path: Path, url: str) -> Taken:
    """COPY into a table with the same keys; it has no way to pass over a known row, so the keys are not unique."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for statement in (_TABLE, *_KEYS):
            cursor.execute(statement.replace("UNIQUE ", "").encode())
        started = time.perf_counter()
        with path.open("rb") as source, cursor.copy(b"COPY plain FROM STDIN (FORMAT csv, HEADER)") as copy:
            while part := source.read(1 << 20):
                copy.write(part)
        connection.commit()
        taken = time.perf_counter() - started
        cursor.execute(b"DROP TABLE plain")
    return Taken(taken, 0.0)
