"""What screens may ask of the App: who is here, the desk, the installation. It knows no screen."""

import asyncio
import logging
import secrets
from collections import deque
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from rich.segment import Segment, Segments
from textual import work
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, Key
from textual.notifications import Notification, SeverityLevel
from textual.screen import Screen

from oclient_tui.config.language import speak, translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.preferences import Value
from oclient_tui.domain.text import inert_block
from oclient_tui.services.preferences.keeping import SetListPreference, SetPreference, ShowPreferences
from oclient_tui.services.session import Session
from screens import commands
from screens.desk import Desk
from screens.house import House, Visit
from screens.keymap import shown_key
from screens.likes import Likes
from screens.output import InertCells, copying, guarded
from screens.theme import chosen, colours, themes
from screens.widgets.lines import Look

Answer = TypeVar("Answer")
_LOG = logging.getLogger("oclient.screens")
_GLYPHS = {"information": "✓", "warning": "▲", "error": "✗"}
_TOASTS_KEPT = 200
_BUG = tr("Something went wrong that should not have. What was saved is saved. Report this number: {number}.")


def shell_of(node: DOMNode) -> "Shell":
    """Return the App that a screen or a widget runs in, as ours."""
    app = cast("Any", node).app
    assert isinstance(app, Shell), "our screens run in our App"  # noqa: S101 - a bug, not an input
    return app


def hints(screen: Screen[Any]) -> list[commands.Hint]:
    """Return the commands that can be used on a screen now, each with its keys as a person reads them."""
    keys: dict[str, list[str]] = {}
    nodes: dict[str, DOMNode] = {}
    for found in screen.active_bindings.values():
        if found.enabled and found.binding.id:
            shown = shell_of(screen).get_key_display(found.binding)
            keys.setdefault(found.binding.id, []).append(shown)
            nodes[found.binding.id] = found.node
    return [
        commands.Hint(" ".join(dict.fromkeys(keys[command.id])), command, nodes[command.id])
        for command in commands.of(keys)
    ]


