"""E-mails as bytes, and which servers may be reached: nothing typed becomes a header or a command (E2, E4)."""

from email import message_from_bytes, policy
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.gateways import MailGateway
from oclient_tui.domain.mail import Mail
from oclient_tui.domain.outbox import LEASE_MS, Content
from oclient_tui.gateways.mail import limits
from oclient_tui.gateways.mail.compiling import compiled, recipient, stuffed
from oclient_tui.gateways.mail.guard import is_internal

GATEWAY = MailGateway(
    "mail.example.com", 587, "starttls", "u", "secret", "Sklep", "shop@example.com", "reply@example.com"
)
HEADERS = {"From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
TEXTS = st.text(max_size=200)


def _mail(content: Content, to: str = "jan@example.com") -> Mail:
    return Mail(to, "<ob.1@example.com>", 1_750_000_000_000, content)


@given(TEXTS, TEXTS)
def test_any_text_stays_text(subject: str, body: str) -> None:
    try:
        made = compiled(GATEWAY, _mail(Content(subject, body)))
    except Invalid:
        assert any(ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in "\u2028\u2029" for sign in subject)
        return
    mail = message_from_bytes(made, policy=policy.default)
    assert set(mail.keys()) == HEADERS
    assert made.isascii()
    assert b"\r" not in made.replace(b"\r\n", b"")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, made.split(b"\r\n"))) <= 998
    text = next(iter(mail.iter_parts())).get_payload(decode=True)
    wanted = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert text == wanted.encode(), "what arrives is what was written, with line ends as mail has them"
    assert b"secret" not in made


@pytest.mark.parametrize(
    "address",
    ["a@x.pl\r\nRCPT TO:<e@x.pl>", "a@x.pl, e@x.pl", "a@x.pl>", "<a@x.pl", "a@x.pl e@x.pl", "a", "", "a@x\x00.pl"],
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(Invalid):
        recipient(address)


def test_domains_travel_in_ascii() -> None:
    assert recipient("jan@żółw.pl") == "jan@xn--w-uga1v8h.pl"
    assert recipient("zażółć@example.com") == "zażółć@example.com"


def test_an_automatic_message_says_so() -> None:  # RFC 3834
    mail = message_from_bytes(compiled(GATEWAY, _mail(Content("S", "T", automatic=True))), policy=policy.default)
    assert (mail["Auto-Submitted"], mail["Precedence"], mail["X-Auto-Response-Suppress"]) == (
        "auto-replied",
        "bulk",
        "All",
    )


def test_dots_are_stuffed() -> None:
    assert stuffed(b".a\r\nb\r\n.\r\n") == b"..a\r\nb\r\n..\r\n.\r\n"


INSIDE = (
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "ff02::1",
)  # fmt: skip
OUTSIDE = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


def test_inside_and_outside() -> None:  # E4
    assert [one for one in INSIDE if not is_internal(one)] == []
    assert [one for one in OUTSIDE if is_internal(one)] == []
    assert all(ip_address(one) for one in INSIDE)


def test_one_delivery_is_shorter_than_a_lease() -> None:
    assert limits.DELIVERY * 1000 < LEASE_MS
