"""What goes along with a message when it leaves: all of it, or nothing goes."""

import mimetypes

from oclient_tui.domain.mail import Attachment
from oclient_tui.domain.outbox import Content, OutboxMessage
from oclient_tui.services.usecase import Work

_UNKNOWN = "application/octet-stream"


def type_of(name: str) -> str:
    """Return what a file's name says it is; a message in a message is bytes to us (RFC 2046, 5.2.1)."""
    told = mimetypes.guess_type(name)[0] or _UNKNOWN
    return _UNKNOWN if told.startswith(("message/", "multipart/")) else told


def files_of(work: Work, message: OutboxMessage, content: Content) -> tuple[Attachment, ...] | None:
    """Return what goes along with a message, under the names it was given; None where any of it is missing."""
    if not content.attachments:
        return ()
    kept = work.unit.attachments.of(message.campaign_id or message.id)
    if any(one.sha256 not in kept for one in content.attachments):
        return None
    return tuple(Attachment(one.name, type_of(one.name), kept[one.sha256].content) for one in content.attachments)
