"""The full screen: needs a terminal at both ends, and says what to use where there is none (ssh.md trap 3)."""

import logging
import os
import sys
from contextlib import nullcontext, suppress

from oclient_tui.composition import House, open_house
from oclient_tui.config.language import choose
from oclient_tui.config.settings import Settings
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import Misconfigured, OClientError, SignInNeeded, tr
from oclient_tui.doors.cli.bugs import write
from oclient_tui.doors.cli.kept import KeptSignIns

DOOR, SSH = "screen", "ssh"


class _Log(logging.Handler):
    """Keeps what the screens log of bugs in the person's own log, without values of variables (E7)."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it; a log that cannot be written stops nobody."""
        with suppress(OSError):
            write(record.getMessage(), record.exc_info[1] if record.exc_info else None)


def at_a_terminal() -> bool:
    """Whether a person can see the screen and answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_screen(settings: Settings, *, worker: bool = True) -> int:
    """Show the full screen until the person leaves, delivering beside it; raise Misconfigured without a terminal."""
    if not at_a_terminal():
        raise Misconfigured(
            tr("The full screen needs a terminal. In a script or a pipe use the commands; see: oclient --help")
        )
    if os.environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        raise Misconfigured(
            tr("This terminal (TERM={kind}) cannot show the full screen. Use the commands; see: oclient --help"),
            kind=os.environ.get("TERM", ""),
        )
    house = open_house(settings)
    return show_screen(house, settings, _kept(settings, house), worker=worker)


def serve_screen(settings: Settings, fingerprint: str) -> int:
    """Show the full screen to whoever a verified key belongs to; it touches nothing of this machine (D17).

    Raise SignInNeeded where the key is no one's any more. There is no worker beside it: it would hold the secrets of
    mail servers in a member's process (D31).
    """
    house = open_house(settings)
    account = house.gate.by_key(fingerprint)
    if account is None:
        raise SignInNeeded(tr("Your key is no longer known here."))
    return show_screen(house, settings, account, worker=False, served=True)


def show_screen(
    house: House,
    settings: Settings,
    account: Account | None,
    greeting: str = "",
    *,
    worker: bool = True,
    served: bool = False,
) -> int:
    """Show the screens over an opened installation, as somebody or to be signed in, with words to begin with."""
    from oclient_tui.doors.beside import delivering
    from screens.app import OClientApp
    from screens.house import Visit
    from screens.keymap import chosen_keys

    logger = logging.getLogger("oclient")
    logger.addHandler(_Log())
    logger.propagate = False
    app = OClientApp(house, choose(settings.language), served=served)
    app.set_keymap(chosen_keys(settings.keys))
    app.greeting = greeting
    if account is not None:
        door = SSH if served else DOOR
        app.visit = Visit(account, house.person(account, door), door, served)
    with delivering(house) if worker else nullcontext():
        app.run()
    return app.return_code or 0


def _kept(settings: Settings, house: House) -> Account | None:
    """Return the account that stays signed in on this machine, if there is one."""
    kept = KeptSignIns(settings.sign_in_file, settings.database)
    email = settings.acting or kept.last()
    token = kept.token(email) if email else None
    try:
        return house.gate.by_token(token) if token else None
    except OClientError:
        return None
