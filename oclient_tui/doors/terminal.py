"""The full screen: needs a terminal at both ends, and says what to use where there is none (ssh.md trap 3)."""

import sys

from oclient_tui.composition import open_house
from oclient_tui.config.language import choose
from oclient_tui.config.settings import Settings
from oclient_tui.domain.errors import Misconfigured, tr


def open_screen(settings: Settings) -> int:
    """Show the full screen until the person leaves; raise Misconfigured without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misconfigured(
            tr("The full screen needs a terminal. In a script or a pipe use the commands; see: oclient --help")
        )
    from screens.app import OClientApp

    app = OClientApp(open_house(settings), choose(settings.language))
    app.run()
    return app.return_code or 0
