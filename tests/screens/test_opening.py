"""Screens may be closed at any moment, and the program goes on (screens/opening.py, screens/shell.py)."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import work
from textual.events import Key
from textual.widgets import Input, Static

from screens.dialogs import Choice, ChoiceDialog, Dialog
from screens.help import HelpDialog
from screens.shell import hints, shell_of
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


class Asking(Dialog[None]):
    """Asks something while it is being closed."""

    def compose(self) -> list[Static]:
        """Return something to look at."""
        return [Static("It asks.")]

    @work
    async def close_and_ask(self) -> None:
        """Close, and ask at once: what asks is ended with the dialog."""
        self.dismiss(None)
        await shell_of(self).push_screen_wait(ChoiceDialog("Go?", (Choice("go", "Go"),)))


async def test_work_that_asks_while_its_own_screen_is_closed_does_not_end_the_program(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        dialog = Asking()
        seat.app.push_screen(dialog)
        await seat.until("It asks.")
        dialog.close_and_ask()
        await seat.until(lambda: dialog not in seat.app.screen_stack)
        await seat.press("escape")
        await seat.press("question_mark")
        await seat.until("What can be done here.")

    await seated(play)


async def test_a_key_that_was_on_its_way_when_another_screen_opened_is_for_that_screen(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.sign_in("ola@example.com")
        below, gate, key = seat.app.focused, asyncio.Event(), Key("q", "q")
        assert below is not None
        below.call_later(gate.wait)
        seat.app.post_message(key)
        while not key.is_forwarded:  # noqa: ASYNC110 - nothing else tells of it
            await asyncio.sleep(0)
        seat.app.push_screen(HelpDialog(hints(seat.app.screen), "Here"))
        while not isinstance(seat.app.focused, Input):  # noqa: ASYNC110 - nor of this
            await asyncio.sleep(0)
        gate.set()
        await seat.until(lambda: isinstance(seat.app.focused, Input) and seat.app.focused.value == "q")

    await seated(play)
