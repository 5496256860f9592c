"""How somebody of a list is shown: a row of the table, and the pane that says what that person may do (looks 10)."""

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.errors import tr
from oclient_tui.domain.members import Invitation, Member
from screens.clock import shown_day
from screens.ink import line, plain
from screens.people.rights import ROLE_WORDS, grantable_to, right_in_words
from screens.widgets.lines import Cell, Column, RowState

Person = Member | Invitation
COLUMNS = (
    Column("name", tr("Name"), 0),
    Column("email", tr("E-mail"), 26),
    Column("role", tr("Role"), 9),
    Column("sees", tr("Sees"), 9, right=True),
)
_GLYPHS = {Role.OWNER: ("★", "warn"), Role.ADMIN: ("▲", "accent"), Role.MEMBER: (" ", "muted")}
_OF_ADMIN = tr("Admins see every customer, import, export, merge, delete, assign and issue invoices.")
_OF_OWNER = tr("The owner sees and may do everything, and alone changes settings, roles and invitations.")
_OF_MEMBER = tr("Members add customers, and edit those that they see.")
_ABOUT = {Role.OWNER: _OF_OWNER, Role.ADMIN: _OF_ADMIN, Role.MEMBER: _OF_MEMBER}


def cells(row: Person, sees: str) -> list[Cell]:
    """Return the columns of a row."""
    if isinstance(row, Invitation):
        name = translate(tr("invited"))
        return [Cell(name), Cell(row.email), Cell(translate(ROLE_WORDS[row.role])), Cell("")]
    role = Cell(translate(ROLE_WORDS[row.role]))
    return [Cell(row.name or row.email, "text"), Cell(row.email), role, Cell(sees, "text")]


def state_of(row: Person) -> RowState:
    """Return how a row stands, apart from the cursor."""
    invited = isinstance(row, Invitation)
    glyph, ink = ("○", "muted") if isinstance(row, Invitation) else _GLYPHS[row.role]
    return RowState(glyph=glyph, glyph_ink=ink, faint=invited)


def about(row: Person, sees: str, *, owner: bool) -> Content:
    """Return who it is, what that person sees, and which rights were granted, where one may know them."""
    name = row.email if isinstance(row, Invitation) else row.name or row.email
    parts = [plain(name, "bold $oc-text"), plain(row.email, "$oc-muted"), line("")]
    parts.append(line((translate(ROLE_WORDS[row.role]), "bold")))
    parts.append(plain(translate(_ABOUT[row.role]), "$oc-muted"))
    if isinstance(row, Invitation):
        until = translate(tr("Open until {day}.")).format(day=shown_day(row.expires_at))
        parts += [line(""), plain(until)]
    else:
        parts += [line(""), line((translate(tr("Since")), "$oc-muted"), " ", shown_day(row.joined_at))]
        parts += [line((translate(tr("Sees")), "$oc-muted"), " ", (sees, "bold"))] if sees else []
    if owner and row.role is not Role.OWNER:
        parts += [line(""), line((translate(tr("Granted on top")), "bold $oc-muted"))]
        parts += [_tick(right, on=right in row.rights) for right in grantable_to(row.role)]
    return Content("\n").join(parts)


def _tick(right: Permission, *, on: bool) -> Content:
    mark = ("[✓] ", "$oc-accent") if on else ("[ ] ", "$oc-muted")
    return line(mark, (right_in_words(right), "$oc-text" if on else "$oc-muted"))
