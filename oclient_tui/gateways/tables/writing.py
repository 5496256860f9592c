"""Which writer a format has."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from oclient_tui.domain.sheets import TableFormat


def written(kind: TableFormat, target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a file."""
    assert kind is TableFormat.CSV  # noqa: S101 - the others follow
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    text.detach()
