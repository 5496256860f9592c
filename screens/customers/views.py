"""Saved views: filter lines under a name, seen by whoever saved them, or shared as a set (D15)."""

from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.customers.sets import CreateSet, ListSets, RemoveSet
from screens.base import HouseScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

_SAVE, _REMOVE, _ALL = "save", "remove", "all"


async def choose(screen: HouseScreen[Any], list_id: int, line: str) -> str | None:
    """Open a view, save the line in force as one, or remove one; return the line to show, None for no change."""
    try:
        found = await screen.do(ListSets(list_id))
        options = [(_ALL, translate(tr("All active customers")))]
        options += [(f"={one.set.name}", f"{one.set.name}  {one.set.filter}") for one in found]
        options += [(_SAVE, translate(tr("Save this filter as a view…")))] if line.strip() else []
        options += [(_REMOVE, translate(tr("Remove a view…")))] if found else []
        key = await screen.shell.push_screen_wait(PickDialog(translate(tr("Views")), "", tuple(options)))
        if key == _SAVE:
            await _save(screen, list_id, line)
        elif key == _REMOVE:
            await _remove(screen, list_id, tuple((one.set.name, one.set.name) for one in found))
        elif key == _ALL:
            return ""
        return next((one.set.filter for one in found if key == f"={one.set.name}"), None)
    except OClientError as error:
        screen.refused(error)
        return None


async def _save(screen: HouseScreen[Any], list_id: int, line: str) -> None:
    async def keep(typed: dict[str, str]) -> None:
        await screen.do(CreateSet(list_id, typed["name"], line))

    asked = Asked("name", translate(tr("Name")))
    if await screen.shell.push_screen_wait(
        TextDialog(translate(tr("Save this filter as a view")), line, (asked,), keep)
    ):
        screen.notify(translate(tr("Saved. Views are under w.")))


async def _remove(screen: HouseScreen[Any], list_id: int, options: tuple[tuple[str, str], ...]) -> None:
    name = await screen.shell.push_screen_wait(PickDialog(translate(tr("Remove which view?")), "", options))
    choices = (Choice("keep", tr("Keep it")), Choice("remove", tr("Remove"), danger=True))
    question = ChoiceDialog(tr("The view “{name}” goes; its customers stay."), choices, name=name)
    if name and await screen.shell.push_screen_wait(question) == "remove":
        await screen.do(RemoveSet(list_id, name))
