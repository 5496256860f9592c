"""Text of people on every screen: nothing crashes, nothing runs, nothing foreign reaches the terminal (T1-T4).

The walk presses each command of each screen that it meets, so that a new one is walked without being named here.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from textual.screen import Screen
from textual.widgets import Input

import screens
from screens.commands import Hint
from screens.dialogs import ChoiceDialog
from screens.moving.running import RunDialog
from screens.shell import hints
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.rows import Rows
from tests.factories import World
from tests.screens import hostile
from tests.screens.dealing import deal, fill
from tests.screens.recording import recorder_of
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]
ROWS = 16
"""How many rows of a list are opened, one after the other."""

FEWER = {"customers.open": 3, "outbox.open": 2, "card.open": 2, "members.rights": 3, "members.see-as": 3}
"""Where the rows lead to screens of one kind."""

NOT_PRESSED = {"app.quit", "lists.open", "app.sign-out", "app.language", "card.next", "card.previous"}
"""What ends the walk, or shows what it shows anyway."""

ONCE = {"app.help", "app.palette", "app.toasts", "app.account", "app.shade"}
"""What is the same on every screen."""

SEVERAL = {"open", "pick", "rights", "see_as"}
"""Actions that are done on several rows, which lead to different screens."""

MENUS = {"lists.act", "customers.menu", "customers.views"}
"""Commands that open a menu, of which each way is taken."""

ELSEWHERE = {
    "Opening": "what all screens and dialogs share",
    "Dialog": "what all dialogs have in common",
    "HouseScreen": "what all screens have in common",
    "TableScreen": "what all screens of a short table have in common",
    "LetterScreen": "what writing by e-mail and by SMS has in common",
    "ListingScreen": "what the customers' own screen is made of",
    "TooSmallScreen": "shows the terminal's size and nothing of anybody's",
    "FirstRunScreen": "comes before there is any data",
    "SignInScreen": "shows what its own person types",
    "TextDialog": "shows a setting of the list; tests/screens/test_settings* type into it",
    "FormScreen": "what all forms have in common",
    "SeenAs": "what the screens of seeing as somebody have in common",
    "BeginScreen": "comes before there is any data",
    "InviteScreen": "comes before there is any data",
    "InvitedScreen": "comes before signing in, and asks for a code",
    "OfferDialog": "shows a code, and the address that was typed just before",
    "MergeDialog": "needs somebody who saves meanwhile; tests/screens/test_form_merge.py",
    "PlanDialog": "needs settings that were changed as text",
    "WriteSmsScreen": "WriteScreen for a number; every number is hostile here",
    "SeenCustomers": "CustomersScreen for somebody who is found by an e-mail address; none is left here as it was",
    "SeenCard": "needs SeenCustomers",
    "SeenRecord": "needs SeenCustomers",
    "RunDialog": "shows numbers while something runs",
    "FindDialog": "opens where something is typed; its rows are drawn as all rows are",
    "MailingForm": "needs marks; tests/screens/test_mailing.py shows it hostile names",
    "MailingPreview": "needs marks, in the same test",
    "LeftOutScreen": "needs marks, in the same test",
    "CampaignScreen": "needs a run, in the same test",
    "MappingScreen": "needs a file; hostile files are the import's own tests",
    "PreviewScreen": "needs a file",
    "ReportScreen": "needs a file",
    "ObstaclesDialog": "needs an undo that another person's change blocks",
    "_RightsDialog": "what the two dialogs of role and rights have in common",
    "SuppressedScreen": "stands low in the settings; tests/screens/test_message_settings.py types markup into it",
    "TemplateForm": "is opened from the templates, in the same test",
    "TemplatePreview": "is opened from the templates, in the same test",
    "TemplatesScreen": "stands low in the settings; tests/screens/test_message_settings.py types markup into it",
    "ViewsScreen": "needs views; tests/screens/test_views.py shows it hostile ones",
    "PairDialog": "needs two customers that clash",
    "CertificatesScreen": "needs a wiped list, of which nothing but numbers is left",
    "CertificateScreen": "needs a wiped list",
}
"""Screens that the walk need not meet, each with the reason."""

UNSEEN = {
    "import_mappings.columns": "stands on MappingScreen, which needs a file",
    "import_mappings.name": "stands on MappingScreen, which needs a file",
    "record_calendar.note": "stands on the record alone, and the walk opens records of one module",
    "record_calendar.place": "as the note",
    "record_contracts.note": "as the note",
    "record_contracts.number": "as the note",
    "record_sales.lines": "as the note",
    "record_sales.note": "as the note",
    "record_tasks.note": "as the note",
    "suppressions.address": "stands on SuppressedScreen",
    "suppressions.detail": "stands on SuppressedScreen",
    "template_versions.body_text": "stands on TemplateForm",
    "template_versions.subject": "stands on TemplateForm",
    "templates.name": "stands on TemplatesScreen",
}
"""Columns whose texts stand on no screen of the walk, each for its reason; some may be met all the same."""

CARDS = 3_500
"""More than enough for 10 000 strings: on a small screen a long one leaves no room for those behind it."""


def every_screen() -> Iterator[str]:
    """Yield the names of all screens of the program."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    waiting = cast("list[type[Any]]", [Screen])
    while waiting:
        below = [
            kind for kind in waiting.pop().__subclasses__() if kind.__module__.startswith(("screens.", "textual."))
        ]
        waiting += below
        yield from (kind.__name__ for kind in below if kind.__module__.startswith("screens."))


