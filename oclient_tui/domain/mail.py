"""A message to one recipient, as it is handed to a mail server or to a provider of SMS."""

from dataclasses import dataclass, field

from oclient_tui.domain.file_names import MEGABYTE
from oclient_tui.domain.mail_replies import MailReply
from oclient_tui.domain.outbox import Content

MAIL_LIMIT = 25 * MEGABYTE
"""Bytes of an e-mail's files as they travel; few mail servers take more."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail or one SMS, which has no subject and no `message_id`; the sender is the gateway's."""

    recipient: str
    message_id: str
    at: int
    content: Content
    unsubscribe_key: str = ""
    """What a request to unsubscribe names; '' where no such header belongs."""

    attachments: tuple[Attachment, ...] = ()


class NotReached(Exception):
    """The mail server or the provider could not be reached, would not have us, or may not be used; nothing was sent."""

    def __init__(self, reply: MailReply) -> None:
        super().__init__(reply)
        self.reply = reply


def encoded_size(size: int) -> int:
    """Return how many bytes a file takes on its way (RFC 2045, 6.8): four for three, in lines of 76."""
    return -(-size // 3) * 4 + -(-size // 57) * 2
