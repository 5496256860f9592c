"""A message as its recipient gets it, shown."""

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.sms import measured
from oclient_tui.domain.templates import Rendered
from screens.ink import block, line, said

_PARTS = tr("parts to pay for: {parts} · {units} of {room} characters")


def received(channel: Channel, made: Rendered, to: str) -> Content:
    """Return a filled message with its recipient; of an SMS what it takes, of an e-mail its subject and HTML."""
    rows = [row(tr("To"), to)]
    if channel is Channel.SMS:
        took = measured(made.text)
        takes = said(_PARTS, parts=took.segments, units=took.units, room=took.room * took.segments)
        return Content("\n").join([*rows, line(""), block(made.text), line(""), takes])
    rows.append(row(tr("Subject"), made.subject))
    html = [line(""), line(("HTML", "bold $oc-muted")), block(made.html)] if made.html else []
    return Content("\n").join([*rows, line(""), block(made.text), *html])


def row(words: str, value: str) -> Content:
    """Return a line with what it is about before it."""
    return line((f"{translate(words):<15} ", "$oc-muted"), (value, "$oc-text"))
