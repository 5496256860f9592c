"""The anchor of P6 and P7: Textual's own DataTable with so many rows, opened by enter as a list is."""

import sys

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Header, Static

HEADS = ("Name", "City", "Phone", "Categories", "Who")
FIRST = "Customer 0000000"


class Table(Screen[None]):
    """All rows in one table."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Yield the table between a header and a footer, as our list stands."""
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*HEADS)
        table.add_rows(
            (f"Customer {number:07}", f"City {number % 100}", f"+48 {600_000_000 + number}", "VIP", "ON")
            for number in range(self._rows)
        )
        table.focus()


class PlainTable(App[None]):
    """Waits for enter, then shows the table."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Yield what stands there until then."""
        yield Static("Ready")

    def on_key(self) -> None:
        """Open the table."""
        if not isinstance(self.screen, Table):
            self.push_screen(Table(self._rows))


if __name__ == "__main__":
    PlainTable(int(sys.argv[1])).run()
