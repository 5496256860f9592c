"""Choosing a file of this machine to go along with an e-mail; never in a served session (D17)."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.records.typed import GivenFile
from screens.base import HouseScreen
from screens.card.record_form import given
from screens.commands import bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import plain
from screens.moving.path_field import PathField
from screens.shell import shell_of
from screens.widgets.pick_dialog import PickDialog

_MORE = "more"


class AttachDialog(Dialog[GivenFile | None]):
    """Asks for a path, completed with tab; gives back the file, read."""

    BINDINGS: ClassVar[list[BindingType]] = bound(CLOSE)

    def compose(self) -> Iterable[Widget]:
        """Yield the question and the line."""
        with Vertical():
            yield Static(plain(translate(tr("Attach a file"))), classes="title")
            yield PathField(translate(tr("File")))

    def ready(self) -> None:
        """Begin to type."""
        self.query_one(PathField).field.input.focus()

    @on(Input.Submitted)
    @work(exclusive=True)
    async def take(self, event: Input.Submitted) -> None:
        """Read the file and give it back, or go on into the folder; what is wrong is said at the line."""
        event.stop()
        line = self.query_one(PathField)
        path = line.chosen
        if path.endswith("/"):
            line.field.input.value = path
            line.field.input.cursor_position = len(path)
            return
        try:
            self.dismiss(await shell_of(self).desk.quick(given, "path", path))
        except OClientError as error:
            line.field.wrong(error.text(translate))

    def action_close(self) -> None:
        """Attach nothing."""
        self.dismiss(None)


async def attach(screen: HouseScreen[Any], files: Sequence[GivenFile]) -> list[GivenFile]:
    """Let a person add a file, or take one off, and return those that go along."""
    options = ((_MORE, translate(tr("add another file"))), *(
        (str(place), translate(tr("take off {name}")).format(name=file.name)) for place, file in enumerate(files)
    ))  # fmt: skip
    title = translate(tr("Attached files"))
    choice = await screen.shell.push_screen_wait(PickDialog(title, "", options)) if files else _MORE
    if choice == _MORE:
        added = await screen.shell.push_screen_wait(AttachDialog())
        return [*files, *([added] if added else [])]
    return [file for place, file in enumerate(files) if str(place) != choice]
