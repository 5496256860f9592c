"""A message to one recipient, as it is handed to a mail server or to a provider of SMS."""

from dataclasses import dataclass

from oclient_tui.domain.mail_replies import MailReply
from oclient_tui.domain.outbox import Content


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail or one SMS, which has no subject and no `message_id`; the sender is the gateway's."""

    recipient: str
    message_id: str
    at: int
    content: Content
    unsubscribe_key: str = ""
    """What a request to unsubscribe names; '' where no such header belongs."""


class NotReached(Exception):
    """The mail server or the provider could not be reached, would not have us, or may not be used; nothing was sent."""

    def __init__(self, reply: MailReply) -> None:
        super().__init__(reply)
        self.reply = reply
