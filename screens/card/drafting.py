"""Keeps what is typed into a form while one types, and gives it back when the same form opens again (N15)."""

from dataclasses import dataclass
from typing import Any

from oclient_tui.config.language import translate
from oclient_tui.domain.drafts import Draft
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.services.drafts.keeping import DropDraft, KeepDraft, ShowDraft
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.dialogs import Choice, ChoiceDialog

EVERY_SECONDS = 3.0
_HERE = tr("A draft of {when} is here: what you typed into this form and did not save.")
_KEPT = tr("draft kept")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose form it is: the list, the form's own name, the customer it is about, and the version typed over."""

    list_id: int
    form: str
    customer_id: int | None = None
    version: int = 0


class Drafting:
    """The draft of one form on a screen. What was kept last is not kept again."""

    def __init__(self, screen: HouseScreen[Any], place: Place) -> None:
        self._screen, self._place = screen, place
        self._kept: dict[str, str] = {}
        self._ended = False

    async def found(self) -> Draft | None:
        """Return the draft to go on with; one that is not wanted is dropped. Raise what reading raises."""
        draft = await self._screen.do(ShowDraft(self._place.list_id, self._place.form))
        if draft is None:
            return None
        choices = (Choice("on", tr("Go on with it")), Choice("drop", tr("Discard it"), danger=True))
        asked = ChoiceDialog(_HERE, choices, when=shown_day(draft.kept_at))
        if await self._screen.shell.push_screen_wait(asked) == "drop":
            await self._drop()
            return None
        self._kept = dict(draft.values)
        return draft

    async def keep(self, typed: dict[str, str], field: str, version: int) -> None:
        """Keep what is typed, if it is not kept already; a refusal stands in the status line."""
        if self._ended or typed == self._kept:
            return
        place, draft = self._place, Draft(dict(typed), field, version)
        try:
            if typed:
                await self._screen.do(KeepDraft(place.list_id, place.form, draft, place.customer_id))
            else:
                await self._drop()
        except OClientError as error:
            self._screen.status(error.text(translate))
            return
        self._kept = dict(typed)
        self._screen.status(("● ", "$oc-warn"), translate(_KEPT) if typed else "")

    async def end(self) -> None:
        """Forget the draft: it was saved or discarded. Nothing is kept after this."""
        self._ended = True
        try:
            await self._drop()
        except OClientError as error:
            self._screen.refused(error)

    async def _drop(self) -> None:
        await self._screen.do(DropDraft(self._place.list_id, self._place.form))
