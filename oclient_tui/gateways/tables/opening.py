"""Which format a file has, told from its content and never from its name."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.sheets import Sheet, SourceRow, TableFormat


def opened(source: BinaryIO) -> Sheet:
    """Return what a file holds; raise Invalid for one that cannot be read."""
    text = io.TextIOWrapper(io.BytesIO(source.read(1_048_576)), "utf-8-sig", newline="")
    header = next(csv.reader(text, delimiter=","), None)
    if not header:
        raise Invalid(tr("The file is empty."))
    width = len(header)

    def rows() -> Iterator[SourceRow]:
        source.seek(0)
        wrapped = io.TextIOWrapper(source, "utf-8-sig", newline="")
        try:
            reader = csv.reader(wrapped, delimiter=",")
            next(reader)
            start = 2
            for cells in reader:
                problem = "" if len(cells) == width else tr("This row has {found} cells where the header has {wanted}.")
                yield SourceRow(start, tuple(cells), problem, {"found": len(cells), "wanted": width})
                start = reader.line_num + 1
        finally:
            wrapped.detach()

    return Sheet(TableFormat.CSV, tuple(header), rows, "utf-8", ",")
