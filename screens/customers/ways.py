"""Where one can go from the list of customers: a key, what it opens, and what it needs. One line each."""

from collections.abc import Callable
from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from screens.base import HouseScreen
from screens.commands import Command
from screens.messages.outbox import OutboxScreen
from screens.moving.exporting import ExportScreen
from screens.moving.importing import ImportScreen
from screens.moving.undo_list import UndoScreen
from screens.people.audit import AuditScreen
from screens.people.members import MembersScreen
from screens.settings.clashes import ClashesScreen
from screens.settings.overview import SettingsScreen


@dataclass(frozen=True, slots=True)
class Way:
    """A command whose action is `way('KEY')`, and the screen it opens for a list and the filter in force.

    The screen gives back whether the list may have changed.
    """

    key: str
    command: Command
    opens: Callable[[CustomerList, str], HouseScreen[bool]]


SETTINGS = Command(
    "customers.settings", "S", "way('S')", tr("settings"), tr("The list's settings."), needs=Permission.SETTINGS
)

STEPS = Command(
    "customers.steps", "Z", "way('Z')", tr("undo list"), tr("What you did here and can take back."), shown=False
)
IMPORT = Command(
    "customers.import", "i", "way('i')", tr("import"), tr("Bring customers in from a file."), needs=Permission.IMPORT
)
EXPORT = Command(
    "customers.export", "o", "way('o')", tr("export"), tr("Write the customers that match to a file."),
    needs=Permission.EXPORT,
)  # fmt: skip
CLASHES = Command(
    "customers.clashes", "D", "way('D')", tr("duplicates"), tr("The customers that the list has more than once."),
    shown=False, needs=Permission.MERGE,
)  # fmt: skip
PEOPLE = Command("customers.people", "P", "way('P')", tr("people"), tr("Who is on the list, as what."), shown=False)
AUDIT = Command(
    "customers.audit", "L", "way('L')", tr("audit"), tr("Who did what on this list, and when."), shown=False,
    needs=Permission.AUDIT,
)  # fmt: skip

OUTBOX = Command(
    "customers.outbox", "O", "way('O')", tr("outbox"), tr("What waits to be sent, and what was."), shown=False
)

WAYS: tuple[Way, ...] = (
    Way("i", IMPORT, lambda of, _: ImportScreen(of)),
    Way("o", EXPORT, ExportScreen),
    Way("O", OUTBOX, lambda of, _: OutboxScreen(of)),
    Way("S", SETTINGS, lambda of, _: SettingsScreen(of)),
    Way("P", PEOPLE, lambda of, _: MembersScreen(of)),
    Way("L", AUDIT, lambda of, _: AuditScreen(of)),
    Way("D", CLASHES, lambda of, _: ClashesScreen(of)),
    Way("Z", STEPS, lambda of, _: UndoScreen(of)),
)
