"""The lists that one wiped: their stubs, and finishing what is not known to be clean yet (N09)."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.wipes import Wipe
from oclient_tui.services.privacy.certifying import FinishWipe, ListCertificates
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line
from screens.people.certificate import CertificateScreen
from screens.table_screen import TableScreen
from screens.widgets.lines import Cell, Column, RowState
from screens.widgets.rows import Rows

FINISH = Command(
    "certificates.finish", "enter", "finish", tr("finish"), tr("Clean what is left of a removed list, and certify it."),
    key_display="enter",
)  # fmt: skip
COPY = Command("certificates.copy", "y", "copy", tr("copy digest"), tr("Copy the certificate's digest."))
BACK = Command("certificates.back", "escape,q", "back", tr("back"), key_display="esc")
COLUMNS = (
    Column("list", tr("List"), 20),
    Column("at", tr("Removed"), 17),
    Column("rows", tr("Rows"), 9, right=True),
    Column("digest", tr("Digest"), 0),
)


class CertificatesScreen(TableScreen[Wipe]):
    """One's own wipes, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = bound(FINISH, COPY, BACK)
    COLUMNS = COLUMNS
    SORTED = ("at", "↓")
    DEFAULT_CSS = "CertificatesScreen #removed { height: 8; padding: 1 5; background: $oc-surface; color: $oc-muted; }"

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (translate(tr("Lists")), translate(tr("Certificates of wipes")))

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the stubs, and what the one under the cursor removed."""
        yield self.table()
        yield Static("", id="removed", markup=False)

    async def fetch(self) -> Sequence[Wipe]:
        """Return the stubs."""
        return await self.do(ListCertificates())

    def cells(self, row: Wipe) -> Sequence[Cell]:
        """Return the list, when it was removed, how much that was, and the digest."""
        digest = Cell(row.digest) if row.digest else Cell(translate(tr("not clean yet: enter finishes it")), "warn")
        return (Cell(str(row.list_id), "text"), Cell(shown_day(row.at)), Cell(str(row.rows), "text"), digest)

    def state(self, row: Wipe) -> RowState:
        """Mark what is owed."""
        return RowState(glyph="▲", glyph_ink="warn") if row.owed else RowState()

    @on(Rows.Moved)
    def tell(self) -> None:
        """Say what the one under the cursor removed."""
        current = self.rows.current
        counts = current.counts if current else dict[str, int]()
        parts = [f"{table} {number}" for table, number in sorted(counts.items()) if number]
        about = Content("\n").join([line((translate(tr("Removed rows")), "bold")), line(", ".join(parts))])
        self.query_one("#removed", Static).update(about if current else "")
        self.count(translate(tr("wiped lists")))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Finish only what is owed, copy only a digest."""
        if action in ("finish", "copy"):
            current = self.rows.current if self.is_mounted else None
            if current is None or current.owed != (action == "finish"):
                return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="finish")
    async def action_finish(self) -> None:
        """Clean, search and certify."""
        current = self.rows.current
        if current is None:
            return
        try:
            found = await self.do(FinishWipe(str(current.list_id)), long=True)
        except OClientError as error:
            self.refused(error)
        else:
            await self.shell.push_screen_wait(CertificateScreen(found[0], str(current.list_id)))
        self.read()

    def action_copy(self) -> None:
        """Copy the digest under the cursor."""
        current = self.rows.current
        if current is not None:
            self.shell.copy(current.digest)
