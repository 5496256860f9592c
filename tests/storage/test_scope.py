"""The row lock itself: every query that a scope starts stays on its list and with what the person may see (§3, A1)."""

from typing import Any

import pytest

from oclient_tui.domain.access import Access, Role
from oclient_tui.modules import registered
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting
from storage.scope import Scope
from storage.tables.base import CustomerTable, ListTable
from storage.tables.customers import (
    AssignmentRow,
    ConsentEventRow,
    CustomerCategoryRow,
    CustomerInterestRow,
    CustomerMeasurementRow,
    CustomerRow,
    CustomerTagRow,
)
from storage.tables.duplicates import AssignmentRequestRow, DuplicateClashRow, DuplicateKeyRow
from storage.tables.messages import MessageEventRow, OutboxRow, RenderedRow, SendAttemptRow
from storage.tables.records import FileBlobRow, RecordTable, record_table
from storage.tables.undo import VersionFloorRow
from tests.factories import SHOP, World, add
from tests.services.record_samples import typed
from tests.storage.backdoor import contents
from tests.storage.planted_messages import plant_message

RECORDS = tuple(record_table(module) for module in registered())
TABLES = {kind for kind in CustomerTable.__subclasses__() if kind is not RecordTable}
OF_CUSTOMERS: tuple[type[ListTable], ...] = (CustomerRow, *TABLES, *RECORDS)
CHANGES: dict[type[ListTable], dict[str, object]] = {
    CustomerRow: {"city": "Stolen"},
    AssignmentRow: {"assigned_by": 17},
    ConsentEventRow: {"wording": "Stolen"},
    CustomerCategoryRow: {"list_id": CustomerCategoryRow.list_id},
    CustomerInterestRow: {"list_id": CustomerInterestRow.list_id},
    CustomerMeasurementRow: {"thousandths": 17},
    CustomerTagRow: {"tag": "Stolen"},
    DuplicateKeyRow: {"list_id": DuplicateKeyRow.list_id},
    DuplicateClashRow: {"list_id": DuplicateClashRow.list_id},
    AssignmentRequestRow: {"at": 17},
    FileBlobRow: {"sha256": "Stolen"},
    VersionFloorRow: {"floor": 17},
    OutboxRow: {"last_text": "Stolen"},
    RenderedRow: {"subject": "Stolen"},
    SendAttemptRow: {"reply": "Stolen"},
    MessageEventRow: {"detail": "Stolen"},
    **{kind: {"version": 17} for kind in RECORDS},
}


@pytest.fixture
def customers(world: World) -> dict[str, int]:
    """A record of Mia's, one of Ola's on the same list, and one on another list that has the same members."""
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    made: dict[str, int] = {}
    places: dict[str, tuple[Session, int]] = {
        "mine": (world.mia, world.id), "hidden": (world.ola, world.id), "elsewhere": (world.ola, other.id),
    }  # fmt: skip
    for name, (session, list_id) in places.items():
        values = {"tags": "same", "categories": "VIP", "interests": "Music", "measurement.waist": "90"}
        made[name] = add(session, list_id, company=name, **values).id
        session.do(RecordConsent(list_id, made[name], "email", True))
        for module in registered():
            world.ola.do(ChangeSetting(list_id, f"modules.{module.key}", "on"))
            session.do(AddRecord(list_id, module.key, made[name], typed(module, name)))
        _clash(Scope(world.house.store.engine.database, list_id, None), made[name], world.ola.actor.account_id or 0)
        plant_message(world.house.store, list_id, made[name], made[name])
    return made


def _clash(scope: Scope, customer: int, account: int) -> None:
    """Put a row about a customer into each table of duplicate control."""
    digest = customer.to_bytes(16)
    scope.insert(DuplicateKeyRow, {"customer_id": customer, "digest": digest}).execute()
    scope.insert(DuplicateClashRow, {"customer_id": customer, "digest": digest}).execute()
    scope.insert(VersionFloorRow, {"id": customer, "customer_id": customer, "floor": 2}).execute()
    request: dict[str, object] = {"id": customer, "customer_id": customer, "account_id": account, "at": 1}
    scope.insert(AssignmentRequestRow, request).execute()


def _scope(world: World, role: Role, *, assigned_only: bool = True) -> Scope:
    """Return the scope alone, on a connection that no policy of the database narrows."""
    account_id = world.mia.actor.account_id or 0
    access = Access(world.id, account_id, role, frozenset(), assigned_only)
    return Scope(world.house.store.engine.database, world.id, access)


def _column(table: type[ListTable]) -> Any:
    return CustomerRow.id if table is CustomerRow else vars(table)["customer_id"].field


def test_a_select_meets_visible_rows_only(world: World, customers: dict[str, int]) -> None:
    both = {customers["mine"], customers["hidden"]}
    sights: list[tuple[Role, bool, set[int]]] = [
        (Role.MEMBER, True, {customers["mine"]}),
        (Role.MEMBER, False, both),
        (Role.ADMIN, True, both),
        (Role.OWNER, True, both),
    ]
    for role, assigned_only, expected in sights:
        scope = _scope(world, role, assigned_only=assigned_only)
        for table in OF_CUSTOMERS:
            found = {row[0] for row in scope.select(table, _column(table)).tuples()}
            assert found == expected, f"{table.__name__} for {role}"
        assert {row[0] for row in scope.customers(CustomerRow.id).tuples()} == expected


def test_a_change_reaches_visible_rows_only(world: World, url: str, customers: dict[str, int]) -> None:
    """Whoever forgets to name a customer in an update or a delete changes the person's own rows, and no other's."""
    scope, kept = _scope(world, Role.MEMBER), {str(customers["hidden"]), str(customers["elsewhere"])}
    assert set(CHANGES) == set(OF_CUSTOMERS), "a new table of customers needs a line here"
    before = _rows_of(url, kept)
    assert all(before.values())
    for table, values in CHANGES.items():
        assert scope.update(table, values).execute() == 1, table.__name__
    assert scope.delete(ConsentEventRow).execute() == 1
    assert scope.delete(CustomerRow).execute() == 1
    assert _rows_of(url, kept) == before


def _rows_of(url: str, customers: set[str]) -> dict[str, list[str]]:
    """Return what stands of some customers in each of their tables."""
    tables = {str(kind._meta.table_name) for kind in OF_CUSTOMERS}
    found = {name: [repr(row) for row in rows] for name, rows in contents(url).items() if name in tables}
    return {name: [row for row in rows if any(one in row for one in customers)] for name, rows in found.items()}


def test_a_row_is_put_into_the_scope_s_list_and_no_other(world: World, customers: dict[str, int]) -> None:
    row: dict[str, object] = {"customer_id": customers["mine"], "tag_key": "new", "tag": "new"}
    with pytest.raises(TypeError, match="list_id"):
        _scope(world, Role.MEMBER).insert(CustomerTagRow, {**row, "list_id": world.id + 1})
