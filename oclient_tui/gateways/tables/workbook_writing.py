"""XLSX as it is written: one sheet of text cells, row by row, with the header held still."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter

from oclient_tui.domain.errors import Invalid, tr

_ROWS = 1_048_576
_LONGEST = 32_767


def write_workbook(target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows, the header first; raise Invalid for more, or for longer texts, than a sheet holds.

    Every cell is text, so that none is a formula, a link, a rounded telephone number or a date. What the writer puts
    aside lies in a folder of its own that goes with it, whatever happens.
    """
    with tempfile.TemporaryDirectory(prefix="oclient-") as folder:
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(columns) - 1, 0), 18)
        for number, row in enumerate(rows):
            if number == _ROWS:
                raise Invalid(tr("A sheet holds {limit} rows at most. Take CSV, or a filter."), limit=_ROWS)
            for column, text in enumerate(row):
                if len(text) > _LONGEST:
                    raise Invalid(tr("A cell of a sheet holds {limit} characters at most. Take CSV."), limit=_LONGEST)
                if text:
                    sheet.write_string(number, column, text)
        book.close()
