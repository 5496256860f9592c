"""Role and rights as ticks: which role, and under it what that role may be granted (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.style import Style
from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from oclient_tui.config.language import translate
from oclient_tui.domain.access import DEFAULT_RIGHTS, GRANTABLE, Permission, Role, rights_after
from oclient_tui.domain.errors import tr
from screens.commands import Command, bound
from screens.shell import shell_of
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows

TICK = Command(
    "rights.tick", "space,enter", "tick", tr("change"), tr("Choose the role, or grant and revoke the right.")
)
ROLE_WORDS = {Role.OWNER: tr("owner"), Role.ADMIN: tr("admin"), Role.MEMBER: tr("member")}
RIGHT_WORDS = {
    Permission.GROUP_SEND: tr("write to many at once"),
    Permission.IMPORT: tr("import customers"),
    Permission.EXPORT: tr("export customers"),
    Permission.MERGE: tr("merge customers"),
    Permission.DELETE: tr("delete customers"),
    Permission.ASSIGN: tr("assign customers"),
    Permission.INVOICE: tr("issue invoices"),
    Permission.EXTRACT: tr("marketing extract"),
    Permission.LOYALTY: tr("change loyalty rates"),
    Permission.ACCOUNT_LIMIT: tr("change account limits"),
    Permission.FINANCE: tr("finance check"),
    Permission.WIPE: tr("wipe this list"),
}
_DANGER = frozenset({Permission.WIPE})
COLUMNS = (Column("mark", "", 3), Column("words", "", 0), Column("note", "", 10))


@dataclass(frozen=True, slots=True)
class Line:
    """A role to choose, or a right to tick."""

    role: Role | None = None
    right: Permission | None = None


def right_in_words(right: Permission) -> str:
    """Return what a right allows; its name where this program has no words for it."""
    return translate(RIGHT_WORDS.get(right, right.value))


def grantable_to(role: Role) -> list[Permission]:
    """Return what may be granted to a role, in the order of the words."""
    order = list(RIGHT_WORDS)
    return sorted(GRANTABLE.get(role, frozenset()), key=lambda one: order.index(one) if one in order else len(order))


class RightsList(Rows[Line]):
    """The ticks; `role` and `rights` are what is chosen. An invitation always brings what the role starts with."""

    BINDINGS: ClassVar[list[BindingType]] = bound(TICK)
    DEFAULT_CSS = "RightsList { background: $oc-panel; overflow-y: auto; }"

    class Ticked(Message):
        """Something else is chosen."""

    def __init__(self, role: Role = Role.MEMBER, rights: frozenset[Permission] | None = None) -> None:
        super().__init__(Directory(whole(self._lines)), self._one, id="rights")
        self.role = role
        self.rights = DEFAULT_RIGHTS[role] if rights is None else rights
        self._inviting = rights is None

    def on_mount(self) -> None:
        """Show them."""
        self.call_later(self._again)

    def _lines(self) -> Sequence[Line]:
        roles = [Line(role=role) for role in (Role.MEMBER, Role.ADMIN)]
        return [*roles, *(Line(right=right) for right in grantable_to(self.role))]

    async def _again(self) -> None:
        self.styles.height = len(self._lines())
        await self.load(keep_place=True)

    def _one(self, row: Line, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        if row.role is not None:
            chosen, words, note = row.role is self.role, translate(ROLE_WORDS[row.role]), Cell("")
            mark = "(•)" if chosen else "( )"
        else:
            right = row.right or Permission.VIEW
            chosen, words = right in self.rights, right_in_words(right)
            mark = "[✓]" if chosen else "[ ]"
            note = self._note(right)
        shell = shell_of(self)
        look = replace(shell.look, ground=Style(bgcolor=shell.theme_variables["oc-panel"]))
        cells = [Cell(mark, "accent" if chosen else "muted"), Cell(words, "text"), note]
        return drawn(look, cells, COLUMNS, width, RowState(cursor=under_cursor, focused=self.has_focus))

    def _note(self, right: Permission) -> Cell:
        if self._fixed(right):
            return Cell(translate(tr("at first")))
        return Cell(translate(tr("danger")), "error") if right in _DANGER else Cell("")

    def _fixed(self, right: Permission) -> bool:
        return self._inviting and right in DEFAULT_RIGHTS[self.role]

    @on(Rows.Opened)
    async def action_tick(self) -> None:
        """Choose the role, or change the right; what the new role cannot hold falls away."""
        current = self.current
        if current is None:
            return
        if current.role is not None:
            self.role, self.rights = current.role, rights_after(current.role, self.rights)
            self.rights |= DEFAULT_RIGHTS[self.role] if self._inviting else frozenset()
        elif current.right is not None and not self._fixed(current.right):
            self.rights ^= {current.right}
        await self._again()
        self.post_message(self.Ticked())
