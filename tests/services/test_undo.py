"""Undo and redo: taking back gives the very same rows, doing again too (N02, N03, D21)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.domain.errors import OClientError, Refused
from oclient_tui.domain.undo import Obstacle, StepState
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord, EditRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import ListSteps, RedoLast, SkipLast, UndoLast
from oclient_tui.services.usecase import UseCase
from tests.factories import Clock, World
from tests.services.stages import Stages
from tests.services.undo_scene import ACTS, AUDIT, JOURNAL, Furnished, furnish, picture, refused, stage_world
from tests.storage.backdoor import Row, contents


@pytest.fixture
def scene(world: World) -> Furnished:
    return furnish(world)


def _differences(wanted: dict[str, list[Row]], found: dict[str, list[Row]]) -> list[str]:
    return [
        f"{name}: {[row for row in wanted[name] if row not in found[name]]} is now"
        f" {[row for row in found[name] if row not in wanted[name]]}"
        for name in wanted
        if wanted[name] != found[name]
    ]


def test_undo_gives_the_very_same_rows_and_redo_too(scene: Furnished, url: str) -> None:
    """Whatever is done is taken back, done again and taken back; an admin did it, and the owner had made it all."""
    before = picture(url)
    for name, act in ACTS.items():
        who = scene.world.ola if name == "grant a request" else scene.world.adam
        act(scene, who)
        after = picture(url)
        assert after != before, f"{name}: nothing was done"
        for _ in range(2):
            who.do(UndoLast(scene.id))
            assert _differences(before, picture(url)) == [], name
            who.do(RedoLast(scene.id))
            assert _differences(after, picture(url)) == [], name
        who.do(UndoLast(scene.id))
        assert _differences(before, picture(url)) == [], name
    assert scene.world.ola.do(VerifyAudit(scene.id)).broken_at is None


def _done(world: World, list_id: int) -> int:
    return len([one for one in world.adam.do(ListSteps(list_id)) if one.step.state is StepState.DONE])


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(set(ACTS) - {"grant a request"})), min_size=2, max_size=12))
def test_all_of_ones_own_steps_go_back_and_forth(stages: Stages, names: list[str]) -> None:
    with stages.fresh() as stage:
        world = stage_world(stage)
        scene, url = furnish(world), stage.url
        before, known = picture(url), _done(world, scene.id)
        for name in names:
            with suppress(OClientError):  # what was removed before cannot be removed again
                ACTS[name](scene, world.adam)
        done = _done(world, scene.id) - known
        after = picture(url)
        for _ in range(done):
            world.adam.do(UndoLast(scene.id))
        assert _differences(before, picture(url)) == [], names
        for _ in range(done):
            world.adam.do(RedoLast(scene.id))
        assert _differences(after, picture(url)) == [], names


def test_a_customer_with_everything_comes_back_whole(scene: Furnished, url: str) -> None:
    ola = scene.world.ola
    ola.do(EditRecord(scene.id, "contracts", scene.records["contracts"], TypedRecord({"state": "ended"})))
    before = picture(url)
    ola.do(DeleteCustomer(scene.id, scene.whole))
    assert not [name for name, rows in picture(url).items() if str(scene.whole) in repr(rows)]
    ola.do(UndoLast(scene.id))
    assert _differences(before, picture(url)) == []
    assert ola.do(CountCustomers(scene.id, search="lucja zak")) == 1
    assert scene.world.mia.do(CountCustomers(scene.id, search="lucja zak")) == 1
    page = ola.do(ListCustomers(scene.id, search="zak"))
    assert [item.id for item in page.items] == [scene.whole]


def test_what_somebody_changed_since_is_not_taken_back(scene: Furnished, url: str) -> None:
    adam, ola, here = scene.world.adam, scene.world.ola, scene.id
    adam.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    ola.do(EditCustomer(here, scene.whole, Typed({"street": "Inna 1"})))
    error = refused(scene, url, "adam")
    assert [(found.customer_id, found.obstacle) for found in error.findings] == [(scene.whole, Obstacle.CHANGED)]
    assert f"({scene.whole})" in str(error)
    listed = adam.do(ListSteps(here))[0]
    assert (listed.next, [found.obstacle for found in listed.findings]) == (True, [Obstacle.CHANGED])
    ola.do(UndoLast(here))
    adam.do(UndoLast(here))
    assert adam.do(ShowCustomer(here, scene.whole)).city == "Łódź"


def test_an_added_customer_that_grew_stays(scene: Furnished, url: str) -> None:
    ola, here = scene.world.ola, scene.id
    cases: list[Callable[[int], UseCase[Any]]] = [
        lambda one: RecordConsent(here, one, "sms", True),
        lambda one: AddRecord(here, "notes", one, TypedRecord({"text": "new"})),
        lambda one: Assign(here, ("max@example.com",), one),
    ]
    for grow in cases:
        made = scene.customer(scene.world.adam, "Fresh")
        ola.do(grow(made))
        assert [found.obstacle for found in refused(scene, url, "adam").findings] == [Obstacle.GREW]


def test_many_are_all_or_nothing(scene: Furnished, url: str) -> None:
    adam, here = scene.world.adam, scene.id
    ACTS["edit many"](scene, adam)
    scene.world.ola.do(EditCustomer(here, scene.hidden, Typed({"street": "Inna 1"})))
    assert [found.customer_id for found in refused(scene, url, "adam").findings] == [scene.hidden]
    assert adam.do(ShowCustomer(here, scene.whole)).city == "Radom"


def test_only_ones_own_steps_and_in_turn(scene: Furnished) -> None:
    here, adam, ola = scene.id, scene.world.adam, scene.world.ola
    before = len(ola.do(ListSteps(here)))
    adam.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    assert len(ola.do(ListSteps(here))) == before
    adam.do(SetActive(here, scene.whole, active=False))
    assert [adam.do(UndoLast(here)).action, adam.do(UndoLast(here)).action] == ["CustomerDeactivated", "CustomerEdited"]
    assert adam.do(RedoLast(here)).action == "CustomerEdited"
    adam.do(EditCustomer(here, scene.hidden, Typed({"city": "Opole"})))
    with pytest.raises(Refused, match="nothing of yours to do again"):
        adam.do(RedoLast(here))
    newest = ola.do(ListAudit(here, 3))
    assert [line.entry.action for line in newest] == ["RedoLast", "CustomerEdited", "Redone"]


def test_old_steps_are_forgotten_and_none_are_kept_for_no_days(scene: Furnished, url: str, clock: Clock) -> None:
    world, here = scene.world, scene.id
    world.adam.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    clock.advance(31 * 86_400_000)
    assert world.adam.do(ListSteps(here)) == []
    world.adam.do(EditCustomer(here, scene.whole, Typed({"city": "Radom"})))
    world.ola.do(EditCustomer(here, scene.hidden, Typed({"city": "Radom"})))
    assert len(contents(url)["undo_steps"]) == 2, "the owner's next step tidies up everybody's"
    world.ola.do(ChangeSetting(here, "undo.days", "0"))
    assert not any(contents(url)[name] for name in JOURNAL if name != "version_floors")
    world.adam.do(EditCustomer(here, scene.whole, Typed({"city": "Gdynia"})))
    with pytest.raises(Refused, match="nothing of yours to take back"):
        world.adam.do(UndoLast(here))


def test_a_step_in_the_way_is_skipped_and_those_before_it_go_back(scene: Furnished, url: str) -> None:  # D21
    adam, ola, here = scene.world.adam, scene.world.ola, scene.id
    before = picture(url)
    adam.do(EditCustomer(here, scene.hidden, Typed({"city": "Radom"})))
    adam.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    ola.do(EditCustomer(here, scene.whole, Typed({"street": "Inna 1"})))
    refused(scene, url, "adam")
    stands = contents(url, besides=(*AUDIT, "undo_steps", "undo_images"))
    skipped = adam.do(SkipLast(here))
    assert (skipped.action, skipped.subject, skipped.rows) == ("CustomerEdited", str(scene.whole), 1)
    assert contents(url, besides=(*AUDIT, "undo_steps", "undo_images")) == stands, "only the way back is gone"
    assert [line.entry.action for line in ola.do(ListAudit(here, 1))] == ["UndoSkipped"]
    assert adam.do(UndoLast(here)).subject == str(scene.hidden)
    ola.do(UndoLast(here))
    adam_edit = adam.do(ShowCustomer(here, scene.whole))
    assert (adam_edit.city, adam_edit.street) == ("Opole", "Długa 1"), "what was skipped stands"
    assert adam.do(RedoLast(here)).subject == str(scene.hidden), "and what was taken back is done again"
    assert before["customers"] != picture(url)["customers"]


def test_skipping_takes_ones_own_steps_only(scene: Furnished, url: str) -> None:
    here, adam = scene.id, scene.world.adam
    adam.do(EditCustomer(here, scene.whole, Typed({"city": "Opole"})))
    mine = [one for one in contents(url)["undo_steps"] if str(scene.world.ola.actor.account_id) in map(str, one)]
    adam.do(SkipLast(here))
    assert contents(url)["undo_steps"] == mine
    with pytest.raises(Refused, match="nothing of yours to take back"):
        adam.do(SkipLast(here))
