"""Files of customers for tests, made of rows; they show what they hold, as a person who imports one knows it."""

import csv
import io
from collections.abc import Iterable, Sequence

from oclient_tui.services.customers.importing.running import ImportFile


class Given(io.BytesIO):
    """A file's bytes."""

    def __repr__(self) -> str:
        return self.getvalue().decode()


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Given:
    """Return a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return Given(text.getvalue().encode())


def file_of(*rows: dict[str, str], header: Sequence[str] = ()) -> ImportFile:
    """Return a file whose columns are called as the fields are."""
    names = tuple(header) or tuple(dict.fromkeys(name for row in rows for name in row))
    return ImportFile(written(names, [[row.get(name, "") for name in names] for row in rows]), "customers.csv")
