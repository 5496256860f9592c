"""Saved views: filter lines under a name, seen by whoever saved them, or shared as a set (D15)."""

from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.services.customers.sets import CreateSet, ListSets
from screens.base import HouseScreen
from screens.customers.views_list import ViewsScreen
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

_SAVE, _ARRANGE, _ALL = "save", "arrange", "all"


async def choose(screen: HouseScreen[Any], of: CustomerList, line: str) -> str | None:
    """Open a view, save the line in force as one, or share and remove them.

    Return the line to show, None for no change.
    """
    try:
        found = await screen.do(ListSets(of.id))
        options = [(_ALL, translate(tr("All active customers")))]
        options += [(f"={one.set.name}", f"{one.set.name}  {one.set.filter}") for one in found]
        options += [(_SAVE, translate(tr("Save this filter as a view…")))] if line.strip() else []
        options += [(_ARRANGE, translate(tr("Share or remove views…")))] if found else []
        key = await screen.shell.push_screen_wait(PickDialog(translate(tr("Views")), "", tuple(options)))
        if key == _SAVE:
            await _save(screen, of.id, line)
        elif key == _ARRANGE:
            await screen.shell.push_screen_wait(ViewsScreen(of))
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
