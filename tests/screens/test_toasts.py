"""What is said stays to be read again, and what is copied leaves as one inert sequence (T1-T3)."""

import base64
from collections.abc import Awaitable, Callable

import pytest

from oclient_tui.domain.errors import Invalid
from screens.output import MOST_COPIED, copying
from tests.screens.recording import recorder_of
from tests.screens.seat import Seat

Run = Callable[..., Awaitable[None]]


async def test_copying_tells_the_terminal_and_the_person_and_f9_keeps_what_was_said(seated: Run) -> None:
    async def play(seat: Seat) -> None:
        await seat.until("E-mail")
        driver = recorder_of(seat)
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
