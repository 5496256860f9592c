"""Files of customers as they are written: one writer a format."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from oclient_tui.domain.sheets import Cell, TableFormat
from oclient_tui.gateways.tables.formulas import exceptions, harmless, harmless_row

Rows = Iterable[Sequence[Cell]]


def written(kind: TableFormat, target: BinaryIO, columns: Sequence[str], rows: Rows) -> None:
    """Write a file; raise Invalid for what the format cannot hold."""
    if kind is TableFormat.XLSX:
        from oclient_tui.gateways.tables.workbook_writing import write_workbook

        write_workbook(target, columns, safe_rows(columns, rows))
    elif kind is TableFormat.VCARD:
        from oclient_tui.gateways.tables.card_writing import write_cards

        write_cards(target, columns, rows)
    elif kind is TableFormat.JSONL:
        _write_lines(target, columns, rows)
    else:
        _write_delimited(target, columns, rows, "\t" if kind is TableFormat.TSV else ",")


def safe_rows(columns: Sequence[str], rows: Rows) -> Iterator[list[str]]:
    """Return the header and the rows as texts, none of them a formula (E1)."""
    yield [harmless(name) for name in columns]
    allowed = exceptions(columns)
    for row in rows:
        yield harmless_row([plain(cell) for cell in row], allowed)


def plain(cell: Cell) -> str:
    """Return a value as a person types it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "on" if cell else "off"
    return ", ".join(cell)


def _write_delimited(target: BinaryIO, columns: Sequence[str], rows: Rows, delimiter: str) -> None:
    """Write CSV as RFC 4180 says, or TSV quoted alike, in UTF-8 without a byte order mark.

    The mark would let Excel guess the charset, and would stand in the name of the first column for every other
    program; who works in Excel takes XLSX, which keeps telephone numbers whole besides. Lines end in CR LF: with them
    Python quotes a lone carriage return, which would else be a line end to the reader.
    """
    text = io.TextIOWrapper(target, "utf-8", newline="")
    try:
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(safe_rows(columns, rows))
    finally:
        text.detach()


def _write_lines(target: BinaryIO, columns: Sequence[str], rows: Rows) -> None:
    """Write JSON Lines: one object a row, switches as true and false, labels as lists, empty texts too.

    Nothing is marked: no spreadsheet opens it, and JSON says itself what is text.
    """
    for row in rows:
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        target.write(f"{line}\n".encode())
