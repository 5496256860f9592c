"""P8: a message to many, personalised, every change of state durable, beside the bare protocol over as many lines.

The anchor says the same verbs with one text over blocking sockets in threads, as Postfix's smtp-source does, and stores
nothing; both write to one sink in a process of its own.
"""

import json
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from benchmarks import server
from benchmarks.dataset import DATA
from benchmarks.figures import Row
from benchmarks.import_files import first_file

LINES, FLAT_MB = 10, 40
_NAME = "oclient_mailing"
_TEXT = "From: a@example.com\r\nSubject: S\r\n\r\n" + "A paragraph of some length, as letters have.\r\n" * 20


def rows(engine: str, count: int) -> Iterator[Row]:
    """Write to a thousand customers, then to many, and compare what that takes and how much memory."""
    DATA.mkdir(parents=True, exist_ok=True)
    few, many = min(count, 1000), min(count, 100_000)
    with tempfile.TemporaryDirectory(dir=DATA) as folder, _sink() as port:
        told = [_ours(engine, Path(folder), number, port) for number in (few, many)]
        seconds = _bare(port, min(told[1]["delivered"], 10_000))
        rate, anchor = told[1]["delivered"] / told[1]["seconds"], min(told[1]["delivered"], 10_000) / seconds
        grown = told[1]["own memory, MB"] - told[0]["own memory, MB"]
        details: dict[str, object] = {"few": told[0], "many": told[1], "per second": rate, "anchor per second": anchor}
        ratio = rate / anchor
        yield Row(f"P8 {engine} a message of {many}", 1000 / rate, 1000 / anchor, ratio, ">= 1", ratio >= 1, details)
        yield Row(f"P8 {engine} memory grown in MB, {few} to {many}", grown, None, None, f"<= {FLAT_MB} MB",
                  grown <= FLAT_MB, details)  # fmt: skip


@contextmanager
def _sink() -> Generator[int]:
    words = [sys.executable, "-m", "benchmarks.mail_sink"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield int(cast("IO[bytes]", process.stdout).readline())
        process.communicate()


def _ours(engine: str, folder: Path, number: int, port: int) -> dict[str, Any]:
    url = str(folder / f"{number}.db")
    if engine == "postgresql":
        given = server.server_url(DATA / "pg")
        server.make_database(given, f"{_NAME}_{number}")
        url = server.database_url(given, f"{_NAME}_{number}")
    for words in (("benchmarks.import_once", url, str(first_file(number))), ("benchmarks.mail_once", url, str(port),
                                                                              str(LINES))):  # fmt: skip
        done = subprocess.run([sys.executable, "-m", *words], stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    if engine == "postgresql":
        server.drop_database(server.server_url(DATA / "pg"), f"{_NAME}_{number}")
    return told


def _bare(port: int, number: int) -> float:
    """Return how long the bare protocol takes, one message a transaction, over as many lines as ours."""

    def talk() -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            line.ehlo()
            for place in range(number // LINES):
                line.mail("a@example.com")
                line.rcpt(f"n{place}@example.com")
                line.data(_TEXT)

    threads = [threading.Thread(target=talk) for _ in range(LINES)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started
