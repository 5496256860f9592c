"""One message to many: who gets it and why the others do not, what is sent, and how a run is steered (N05, N22, C6)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Approval, Brief, Campaign, Stage
from oclient_tui.domain.errors import Denied, Invalid, NotFound, Refused
from oclient_tui.domain.gateways import Gateway
from oclient_tui.domain.outbox import DAY_MS, Channel, Purpose, State
from oclient_tui.services.customers.assigning import Unassign
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.messages.campaigns import freezing, recipients
from oclient_tui.services.messages.campaigns.following import ListCampaigns, ShowCampaign
from oclient_tui.services.messages.campaigns.planning import PlanCampaign
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)
from oclient_tui.services.messages.enqueuing import Letter, put_in
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.messages.templates import SetTemplate
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.members import RevokeRight
from oclient_tui.services.usecase import Work
from tests.mail.post import Post
from tests.mail.provider import Provider

EVERYBODY = Audience(filter="active:any")


def brief(
    audience: Audience = EVERYBODY, purpose: Purpose = Purpose.SERVICE, channel: Channel = Channel.EMAIL
) -> Brief:
    title = "For {{ name }}" if channel is Channel.EMAIL else ""
    return Brief(channel, audience, purpose, title, "Hello {{ first_name | default: 'you' }}, {{ categories }}!")


def start(post: Post, by: Session | None = None, **given: object) -> Campaign:
    session = by or post.world.mia
    return session.do(StartCampaign(post.world.id, brief(**given)))  # type: ignore[arg-type]


def stands(post: Post, campaign: Campaign, by: Session | None = None) -> tuple[Stage, dict[str, int], int]:
    found = (by or post.world.mia).do(ShowCampaign(post.world.id, campaign.id)).progress
    return found.stage, {state.value: number for state, number in found.states.items()}, found.not_visible


def left_out(post: Post, **given: object) -> dict[str, int]:
    plan = post.world.ola.do(PlanCampaign(post.world.id, brief(**given)))  # type: ignore[arg-type]
    assert plan.matched == post.world.ola.do(CountCustomers(post.world.id, "active:any")), "one reason each (N05)"
    return {reason: number for reason, number in plan.excluded.items() if number}


def test_everybody_is_written_to_or_left_out_for_one_reason(post: Post) -> None:  # N05, C6, D14
    world, ola = post.world, post.world.ola
    names = ("plain", "ignored", "sleeping", "agreed", "suppressed", "restricted", "twice", "withdrew")
    ids = {name: post.customer(name, ola) for name in names}
    post.customer("again", ola, email="Twice@Example.com")
    post.customer("unreachable", ola, email="")
    for name in ("agreed", "withdrew", "sleeping", "suppressed", "ignored"):
        ola.do(RecordConsent(world.id, ids[name], "email", True))
    ola.do(RecordConsent(world.id, ids["withdrew"], "email", False))
    ola.do(EditCustomer(world.id, ids["ignored"], Typed({"gdpr_ignore": "on"})))
    ola.do(EditCustomer(world.id, ids["restricted"], Typed({"restricted": "on"})))
    ola.do(SetActive(world.id, ids["sleeping"], False))
    ola.do(SuppressAddress(world.id, "suppressed@example.com"))
    always = {"ignored": 1, "restricted": 1, "no_address": 1, "suppressed": 1}
    assert left_out(post) == always | {"same_address": 1}
    assert left_out(post, purpose=Purpose.MARKETING) == always | {"inactive": 1, "no_consent": 4}
    made = start(post, ola)
    assert (made.recipients, {reason: n for reason, n in made.excluded.items() if n}) == (
        5,
        always | {"same_address": 1},
    )
    assert post.work() == 5
    assert post.sink.received == {
        f"{name}@example.com": 1 for name in ("plain", "sleeping", "agreed", "twice", "withdrew")
    }
    assert stands(post, made, ola) == (Stage.DONE, {"sent": 5}, 0)
    for bad in (Audience(), Audience((1,), ""), Audience((1,), set="S")):
        with pytest.raises(Invalid, match="Say which customers"):
            ola.do(PlanCampaign(world.id, brief(bad)))
    with pytest.raises(Invalid, match="secret"):
        ola.do(StartCampaign(world.id, Brief(Channel.EMAIL, EVERYBODY, title="S", text="{{ secret }}")))


STATES = st.fixed_dictionaries(
    {
        "email": st.sampled_from(["", "a@example.com", "b@example.com", "c@example.com", "d@example.com"]),
        "consent": st.sampled_from([None, True, False]), "ignored": st.booleans(), "active": st.booleans(),
    }
)  # fmt: skip


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people=st.lists(STATES, min_size=1, max_size=6), purpose=st.sampled_from(list(Purpose)), member=st.booleans())
def test_recipients_and_left_out_are_all_there_are(
    post: Post, people: list[dict[str, Any]], purpose: Purpose, member: bool
) -> None:  # N05
    """The list grows from example to example; what was planned is what is frozen."""
    world, ola = post.world, post.world.ola
    for number, person in enumerate(people):
        one = post.customer("n", world.mia if number % 2 else ola, email=person["email"])
        if person["consent"] is not None:
            ola.do(RecordConsent(world.id, one, "email", person["consent"]))
        if person["ignored"]:
            ola.do(EditCustomer(world.id, one, Typed({"gdpr_ignore": "on"})))
        if not person["active"]:
            ola.do(SetActive(world.id, one, False))
    by = world.mia if member else ola
    plan = by.do(PlanCampaign(world.id, brief(purpose=purpose)))
    made = start(post, by, purpose=purpose)
    there = by.do(CountCustomers(world.id, "active:any"))
    assert plan.matched == made.matched == there
    assert made.recipients == plan.recipients <= 4, "one message an address"
    assert {reason: made.excluded.get(reason, 0) for reason in plan.excluded} == dict(plan.excluded)


ORACLE = {
    # state: single service message, marketing to one or many (features.md, section 5)
    "active": (True, True), "inactive": (True, False), "no consent": (True, False), "ignored": (False, False),
    "no address": (False, False),
}  # fmt: skip


@pytest.mark.parametrize("channel", list(Channel))
def test_the_oracle_of_who_may_be_written_to(post: Post, provider: Provider, channel: Channel) -> None:
    world, ola = post.world, post.world.ola
    del provider
    for number, (state, allowed) in enumerate(ORACLE.items()):
        contact = {} if state == "no address" else {"phone": f"+4850123450{number}"}
        email = "" if state == "no address" else f"c{number}@example.com"
        one = post.customer(f"c{number}", ola, email=email, **contact)
        if state != "no consent":
            ola.do(RecordConsent(world.id, one, channel.value, True))
        if state == "ignored":
            ola.do(EditCustomer(world.id, one, Typed({"gdpr_ignore": "on"})))
        if state == "inactive":
            ola.do(SetActive(world.id, one, False))
        plans = [
            ola.do(PlanCampaign(world.id, brief(Audience((one,)), purpose, channel)))
            for purpose in (Purpose.SERVICE, Purpose.MARKETING)
        ]
        assert tuple(bool(plan.recipients) for plan in plans) == allowed, (state, channel)
        assert all(plan.matched == 1 for plan in plans)


def test_a_member_writes_to_their_own_alone_and_meets_no_campaign_of_others(post: Post) -> None:  # C2, D33
    world = post.world
    mine, hidden = post.customer("mine"), post.customer("hidden", world.ola)
    lost = post.customer("lost")
    made = start(post, audience=Audience(tuple(sorted((mine, hidden, lost)))))
    assert (made.recipients, made.matched) == (2, 2), "nobody hidden is counted"
    others = start(post, world.ola)
    with pytest.raises(NotFound):
        world.mia.do(ShowCampaign(world.id, others.id))
    assert [one.campaign.id for one in world.mia.do(ListCampaigns(world.id))] == [made.id]
    assert [one.campaign.id for one in world.adam.do(ListCampaigns(world.id))] == [others.id, made.id]
    world.ola.do(Unassign(world.id, ("mia@example.com",), lost))
    assert stands(post, made) == (Stage.RUNNING, {"ready": 1}, 1)
    world.ola.do(CancelCampaign(world.id, others.id))
    assert post.work() == 1, "S3"
    assert stands(post, made, world.ola) == (Stage.DONE, {"sent": 1, "suppressed": 1}, 0)
    assert "MessageSkipped" in {one.entry.action for one in world.ola.do(ListAudit(world.id))}
    world.ola.do(RevokeRight(world.id, "mia@example.com", "group_send"))
    with pytest.raises(Denied, match="group_send"):
        start(post)


def test_what_is_sent_is_the_template_filled_in_and_kept(post: Post) -> None:  # O28, S34, N04
    world, ola = post.world, post.world.ola
    text, html = "Hello {{ first_name }}: {{ categories }}", "<p>{{ first_name }}</p>"
    ola.do(SetTemplate(world.id, "Offer", text, "For {{ name }}", html))
    values = {"company": "", "first_name": "Zoë <b>", "categories": "VIP", "city": "Opole"}
    one = post.customer("zoe", ola, **values)
    ola.do(CreateSet(world.id, "Locals", "city:Opole"))
    asked = Brief(Channel.EMAIL, Audience(set="Locals"), template="Offer")
    made = ola.do(StartCampaign(world.id, asked, "once"))
    assert ola.do(StartCampaign(world.id, asked, "once")).id == made.id, "the same key sends once"
    ola.do(SetTemplate(world.id, "Offer", "Something else", "Else"))
    ola.do(EditCustomer(world.id, one, Typed({"city": "Kraków"})))
    post.set("unsubscribe.mailto", "off@example.com")
    assert post.work() == 1
    mail = post.sink.parsed()
    assert (mail["Subject"], mail["To"]) == ("For Zoë <b>", "zoe@example.com")
    parts = [part.get_content().strip() for part in mail.iter_parts()]
    assert parts[0] == "Hello Zoë <b>: VIP"
    assert "Zoë &lt;b&gt;" in parts[1]
    assert "off@example.com" in mail["List-Unsubscribe"]


def test_a_run_is_paused_resumed_and_cancelled_between_two_messages(post: Post) -> None:
    world, mia = post.world, post.world.mia
    for number in range(6):
        post.customer(f"n{number}")
    made = start(post)
    steps: dict[int, Callable[[], object]] = {
        2: lambda: mia.do(PauseCampaign(world.id, made.id)),
        4: lambda: mia.do(CancelCampaign(world.id, made.id)),
    }

    def script(verb: str, _: str) -> str | None:
        step = steps.pop(len(post.sink.messages), None) if verb == "DOT" else None
        if step:
            step()
            world.house.store.close()
        return None

    post.sink.script = script
    post.work()
    assert stands(post, made) == (Stage.PAUSED, {"sent": 2, "ready": 4}, 0)
    post.clock.advance(3 * DAY_MS)
    post.work()
    assert stands(post, made)[1] == {"sent": 2, "ready": 4}, "a campaign that rests keeps its time"
    with pytest.raises(Refused, match="not running"):
        mia.do(PauseCampaign(world.id, made.id))
    mia.do(ResumeCampaign(world.id, made.id))
    with pytest.raises(Refused, match="not paused"):
        mia.do(ResumeCampaign(world.id, made.id))
    post.work()
    assert stands(post, made) == (Stage.CANCELLED, {"sent": 4, "cancelled": 2}, 0)
    with pytest.raises(Refused, match="already"):
        mia.do(CancelCampaign(world.id, made.id))
    assert sum(post.sink.received.values()) == 4


def test_more_than_the_owner_allows_wait_for_a_second_person(post: Post) -> None:  # N22
    world = post.world
    for number in range(3):
        post.customer(f"n{number}", world.adam)
    post.set("approve_above", "2")
    made = start(post, world.adam)
    assert made.approval is Approval.WANTED
    assert post.work() == 0
    assert stands(post, made, world.adam)[0] is Stage.APPROVAL
    for case, reason in ((ResumeCampaign, "second person"), (ApproveCampaign, "nobody approves")):
        with pytest.raises(Refused, match=reason):
            world.adam.do(case(world.id, made.id))
    with pytest.raises(NotFound):
        world.mia.do(ApproveCampaign(world.id, made.id))
    world.ola.do(ApproveCampaign(world.id, made.id))
    with pytest.raises(Refused, match="does not wait"):
        world.ola.do(ApproveCampaign(world.id, made.id))
    assert post.work() == 3
    shown = world.adam.do(ShowCampaign(world.id, made.id))
    assert (shown.author, shown.approved_by) == ("adam@example.com", "ola@example.com")


def test_freezing_that_was_interrupted_is_taken_up_where_it_stopped(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:  # N04
    world, ola = post.world, post.world.ola
    for number in range(7):
        post.customer(f"n{number}", ola)
    monkeypatch.setattr(recipients, "AT_ONCE", 2)
    batches = iter((True, True))

    def dying(work: Work, gateway: Gateway, letters: Sequence[Letter]) -> int:
        if not next(batches, False):
            raise KeyboardInterrupt
        return put_in(work, gateway, letters)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(freezing, "put_in", dying)
        start(post, ola)
    (found,) = ola.do(ListCampaigns(world.id))
    assert found.progress.stage is Stage.PREPARING
    assert found.campaign.recipients == 4
    assert post.work() == 0, "nothing goes out before all are frozen"
    post.customer("late", ola)
    with pytest.raises(Refused, match="only the author"):
        world.adam.do(ResumeCampaign(world.id, found.campaign.id))
    made = ola.do(ResumeCampaign(world.id, found.campaign.id))
    assert made.recipients == 7, "who came after the start is not among them"
    assert post.work() == 7
    assert set(post.sink.received.values()) == {1}


def test_an_sms_to_many(post: Post, provider: Provider) -> None:  # O29, O30
    ola = post.world.ola
    post.customer("ala", ola, phone="+48501234567")
    post.customer("bob", ola, phone="+12125550123")
    post.customer("ewa", ola)
    made = start(post, ola, channel=Channel.SMS)
    assert (made.recipients, made.excluded["no_address"]) == (1, 2), "a name cannot write to a number in the US"
    assert post.work() == 1
    assert stands(post, made, ola) == (Stage.DONE, {State.SENT.value: 1}, 0)
    del provider
