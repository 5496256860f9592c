"""Looking at a file before anything is decided: what it holds, and which column could be which field (O21, N03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from oclient_tui.domain.access import Permission
from oclient_tui.domain.accounts import address_key
from oclient_tui.domain.import_headers import ASSIGNED
from oclient_tui.domain.imports import ImportRequest
from oclient_tui.domain.sheets import Sheet, TableFormat
from oclient_tui.services.customers.importing.columns import proposed, targets
from oclient_tui.services.customers.importing.running import ImportFile
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import UseCase, Work

SAMPLE_ROWS = 50
"""Rows that are read for a look; a file of a million is looked at as fast as one of ten."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file seems to be."""

    format: TableFormat
    charset: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells of the first rows that can be read."""

    columns: Mapping[str, int]
    """The place of each field's column: guessed, or as the saved mapping says."""

    targets: tuple[str, ...]
    """Everything that a column can be mapped to."""


@dataclass
class LookAtFile(UseCase[FileLook], needs=Permission.IMPORT):
    """Tell what a file holds and how it could be mapped; no customer is looked up."""

    list_id: int
    file: ImportFile
    saved: str = ""
    """The name of a saved mapping; '' to guess."""

    def prepare(self, tools: Tools) -> None:
        """Open the file before the transaction begins; raise Invalid for one that cannot be read."""
        self.file.source.seek(0)
        self._sheet: Sheet = tools.files.open(self.file.source)

    def run(self, work: Work) -> FileLook:
        """Return the look; raise NotFound for a mapping that is not there, Invalid for one that does not fit."""
        sheet = self._sheet
        rows = tuple(row.cells for row in islice(sheet.rows(), SAMPLE_ROWS) if not row.problem)
        columns = proposed(work, sheet.header, ImportRequest(saved=self.saved))
        if not self.saved and _names_strangers(work, columns, rows):
            del columns[ASSIGNED]
        return FileLook(sheet.format, sheet.charset, sheet.delimiter, sheet.header, rows, columns, targets(work))


def _names_strangers(work: Work, columns: Mapping[str, int], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column guessed to be people names nobody of this list: a file of another program's people."""
    place = columns.get(ASSIGNED)
    if place is None:
        return False
    cells = " ".join(row[place] for row in rows).replace(",", " ").replace(";", " ").split()
    here = {address_key(member.email) for member in work.unit.members.all()}
    return not any(address_key(cell) in here for cell in cells)
