"""One message whole: what was sent, exactly, what was tried, and what is to be decided (S10, D18, N11)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.access import Permission
from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.domain.errors import OClientError, tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.outbox import Attempt, State
from oclient_tui.services.messages.reading import Opened, ShowMessage
from oclient_tui.services.messages.resolving import RESEND, SENT, ResolveMessage, RetryMessage
from oclient_tui.services.usecase import UseCase
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.dialogs import Choice, ChoiceDialog
from screens.ink import block, line
from screens.messages.wording import PURPOSES, files_in_words, standing, way

BACK = Command("message.back", "escape,q", "back", tr("back"), key_display="esc")
RETRY = Command(
    "message.retry", "r", "retry", tr("try again"), tr("Try again now what failed, waits or is held."),
    needs=Permission.ADD,
)  # fmt: skip
DECIDE = Command(
    "message.decide", "d", "decide", tr("decide"), tr("Say whether a message in doubt went out, or send it again."),
    needs=Permission.ADD,
)  # fmt: skip
_DOUBT = tr(
    "The line broke after the text had gone out, so nobody knows whether it arrived. "
    "Sent again it may arrive twice. Look at the mail server, or ask {name}."
)
_RETRIED = frozenset({State.FAILED, State.READY, State.HELD})


class MessageScreen(HouseScreen[bool]):
    """The message; gives back whether anything was changed."""

    DEFAULT_CSS = "MessageScreen #whole { padding: 1 2; background: $oc-bg; scrollbar-size: 1 1; }"

    BINDINGS: ClassVar[list[BindingType]] = bound(RETRY, DECIDE, BACK)

    def __init__(self, of: CustomerList, message_id: int) -> None:
        super().__init__()
        self.list, self._message_id = of, message_id
        self._opened: Opened | None = None
        self._changed = False

    def crumbs(self) -> tuple[str, ...]:
        """Return the list and whom it went to."""
        name = self._opened.listed.customer if self._opened else "…"
        return (self.list.name, name, translate(tr("Message")))

    def body(self) -> Iterable[Widget]:
        """Yield the text."""
        yield VerticalScroll(Static(id="message", markup=False), id="whole")

    def ready(self) -> None:
        """Show the message."""
        super().ready()
        self.query_one("#whole").focus()
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read it, and again after something was decided."""
        try:
            await self.learn(self.list.id)
            self._opened = await self.do(ShowMessage(self.list.id, self._message_id))
        except OClientError as error:
            self.refused(error)
            self.dismiss(self._changed)
            return
        self.head()
        self.query_one("#message", Static).update(_whole(self._opened))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits where the message stands."""
        state = self._opened.listed.message.state if self._opened else None
        if (action == "retry" and state not in _RETRIED) or (action == "decide" and state is not State.UNKNOWN):
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="decide")
    async def action_retry(self) -> None:
        """Try again."""
        await self._done(RetryMessage(self.list.id, self._message_id))

    @work(exclusive=True, group="decide")
    async def action_decide(self) -> None:
        """Ask what became of it."""
        if self._opened is None:
            return
        choices = (
            Choice("later", tr("Later")),
            Choice(SENT, tr("It went out")),
            Choice(RESEND, tr("Send it again"), danger=True),
        )
        asked = ChoiceDialog(_DOUBT, choices, name=self._opened.listed.customer)
        verdict = await self.shell.push_screen_wait(asked)
        if verdict != "later":
            await self._done(ResolveMessage(self.list.id, self._message_id, verdict))

    async def _done(self, case: UseCase[Any]) -> None:
        try:
            await self.do(case)
        except OClientError as error:
            self.refused(error)
        else:
            self._changed = True
        self.read()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(self._changed)


def _whole(opened: Opened) -> Content:
    message, content = opened.listed.message, opened.content
    rows = [
        _row(tr("To"), message.recipient),
        _row(tr("From"), content.sender if content else ""),
        _row(tr("Written by"), opened.listed.sender),
        _row(tr("Kind"), f"{way(message)} · {translate(PURPOSES[message.purpose])}"),
        _row(tr("State"), standing(message)),
        *([_row(tr("Consent"), _agreed(opened.consent))] if opened.consent else []),
        _row(tr("Subject"), content.subject if content else ""),
        *([_row(tr("Attached"), files_in_words(content.attachments))] if content and content.attachments else []),
    ]
    text = block(content.text) if content else line((translate(tr("Written when it is sent.")), "$oc-muted"))
    tries = [line((translate(tr("What was tried")), "bold $oc-muted")), *map(_tried, opened.attempts)]
    return Content("\n").join([*rows, line(""), text, line(""), *(tries if opened.attempts else [])])


def _agreed(event: ConsentEvent) -> str:
    """Return what the customer had agreed to when the message left."""
    state, wording = translate(tr("given") if event.given else tr("withdrawn")), f"“{event.wording}”"
    return " · ".join([event.kind, state, shown_day(event.at), *([wording] if event.wording else []), event.source])


def _row(words: str, value: str) -> Content:
    return line((f"{translate(words):<15} ", "$oc-muted"), (value, "$oc-text"))


def _tried(attempt: Attempt) -> Content:
    heard = " ".join(part for part in (attempt.reply_class, attempt.reply) if part)
    return line((f"{shown_day(attempt.started_at)}  ", "$oc-muted"), heard or attempt.phase)
