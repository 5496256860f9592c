"""A backup that is put back sends nothing by itself: what waited then may have gone out since (W3)."""

from pathlib import Path

from oclient_tui.composition import House
from oclient_tui.services.messages.resolving import ReleaseOutbox, ResolveMessage
from tests.mail.post import Post
from tests.storage.backdoor import is_server, sql


def test_a_restore_holds_what_waited(post: Post, house: House, url: str, tmp_path: Path) -> None:
    if is_server(url):
        return  # a server is restored by its own tool
    messages = {name: post.write(name) for name in ("waits", "leaves")}
    sql(url, "UPDATE outbox SET state = 'sending' WHERE id = ?", messages["leaves"].id)
    house.back_up(tmp_path / "old.db", "test", over=False)
    sql(url, "UPDATE outbox SET state = 'ready'")
    assert post.work() == 2
    house.close()
    house.restore(tmp_path / "old.db", "test", without_ledger=False)
    world = post.world
    fresh = house.gate.by_password("ola@example.com", "correct horse 1", "here")
    ola = house.person(fresh, "test")
    world.people = {**world.people, "ola": ola, "mia": ola}
    assert post.states() == {"waits": "held", "leaves": "unknown"}
    assert post.work() == 0
    assert ola.do(ReleaseOutbox(world.id)) == 1
    ola.do(ResolveMessage(world.id, messages["leaves"].id, "sent"))
    assert post.work() == 1
    assert post.sink.received == {"waits@example.com": 2, "leaves@example.com": 1}, "released by the owner's word alone"
