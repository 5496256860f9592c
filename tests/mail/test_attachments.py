"""Files that go along with an e-mail: whole, once each, and never left behind unnoticed (messaging, section 1; E5)."""

import pytest

from oclient_tui.domain.errors import Invalid, NotFound
from oclient_tui.domain.file_names import MEGABYTE
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.messages.reading import ShowMessage
from oclient_tui.services.messages.resolving import RetryMessage
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.records.typed import GivenFile
from oclient_tui.services.undo.undoing import UndoLast
from storage.tables.messages import AttachmentRow
from tests.factories import World
from tests.mail.post import Post

PICTURE = bytes(range(256)) * 300 + b"\r\n.\r\n.\n"


def _kept(world: World) -> int:
    with world.house.store.work("operator", list_id=world.id) as unit:
        return int(unit.scope.select(AttachmentRow).count())


def test_files_arrive_whole_under_harmless_names(world: World, post: Post) -> None:
    given = (GivenFile("../../Żółw\r\nBcc: e@x.pl\x00.png", PICTURE), GivenFile("twice.eml", PICTURE),
             GivenFile("empty.txt", b""))  # fmt: skip
    sent = world.mia.do(SendSingle(world.id, post.customer("ala"), "Subject", "Zażółć", files=given))
    assert _kept(world) == 2, "what is the same is stored once"
    post.work()
    mail = post.sink.parsed()
    files = [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
             for part in mail.iter_attachments()]  # fmt: skip
    octets = "application/octet-stream"
    assert files == [
        ("Żółw Bcc_ e@x.pl.png", "image/png", PICTURE),
        ("twice.eml", octets, PICTURE),
        ("empty.txt", "text/plain", b""),
    ]  # fmt: skip
    body = mail.get_body(("plain",))
    assert body is not None
    assert str(body.get_content()).strip() == "Zażółć"
    assert max(map(len, post.sink.messages[0][1].split(b"\r\n"))) <= 998
    assert mail["Bcc"] is None
    content = post.shown(sent).content
    assert content is not None
    assert [(one.name, one.size) for one in content.attachments][1:] == [("twice.eml", len(PICTURE)), ("empty.txt", 0)]


def test_what_the_server_does_not_take_is_not_sent_without_its_file(world: World, post: Post) -> None:
    post.sink.extensions = "SIZE 50000"
    customer, file = post.customer("ala", world.ola), GivenFile("a.png", PICTURE)
    sent = world.ola.do(SendSingle(world.id, customer, "Subject", "Text", files=(file,)))
    post.work()
    shown = post.shown(sent)
    assert (shown.listed.message.state.value, shown.listed.message.last_class) == ("failed", "too_large")
    assert not post.sink.messages
    assert not any(line.startswith("MAIL") for line in post.sink.said), "the size is compared before anything is said"
    world.ola.do(DeleteCustomer(world.id, customer))
    assert _kept(world) == 0, "the bytes go with the customer"
    world.ola.do(UndoLast(world.id))
    world.ola.do(RetryMessage(world.id, sent.id))
    post.work()
    again = post.shown(sent)
    assert (again.listed.message.state.value, again.listed.message.last_class) == ("failed", "no_attachment")
    assert not post.sink.messages


def test_too_much_is_refused_before_it_is_queued(world: World, post: Post) -> None:
    customer = post.customer("ala")
    big = GivenFile("big", bytes(19 * MEGABYTE))
    for files in ((big, big), (GivenFile("bigger", bytes(21 * MEGABYTE)),)):
        with pytest.raises(Invalid, match="MB"):
            world.mia.do(SendSingle(world.id, customer, "Subject", "Text", files=files))
    assert _kept(world) == 0


def test_a_file_is_met_by_whoever_meets_the_message(world: World, post: Post) -> None:
    file = GivenFile("a.png", PICTURE)
    sent = world.mia.do(SendSingle(world.id, post.customer("ala"), "Subject", "Text", files=(file,)))
    store = world.house.store
    for who, number in ((world.mia, 1), (world.adam, 1), (world.max, 0)):
        with store.work("person", list_id=world.id, account_id=who.actor.account_id) as unit:
            found = unit.attachments.of(sent.id)
        assert len(found) == number or store.engine.name == "sqlite", "the policy follows the message's customer"
    with pytest.raises(NotFound):
        world.max.do(ShowMessage(world.id, sent.id))
