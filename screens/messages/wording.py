"""Messages in words: where one stands, how it goes, and what was heard."""

from collections.abc import Sequence

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.outbox import Channel, OutboxMessage, Purpose, State
from screens.card.wording import size_words

_STATES: dict[State, tuple[str, str, str]] = {
    State.DRAFT: (tr("draft"), "○", "muted"),
    State.READY: (tr("waits"), "○", "muted"),
    State.LEASED: (tr("waits"), "○", "muted"),
    State.SENDING: (tr("on its way"), "●", "accent"),
    State.SENT: (tr("sent"), "✓", "ok"),
    State.DELIVERED: (tr("delivered"), "✓", "ok"),
    State.BOUNCED: (tr("bounced"), "✗", "error"),
    State.COMPLAINED: (tr("complained"), "✗", "error"),
    State.HELD: (tr("held"), "▲", "warn"),
    State.FAILED: (tr("failed"), "✗", "error"),
    State.SUPPRESSED: (tr("stopped"), "⊘", "warn"),
    State.CANCELLED: (tr("cancelled"), "⊘", "muted"),
    State.EXPIRED: (tr("too late"), "✗", "error"),
    State.UNKNOWN: (tr("in doubt"), "▲", "warn"),
}
"""Each state in a word, with its glyph and its ink."""

_WHY: dict[str, str] = {
    Exclusion.IGNORED: tr("the customer asked not to be contacted"),
    Exclusion.RESTRICTED: tr("the customer is restricted"),
    Exclusion.INACTIVE: tr("the customer is inactive"),
    Exclusion.NO_CONSENT: tr("there is no consent any more"),
    Exclusion.BOUNCED: tr("messages to the address come back"),
    Exclusion.SUPPRESSED: tr("the address is on the suppression list"),
    Exclusion.NOT_VISIBLE: tr("its sender does not see the customer any more"),
    "no_content": tr("what it was to say is gone"),
    "no_attachment": tr("a file that was to go along is gone"),
    "abandoned": tr("its worker was stopped in between"),
}
"""Why a message stands where it stands, where no server has said it."""

CHANNELS = {Channel.EMAIL: tr("e-mail"), Channel.SMS: tr("SMS")}
PURPOSES = {Purpose.SERVICE: tr("service"), Purpose.MARKETING: tr("marketing")}


def state_word(state: State) -> str:
    """Return where a message stands, in a word."""
    return translate(_STATES[state][0])


def standing(message: OutboxMessage) -> str:
    """Return where a message stands and why, in our words or in the server's."""
    why = translate(_WHY[message.last_class]) if message.last_class in _WHY else ""
    return " · ".join(part for part in (state_word(message.state), why, message.last_text) if part)


def glyph(state: State) -> tuple[str, str]:
    """Return the glyph of a state and its ink."""
    return _STATES[state][1], _STATES[state][2]


def files_in_words(files: Sequence[FileMark]) -> str:
    """Return names of files with their sizes."""
    return ", ".join(f"{one.name} ({size_words(one.size)})" for one in files)


def way(message: OutboxMessage) -> str:
    """Return how a message goes out."""
    return f"→ {translate(CHANNELS[message.channel])}"
