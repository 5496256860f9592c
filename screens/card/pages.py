"""What stands under each tab of a card: records of a module, consents, and who sees the customer, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import Entry
from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.domain.errors import tr
from oclient_tui.domain.visibility import SENTENCES, Sight
from oclient_tui.services.messages.reading import Said
from oclient_tui.services.records.reading import RecordPage
from oclient_tui.services.records.showing import ShownRecord
from screens.card.wording import state_words, summary
from screens.clock import shown_day
from screens.messages.wording import glyph, state_word, way
from screens.widgets.lines import Cell, Column

COLUMNS = (Column("what", "", 0), Column("state", "", 10), Column("when", "", 10), Column("by", "", 18))
MESSAGES, CONSENTS, ACCESS = "_messages", "_consents", "_access"
DAY = len("2026-01-31")
OWN_TABS: tuple[tuple[str, str], ...] = (
    (MESSAGES, tr("Conversation")),
    (CONSENTS, tr("Consents")),
    (ACCESS, tr("Access")),
)
"""Tabs that every card has, behind those of its modules; no module's key begins with an underscore."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A kind of consent, and what was said about it last."""

    kind: Entry
    last: ConsentEvent | None

    @property
    def given(self) -> bool:
        """Whether it is in force."""
        return self.last is not None and self.last.given


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row: what it is about, its four cells, and its glyph."""

    about: ShownRecord | Agreed | Sight | ConsentEvent | Said
    cells: tuple[Cell, Cell, Cell, Cell]
    glyph: str = " "
    ink: str = "muted"


def record_rows(page: RecordPage) -> list[CardRow]:
    """Return a page of records."""
    return [_record_row(one) for one in page.items]


def _record_row(shown: ShownRecord) -> CardRow:
    state = str(shown.values.get("state") or "")
    unfinished = state in shown.module.open_states
    cells = (
        Cell(summary(shown), "text"),
        Cell(state_words(state) if state else ""),
        Cell(shown_day(shown.record.created_at)[:DAY]),
        Cell(shown.author),
    )
    return CardRow(shown, cells, "▲" if unfinished else " ", "warn" if unfinished else "muted")


def said_rows(found: Sequence[Said]) -> list[CardRow]:
    """Return a customer's messages, the newest first (S10)."""
    return [_said_row(one) for one in found]


def _said_row(said: Said) -> CardRow:
    message = said.listed.message
    sign, ink = glyph(message.state)
    cells = (
        Cell(f"{way(message)}  {said.listed.subject or (said.content.text if said.content else '')}", "text"),
        Cell(state_word(message.state), ink),
        Cell(shown_day(message.created_at)[:DAY]),
        Cell(said.listed.sender),
    )
    return CardRow(said, cells, sign, ink)


def sight_rows(found: Sequence[Sight]) -> list[CardRow]:
    """Return who sees a customer, and the rule that says so; those who do first."""
    return [
        CardRow(
            sight,
            (
                Cell(f"{sight.email}  {translate(SENTENCES[sight.rule])}", "text"),
                Cell(translate(tr("sees it") if sight.visible else tr("does not"))),
                Cell(""),
                Cell(""),
            ),
            "✓" if sight.visible else "✗",
            "accent" if sight.visible else "muted",
        )
        for sight in sorted(found, key=lambda one: not one.visible)
    ]


def consent_rows(kinds: Sequence[Entry], log: Sequence[ConsentEvent]) -> list[CardRow]:
    """Return each kind with what is in force, then the log, the newest first."""
    last = {event.kind: event for event in log}
    names = {kind.code: kind.name for kind in kinds}
    agreed = [_agreed_row(Agreed(kind, last.get(kind.code))) for kind in kinds]
    return agreed + [_event_row(event, names.get(event.kind, event.kind)) for event in reversed(log)]


def _agreed_row(found: Agreed) -> CardRow:
    words = tr("given") if found.given else tr("not given")
    when = shown_day(found.last.at)[:DAY] if found.last else ""
    cells = (Cell(found.kind.name, "text"), Cell(translate(words)), Cell(when), Cell(""))
    return CardRow(found, cells, "✓" if found.given else "✗", "accent" if found.given else "muted")


def _event_row(event: ConsentEvent, name: str) -> CardRow:
    words = translate(tr("given") if event.given else tr("withdrawn"))
    told = " · ".join(part for part in (name, event.wording, event.source) if part)
    return CardRow(event, (Cell(told), Cell(words), Cell(shown_day(event.at)[:DAY]), Cell("")))
