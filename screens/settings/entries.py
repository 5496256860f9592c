"""Adding, changing and removing an entry of a catalogue: what is asked for, and what removing means for its users."""

from collections.abc import Sequence
from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import REMOVAL, CatalogueKind, Entry, Removal
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, RenameEntry
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from screens.base import HouseScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.settings.catalogue_words import NEW, REMOVING
from screens.widgets.pick_dialog import PickDialog
from screens.widgets.text_dialog import Asked, TextDialog

_WORDING = tr("A new wording is a new version: consents that were given keep theirs.")
_UNIT = tr("The unit stays as it is: the values would mean something else.")
_INSTEAD = tr("It is removed when you choose the type that its sales get instead: {used}.")


async def added(screen: HouseScreen[Any], list_id: int, kind: CatalogueKind) -> bool:
    """Ask for a new entry and add it; whether it was added."""

    async def keep(typed: dict[str, str]) -> None:
        await screen.do(AddEntry(list_id, kind, **typed))

    asked = [Asked("name", translate(tr("Name")))]
    if kind is CatalogueKind.MEASUREMENTS:
        asked.append(Asked("unit", translate(tr("Unit"))))
    if kind is CatalogueKind.CONSENT_KINDS:
        asked.append(Asked("wording", translate(tr("Wording"))))
    return await screen.shell.push_screen_wait(TextDialog(translate(NEW[kind]), "", tuple(asked), keep))


async def changed(screen: HouseScreen[Any], list_id: int, kind: CatalogueKind, entry: Entry) -> bool:
    """Ask for another name, and for a consent's wording; whether something was stored."""
    consent, reference = kind is CatalogueKind.CONSENT_KINDS, str(entry.id)

    async def keep(typed: dict[str, str]) -> None:
        if typed["name"] != entry.name:
            await screen.do(RenameEntry(list_id, kind, reference, typed["name"]))
        if consent and typed["wording"] != entry.wording:
            await screen.do(ChangeWording(list_id, reference, typed["wording"]))

    asked = [Asked("name", translate(tr("Name")), entry.name)]
    if consent:
        asked.append(Asked("wording", translate(tr("Wording")), entry.wording))
    about = _WORDING if consent else _UNIT if kind is CatalogueKind.MEASUREMENTS else ""
    return await screen.shell.push_screen_wait(TextDialog(entry.name, translate(about), tuple(asked), keep))


async def removed(
    screen: HouseScreen[Any], list_id: int, kind: CatalogueKind, entry: Entry, used: int, others: Sequence[Entry]
) -> bool:
    """Ask what removing means, and remove; whether it is gone."""
    instead: str | None = None
    if used and REMOVAL[kind] is Removal.REMAPPED:
        options = (("", translate(tr("keep this type"))), *((str(other.id), other.name) for other in others))
        about = translate(_INSTEAD).format(used=used)
        instead = await screen.shell.push_screen_wait(PickDialog(entry.name, about, options))
        if not instead:
            return False
    elif not await _agreed(screen, REMOVING[REMOVAL[kind]], entry, used):
        return False
    case = RemoveEntry(list_id, kind, str(entry.id), instead, confirmed=True)
    try:
        await screen.do(case, long=True)
    except OClientError as error:
        screen.refused(error)
        return False
    return True


async def _agreed(screen: HouseScreen[Any], sentence: str, entry: Entry, used: int) -> bool:
    keep, go = Choice("keep", tr("Cancel")), Choice("go", tr("Remove"), danger=True)
    asked = ChoiceDialog(sentence, (keep, go), name=entry.name, used=used)
    return await screen.shell.push_screen_wait(asked) == "go"
