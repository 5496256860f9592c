"""Undo and redo: taking back gives the very same rows, doing again too (N02, N03, D21)."""

import pytest

from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.privacy.auditing import VerifyAudit
from oclient_tui.services.records.changing import EditRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.undo.undoing import RedoLast, UndoLast
from tests.factories import World
from tests.services.undo_scene import ACTS, Furnished, furnish, picture


@pytest.fixture
def scene(world: World) -> Furnished:
    return furnish(world)


@pytest.mark.parametrize("name", ACTS)
def test_undo_gives_the_very_same_rows_and_redo_too(scene: Furnished, url: str, name: str) -> None:
    adam = scene.world.ola if name == "grant a request" else scene.world.adam
    before = picture(url)
    ACTS[name](scene, adam)
    after = picture(url)
    assert after != before, "nothing was done"
    for _ in range(2):
        adam.do(UndoLast(scene.id))
        assert _differences(before, picture(url)) == []
        adam.do(RedoLast(scene.id))
        assert _differences(after, picture(url)) == []
    adam.do(UndoLast(scene.id))
    assert _differences(before, picture(url)) == []
    assert scene.world.ola.do(VerifyAudit(scene.id)).broken_at is None


def _differences(wanted: object, found: object) -> list[str]:
    assert isinstance(wanted, dict)
    assert isinstance(found, dict)
    return [
        f"{name}: {[row for row in wanted[name] if row not in found[name]]} is now"
        f" {[row for row in found[name] if row not in wanted[name]]}"
        for name in wanted
        if wanted[name] != found[name]
    ]


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
