"""One's own account: the password, and the public keys one signs in with over SSH (D19)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.accounts import PublicKey
from oclient_tui.domain.errors import Invalid, OClientError, tr
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, ListOwnKeys, RemoveOwnKey
from screens.base import HouseScreen
from screens.commands import Command, bound
from screens.ink import line
from screens.widgets.directory import Directory, whole
from screens.widgets.lines import Cell, Column, RowState, drawn
from screens.widgets.rows import Rows
from screens.widgets.text_dialog import Asked, TextDialog

PASSWORD = Command("account.password", "p", "password", tr("password"), tr("Change your password."))
ADD = Command("account.add-key", "a", "add_key", tr("add a key"), tr("Add a public SSH key that signs you in."))
REMOVE = Command("account.remove-key", "d", "remove_key", tr("remove key"), tr("Take the key under the cursor away."))
COPY = Command("account.copy", "y", "copy", tr("copy"), tr("Copy the key's fingerprint."))
BACK = Command("account.back", "escape,q", "back", tr("back"), key_display="esc")
COLUMNS = (Column("comment", "", 0), Column("kind", "", 20), Column("fingerprint", "", 52))
_KINDS = 100
LANGUAGES = {"en": tr("English"), "pl": tr("Polish")}


class AccountScreen(HouseScreen[None]):
    """The account and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = bound(PASSWORD, ADD, REMOVE, COPY, BACK)
    DEFAULT_CSS = "AccountScreen #who { height: auto; padding: 1 5; }"

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[PublicKey] = []

    def crumbs(self) -> tuple[str, ...]:
        """Return where one is."""
        return (translate(tr("Your account")),)

    def body(self) -> Iterable[Widget]:
        """Yield who one is, and the keys."""
        yield Static("", id="who", markup=False)
        yield Rows(Directory(whole(lambda: self._keys)), self._drawn, id="keys")

    @property
    def rows(self) -> Rows[PublicKey]:
        """The keys."""
        return cast("Rows[PublicKey]", self.query_one("#keys"))

    def ready(self) -> None:
        """Show them."""
        super().ready()
        self.rows.focus()
        account = self.visit.account
        lines = [
            _pair(tr("Name"), account.name or "–"),
            _pair(tr("E-mail"), account.email),
            _pair(tr("Language"), translate(LANGUAGES.get(self.shell.language, self.shell.language))),
            line(""),
            line((translate(tr("Public SSH keys")), "bold $oc-muted")),
        ]
        self.query_one("#who", Static).update(Content("\n").join(lines))
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the keys."""
        try:
            self._keys = await self.do(ListOwnKeys())
        except OClientError as error:
            self.refused(error)
        await self.rows.load(keep_place=True)

    def _drawn(self, row: PublicKey, place: int, width: int, under_cursor: bool) -> Strip:  # noqa: ARG002
        columns = COLUMNS if self.size.width >= _KINDS else (COLUMNS[0], COLUMNS[2])
        texts = {
            "comment": Cell(row.comment or "–", "text"),
            "kind": Cell(row.kind),
            "fingerprint": Cell(row.fingerprint),
        }
        state = RowState(cursor=under_cursor, focused=self.rows.has_focus)
        return drawn(self.shell.look, [texts[column.key] for column in columns], columns, width, state)

    @on(Rows.Moved)
    def _tell(self) -> None:
        none = translate(tr("No key yet: with one you sign in over SSH without a password."))
        said = translate(tr("keys: {number}")).format(number=len(self._keys)) if self._keys else none
        self.status(said)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done with a key only where there is one."""
        if action in ("remove_key", "copy") and (not self.is_mounted or self.rows.current is None):
            return False
        return super().check_action(action, parameters)

    def action_password(self) -> None:
        """Ask for the present and the new password."""
        asked = (
            Asked("present", translate(tr("Present one")), hidden=True),
            Asked("new", translate(tr("New one")), hidden=True),
            Asked("again", translate(tr("Once more")), hidden=True),
        )
        about = translate(tr("Wherever else you are signed in, you are signed out."))
        self.shell.push_screen(TextDialog(translate(tr("Your password")), about, asked, self._change))

    async def _change(self, typed: dict[str, str]) -> None:
        if typed["new"] != typed["again"]:
            raise Invalid(tr("The two passwords differ. Type the same one twice."), field="again")
        await self._confirm(typed["present"])
        try:
            await self.do(ChangeOwnPassword(typed["new"]))
        except Invalid as error:
            raise Invalid(error.message, **(error.values | {"field": "new"})) from error
        await self._renew(typed["new"])
        self.notify(translate(tr("Your password is changed.")), markup=False)

    async def _confirm(self, password: str) -> None:
        """Have the own password verified; raise what the gate raises."""
        account = self.visit.account
        await self.shell.desk.quick(self.shell.house.gate.confirm, account.id, account.epoch, password)

    async def _renew(self, password: str) -> None:
        """Begin this session anew, after every one was ended."""
        visit, shell = self.visit, self.shell
        account = await shell.desk.quick(shell.house.gate.by_password, visit.account.email, password, visit.door)
        shell.visit = replace(visit, account=account, session=shell.house.person(account, visit.door))

    def action_add_key(self) -> None:
        """Ask for a key."""
        about = translate(tr("One line of the public half, as in ~/.ssh/id_ed25519.pub. Never the private half."))
        asked = (Asked("line", translate(tr("Public key"))),)
        self.shell.push_screen(TextDialog(translate(tr("Add a key")), about, asked, self._add), lambda _: self._again())

    async def _add(self, typed: dict[str, str]) -> None:
        await self.do(AddOwnKey(typed["line"]))

    def action_remove_key(self) -> None:
        """Ask for the password, and take the key away."""
        current = self.rows.current
        if current is None:
            return

        async def remove(typed: dict[str, str]) -> None:
            await self._confirm(typed["password"])
            await self.do(RemoveOwnKey(current.fingerprint))
            await self._renew(typed["password"])

        about = tr("{key} signs nobody in any more, and wherever else you are signed in, you are signed out.")
        said = translate(about).format(key=current.comment or current.fingerprint)
        asked = (Asked("password", translate(tr("Your password")), hidden=True),)
        dialog = TextDialog(translate(tr("Take the key away?")), said, asked, remove)
        self.shell.push_screen(dialog, lambda _: self._again())

    def _again(self) -> None:
        self.read()

    def action_copy(self) -> None:
        """Copy the fingerprint."""
        current = self.rows.current
        if current is not None:
            self.shell.copy(current.fingerprint)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)


def _pair(words: str, value: str) -> Content:
    return line((f"{translate(words):<10}", "$oc-muted"), value)
