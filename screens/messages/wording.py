"""Messages in words: where one stands, how it goes, and what was heard."""

from collections.abc import Mapping, Sequence

from oclient_tui.config.language import translate
from oclient_tui.domain.campaigns import Stage
from oclient_tui.domain.errors import tr
from oclient_tui.domain.exclusions import Exclusion
from oclient_tui.domain.file_names import FileMark
from oclient_tui.domain.outbox import Channel, OutboxMessage, Purpose, State
from screens.card.wording import size_words
from screens.figures import figure

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
STAGES: dict[Stage, str] = {
    Stage.PREPARING: tr("not begun"), Stage.APPROVAL: tr("to approve"), Stage.RUNNING: tr("going out"),
    Stage.PAUSED: tr("paused"), Stage.CANCELLED: tr("cancelled"), Stage.DONE: tr("done"),
}  # fmt: skip
"""How a run stands, in a word or two."""

EXCLUSIONS: dict[Exclusion, str] = {
    Exclusion.IGNORED: tr("asked not to be contacted"),
    Exclusion.RESTRICTED: tr("restricted"),
    Exclusion.INACTIVE: tr("inactive"),
    Exclusion.NO_ADDRESS: tr("no address for it"),
    Exclusion.NO_CONSENT: tr("no consent"),
    Exclusion.BOUNCED: tr("messages come back"),
    Exclusion.SUPPRESSED: tr("not written to"),
    Exclusion.SAME_ADDRESS: tr("address of another one"),
    Exclusion.OBFUSCATED: tr("made anonymous"),
    Exclusion.NOT_VISIBLE: tr("lost from sight"),
}
"""Why somebody does not get a message, in a few words."""

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


def excluded_in_words(excluded: Mapping[str, int]) -> str:
    """Return how many are left out for which reasons; '' where nobody is."""
    told = [f"{figure(number)} {translate(EXCLUSIONS[Exclusion(one)])}" for one, number in excluded.items() if number]
    return f"{figure(sum(excluded.values()))} ({', '.join(told)})" if told else ""
