"""A field of a template picked from a list and inserted where the cursor stands (D26)."""

from typing import Any

from textual.widgets import Input, TextArea

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.templates import ALLOWED_FIELDS
from screens.base import HouseScreen
from screens.card.form import NAMES as FIELD_WORDS
from screens.commands import Command
from screens.widgets.find_dialog import FindDialog

INSERT = Command(
    "template.insert", "f5", "insert", tr("field"), tr("Insert a field where the cursor stands."), key_display="F5"
)
_OTHERS = {"name": tr("name"), "sender.name": tr("sender: name"), "sender.email": tr("sender: e-mail"),
           "list.name": tr("list: name")}  # fmt: skip


async def insert_field(screen: HouseScreen[Any]) -> None:
    """Ask for a field and insert it; do nothing where the cursor is in no text of a message."""
    box = screen.focused
    if not isinstance(box, Input | TextArea) or box.id == "input-name":
        return
    options = tuple((name, _words(name), f"{{{{ {name} }}}}") for name in ALLOWED_FIELDS)
    chosen = await screen.shell.push_screen_wait(FindDialog(translate(tr("Which field?")), options))
    if chosen is None:
        return
    if isinstance(box, TextArea):
        box.insert(f"{{{{ {chosen} }}}}")
    else:
        box.insert_text_at_cursor(f"{{{{ {chosen} }}}}")
    box.focus()


def _words(name: str) -> str:
    return translate(_OTHERS.get(name) or FIELD_WORDS.get(name, name))