class Walk:
    """One person pressing every key."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.met: set[str] = set()
        self.seen: set[str] = set()
        """The marks of the strings that stood on a screen."""
        self.pressed: set[str] = set()
        self._walked: set[type[Screen[Any]]] = set()

    def here(self) -> Screen[Any]:
        """Return the screen on top, and note it."""
        screen = cast("Screen[Any]", self.seat.app.screen)
        self.met.add(type(screen).__name__)
        self.seen |= hostile.marks_in(self.seat.text)
        return screen

    async def back_to(self, screen: Screen[Any]) -> None:
        """Leave what was opened, as a person does: escape, and the harmless or the discarding button."""
        for _ in range(12):
            if self.here() is screen or screen not in self.seat.app.screen_stack:
                return
            if isinstance(self.here(), RunDialog):
                await self.seat.until(lambda: not isinstance(self.here(), RunDialog))
                continue
            await self.seat.press("escape")
            await self.seat.until(lambda: not self.seat.app.desk.working)  # steps of an undo are done before one leaves
            if isinstance(self.here(), ChoiceDialog):
                await self.seat.press("right", "enter")
        raise AssertionError(f"no way back to {screen!r} from:\n{self.seat.text}")

    async def around(self, depth: int) -> None:
        """Do each command that can be used here; where a screen opens, do the same there."""
        screen = self.here()
        if depth < 0 or type(screen) in self._walked:
            return
        self._walked.add(type(screen))
        done = NOT_PRESSED | (ONCE & self.pressed)
        while left := self._left(screen, done):
            hint = left[0]
            done.add(hint.command.id)
            self.pressed.add(hint.command.id)
            for place in self._places(screen, hint):
                if place is not None and screen.query(Rows):
                    screen.query(Rows).first().move_to(place)
                if not await self._tried(screen, hint, depth):
                    return

    def _left(self, screen: Screen[Any], done: set[str]) -> list[Hint]:
        """Return what is not done yet on the second row: the first of people is oneself, of whom little can be done."""
        if rows := list(cast("Any", screen.query(Rows))):
            rows[0].move_to(1)
        return [hint for hint in hints(screen) if hint.command.id not in done and not _leaves(hint)]

    async def _tried(self, screen: Screen[Any], hint: Hint, depth: int) -> bool:
        """Do one command, go round in what opened, and come back; whether the screen is still there."""
        typing = isinstance(screen.focused, Input)
        await self._do(hint)
        if hint.command.id in MENUS and isinstance(menu := self.here(), PickDialog):
            for way in reversed(range(menu.rows.directory.length)):  # the first leaves, where one does
                await self._take(hint, way, depth)
                if screen not in self.seat.app.screen_stack:
                    return False
                await self.back_to(screen)
        elif self.here() is not screen:
            await self.around(depth - 1)
            await self.back_to(screen)
        elif isinstance(screen.focused, Input) and not typing:
            await self.seat.press("escape")
        return screen in self.seat.app.screen_stack

    async def _take(self, hint: Hint, way: int, depth: int) -> None:
        """Take one way of a menu, and go round where it leads."""
        if not isinstance(self.here(), PickDialog):
            await self._do(hint)
        if isinstance(menu := self.here(), PickDialog):
            menu.rows.move_to(way)
            await self.seat.press("enter")
            await self._at_rest()
            self.here()
            await self.around(depth - 1)

    async def _do(self, hint: Hint) -> None:
        self.seat.app.call_later(self.seat.app.run_action, hint.command.action, hint.node)
        await self._at_rest()

    async def _at_rest(self) -> None:
        """Wait until nothing is read or done any more: what opens afterwards belongs to what was just done."""
        await self.seat.settled()
        await self.seat.until(lambda: not self.seat.app.desk.working)

    def _places(self, screen: Screen[Any], hint: Hint) -> Sequence[int | None]:
        """Return which rows a command is tried on: only what leads elsewhere from each, on several."""
        rows = list(cast("Any", screen.query(Rows)))
        if hint.command.action not in SEVERAL or not rows:
            return [None]
        return range(min(int(rows[0].directory.length), FEWER.get(hint.command.id, ROWS)))


def _leaves(hint: Hint) -> bool:
    # What a person copies is sent whole, as OSC 52 of our own (tests/screens/test_toasts.py).
    return hint.command.action.partition("(")[0] in ("back", "close", "leave", "copy", "copy_row")


async def walked(seated: Run, size: tuple[int, int]) -> tuple[Walk, str]:
    """Walk over everything; return the walk and what went to the terminal."""
    walks: list[Walk] = []
    written: list[str] = []

    async def play(seat: Seat) -> None:
        walk = Walk(seat)
        walks.append(walk)
        await seat.sign_in("ola@example.com")
        driver = recorder_of(seat)
        await walk.around(0)
        await seat.until("row 1 of")
        await walk.around(2)
        written.extend(driver.written)

    await seated(play, size)
    return walks[0], "".join(written)


async def test_hostile_strings_in_every_column_on_every_screen(
    seated: Run, world: World, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the walk exports too, to where it stands
    fill(world, 12)
    dealt = deal(url)
    assert [place for place, texts in dealt.items() if not texts] == [], "nothing was dealt to these"
    walk, written = await walked(seated, (120, 36))
    assert hostile.foreign(written) == []
    assert len(written) > 100_000, "next to nothing was drawn"
    missing = set(every_screen()) - walk.met - ELSEWHERE.keys()
    unseen = {place for place, texts in dealt.items() if not walk.seen & {hostile.mark(text) for text in texts}}
    assert not missing, f"never met on the walk; give them a way, or a reason in ELSEWHERE: {sorted(missing)}"
    assert unseen <= UNSEEN.keys(), f"stood on no screen: {sorted(unseen - UNSEEN.keys())}"


@pytest.mark.soak
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_ten_thousand_hostile_strings(seated: Run, world: World, url: str, size: tuple[int, int]) -> None:
    fill(world, CARDS)
    texts = {hostile.mark(text): text for column in deal(url).values() for text in column}
    stood: set[str] = set()
    written: list[str] = []

    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        driver = recorder_of(seat)
        await seat.press("enter")
        await seat.until(f"row 1 of {CARDS:,}")
        await seat.press("enter")
        await seat.until("Who sees this" if size[0] > 100 else "Notes")
        for _ in range(CARDS):
            shown = seat.text
            stood.update(mark for mark in hostile.marks_in(shown) if hostile.stands(texts[mark], shown, 3))
            if len(stood) >= 10_000:
                break
            await seat.press("n")
        written.extend(driver.written)

    await seated(play, size)
    assert hostile.foreign("".join(written)) == []
    assert len(stood) >= 10_000, f"{len(stood)} strings stood on a card as inert text"
