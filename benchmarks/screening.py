"""P6, P7 and the start of P9: the full screen on a terminal, beside Textual's DataTable and bare commands."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import plain_table
from benchmarks.dataset import LIST_NAME, OWNER, Dataset, dataset, session
from benchmarks.figures import Row, faster, median, percentile, within
from benchmarks.starting import environment, sign_in
from benchmarks.terminal import Answer, Terminal
from oclient_tui.services.customers.finding import ListCustomers

DOWN, PAGE_DOWN, END = "\x1b[B", "\x1b[6~", "\x1b[F"
SMALL, ANCHOR_ROWS = 10_000, 100_000
ALIKE, TIMES_FASTER, PART_OF_MEMORY, PAGE_MS, FLAT, BYTES = 1.1, 50, 12, 16, 1.1, 450
PAGES, MOVES, OPENINGS, STARTS = 1000, 40, 5, 7
_PYTHON = sys.executable


def frames(data: Dataset) -> Iterator[Row]:
    """P6: the first frame, a page down and the memory of a list."""
    small = [_opened(dataset(data.engine, SMALL)) for _ in range(OPENINGS)]
    large = [_opened(data) for _ in range(OPENINGS)]
    table = [_table_opened() for _ in range(2)]
    # The least of several: the count begins right behind the first frame, and a late look takes some of it in.
    ours, few, theirs = (min(one.cpu for one in found) for found in (large, small, table))
    walls = {name: median(one.wall for one in found) for name, found in (("ours", large), ("table", table))}
    name = f"P6 {data.engine}"
    yield within(f"{name} first frame, {data.rows} rows against {SMALL}, CPU", ours, few, ALIKE)
    yield faster(f"{name} first frame against DataTable, CPU", ours, theirs, TIMES_FASTER, walls=walls)
    yield from _paging(name, data)


def _paging(name: str, data: Dataset) -> Iterator[Row]:
    with _customers(data) as (terminal, before):
        start = terminal.memory()
        turns = [terminal.press(PAGE_DOWN) for _ in range(PAGES)]
        after, spent = terminal.memory(), [turn.cpu for turn in turns]
        last = terminal.press(END)
    with _table() as (table, empty):
        theirs = table.memory() - empty
    walls = {"wall p50": median(turn.wall for turn in turns), "wall p95": percentile([one.wall for one in turns], 0.95)}
    p95 = percentile(spent, 0.95)
    yield Row(f"{name} page down, p95, CPU", p95, goal=f"<= {PAGE_MS} ms", ok=p95 <= PAGE_MS,
              details={"p50": median(spent), **walls})  # fmt: skip
    yield Row(f"{name} to the last row, CPU", last.cpu, details={"wall": last.wall})
    yield within(f"{name} MB after {PAGES} page downs against before", after, start, FLAT)
    ratio = theirs / max(after - before, 0.1)
    yield Row(f"{name} MB of the list against DataTable's", after - before, theirs, ratio, f">= {PART_OF_MEMORY} x",
              ratio >= PART_OF_MEMORY)  # fmt: skip


def bytes_a_move(data: Dataset) -> Iterator[Row]:
    """P7: what a move of the cursor writes to the terminal; in this row the figures are bytes."""
    with _customers(data) as (terminal, _):
        ours = [terminal.press(DOWN).written for _ in range(MOVES)]
    with _table() as (table, _):
        theirs = [table.press(DOWN).written for _ in range(MOVES)]
    goal = max(ours[: MOVES // 2])  # the cursor stays within the screen: nothing scrolls
    details: dict[str, object] = {"moves": ours, "table": theirs}
    yield Row(f"P7 {data.engine} bytes of a cursor move, most", goal, max(theirs[: MOVES // 2]), None,
              f"<= {BYTES} bytes", goal <= BYTES, details)  # fmt: skip


def starts(data: Dataset) -> Iterator[Row]:
    """P9, as far as it is about starting: from nothing to the lists, against an empty and a small command."""
    with _home(data) as home:
        works: dict[str, Callable[[], float]] = {
            "pass": lambda: _command([_PYTHON, "-c", "pass"], home),
            "--help": lambda: _command([_PYTHON, "-m", "oclient_tui", "--help"], home),
            "screen": lambda: _started(home).cpu,
        }
        taken: dict[str, list[float]] = {name: [] for name in works}
        for turn in range(STARTS + 1):
            for kind, work in works.items():
                spent = work()
                taken[kind] += [spent] if turn else []
        nothing, helped, shown = (median(found) for found in taken.values())
    yield Row(f"P9 {data.engine} cold start to the first frame, CPU", shown, nothing, shown / nothing)
    yield Row(f"P9 {data.engine} cold start against --help, CPU", shown, helped, shown / helped)


def _command(words: list[str], home: dict[str, str]) -> float:
    """Return the processor's milliseconds of a command."""
    before = os.times()
    with Path(os.devnull).open("wb") as nowhere:
        child = os.posix_spawn(words[0], words, home, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)])
        os.waitpid(child, 0)
    after = os.times()
    return (after.children_user - before.children_user + after.children_system - before.children_system) * 1000


@contextmanager
def _home(data: Dataset) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        home = environment(Path(folder), data.url)
        sign_in(data, home)
        yield home


def _program() -> list[str]:
    return [_PYTHON, "-m", "oclient_tui"]


def _started(home: dict[str, str]) -> Answer:
    with Terminal(_program(), home) as terminal:
        return terminal.until(LIST_NAME)


def _first(data: Dataset) -> str:
    house = data.house()
    try:
        return session(house, OWNER).do(ListCustomers(data.list_id, limit=1)).items[0].sorting_name[:10]
    finally:
        house.close()


def _opened(data: Dataset) -> Answer:
    with _home(data) as home, Terminal(_program(), home) as terminal:
        terminal.until(LIST_NAME)
        terminal.rest()
        return _open(terminal, _first(data))


def _open(terminal: Terminal, first: str) -> Answer:
    return terminal.until(first, terminal.send("\r"))


@contextmanager
def _customers(data: Dataset) -> Iterator[tuple[Terminal, float]]:
    """Yield a terminal that shows the customers, counted, and the memory before they were opened."""
    with _home(data) as home, Terminal(_program(), home) as terminal:
        terminal.until(LIST_NAME)
        terminal.rest()
        before = terminal.memory()
        _open(terminal, _first(data))
        terminal.rest(2.0)
        yield terminal, before


@contextmanager
def _table() -> Iterator[tuple[Terminal, float]]:
    with Terminal([_PYTHON, "-m", "benchmarks.plain_table", str(ANCHOR_ROWS)], dict(os.environ)) as terminal:
        terminal.until("Ready")
        terminal.rest()
        before = terminal.memory()
        _open(terminal, plain_table.FIRST)
        terminal.rest(2.0)
        yield terminal, before


def _table_opened() -> Answer:
    with Terminal([_PYTHON, "-m", "benchmarks.plain_table", str(ANCHOR_ROWS)], dict(os.environ)) as terminal:
        terminal.until("Ready")
        terminal.rest()
        return _open(terminal, plain_table.FIRST)
