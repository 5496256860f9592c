"""The mark of a list: another one after whatever changes what the list shows, by whomever, over any connection."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import NotFound
from oclient_tui.domain.picks import Picked
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.importing.running import ImportCustomers
from oclient_tui.services.customers.many.changing import SetManyActive
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.sets import CreateSet
from oclient_tui.services.customers.watching import LookForChanges
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.catalogues import RenameEntry
from oclient_tui.services.sharing.members import GrantRight, RemoveMember
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.undo.undoing import UndoLast
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, World, add
from tests.services.rows import NOTE
from tests.services.sheets import file_of
from tests.storage.backdoor import contents
from tests.storage.crowd import another_house

MIA = "mia@example.com"


def changes(here: int, one: int) -> list[UseCase[Any]]:
    """Return what changes the list, one thing after another."""
    return [
        AddCustomer(here, Typed({"company": "Another"})),
        EditCustomer(here, one, Typed({"city": "Radom"})),
        SetActive(here, one, False),
        UndoLast(here),
        Assign(here, (MIA,), one),
        Unassign(here, (MIA,), one),
        SetManyActive(here, picked=Picked(frozenset({one})), active=False),
        ChangeSetting(here, "modules.notes", "on"),
        AddRecord(here, "notes", one, NOTE),
        RenameEntry(here, CatalogueKind.CATEGORIES, "VIP", "Best"),
        CreateSet(here, "Kept", "city:Radom"),
        ImportCustomers(here, file_of({"company": "From a file"})),
        GrantRight(here, MIA, "delete"),
        DeleteCustomer(here, one),
    ]


def test_every_change_gives_everybody_another_mark_whoever_makes_it(world: World, url: str, tmp_path: Path) -> None:
    here, one = world.id, add(world.ola, world.id, company="Firm").id
    with closing(another_house(url, tmp_path / "beside")) as beside:
        elsewhere = beside.person(beside.gate.by_password("ola@example.com", "correct horse 1", "test"), DOOR)
        seen = [world.mia.do(LookForChanges(here))]
        for number, case in enumerate(changes(here, one)):
            (elsewhere if number % 2 and not isinstance(case, UndoLast) else world.ola).do(case)
            marks = [session.do(LookForChanges(here)) for session in (world.mia, world.mia, world.ola, elsewhere)]
            assert len(set(marks)) == 1, f"after {case!r} the mark is not the same for everybody, or not at rest"
            assert marks[0] not in seen, f"{case!r} was not noticed"
            seen.append(marks[0])


def test_looking_changes_nothing_and_the_mark_tells_nothing(world: World, url: str) -> None:  # D2
    add(world.ola, world.id, company="Hidden")
    before = contents(url)
    mark = world.mia.do(LookForChanges(world.id))
    world.mia.do(ListCustomers(world.id))
    assert world.mia.do(LookForChanges(world.id)) == mark
    assert contents(url) == before
    (head,) = [row for row in before["audit_heads"] if row[0] == world.id]
    assert str(head[2]) not in mark, "the chain's own hash would let its holder try what a hidden entry says"
    assert len(mark) == 32


def test_who_was_removed_is_told_as_by_everything_else(world: World) -> None:
    def told(session: Session, case: UseCase[Any]) -> str:
        with pytest.raises(NotFound) as caught:
            session.do(case)
        return str(caught.value)

    world.mia.do(LookForChanges(world.id))
    world.ola.do(RemoveMember(world.id, MIA))
    assert told(world.mia, LookForChanges(world.id)) == told(world.mia, ListCustomers(world.id))
