"""An e-mail as bytes (RFC 5322, RFC 2045-2049): text and HTML, seven bits, every header checked (E2).

Headers are folded and encoded by the standard library; what many messages have in common is made once. The rest is put
together by hand, which is many times faster than a message object for each recipient (P8).
"""

import base64
import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import lru_cache

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import Attachment, Mail

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>\",;:\\()\[\]]+@[^\s@<>\",;:\\()\[\]]+\Z")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_HEADERS = SMTP.clone(max_line_length=78)

AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
"""RFC 3834, and what Exchange and older list servers look at: no machine answers an automatic message."""


def compiled(gateway: MailGateway, mail: Mail) -> bytes:
    """Return the message; raise Invalid where a header would hold a control character."""
    content, boundary = mail.content, f"=_ob.{mail.message_id.strip('<>').partition('@')[0]}"
    markup = content.html or as_html(content.text)
    head = [
        _letterhead(gateway),
        _header("To", recipient(mail.recipient)),
        _subject(content.subject),
        f"Date: {format_datetime(datetime.fromtimestamp(mail.at // 1000, UTC))}\r\n",
        f"Message-ID: {checked(mail.message_id)}\r\n",
        *(f"{name}: {value}\r\n" for name, value in (AUTOMATIC if content.automatic else {}).items()),
        _unsubscribe(gateway.unsubscribe, mail.unsubscribe_key),
        "MIME-Version: 1.0\r\n",
    ]
    parts = [_part(boundary, "plain", content.text), _part(boundary, "html", markup), f"--{boundary}--\r\n"]
    body = "".join([f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n', *parts]).encode("ascii")
    return "".join(head).encode("ascii") + (_with_files(boundary, body, mail.attachments) if mail.attachments else body)


def recipient(address: str) -> str:
    """Return an address as the envelope has it, its domain in ASCII (RFC 5890); raise Invalid for none or for two."""
    local, _, domain = checked(address).rpartition("@")
    if not _ADDRESS.match(address):
        raise Invalid(tr("“{value}” is not an e-mail address."), value=address[:80])
    if domain.isascii():
        return address
    import idna

    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError as error:
        raise Invalid(tr("“{value}” is not an e-mail address."), value=address[:80]) from error


def checked(value: str) -> str:
    """Return what goes into a header or an envelope; raise Invalid for a line break or another control character."""
    if _CONTROL.search(value):
        raise Invalid(tr("A header of the message has a line break or another control character in it."))
    return value


def as_html(text: str) -> str:
    """Return the plain HTML twin of a text: paragraphs, line breaks, links, and nothing of the text as markup."""
    paragraphs = re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    shown = "".join(f"<p>{_LINK.sub(_linked, html.escape(part)).replace(chr(10), '<br>')}</p>\n" for part in paragraphs)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{shown}</body></html>\n'


def stuffed(message: bytes) -> bytes:
    """Return a message as DATA takes it: dots doubled at the beginning of lines, and the dot that ends it."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    dotted = re.sub(rb"(?m)^\.", b"..", whole)
    return dotted + b".\r\n"


def _linked(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'


@lru_cache(maxsize=64)
def _letterhead(gateway: MailGateway) -> str:
    sender = formataddr((checked(gateway.from_name), recipient(gateway.from_address)))
    reply_to = _header("Reply-To", recipient(gateway.reply_to)) if gateway.reply_to else ""
    return _header("From", sender) + reply_to


@lru_cache(maxsize=1024)
def _subject(subject: str) -> str:
    return _header("Subject", subject)


def _header(name: str, value: str) -> str:
    return str(_HEADERS.header_factory(name, checked(value)).fold(policy=_HEADERS))


def _unsubscribe(mailbox: str, key: str) -> str:
    """Return the header by which mail programs offer to unsubscribe (RFC 2369); a mailbox needs no web server."""
    return f"List-Unsubscribe: <mailto:{recipient(mailbox)}?subject=unsubscribe%20{key}>\r\n" if mailbox and key else ""


def _with_files(boundary: str, body: bytes, files: Sequence[Attachment]) -> bytes:
    """Return the texts with files behind them (RFC 2046, 5.1.3); names are encoded by the standard library."""
    outer = f"{boundary}.all".encode("ascii")
    parts = [body, *map(_file, files)]
    head = b'Content-Type: multipart/mixed; boundary="' + outer + b'"\r\n\r\n'
    return head + b"".join(b"--" + outer + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + outer + b"--\r\n"


def _file(file: Attachment) -> bytes:
    part = EmailMessage(policy=_HEADERS)
    kind, _, subkind = file.content_type.partition("/")
    name = checked(file.name)
    part.set_content(file.content, maintype=kind, subtype=subkind, filename=name, disposition="attachment")
    del part["MIME-Version"]
    return part.as_bytes()


def _part(boundary: str, kind: str, text: str) -> str:
    lines = "\r\n".join(re.split("\r\n|\r|\n", text)).encode("utf-8", "replace")
    body = base64.encodebytes(lines).decode("ascii").replace("\n", "\r\n")
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return f"--{boundary}\r\n{head}{body}"
