"""The automatic e-mail goes to every new customer with an address, once, and to nobody else (O23, O24); quiet hours."""

from datetime import UTC, datetime

import pytest

from oclient_tui.domain.errors import Duplicate, Refused
from oclient_tui.domain.imports import ImportRequest
from oclient_tui.domain.outbox import HOUR_MS
from oclient_tui.domain.quiet_hours import is_quiet
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.importing.running import ImportCustomers, PlanImport
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.messages.suppressing import SuppressAddress
from oclient_tui.services.messages.templates import RemoveTemplate, SetTemplate
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.undo.undoing import RedoLast, UndoLast
from storage.tables.messages import CampaignRow, OutboxRow
from tests.mail.post import Post
from tests.services.sheets import file_of
from tests.storage.planted_messages import plant_campaign

GREETED = ImportRequest(autorespond=True)


@pytest.fixture
def greeting(post: Post) -> Post:
    """The list with an automatic e-mail."""
    for key, value in (("enabled", "on"), ("subject", "Dzień dobry"), ("text", "We keep your data. Ask us.")):
        post.set(f"autoresponder.{key}", value)
    return post


def test_every_new_customer_with_an_address_is_answered_once(greeting: Post) -> None:
    post, world = greeting, greeting.world
    number = post.customer("zofia")
    post.customer("zofia", company="Somebody else at the same address")
    post.customer("quiet", gdpr_ignore="on")
    world.ola.do(SuppressAddress(world.id, "gone@example.com"))
    post.customer("gone")
    mute = post.customer("mute", email="")
    world.mia.do(EditCustomer(world.id, mute, Typed({"email": "mute@example.com"})))
    assert post.states() == {"zofia": "ready"}
    assert post.work() == 1
    mail = post.sink.parsed()
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"]) == (
        "zofia@example.com", "Dzień dobry", "auto-replied",
    )  # fmt: skip
    assert mail["From"] == "Sklep Żółw <shop@example.com>", "O27: through the list's own server"
    assert mail["List-Unsubscribe"] is None
    (queued,) = [e.entry for e in world.ola.do(ListAudit(world.id)) if e.entry.action == "MessageQueued"]
    assert queued.subject == str(number)
    post.set("duplicates.rules", "phone")
    post.customer("first", email="", phone="501 234 567")
    with pytest.raises(Duplicate):
        post.customer("second", phone="501 234 567")
    for key, value in (("autoresponder.text", ""), ("smtp.host", ""), ("autoresponder.enabled", "off")):
        post.set(key, value)
        post.customer(f"not.{key}")
    assert post.states() == {"zofia": "sent"}


def test_a_template_answers_each_by_name(greeting: Post) -> None:  # O23, O27, O28
    post, world = greeting, greeting.world
    world.ola.do(SetTemplate(world.id, "Welcome", "Hello {{ name }}", "For {{ name }}", "<b>{{ name }}</b>"))
    post.set("autoresponder.template", "welcome")
    post.customer("ala", company="<Ala>")
    with pytest.raises(Refused, match="answered with “Welcome”"):
        world.ola.do(RemoveTemplate(world.id, "Welcome"))
    file = file_of({"company": "Imported", "email": "imported@example.com"})
    world.ola.do(ImportCustomers(world.id, file, GREETED))
    assert post.work() == 2
    subjects = {post.sink.parsed(place)["Subject"] for place in range(2)}
    assert subjects == {"For <Ala>", "For Imported"}
    bodies = [part.get_content().strip() for place in range(2) for part in post.sink.parsed(place).iter_parts()]
    assert sorted(bodies) == ["<b>&lt;Ala&gt;</b>", "<b>Imported</b>", "Hello <Ala>", "Hello Imported"]
    assert post.sink.parsed()["Auto-Submitted"] == "auto-replied"
    post.set("autoresponder.template", "mistyped")
    post.customer("plain")
    assert post.work() == 1
    assert post.sink.parsed()["Subject"] == "Dzień dobry", "a name that no template has leaves it to the settings"


