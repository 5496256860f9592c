"""SMS without a network: parts, plain letters, senders, and what a provider's answers mean (N20, O30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.mail_replies import GARBLED, SILENT, MailReply, Phase, ReplyClass
from oclient_tui.domain.sms import measured, nameless, plain
from oclient_tui.domain.sms_replies import CODES, sms_meaning

SIZES = {
    "": ("GSM-7", 0, 1),
    "a" * 160: ("GSM-7", 160, 1),
    "a" * 161: ("GSM-7", 161, 2),
    "a" * 306: ("GSM-7", 306, 2),
    "a" * 307: ("GSM-7", 307, 3),
    "€" * 80: ("GSM-7", 160, 1),
    "a" * 152 + "€" + "a" * 152: ("GSM-7", 306, 3),  # € does not fit into the last place of a part
    "à" * 160: ("GSM-7", 160, 1),
    "ó" * 70: ("UCS-2", 70, 1),
    "ą" * 71: ("UCS-2", 71, 2),
    "a" * 159 + "ą": ("UCS-2", 160, 3),
    "a" * 69 + "ą": ("UCS-2", 70, 1),
    "😀" * 35: ("UCS-2", 70, 1),
    "😀" * 36: ("UCS-2", 72, 2),
    "a" * 66 + "😀" + "a" * 66: ("UCS-2", 134, 3),  # a pair stays in one part
}


def test_parts() -> None:
    assert {text: (found.encoding, found.units, found.segments) for text in SIZES if (found := measured(text))} == SIZES
    assert measured("Zażółć, żółć").foreign == ("ż", "ó", "ł", "ć")


@given(st.text(max_size=400))
def test_plain_letters_never_take_more_parts(text: str) -> None:
    made, before = measured(plain(text)), measured(text)
    assert set(made.foreign) <= set(before.foreign)
    assert plain(plain(text)) == plain(text)
    room = {"GSM-7": (160, 153), "UCS-2": (70, 67)}[before.encoding]
    assert before.units <= (room[0] if before.segments == 1 else room[1] * before.segments)


def test_plain_letters() -> None:
    assert plain("Zażółć gęślą jaźń – „dobrze”… 5 €, à la carte") == 'Zazolc gesla jazn - "dobrze"... 5 €, à la carte'
    assert plain("日本 😀") == "日本 😀", "what has no likeness stays"


def test_where_a_name_is_no_sender() -> None:
    assert nameless("Shop", "+12125550123")
    assert not nameless("Shop", "+48501234567")
    for number in ("+12125550100", "7575", f"MG{'a' * 32}"):
        assert not nameless(number, "+12125550123")


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_table(code: int) -> None:
    means = sms_meaning(MailReply(Phase.CONTENT, code, ""))
    assert means is CODES[code]
    assert means not in (ReplyClass.SENT, ReplyClass.UNKNOWN), "the provider said no"


@given(st.sampled_from(Phase), st.integers(-1, 60_000))
def test_only_2xx_is_sent_and_only_what_is_no_refusal_is_in_doubt(phase: Phase, code: int) -> None:
    means = sms_meaning(MailReply(phase, code, ""))
    reached = phase not in (Phase.CONNECT, Phase.TLS, Phase.AUTH)
    assert (means is ReplyClass.SENT) == (reached and 200 <= code < 300)
    doubt = code in (SILENT, GARBLED) or code < 200 or (code >= 500 and code not in CODES)
    assert (means is ReplyClass.UNKNOWN) == (reached and doubt)
    statuses = {401: ReplyClass.GATEWAY_PERM, 429: ReplyClass.GATEWAY_TEMP, 400: ReplyClass.MESSAGE_PERM}
    assert not reached or code not in statuses or means is statuses[code]
