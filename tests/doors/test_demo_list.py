"""The list of the demo: three people who see different things, and records to look at."""

import time
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path

from oclient_tui.composition import House, open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.outbox import State
from oclient_tui.doors.beside import delivering
from oclient_tui.doors.cli import demo_list
from oclient_tui.doors.post_box import post_box
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers
from oclient_tui.services.messages.filling import FillTemplate
from oclient_tui.services.messages.reading import ShowMessage
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.messages.templates import ListTemplates
from oclient_tui.services.records.reading import ListRecords
from oclient_tui.services.sharing.lists import MyLists


def test_the_demo_s_list_is_filled_for_three_people(house: House) -> None:
    told: list[str] = []
    owner = demo_list.fill(house, told.append, customers=160, with_records=4)
    assert len(told) == 3, "it says what it does meanwhile"
    seen: dict[str, int] = {}
    for email in demo_list.PEOPLE:
        person = house.person(house.gate.by_password(email, demo_list.PASSWORD, "here"), "test")
        (found,) = person.do(MyLists())
        seen[found.role] = person.do(CountCustomers(found.list.id))
    assert seen == {"owner": 160, "admin": 160, "member": 10}, "no row was refused, and the member sees a sixteenth"
    session = house.person(owner, "test")
    of = session.do(MyLists())[0].list.id
    first = session.do(ListCustomers(of, limit=1)).items[0]
    for template in session.do(ListTemplates(of)):
        assert session.do(FillTemplate(of, first.id, template.name)).rendered.text.startswith(f"Dear {first.name}")
    assert len(session.do(ListTemplates(of))) == 2
    for module in ("notes", "tasks", "sales"):
        assert session.do(ListRecords(of, module, first.id)).items, module


def test_what_the_demo_sends_becomes_files_and_goes_nowhere(tmp_path: Path) -> None:
    with post_box(tmp_path / "mail") as box, closing(_house(tmp_path, box.port)) as house:
        owner = demo_list.fill(house, lambda _: None, customers=160, with_records=1)
        demo_list.deliver_to(house, owner, "127.0.0.1", box.port)
        session = house.person(owner, "test")
        of = session.do(MyLists())[0].list.id
        written = session.do(
            SendSingle(of, session.do(ListCustomers(of, "email:*", limit=1)).items[0].id, "Hello", ".")
        )
        end = time.monotonic() + 30
        with delivering(house):
            while session.do(ShowMessage(of, written.id)).listed.message.state is not State.SENT:
                assert time.monotonic() < end, "the worker beside the screen delivered nothing"
    (file,) = (tmp_path / "mail").glob("*.eml")
    assert file.stat().st_mode & 0o777 == 0o600
    parsed = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (parsed["Subject"], parsed["To"]) == ("Hello", written.recipient)


def _house(folder: Path, port: int) -> House:
    settings = Settings(str(folder / "oclient.db"), None, folder / "backups", folder / "s.json", None,
                        secret_file=folder / "key", allow_hosts=frozenset({("127.0.0.1", port)}))  # fmt: skip
    return open_house(settings, passwords=ArgonPasswords(cheapest=True))
