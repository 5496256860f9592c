"""The list exactly as somebody else sees it: the same screens, read with that person's eyes, and nothing written (N06).

Every reading goes through `do`, so what cannot be read with another's eyes is refused, not shown with one's own.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, ClassVar, TypeVar, cast

from textual import work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Denied, OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.members import Member
from oclient_tui.domain.visibility import SENTENCES
from oclient_tui.services.customers.finding import WhyVisible
from oclient_tui.services.customers.watching import LookForChanges
from oclient_tui.services.records.reading import ListModules
from oclient_tui.services.records.showing import ShownRecord
from oclient_tui.services.sharing.catalogues import ListEntries
from oclient_tui.services.usecase import UseCase
from screens.base import Answer, HouseScreen
from screens.card.record import RecordScreen
from screens.card.record_form import Subject
from screens.card.screen import CardScreen
from screens.commands import Command, bound
from screens.customers.screen import CustomersScreen
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import line, said

R = TypeVar("R")
WHY = Command("see-as.why", "W", "why", tr("why"), tr("Tell which rule shows this customer to that person."))
_SAME_FOR_ALL = (LookForChanges, ListModules, ListEntries)
_NOT_HERE = tr("You see the list as somebody else does: that can neither be shown nor changed here. Go back with esc.")
_BANNER = tr("You see “{list}” as {name} does. Nothing can be changed.")


class SeenAs(HouseScreen[Answer]):
    """What the screens of this mode have in common: another's eyes, a banner, and no right but to look."""

    seen_as: Member

    def body(self) -> Iterable[Widget]:
        """Yield the banner over what the screen always shows."""
        of = cast("CustomerList", cast("Any", self).list)
        out = translate(tr("esc goes back"))
        yield Static(
            line(said(_BANNER, list=of.name, name=self.seen_as.name or self.seen_as.email), "  ", out),
            classes="seen-as",
        )
        yield from super().body()

    async def do(self, case: UseCase[R], *, long: bool = False) -> R:
        """Read with the other's eyes; raise Denied for what writes, and for what cannot be read so."""
        if any(one.name == "see_as" for one in fields(cast("Any", case))) and not case.writes:
            cast("Any", case).see_as = self.seen_as.email
        elif type(case) not in _SAME_FOR_ALL:
            raise Denied(_NOT_HERE)
        return await super().do(case, long=long)

    async def learn(self, list_id: int) -> None:  # noqa: ARG002 - as in the base
        """Offer nothing but looking, whatever one may do oneself."""
        self.permissions = frozenset({Permission.VIEW})
        self.refresh_bindings()

    @work(exclusive=True, group="why")
    async def tell_why(self, of: CustomerList, customer_id: int) -> None:
        """Say which rule shows the customer to that person: asked with one's own eyes."""
        email = self.seen_as.email
        try:
            (found,) = await super().do(WhyVisible(of.id, customer_id, email))
        except OClientError as error:
            self.refused(error)
            return
        sentence = tr("{name} sees this customer. {reason}")
        choices = (Choice("close", tr("Close")),)
        name, reason = self.seen_as.name or email, translate(SENTENCES[found.rule])
        await self.shell.push_screen_wait(ChoiceDialog(sentence, choices, name=name, reason=reason))


class SeenCustomers(SeenAs[None], CustomersScreen):
    """The list of customers."""

    BINDINGS: ClassVar[list[BindingType]] = bound(WHY)

    def __init__(self, of: CustomerList, member: Member) -> None:
        self.seen_as = member
        super().__init__(of)

    def card(self, customer_id: int) -> CardScreen:
        """Return the card, as that person sees it."""
        return SeenCard(self.list, customer_id, self.walk, self.seen_as)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no way on: what is there is read and done with one's own eyes and rights."""
        return action != "way" and super().check_action(action, parameters)

    def action_why(self) -> None:
        """Say why the customer under the cursor is seen."""
        current = self.rows.current
        if current is not None:
            self.tell_why(self.list, current.id)


class SeenCard(SeenAs[None], CardScreen):
    """A card."""

    BINDINGS: ClassVar[list[BindingType]] = bound(WHY)

    def __init__(self, of: CustomerList, customer_id: int, walk: Any, member: Member) -> None:
        self.seen_as = member
        super().__init__(of, customer_id, walk)

    def action_why(self) -> None:
        """Say why the customer is seen."""
        self.tell_why(self.list, self._customer_id)

    def whole(self, about: Subject, record: ShownRecord) -> RecordScreen:
        """Return the record as that person sees it."""
        return SeenRecord(self.list, about, record, self.seen_as)


class SeenRecord(SeenAs[bool], RecordScreen):
    """A record."""

    def __init__(self, of: CustomerList, about: Subject, record: ShownRecord, member: Member) -> None:
        self.seen_as, self.list = member, of
        super().__init__(about, record)
