"""Text of people on every screen: nothing crashes, nothing runs, nothing foreign reaches the terminal (T1-T4).

The walk presses each command of each screen that it meets, so that a new one is walked without being named here.
"""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from textual.screen import Screen
from textual.widgets import Input

import screens
from oclient_tui.modules import registered
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.templates import SetTemplate
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.sharing.settings import ChangeSetting
from screens.commands import Hint
from screens.dialogs import ChoiceDialog
from screens.moving.running import RunDialog
from screens.shell import hints
from screens.widgets.rows import Rows
from tests.factories import World, add
from tests.screens import hostile
from tests.screens.recording import recorder_of
from tests.screens.seat import Seat
from tests.services.record_samples import typed

Run = Callable[..., Awaitable[None]]
AGAIN = 1
"""How often one kind of screen is walked."""

ROWS = 9
"""How many rows of a list are opened, one after the other."""

NOT_PRESSED = {"app.quit", "lists.open", "app.sign-out", "app.language", "card.next", "card.previous"}
"""What ends the walk, or shows what it shows anyway."""

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

NOT_WALKED_YET = {
    "BeginScreen",
    "FormScreen",
    "GroupScreen",
    "InviteDialog",
    "InviteScreen",
    "InvitedScreen",
    "MembersScreen",
    "MergeDialog",
    "OfferDialog",
    "PersonDialog",
    "PlanDialog",
    "RecordScreen",
    "SeenAs",
    "SeenCard",
    "SeenCustomers",
    "SeenRecord",
    "WipeDialog",
}
"""Screens that the walk does not reach: it takes one way through a menu, and it is the owner's alone."""


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


def fill(world: World, customers: int) -> None:
    """Put rows into every table that a screen shows."""
    for number in range(customers):
        add(
            world.ola,
            world.id,
            company=f"Firma {number}",
            city="Łódź",
            tags=f"tag {number}",
            street="Długa",
            kind="x",
            email=f"k{number}@example.com",
            phone=f"+4850123456{number % 10}",
        )
    for key, value in (("smtp.host", "mail.example.com"), ("smtp.from_address", "shop@example.com"),
                       ("sms.account", "AC1"), ("sms.token", "token"), ("sms.sender", "Shop")):  # fmt: skip
        world.ola.do(ChangeSetting(world.id, key, value))
    world.ola.do(SetTemplate(world.id, "Offer", "Dear {{ name }}", "For {{ company }}", "<p>{{ city }}</p>"))
    first = world.ola.do(ListCustomers(world.id, limit=1)).items[0].id
    world.ola.do(RecordConsent(world.id, first, "email", True, "yes", "form"))
    world.ola.do(SendSingle(world.id, first, "Subject", "Text"))
    world.ola.do(CreateSet(world.id, "Set", "city:Łódź"))
    for module in registered():
        world.ola.do(ChangeSetting(world.id, f"modules.{module.key}", "on"))
        world.ola.do(AddRecord(world.id, module.key, first, typed(module, "Text")))


class Walk:
    """One person pressing every key."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.met: set[str] = set()
        self._done = Counter[type[Screen[Any]]]()

    def here(self) -> Screen[Any]:
        """Return the screen on top, and note it."""
        screen = cast("Screen[Any]", self.seat.app.screen)
        self.met.add(type(screen).__name__)
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
        if depth < 0 or self._done[type(screen)] >= AGAIN:
            return
        self._done[type(screen)] += 1
        done: set[str] = set(NOT_PRESSED)
        while left := [hint for hint in hints(screen) if hint.command.id not in done and not _leaves(hint)]:
            hint = left[0]
            done.add(hint.command.id)
            for place in self._places(screen, hint):
                if place:
                    screen.query(Rows).first().move_to(place)
                if not await self._tried(screen, hint, depth):
                    return

    async def _tried(self, screen: Screen[Any], hint: Hint, depth: int) -> bool:
        """Do one command, go round in what opened, and come back; whether the screen is still there."""
        typing = isinstance(screen.focused, Input)
        self.seat.app.call_later(self.seat.app.run_action, hint.command.action, hint.node)
        await self.seat.settled()
        if self.here() is screen:
            if isinstance(screen.focused, Input) and not typing:
                await self.seat.press("escape")
        elif screen not in self.seat.app.screen_stack:
            await self.around(depth - 1)
            return False
        else:
            await self.around(depth - 1)
            await self.back_to(screen)
        return screen in self.seat.app.screen_stack

    def _places(self, screen: Screen[Any], hint: Hint) -> range:
        """Return which rows a command is tried on: opening, on several."""
        rows = list(cast("Any", screen.query(Rows)))
        if hint.command.action not in ("open", "pick") or not rows:
            return range(1)
        return range(min(int(rows[0].directory.length), ROWS))


def _leaves(hint: Hint) -> bool:
    # What a person copies is sent whole, as OSC 52 of our own (tests/screens/test_toasts.py).
    return hint.command.action.partition("(")[0] in ("back", "close", "leave", "copy", "copy_row")


async def walked(seated: Run, size: tuple[int, int]) -> tuple[set[str], str]:
    """Walk over everything; return the screens that were met and what went to the terminal."""
    met: set[str] = set()
    written: list[str] = []

    async def play(seat: Seat) -> None:
        walk = Walk(seat)
        driver = recorder_of(seat)
        await seat.sign_in("ola@example.com")
        await walk.around(1)
        await seat.press("enter")
        await seat.until("row 1 of")
        await walk.around(2)
        met.update(walk.met)
        written.extend(driver.written)

    await seated(play, size)
    return met, "".join(written)


async def test_a_few_hundred_hostile_strings_on_every_screen(
    seated: Run, world: World, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the walk exports too, to where it stands
    fill(world, 30)
    number = hostile.write_into(url, 400)
    assert number >= 200
    met, written = await walked(seated, (120, 36))
    assert not hostile.foreign(written)
    assert len(written) > 100_000, "next to nothing was drawn"
    missing = set(every_screen()) - met - ELSEWHERE.keys() - NOT_WALKED_YET
    assert not missing, f"never met on the walk; give them a way, or a reason in ELSEWHERE: {sorted(missing)}"


@pytest.mark.soak
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_ten_thousand_hostile_strings(seated: Run, world: World, url: str, size: tuple[int, int]) -> None:
    fill(world, 1_300)
    assert hostile.write_into(url, 10_000) > 5_000
    written = list[str]()

    async def play(seat: Seat) -> None:
        driver = recorder_of(seat)
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1300")
        for _ in range(1_300 // (size[1] - 6) + 1):
            await seat.press("enter")
            await seat.until("Who sees this" if size[0] > 100 else "Notes")
            await seat.press("escape", "pagedown")
            written.extend(driver.written)
            driver.written.clear()

    await seated(play, size)
    assert not hostile.foreign("".join(written))
