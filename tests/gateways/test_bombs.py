"""Bombs: a sentence or bad rows, and never more than 200 MB (E6)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateways.bombs import BOMBS, MEGABYTE, made

OUTCOMES = {
    "a line of 256 MB": "2 rows, 1 bad",
    "a first line of 32 MB": "refused: The first line is longer",
    "a million columns": "refused: The first line is longer",
    "a row of a million columns": "2 rows, 1 bad",
    "a row without an end": "500001 rows",
    "quotes that are never closed": "200010 rows, 10 bad",
    "UTF-16 in one line": "1 rows, 1 bad",
    "gzip": "refused: The file is packed",
    "cards without an end": "1 rows, 1 bad",
    "a card of one line": "1 rows, 1 bad",
    "spaces, packed": "refused: The workbook would take more",
    "a directory that lies": "refused: The workbook is damaged",
    "thirty thousand parts": "refused: The workbook would take more",
    "a cell in the last corner": "1 rows, 1 bad",
    "wide rows": "20000 rows, 20000 bad",
    "a billion laughs": "refused: The workbook is damaged",
    "depth": "refused: The workbook is damaged",
    "names": "refused: The workbook is damaged",
    "a tag of 32 MB": "refused: The workbook is damaged",
    "a cell of 32 MB": "1 rows, 1 bad",
    "shared texts without end": "refused: The workbook is too large",
    "one long text, shared by all": "49999 rows, 0 bad",
}
ALLOWED = 200 * MEGABYTE


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_memory(name: str, tmp_path: Path) -> None:  # E6
    bomb = made(name, str(tmp_path))
    run = subprocess.run(
        [sys.executable, "-m", "tests.gateways.bombs", bomb], capture_output=True, text=True, check=True
    )
    Path(bomb).unlink()
    told, took = json.loads(run.stdout)
    assert told.startswith(OUTCOMES[name]), told
    print(f"{name}: {took // MEGABYTE} MB, {told}")
    assert took < ALLOWED, f"{took // MEGABYTE} MB: {told}"
