"""The lists that one wiped: their stubs, and finishing what is not known to be clean yet (N09)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.wipes import Wipe
from oclient_tui.services.privacy.certifying import FinishWipe, ListCertificates
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import line
from screens.people.certificate import CertificateScreen
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn, head
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


class CertificatesScreen(HouseScreen[None]):
    """One's own wipes, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = bound(FINISH, COPY, BACK)
    DEFAULT_CSS = "CertificatesScreen #removed { height: 8; padding: 1 5; background: $oc-surface; color: $oc-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Wipe] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (translate(tr("Lists")), translate(tr("Certificates of wipes")))

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the stubs, and what the one under the cursor removed."""
        yield Static(id="heads", markup=False)
        yield Rows(Directory(whole(lambda: self._found)), self._drawn, id="wipes")
        yield Static("", id="removed", markup=False)

    @property
    def rows(self) -> Rows[Wipe]:
        """The stubs."""
        return cast("Rows[Wipe]", self.query_one("#wipes"))

    def ready(self) -> None:
        """Read them."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        words = [translate(column.words) for column in COLUMNS]
        self.query_one("#heads", Static).update(line(*head(COLUMNS, self.size.width - 1, words, "at", "↓")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read them."""
        try:
            self._found = await self.do(ListCertificates())
        except OClientError as error:
            self.refused(error)
        await self.rows.load(keep_place=True)

    def _drawn(self, row: Wipe, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        digest = Cell(row.digest) if row.digest else Cell(translate(tr("not clean yet: enter finishes it")), "warn")
        cells = (Cell(str(row.list_id), "text"), Cell(shown_day(row.at)), Cell(str(row.rows), "text"), digest)
        glyph, ink = ("▲", "warn") if row.owed else (" ", "muted")
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus, glyph=glyph, glyph_ink=ink)
        return drawn(self.shell.look, cells, COLUMNS, width, state)

    @on(Rows.Moved)
    def _tell(self) -> None:
        current = self.rows.current
        counts = current.counts if current else dict[str, int]()
        parts = [f"{table} {number}" for table, number in sorted(counts.items()) if number]
        about = Content("\n").join([line((translate(tr("Removed rows")), "bold")), line(", ".join(parts))])
        self.query_one("#removed", Static).update(about if current else "")
        self.status((str(len(self._found)), "bold $oc-text"), " ", translate(tr("wiped lists")))
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

    def action_back(self) -> None:
        """Go back to the lists."""
        self.dismiss(None)
