"""P11: a fresh interpreter for every command, against `python -c pass` in the same run."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.dataset import LIST_NAME, OWNER, Dataset
from benchmarks.figures import Row, in_turns, median, within
from oclient_tui.config.settings import load
from oclient_tui.doors.cli.kept import KeptSignIns

HELP, LIST = 12, {"sqlite": 30, "postgresql": 60}
_TIMES = 25


def rows(data: Dataset) -> Iterator[Row]:
    """Measure the help, and a list's first row with a kept sign-in."""
    with tempfile.TemporaryDirectory() as folder:
        home = environment(Path(folder), data.url)
        sign_in(data, home)
        oclient = str(Path(sys.executable).with_name("oclient"))
        commands = (
            [sys.executable, "-c", "pass"],
            [oclient, "--help"],
            [oclient, "customers", "list", LIST_NAME, "--limit", "1", "--json"],
        )
        works = [partial(_run, words, home) for words in commands]
        nothing, shown, listed = (median(taken) for taken in in_turns(works, _TIMES))
    yield within(f"P11 {data.engine} oclient --help", shown, nothing, HELP)
    yield within(f"P11 {data.engine} oclient customers list --limit 1", listed, nothing, LIST[data.engine])


def environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of a person at home: nothing of ours set but the database, compiled files kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OCLIENT_", "PYTHON", "XDG_"))}
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return kept | homes | {"OCLIENT_DB": url, "LANG": "C.UTF-8"}


def sign_in(data: Dataset, home: Mapping[str, str]) -> None:
    """Keep a sign-in of the owner's, as `oclient sign-in` would after the password."""
    before = dict(os.environ)
    os.environ |= home
    try:
        path = load(home).sign_in_file
    finally:
        os.environ.clear()
        os.environ.update(before)
    house = data.house()
    with house.store.work("sign_in") as unit:
        account = unit.accounts.by_email(OWNER)
    assert account is not None, "the data set has an owner"  # noqa: S101 - made with it
    KeptSignIns(path, data.url).keep(OWNER, house.gate.keep(account))
    house.close()


def _run(words: list[str], environment: Mapping[str, str]) -> None:
    subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, check=True)
