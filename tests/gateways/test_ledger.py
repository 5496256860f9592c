"""The ledger's file: what was acknowledged stands, what was torn is no damage, nobody reads ids in it (D30)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import CannotCreate, Misconfigured
from oclient_tui.domain.ledger import ERASURE, KINDS, WIPE, LedgerLine, missing_from, read_pages
from oclient_tui.gateways.key_file import KeyFile
from oclient_tui.gateways.ledger import FileLedger
from oclient_tui.gateways.secrets import SealedSecrets

LINES = st.builds(
    LedgerLine, st.sampled_from(KINDS), st.text("0123456789abcdef", min_size=8, max_size=8),
    st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 10**15),
)  # fmt: skip


def _ledger(folder: Path) -> FileLedger:
    return FileLedger(folder / "data" / "x.ledger", SealedSecrets(None, KeyFile(folder / "key")), lambda: 7)


@given(st.lists(LINES), st.integers(0, 200))
def test_a_torn_end_takes_no_whole_line_along(lines: list[LedgerLine], torn: int) -> None:
    text = "".join(f"{line}\n" for line in lines)
    last = str(lines[0])[:torn] if lines else "v1"[:torn]
    assert read_pages(text + last).lines == tuple(lines)
    assert read_pages(text + last).damaged == ()


@given(st.lists(LINES), st.lists(LINES))
def test_merging_keeps_every_removal_once(ours: list[LedgerLine], theirs: list[LedgerLine]) -> None:
    fresh = missing_from(ours, theirs)
    known = {(line.kind, line.key, line.digest) for line in ours}
    keys = [(line.kind, line.key, line.digest) for line in fresh]
    assert len(set(keys)) == len(keys)
    assert known.isdisjoint(keys)
    assert {(line.kind, line.key, line.digest) for line in theirs} <= known | set(keys)


def test_it_remembers_by_kind_and_once(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    for _ in range(2):
        ledger.remember(WIPE, 7)
        ledger.remember(ERASURE, 8)
    pages = ledger.read()
    assert len(pages.lines) == 2
    assert ledger.among(pages, WIPE, [6, 7, 8]) == [7]
    assert ledger.among(pages, ERASURE, [6, 7, 8]) == [8]
    assert ledger.path.stat().st_mode & 0o777 == 0o600
    assert ledger.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_torn_line_is_followed_by_whole_ones(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    ledger.remember(WIPE, 1)
    with ledger.path.open("a") as file:
        file.write("v1 wipe 1234")
    ledger.remember(WIPE, 2)
    assert ledger.among(ledger.read(), WIPE, [1, 2]) == [1, 2]
    assert ledger.read().damaged == ()


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    _ledger(tmp_path).remember(WIPE, 0)

    def one(number: int) -> None:
        ledger = _ledger(tmp_path)
        start.wait(timeout=30)
        for step in range(10):
            ledger.remember(WIPE, number * 100 + step)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(8)))
    ledger = _ledger(tmp_path)
    wanted = [number * 100 + step for number in range(8) for step in range(10)]
    assert ledger.among(ledger.read(), WIPE, wanted) == wanted


def test_another_key_matches_nothing_and_says_so(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    ledger.remember(WIPE, 1)
    (tmp_path / "key").unlink()
    with pytest.raises(Misconfigured, match="missing"):
        _ledger(tmp_path).foreign(ledger.read())
    other = _ledger(tmp_path)
    other.remember(WIPE, 2)
    pages = other.read()
    assert other.foreign(pages) == 1
    assert other.among(pages, WIPE, [1, 2]) == [2]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(CannotCreate, match="cannot be written"):
        _ledger(tmp_path).remember(WIPE, 1)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.ledger").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotCreate):
        _ledger(tmp_path).remember(WIPE, 1)
    assert not (tmp_path / "elsewhere").exists()
