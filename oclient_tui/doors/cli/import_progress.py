"""How far an import has come, on a terminal: rows, rate, and how long it will take."""

import sys
import time

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr

_EVERY_S = 0.2


class ImportProgress:
    """One line on stderr that writes over itself; nothing where stderr is no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._drawn = False

    def __call__(self, rows: int, done: int, size: int) -> None:
        """Draw the line anew, a few times a second."""
        now = time.monotonic()
        if not self._shown or now - self._last < _EVERY_S:
            return
        self._last, took = now, now - self._start
        left = f"{took * (size - done) / done:.0f} s" if 0 < done < size else "–"
        line = translate(tr("{rows} rows, {rate} a second, {left} left. Ctrl-C cancels."))
        click.echo(
            f"\r{line.format(rows=rows, rate=int(rows / max(took, 0.001)), left=left)}\x1b[K", nl=False, err=True
        )
        self._drawn = True

    def close(self) -> None:
        """Wipe the line."""
        if self._drawn:
            click.echo("\r\x1b[K", nl=False, err=True)
