"""The list's audit: who did what, when, and to what; narrowed by person and action, and proved (X05, D8, N08)."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Verdict
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.privacy.auditing import AuditLine, ListAudit, VerifyAudit
from oclient_tui.services.sharing.members import ListMembers
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line
from screens.people.audit_text import ACTIONS, action_in_words, aside, cells, columns
from screens.widgets.directory import Batch, Directory, whole
from screens.widgets.lines import RowState, drawn, head
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.rows import Rows

WHO = Command("audit.who", "w", "who", tr("person"), tr("Show only what one person did."), needs=Permission.AUDIT)
WHAT = Command("audit.what", "a", "what", tr("action"), tr("Show only one kind of action."), needs=Permission.AUDIT)
VERIFY = Command(
    "audit.verify", "v", "verify", tr("verify"), tr("Prove that no entry was changed or taken out."),
    needs=Permission.AUDIT,
)  # fmt: skip
BACK = Command(
    "audit.back", "escape,q", "back", tr("back"), tr("Show everything again, then go back."), key_display="esc"
)
REFRESH = Command("audit.refresh", "R", "refresh", tr("refresh"), tr("Read the audit again."), shown=False)
_ASIDE = 46
_EVERYTHING = "*"
_PAGE, _MOST = 1000, 10_000


class AuditScreen(HouseScreen[bool]):
    """The entries, newest first, and the one under the cursor whole; gives back that nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(WHO, WHAT, VERIFY, BACK, REFRESH)
    DEFAULT_CSS = """
    AuditScreen #table { width: 1fr; }
    AuditScreen #one { width: 46; padding: 1 2; background: $oc-surface; scrollbar-size: 1 1; }
    AuditScreen.-narrow Horizontal { layout: vertical; }
    AuditScreen.-narrow #table { width: 100%; height: 1fr; }
    AuditScreen.-narrow #one { width: 100%; height: 9; padding: 0 2; }
    """

    def __init__(self, of: CustomerList) -> None:
        super().__init__()
        self.list = of
        self._who = self._what = ""
        self._proof = ""
        self._fitting: list[AuditLine] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and where one is."""
        return (self.list.name, translate(tr("Audit")))

    def body(self) -> Iterable[Widget]:
        """Yield the entries and the one under the cursor."""
        rows = Rows(Directory[AuditLine](self._fetch), self._drawn, id="entries")
        one = VerticalScroll(Static("", id="entry", markup=False), id="one", can_focus=False)
        yield Horizontal(Vertical(Static(id="heads", markup=False), rows, id="table"), one)

    @property
    def rows(self) -> Rows[AuditLine]:
        """The entries."""
        return cast("Rows[AuditLine]", self.query_one("#entries"))

    def ready(self) -> None:
        """Show the newest."""
        super().ready()
        self.rows.focus()
        self.read()

    def on_resize(self) -> None:
        """Write the heads for the new width."""
        room = self.size.width - 1 - (_ASIDE if self.size.width >= 100 else 0)
        shown = columns(self.size.width)
        words = [translate(column.words) for column in shown]
        self.query_one("#heads", Static).update(line(*head(shown, room, words, "at", "↓")))

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the entries that fit; whoever may not is told so and leaves."""
        rows = self.rows
        try:
            await self.learn(self.list.id)
            self._fitting = await self._narrowed() if self._who or self._what else []
            rows.directory = Directory(whole(lambda: self._fitting) if self._who or self._what else self._fetch)
            await rows.load()
        except OClientError as error:
            self.refused(error)
            self.dismiss(False)
            return
        newest = rows.directory.row(0)
        if newest is not None and not (self._who or self._what):
            rows.directory.counted(newest.entry.seq)  # a chain has no gaps
            rows.arrived()

    async def _fetch(self, word: str | None, backwards: bool, most: int) -> Batch[AuditLine]:
        """Return a page of the whole chain, found by the number of the entry before it."""
        past = int(word or 0)
        before = past + most + 1 if backwards else past
        found = await self.do(ListAudit(self.list.id, most, before))
        found = found[::-1] if backwards else found
        return Batch(found, str(found[-1].entry.seq) if len(found) == most else None)

    async def _narrowed(self) -> list[AuditLine]:
        """Return the newest entries of one person or one kind: as many as anybody reads."""
        found: list[AuditLine] = []
        while len(found) < _MOST:
            before = found[-1].entry.seq if found else 0
            page = await self.do(ListAudit(self.list.id, _PAGE, before, self._who, self._what))
            found += page
            if len(page) < _PAGE:
                break
        return found

    def _drawn(self, row: AuditLine, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        refused = row.entry.outcome != "done"
        glyph, ink = ("✗", "error") if refused else (" ", "muted")
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus, glyph=glyph, glyph_ink=ink)
        return drawn(self.shell.look, cells(row), columns(self.size.width), width, state)

    @on(Rows.Moved)
    def _tell(self) -> None:
        current = self.rows.current
        nothing = line((translate(tr("Nothing fits. esc shows everything.")), "$oc-muted"))
        self.query_one("#entry", Static).update(aside(current) if current else nothing)
        chosen = [part for part in (self._who, action_in_words(self._what) if self._what else "") if part]
        where = f"{current.entry.seq}" if current else ""
        self.status(self._proof or " · ".join(chosen) or translate(tr("newest first")), right=where)

    @work(exclusive=True, group="choose")
    async def action_who(self) -> None:
        """Choose whose entries to show."""
        members = await self.do(ListMembers(self.list.id))
        everybody = (_EVERYTHING, translate(tr("everybody")))
        options = (everybody, *((one.email, one.name or one.email) for one in members))
        title = translate(tr("Whose entries"))
        chosen = await self.shell.push_screen_wait(PickDialog(title, "", options, self._who or _EVERYTHING))
        if chosen:
            self._who = "" if chosen == _EVERYTHING else chosen
            self.read()

    @work(exclusive=True, group="choose")
    async def action_what(self) -> None:
        """Choose what kind of entries to show."""
        words = sorted((translate(said), key) for key, said in ACTIONS.items())
        options = ((_EVERYTHING, translate(tr("everything"))), *((key, said) for said, key in words))
        title = translate(tr("What kind of entries"))
        chosen = await self.shell.push_screen_wait(PickDialog(title, "", options, self._what or _EVERYTHING))
        if chosen:
            self._what = "" if chosen == _EVERYTHING else chosen
            self.read()

    @work(exclusive=True, group="verify")
    async def action_verify(self) -> None:
        """Walk the whole chain beside the screen, and say what was found."""
        try:
            verdict = await self.do(VerifyAudit(self.list.id, self._counted), long=True)
        except OClientError as error:
            self.refused(error)
            return
        self._say(verdict)

    def _counted(self, number: int) -> None:
        """Show how far the walk has come; called from beside the screen."""
        self.shell.call_from_thread(self._walked, number)

    def _walked(self, number: int) -> None:
        self._proof = translate(tr("checking the chain: {number} entries")).format(number=number)
        self._tell()

    def _say(self, verdict: Verdict) -> None:
        self._proof = ""
        if verdict.broken_at is not None:
            problem = translate(verdict.problem)
            bad = translate(tr("Entry {seq} does not hold: {problem}.")).format(seq=verdict.broken_at, problem=problem)
            self.notify(bad, severity="error", timeout=3600, markup=False)
        else:
            good = translate(tr("The chain of {entries} entries holds.")).format(entries=verdict.entries)
            erased = translate(tr("Values erased: {number}.")).format(number=len(verdict.erased))
            self.notify(f"{good} {erased}" if verdict.erased else good, markup=False)
        self._tell()

    def action_back(self) -> None:
        """Show everything again, then go back."""
        if self._who or self._what:
            self._who = self._what = ""
            self.read()
        else:
            self.dismiss(False)

    def action_refresh(self) -> None:
        """Read the newest again."""
        self.read()
