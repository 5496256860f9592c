"""The rules of the outbox without a database: states, replies, waiting, the bucket (N04, D18)."""

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.gateways import TOKEN, Bucket, MailGateway, allowance, refilled, spent, wait_ms
from oclient_tui.domain.mail_replies import EFFECTS, ENVELOPE, REACHING, TABLE, MailReply, Phase, ReplyClass, meaning
from oclient_tui.domain.outbox import FINAL, HOUR_MS, NEXT, OPEN, State, autoresponder_key, before, campaign_key
from oclient_tui.domain.retries import STEPS_MS, circuit_ms, delay_ms, hint_ms

REPLIES = st.builds(MailReply, st.sampled_from(Phase), st.integers(-1, 999), st.text(max_size=60))


def test_states_lead_somewhere_and_final_ones_nowhere() -> None:
    assert set(NEXT) == set(State)
    assert {state for state, following in NEXT.items() if not following} == FINAL
    assert not OPEN & FINAL
    reachable, todo = set[State](), [State.DRAFT]
    while todo:
        state = todo.pop()
        if state not in reachable:
            reachable.add(state)
            todo += NEXT[state]
    assert reachable == set(State)
    assert State.SENDING not in before(State.SENDING), "what is being sent is not begun once more"
    assert before(State.SENDING) == {State.LEASED}


@given(REPLIES)
def test_only_a_good_answer_to_the_content_is_sent_and_only_silence_after_it_is_doubt(reply: MailReply) -> None:
    means = meaning(reply)
    assert (means is ReplyClass.SENT) == (reply.phase is Phase.CONTENT and 200 <= reply.code < 300)
    if means is ReplyClass.UNKNOWN:
        assert reply.phase is Phase.CONTENT
        assert not 200 <= reply.code < 600
    if reply.phase in REACHING | ENVELOPE:
        assert EFFECTS[means].state in (State.READY, State.FAILED)
    if EFFECTS[means].suppresses:
        assert 500 <= reply.code < 600, "nobody is suppressed for what may pass"


def test_every_line_and_every_effect_is_of_use() -> None:
    assert set(EFFECTS) == set(ReplyClass)
    assert {rule.means for rule in TABLE} | {ReplyClass.OPTED_OUT} == set(ReplyClass), "of SMS alone"
    for effect in EFFECTS.values():
        assert effect.state in NEXT[State.SENDING]


@given(st.integers(0, 50), st.integers(0, 24 * HOUR_MS), st.floats(0, 0.999999))
def test_waiting_keeps_to_the_schedule_and_the_hint(charged: int, hint: int, chance: float) -> None:
    found = delay_ms(charged, hint, lambda most: int(chance * most))
    step = STEPS_MS[min(max(charged, 1), len(STEPS_MS)) - 1]
    assert found >= hint
    assert found == hint or step // 2 <= found <= step * 3 // 2
    assert 15_000 <= circuit_ms(charged, lambda most: int(chance * most)) <= 23 * 60_000


def test_hints_of_greylisting_servers() -> None:
    hints = {
        "451 4.7.1 Greylisting in action, please come back in 00:04:30": 280,
        "Greylisted, try again in 300 seconds": 310,
        "please retry in 5 minutes": 310,
        "try later (60s)": 70,
        "retry in 1 hour": 3610,
        "4.7.1 sorry": 0,
        "try again later": 0,
        "99999 hours": 24 * 3600,
    }
    assert {text: hint_ms(text) // 1000 for text in hints} == hints


GATEWAY = MailGateway("mail.example.com", 587, "starttls", "", "", "", "shop@example.com", rate=60, daily_cap=500)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 30)), max_size=60))
def test_a_bucket_gives_no_more_than_its_rate_and_no_more_than_the_day_s(steps: list[tuple[int, int]]) -> None:
    now, bucket, taken = 1_750_000_000_000, Bucket(), 0
    start = now
    for later, wanted in steps:
        now += later
        bucket = refilled(bucket, now, GATEWAY.rate)
        free = allowance(bucket, now, GATEWAY, wanted)
        assert 0 <= free <= wanted
        bucket, taken = spent(bucket, GATEWAY, free), taken + free
        assert bucket.tokens >= 0
        assert taken <= min(GATEWAY.daily_cap, 2 + (now - start) * GATEWAY.rate // 60_000 + 1)
        if not free and wanted and bucket.sent_today < GATEWAY.daily_cap:
            soon = refilled(bucket, now + wait_ms(bucket, GATEWAY), GATEWAY.rate)
            assert soon.tokens >= TOKEN, "after the time it names there is one"
    assert allowance(Bucket(closed="535"), now, GATEWAY, 9) == 0
    assert allowance(Bucket(open_at=now + 1, tokens=9 * TOKEN), now, GATEWAY, 9) == 0
    assert allowance(Bucket(failures=3, tokens=9 * TOKEN), now, GATEWAY, 9) == 1, "one, to see whether it is back"


def test_one_address_has_one_key_however_it_is_written() -> None:
    assert campaign_key(7, "Jan@Example.COM") == campaign_key(7, "jan@example.com")
    assert autoresponder_key(7, "Jan@Example.COM") == autoresponder_key(7, "jan@example.com")
    assert campaign_key(7, "jan@example.com") != campaign_key(8, "jan@example.com")
