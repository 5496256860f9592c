"""One person's role and rights, changed by ticks; and inviting somebody with them (D4, D19)."""

from collections.abc import Iterable
from typing import ClassVar

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


class PersonDialog(Dialog[bool]):
    """Role and rights of somebody on the list; gives back whether they may have changed."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, CLOSE)

    def __init__(self, list_id: int, member: Member) -> None:
        super().__init__()
        self._list_id, self._member = list_id, member

    def compose(self) -> Iterable[Widget]:
        """Yield the person, the ticks and the buttons."""
        with Vertical():
            yield Static(plain(self._member.name or self._member.email), classes="title")
            yield Static(plain(self._member.email), classes="about")
            yield RightsList(self._member.role, self._member.rights)
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(tr("Save")), id="save", classes="main", compact=True)

    def ready(self) -> None:
        """Start in the ticks."""
        self.query_one(RightsList).focus()

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
        """Store what was changed: the role first, since it decides which rights can be held."""
        shell = shell_of(self)
        assert shell.visit is not None, "somebody is signed in"  # noqa: S101 - a bug, not an input
        try:
            for case in self._changes():
                await shell.desk.quick(shell.visit.session.do, case)
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

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(False)


class InviteDialog(Dialog[Offer | None]):
    """Asks for an address, a role and rights; gives back the offer."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, CLOSE)

    def __init__(self, list_id: int) -> None:
        super().__init__()
        self._list_id = list_id

    def compose(self) -> Iterable[Widget]:
        """Yield the address, the ticks and the buttons."""
        with Vertical():
            yield Static(plain(translate(tr("Invite somebody"))), classes="title")
            yield Field("email", translate(tr("E-mail")), needed=True)
            yield Static("")
            yield RightsList()
            with Horizontal(classes="buttons"):
                yield Button(translate(tr("Cancel")), id="cancel", compact=True)
                yield Button(translate(tr("Invite")), id="save", classes="main", compact=True)

    def ready(self) -> None:
        """Start in the address."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Go on to the ticks."""
        event.stop()
        self.query_one(RightsList).focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """Invite or cancel."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_close()

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Invite; a refusal is said at the address."""
        shell, field, chosen = shell_of(self), self.query_one(Field), self.query_one(RightsList)
        assert shell.visit is not None, "somebody is signed in"  # noqa: S101 - a bug, not an input
        grants = tuple(sorted(right.value for right in chosen.rights))
        case = InviteMember(self._list_id, field.value, chosen.role.value, grants)
        try:
            offer = await shell.desk.quick(shell.visit.session.do, case)
        except OClientError as error:
            field.wrong(error.text(translate))
            field.input.focus()
        else:
            self.dismiss(offer)

    def action_close(self) -> None:
        """Invite nobody."""
        self.dismiss(None)


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
