"""A look at a file tells of the file and of the list's choices, and of no customer (O21, D2)."""

import io

import pytest

from oclient_tui.domain.errors import Denied, Invalid, NotFound
from oclient_tui.services.customers.importing.looking import FileLook, LookAtFile
from oclient_tui.services.customers.importing.running import ImportFile
from oclient_tui.services.customers.importing.saved import SaveImportMapping
from oclient_tui.services.session import Session
from tests.factories import World, add


def _look(session: Session, world: World, text: str, saved: str = "") -> FileLook:
    return session.do(LookAtFile(world.id, ImportFile(io.BytesIO(text.encode())), saved))


def test_a_look_guesses_and_leaves_out_people_of_another_program(world: World) -> None:
    add(world.ola, world.id, company="Hidden")
    found = _look(world.ola, world, "Nazwisko;Opiekun;Uwagi\nŻuk;old@example.com;x\n")
    assert (found.delimiter, found.header) == (";", ("Nazwisko", "Opiekun", "Uwagi"))
    assert dict(found.columns) == {"last_name": 0}
    assert "Hidden" not in repr(found)
    ours = _look(world.ola, world, "Nazwisko;Opiekun\nŻuk;old@example.com, MIA@example.com\n")
    assert dict(ours.columns) == {"last_name": 0, "assigned": 1}
    assert {"last_name", "name", "email9", "assigned", "consent.email"} <= set(found.targets)


def test_a_saved_mapping_is_proposed_or_refused(world: World) -> None:
    world.ola.do(SaveImportMapping(world.id, "Old", {"company": "Nazwisko"}))
    assert dict(_look(world.ola, world, "Nazwisko\nŻuk\n", "old").columns) == {"company": 0}
    for name, text, error in (("none", "Nazwisko\nx\n", NotFound), ("Old", "Other\nx\n", Invalid), ("", "", Invalid)):
        with pytest.raises(error):
            _look(world.ola, world, text, name)


def test_whoever_may_not_import_does_not_look(world: World) -> None:
    with pytest.raises(Denied):
        _look(world.mia, world, "Nazwisko\nŻuk\n")
    with pytest.raises(NotFound):
        _look(world.eve, world, "Nazwisko\nŻuk\n")