def test_what_is_taken_back_or_put_back_is_not_answered(greeting: Post) -> None:  # O23
    post, world = greeting, greeting.world
    post.customer("typo")
    world.mia.do(UndoLast(world.id))
    assert post.work() == 0
    world.mia.do(RedoLast(world.id))
    assert post.states() == {"typo": "cancelled"}
    assert post.work() == 0
    deleted = post.customer("deleted", world.ola)
    world.ola.do(DeleteCustomer(world.id, deleted))
    world.ola.do(UndoLast(world.id))
    assert post.work() == 0
    ignored = post.customer("later")
    world.ola.do(EditCustomer(world.id, ignored, Typed({"gdpr_ignore": "on"})))
    assert post.work() == 0
    assert post.states() == {"typo": "cancelled", "deleted": "cancelled", "later": "suppressed"}
    post.customer("answered")
    assert post.work() == 1
    with pytest.raises(Refused, match="in the way"):
        world.mia.do(UndoLast(world.id))
    assert post.sink.received == {"answered@example.com": 1}


def test_an_import_answers_only_where_that_is_asked_for(greeting: Post) -> None:  # O23
    post, world = greeting, greeting.world
    people = file_of(
        *({"last_name": name, "email": f"{name}@example.com"} for name in ("a", "b", "b", "c")), {"city": "X"}
    )
    assert world.ola.do(PlanImport(world.id, people, GREETED)).added == 4
    assert world.ola.do(ImportCustomers(world.id, people)).answered == 0
    assert post.states() == {}
    report = world.ola.do(ImportCustomers(world.id, people, GREETED))
    assert (report.added, report.answered) == (4, 3), "of two with one address, one is answered"
    assert post.work() == 3
    assert post.states() == {"a": "sent", "b": "sent", "c": "sent"}
    assert world.ola.do(ImportCustomers(world.id, people, GREETED)).answered == 0, "each address once"
    post.set("autoresponder.enabled", "off")
    for kind in (PlanImport, ImportCustomers):
        with pytest.raises(Refused, match="No automatic e-mail is set up"):
            world.ola.do(kind(world.id, people, GREETED))


def _clock(hour: int, minute: int = 0) -> int:
    return int(datetime(2026, 7, 1, hour, minute, tzinfo=UTC).timestamp() * 1000)


def test_quiet_hours_are_those_of_the_list_s_zone() -> None:
    for hours, zone, quiet, loud in (
        ("21:00-08:00", "UTC", (21, 23, 0, 7), (8, 12, 20)),
        ("21:00-08:00", "Europe/Warsaw", (19, 22, 5), (6, 18)),
        ("12:00-14:00", "UTC", (12, 13), (11, 14, 0)),
    ):
        assert all(is_quiet(hours, zone, _clock(hour)) for hour in quiet), hours
        assert not any(is_quiet(hours, zone, _clock(hour)) for hour in loud), hours
    assert not is_quiet("", "UTC", _clock(3))


def test_groups_wait_while_it_is_quiet_and_people_do_not(post: Post) -> None:  # N20
    world, clock = post.world, post.clock
    post.set("timezone", "UTC")
    now = datetime.fromtimestamp(clock() / 1000, UTC)
    post.set("quiet_hours", f"{now.hour:02}:00-{(now.hour + 2) % 24:02}:00")
    group, single = post.write("group"), post.write("single")
    plant_campaign(world.house.store, world.id, world.ola.actor.account_id or 0)
    with world.house.store.work("operator", list_id=world.id, writing=True) as unit:
        unit.scope.update(OutboxRow, {"campaign_id": 1}).where(OutboxRow.id == group.id).execute()
    assert post.work() == 1
    assert post.states() == {"group": "ready", "single": "sent"}, single
    clock.advance(2 * HOUR_MS)
    wanted = _want(post, "pause")
    assert post.work() == 0, f"{wanted}: a paused group waits, quiet or not"
    _want(post, "run")
    assert post.work() == 1
    assert post.states() == {"group": "sent", "single": "sent"}


def _want(post: Post, wanted: str) -> str:
    """Say what is wanted of the campaign."""
    with post.world.house.store.work("operator", list_id=post.world.id, writing=True) as unit:
        unit.scope.update(CampaignRow, {"wanted": wanted}).where(CampaignRow.id == 1).execute()
    return wanted
