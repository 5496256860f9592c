"""A driver that keeps what would go to the terminal, behind the same guard as the real one."""

from typing import Any, cast

from textual.driver import Driver

from screens.output import guarded
from tests.screens.seat import Seat


class Recorder(Driver):
    """Writes into a list."""

    written: list[str]

    def write(self, data: str) -> None:
        self.written.append(data)

    def start_application_mode(self) -> None: ...
    def disable_input(self) -> None: ...
    def stop_application_mode(self) -> None: ...


def recorder_of(seat: Seat) -> Recorder:
    """Put a guarded recorder in the place of the driver without a terminal."""
    made = guarded(Recorder)(seat.app)
    assert isinstance(made, Recorder)
    made.written = []
    cast("Any", seat.app)._driver = made  # noqa: SLF001 - there is no public word for it
    return made