class Shell(App[None]):
    """Colours, the guard before the terminal, and the person who works here."""

    def __init__(self, house: House, language: str, *, served: bool = False) -> None:
        super().__init__()
        self.house = house
        self._voice = speak(language)
        self.served = served
        self.desk = Desk(house.close)
        self.visit: Visit | None = None
        self.greeting = ""
        self._likes = Likes()
        self._chosen = False
        self._pressed = WeakKeyDictionary[Key, Screen[Any]]()
        self.toasts: deque[Notification] = deque(maxlen=_TOASTS_KEPT)
        self._look: tuple[str, Look | None] = ("", None)
        self._filters.append(InertCells())
        for theme in themes():
            self.register_theme(theme)
        self.wear("dark")

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver with the guard in it."""
        return guarded(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colours for the themes of Textual that lack them."""
        return {f"oc-{name}": colour for name, colour in colours("oclient-dark").items()}

    def wear(self, shade: str) -> None:
        """Change to dark or light."""
        self.theme = chosen(shade, self.console.color_system)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as a person reads it."""
        return binding.key_display or shown_key(binding.key)

    @property
    def look(self) -> Look:
        """The inks and grounds of the theme in force, for what draws its own lines."""
        name, look = self._look
        if look is None or name != self.theme:
            look = Look.of(self.theme_variables)
            self._look = (self.theme, look)
        return look

    @property
    def shade(self) -> str:
        """Dark or light."""
        return "dark" if self.current_theme.dark else "light"

    @property
    def language(self) -> str:
        """The language spoken on this screen."""
        return self._voice.language

    def speak_other(self) -> None:
        """Speak the other language from here on; screens say everything again when they come to the top."""
        self._voice.language = "en" if self.language == "pl" else "pl"
        self._chosen = True
        self.prefer("language", self.language)

    async def arrive(self) -> None:
        """Take over what the person who has signed in likes; a language chosen before signing in wins."""
        if self.visit is None:
            return
        try:
            self._likes = Likes(await self.desk.quick(self.visit.session.do, ShowPreferences()))
        except OClientError as error:
            self.notify(error.text(translate), severity="error")
        self.wear(str(self.preferred("theme") or self.shade))
        if self._chosen:
            self.prefer("language", self.language)
        self._voice.language = str(self.preferred("language") or self.language)

    def forget(self) -> None:
        """Know nobody any more."""
        self.visit, self._likes, self._chosen = None, Likes(), False
        self.toasts.clear()
        self.clear_notifications()

    def preferred(self, key: str, list_id: int | None = None) -> Value | None:
        """Return what the person likes, everywhere or on a list; None where nothing was said (domain/preferences)."""
        return self._likes.get(key, list_id)

    def prefer(self, key: str, value: Value | None, list_id: int | None = None) -> None:
        """Keep what the person likes; None forgets it. Before signing in it is for this sitting alone.

        Nobody waits for the database here: an action of the App that did would hold up every key meanwhile.
        """
        self._likes.put(key, value, list_id)
        if self.visit is not None:
            case = SetPreference(key, value) if list_id is None else SetListPreference(list_id, key, value)
            self._keep(self.visit.session, case)

    @work(group="likes")
    async def _keep(self, session: Session, case: SetPreference | SetListPreference) -> None:
        try:
            await self.desk.quick(session.do, case)
        except OClientError as error:
            self.notify(error.text(translate), severity="error")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - as in Textual; text is never markup here (T1)
    ) -> None:
        """Say something in a toast, and keep it for F9."""
        said = f"{_GLYPHS[severity]} {inert_block(message)}"
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.toasts.appendleft(Notification(said, title, severity, seconds, markup=False))
        super().notify(said, title=title, severity=severity, timeout=timeout, markup=False)

    def copy(self, text: str) -> None:
        """Hand text to the terminal's clipboard and say so; a terminal never answers whether it took it."""
        try:
            self.copy_to_clipboard(text)
        except OClientError as error:
            self.notify(error.text(translate), severity="error")
        else:
            self.notify(translate(tr("Sent to the terminal ({number} signs).")).format(number=len(text)))

    def copy_to_clipboard(self, text: str) -> None:
        """Hand text to the terminal's clipboard (OSC 52); raise Invalid for more than terminals take."""
        copying(text)
        self._clipboard = inert_block(text)
        send = getattr(self._driver, "copy", None)
        if send is not None:
            send(text)

    async def push_screen_wait(self, screen: Screen[Answer] | str, *, mode: str | None = None) -> Answer | Any:
        """Show a screen and wait for what it gives back.

        Textual first does what is due in the App, inside whatever asks. Where that is work of a screen that is just
        being closed, closing it ends the work, and the end reaches the App: the program would be gone without a word.
        """
        if self._next_callbacks:
            await asyncio.shield(self._flush_next_callbacks())
        return await super().push_screen_wait(screen, mode=mode)

    async def on_event(self, event: Event) -> None:
        """Note on which screen a key was pressed."""
        if isinstance(event, Key) and not event.is_forwarded:
            self._pressed[event] = self.screen
        await super().on_event(event)

    def on_key(self, event: Key) -> None:
        """Give a key that nothing took to the screen that has opened since: who types ahead means that one."""
        if self._pressed.pop(event, self.screen) is not self.screen:
            event.prevent_default()
            self.post_message(Key(event.key, event.character))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:  # noqa: ARG002 - as in Textual
        """Show an address instead of opening a browser: over SSH it would open on the server (D17)."""
        self.notify(url, markup=False)

    def deliver_text(self, *args: Any, **options: Any) -> str | None:  # noqa: ARG002 - as in Textual
        """Deliver nothing: a file would be written on the server (D17)."""
        return None

    def deliver_binary(self, *args: Any, **options: Any) -> str | None:  # noqa: ARG002 - as in Textual
        """Deliver nothing: a file would be written on the server (D17)."""
        return None

    def _fatal_error(self) -> None:
        """Leave with a number and a sentence; the log gets the trace, without the values of variables (E7).

        Textual would print them to the terminal: rows of customers, and whatever else stood in a variable.
        """
        number = secrets.token_hex(3).upper()
        _LOG.critical("the full screen stopped, number %s", number, exc_info=self._exception)
        self._exit_renderables.append(Segments([Segment(translate(_BUG).format(number=number) + "\n")]))
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Give the connections back."""
        self.desk.close()
