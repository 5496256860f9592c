"""One person's role and rights, changed by ticks; and inviting somebody with them (D4, D19)."""

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.members import Member
from oclient_tui.services.sharing.invitations import InviteMember, Offer
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RevokeRight
from oclient_tui.services.usecase import UseCase
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import CLOSE, Dialog
from screens.ink import plain, said
from screens.people.rights import RightsList
from screens.shell import shell_of
from screens.widgets.form import Field
from screens.widgets.text_dialog import SAVE

COPY = Command("offer.copy", "y", "copy", tr("copy"), tr("Copy the code to the terminal's clipboard."))
DONE = Command("offer.done", "escape,enter", "close", tr("close"), key_display="esc")


Answer = TypeVar("Answer")
R = TypeVar("R")


class _RightsDialog(Dialog[Answer | None], Generic[Answer]):
    """Ticks for role and rights between what they are for and two buttons; gives back None where nothing was done."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, CLOSE)
    SAVE_WORDS: ClassVar[str]

    def __init__(self, list_id: int) -> None:
        super().__init__()
        self._list_id = list_id

    def compose(self) -> Iterable[Widget]:
        """Yield whom it is about, the ticks and the buttons."""
        with Vertical():
            yield from self.whom()
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(self.SAVE_WORDS), id="save", classes="main", compact=True)

    def whom(self) -> Iterable[Widget]:
        """Yield whom it is about, and the ticks."""
        raise NotImplementedError

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Save or cancel."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_close()

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Do what was chosen."""
        await self.save()

    async def save(self) -> None:
        """Do what was chosen, and close; or say why not."""
        raise NotImplementedError

    async def do(self, case: UseCase[R]) -> R:
        """Run a use case beside the dialog; raise what it raises."""
        shell = shell_of(self)
        assert shell.visit is not None, "somebody is signed in"  # noqa: S101 - a bug, not an input
        return await shell.desk.quick(shell.visit.session.do, case)

    def action_close(self) -> None:
        """Do nothing."""
        self.dismiss(None)


class PersonDialog(_RightsDialog[bool]):
    """Role and rights of somebody on the list; gives back whether they may have changed."""

    SAVE_WORDS = tr("Save")

    def __init__(self, list_id: int, member: Member) -> None:
        super().__init__(list_id)
        self._member = member

    def whom(self) -> Iterable[Widget]:
        """Yield the person and the ticks."""
        yield Static(plain(self._member.name or self._member.email), classes="title")
        yield Static(plain(self._member.email), classes="about")
        yield RightsList(self._member.role, self._member.rights)

    def ready(self) -> None:
        """Start in the ticks."""
        self.query_one(RightsList).focus()

    async def save(self) -> None:
        """Store what was changed: the role first, since it decides which rights can be held."""
        try:
            for case in self._changes():
                await self.do(case)
        except OClientError as error:
            self.notify(error.text(translate), severity="error", markup=False)
        self.dismiss(True)

    def _changes(self) -> list[UseCase[Member]]:
        chosen, member, here = self.query_one(RightsList), self._member, self._list_id
        cases: list[UseCase[Member]] = []
        if chosen.role is not member.role:
            cases.append(ChangeRole(here, member.email, chosen.role.value))
        cases += [RevokeRight(here, member.email, right.value) for right in sorted(member.rights - chosen.rights)]
        return [*cases, *(GrantRight(here, member.email, right.value) for right in sorted(chosen.rights))]


class InviteDialog(_RightsDialog[Offer]):
    """Asks for an address, a role and rights; gives back the offer."""

    SAVE_WORDS = tr("Invite")

    def whom(self) -> Iterable[Widget]:
        """Yield the address and the ticks."""
        yield Static(plain(translate(tr("Invite somebody"))), classes="title")
        yield Field("email", translate(tr("E-mail")), needed=True)
        yield Static("")
        yield RightsList()

    def ready(self) -> None:
        """Start in the address."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on to the ticks."""
        event.stop()
        self.query_one(RightsList).focus()

    async def save(self) -> None:
        """Invite; a refusal is said at the address."""
        field, chosen = self.query_one(Field), self.query_one(RightsList)
        grants = tuple(sorted(right.value for right in chosen.rights))
        try:
            offer = await self.do(InviteMember(self._list_id, field.value, chosen.role.value, grants))
        except OClientError as error:
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            self.dismiss(offer)


class OfferDialog(Dialog[None]):
    """Shows the code of an invitation, this once."""

    BINDINGS: ClassVar[list[BindingType]] = bound(COPY, DONE)

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._offer = offer

    def compose(self) -> Iterable[Widget]:
        """Yield the code and what to do with it."""
        made = self._offer.invitation
        with Vertical():
            yield Static(said(tr("{email} is invited"), email=made.email), classes="title")
            until = tr("Until {day} the invitation stands among the lists of whoever has an account for that address.")
            yield Static(said(until, day=shown_day(made.expires_at)), classes="about")
            other = tr("Who has none yet starts oclient, presses F3 and types this code. It is shown only now.")
            yield Static(said(other), classes="about")
            yield Static(plain(self._offer.token, "bold $oc-text"))
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Copy the code")), id="copy", compact=True)
                yield Button(translate(tr("Close")), id="close", compact=True)

    def ready(self) -> None:
        """Start on copying."""
        self.query(Button).first().focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Copy, or close."""
        event.stop()
        if event.button.id == "copy":
            self.action_copy()
        else:
            self.action_close()

    def action_copy(self) -> None:
        """Copy the code."""
        shell_of(self).copy(self._offer.token)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
