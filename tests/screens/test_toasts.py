"""What is said stays to be read again, and what is copied leaves as one inert sequence (T1-T3)."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from textual.driver import Driver

from oclient_tui.domain.errors import Invalid
from screens.output import MOST_COPIED, copying, guarded
from tests.screens.conftest import Seat

Run = Callable[..., Awaitable[None]]


class Recorder(Driver):
    """A driver that keeps what would go to the terminal."""

    written: list[str]

    def write(self, data: str) -> None:
        self.written.append(data)

    def start_application_mode(self) -> None: ...
    def disable_input(self) -> None: ...
    def stop_application_mode(self) -> None: ...


def driver_of(seat: Seat) -> Recorder:
    """Put a guarded driver that records in the place of the one without a terminal."""
    made = guarded(Recorder)(seat.app)
    assert isinstance(made, Recorder)
    made.written = []
    cast("Any", seat.app)._driver = made  # noqa: SLF001 - there is no public word for it
    return made


async def test_copying_tells_the_terminal_and_the_person_and_f9_keeps_what_was_said(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        driver = driver_of(seat)
        seat.app.copy("Żółw\n\x1b]0;x\x07[/]")
        await seat.until("✓ Sent to the terminal")
        inside = base64.b64encode("Żółw\n]0;x[/]".encode()).decode()
        sent = [data for data in driver.written if "\x1b]52" in data]
        assert sent == [f"\x1b]52;c;{inside}\x1b\\"]
        seat.app.notify("\x1b]52;c;aGVsbG8=\x07 [@click=app.quit]x[/]", severity="warning", markup=True)
        await seat.until("▲ ]52;c;aGVsbG8= [@click=app.quit]x[/]")
        seat.app.copy("x" * (MOST_COPIED + 1))
        await seat.until("Nothing was copied")
        assert len([data for data in driver.written if "\x1b]52" in data]) == 1
        await seat.press("f9")
        await seat.until("What was said before")
        places = [seat.text.index(said) for said in ("65537 bytes", "[@click=app.quit]", "Sent to the terminal")]
        assert places == sorted(places), f"the newest comes first:\n{seat.text}"
        await seat.press("escape")
        await seat.until("E-mail")

    await seated(play)


@pytest.mark.parametrize("text", ["a" * (MOST_COPIED + 1), "ż" * (MOST_COPIED // 2 + 1)])
def test_more_than_terminals_take_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=f"terminals take {MOST_COPIED} at once"):
        copying(text)
