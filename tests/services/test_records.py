"""Records of every card module: one contract for all of them, on both engines (O15-O18, C10, D14, S25)."""

from collections.abc import Mapping
from typing import Any

import pytest

from oclient_tui.domain.errors import Conflict, Invalid, NotFound, OClientError, Refused
from oclient_tui.domain.module import Field, Kind, Module
from oclient_tui.modules import registered
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.reading import ListModules, ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase
from tests.services import record_samples as samples
from tests.services.stages import Stage, address

MODULES = pytest.mark.parametrize("module", registered(), ids=lambda module: module.key)


def customer_of(stage: Stage, *seen_by: str) -> int:
    """Return a customer of list A that just these members see."""
    members = {"mia", "max"}
    for title, record in stage.cast.records:
        if title == "A" and record.assigned & members == set(seen_by):
            return record.id
    raise AssertionError(f"nobody on stage is seen by {seen_by}")


def refused(stage: Stage, who: str, case: UseCase[Any]) -> OClientError:
    with pytest.raises(OClientError) as caught:
        stage.session(who).do(case)
    return caught.value


def switch(stage: Stage, module: Module, value: str) -> None:
    stage.session("ola").do(ChangeSetting(stage.cast.lists["A"], f"modules.{module.key}", value))


@MODULES
def test_a_record_is_added_shown_listed_edited_and_removed(stage: Stage, module: Module) -> None:  # O15
    mia, list_id, customer = stage.session("mia"), stage.cast.lists["A"], customer_of(stage, "mia")
    added = mia.do(AddRecord(list_id, module.key, customer, samples.typed(module, "Zażółć")))
    assert dict(added.values) == samples.shown(module, "Zażółć")
    assert (added.record.version, added.record.customer_id, added.author) == (1, customer, address("mia"))
    assert mia.do(ShowRecord(list_id, module.key, added.record.id)) == added
    edited = mia.do(EditRecord(list_id, module.key, added.record.id, samples.typed(module, "gęślą", 2), 1))
    assert dict(edited.values) == samples.shown(module, "gęślą", 2)
    assert (edited.record.version, edited.record.created_by) == (2, added.record.created_by)
    again = mia.do(EditRecord(list_id, module.key, added.record.id, samples.typed(module, "gęślą", 2), 1))
    assert again == edited, "nothing differs, so nothing is written, whatever version was seen"
    other = mia.do(AddRecord(list_id, module.key, customer, samples.needed(module, "jaźń")))
    assert mia.do(ListRecords(list_id, module.key, customer)).items == [other, edited]
    assert mia.do(ListRecords(list_id, module.key)).items == [other, edited]
    mia.do(RemoveRecord(list_id, module.key, added.record.id))
    assert mia.do(ListRecords(list_id, module.key)).items == [other]
    assert type(refused(stage, "mia", ShowRecord(list_id, module.key, added.record.id))) is NotFound


@MODULES
def test_pages_go_by_key_and_hold_every_record_once(stage: Stage, module: Module) -> None:
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    made = [ola.do(AddRecord(list_id, module.key, customer, samples.needed(module, f"w{n}"))) for n in range(7)]
    found, after = list[int](), None
    while True:
        page = ola.do(ListRecords(list_id, module.key, limit=3, after=after))
        found += [item.record.id for item in page.items]
        after = page.next
        if after is None:
            break
    assert found == [one.record.id for one in reversed(made)]
    for word in ("x", "WyJyIiwxLDFd", "\x00"):
        assert type(refused(stage, "ola", ListRecords(list_id, module.key, after=word))) is Invalid


@MODULES
def test_every_field_filters_customers(stage: Stage, module: Module) -> None:  # A7
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    lines = samples.filters(module, "zazolc")
    for line in lines:
        assert ola.do(CountCustomers(list_id, line)) == 0, line
    ola.do(AddRecord(list_id, module.key, customer, samples.typed(module, "Zażółć")))
    for line in lines:
        found = ola.do(ListCustomers(list_id, line)).items
        assert [one.id for one in found] == [customer], line
        others = ola.do(CountCustomers(list_id, f"active:any -{line}"))
        assert others == ola.do(CountCustomers(list_id, "active:any")) - 1, line
        assert stage.session("max").do(CountCustomers(list_id, f"active:any {line}")) == 0, "hidden from Max"


@MODULES
def test_a_record_is_seen_exactly_where_its_customer_is(stage: Stage, module: Module) -> None:  # D2, A5
    list_id, hidden = stage.cast.lists["A"], customer_of(stage, "mia")
    added = stage.session("mia").do(AddRecord(list_id, module.key, hidden, samples.typed(module, "secret")))
    number = added.record.id
    asked: Mapping[str, list[UseCase[Any]]] = {
        f"{customer}/{record}": [
            AddRecord(list_id, module.key, customer, samples.typed(module, "x")),
            ListRecords(list_id, module.key, customer),
            ShowRecord(list_id, module.key, record),
            EditRecord(list_id, module.key, record, samples.typed(module, "x")),
            RemoveRecord(list_id, module.key, record),
            ReadFile(list_id, module.key, record, module.fields[0].name),
        ]
        for customer, record in ((hidden, number), (hidden + 1, number + 1), (0, 0), (number, hidden))
    }
    answers = {name: [repr(refused(stage, "max", case)) for case in cases] for name, cases in asked.items()}
    assert len(set(map(tuple, answers.values()))) == 1, answers
    assert all("NotFound" in text and "secret" not in text for text in next(iter(answers.values())))
    assert stage.session("max").do(ListRecords(list_id, module.key)).items == []
    stage.session("ola").do(Assign(list_id, (address("max"),), hidden))
    assert stage.session("max").do(ListRecords(list_id, module.key)).items == [added]


@MODULES
def test_another_list_never_meets_a_record(stage: Stage, module: Module) -> None:  # O03
    here, there = stage.cast.lists["A"], stage.cast.lists["B"]
    added = stage.session("mia").do(AddRecord(here, module.key, customer_of(stage, "mia"), samples.typed(module, "w")))
    assert type(refused(stage, "mia", ShowRecord(there, module.key, added.record.id))) is NotFound
    assert stage.session("mia").do(ListRecords(there, module.key)).items == []
    assert stage.session("mia").do(CountCustomers(there, f"{module.key}:*")) == 0


@MODULES
def test_off_hides_and_on_again_is_identical(stage: Stage, module: Module) -> None:  # O16-O18
    mia, list_id, customer = stage.session("mia"), stage.cast.lists["A"], customer_of(stage, "mia")
    made = [
        mia.do(AddRecord(list_id, module.key, customer, samples.typed(module, f"canary{number}", number)))
        for number in range(100)
    ]
    before = _rows(stage, module)
    switch(stage, module, "off")
    number = made[0].record.id
    cases: list[UseCase[Any]] = [
        AddRecord(list_id, module.key, customer, samples.typed(module, "x")),
        ListRecords(list_id, module.key),
        ListRecords(list_id, module.key, customer),
        ShowRecord(list_id, module.key, number),
        EditRecord(list_id, module.key, number, samples.typed(module, "x")),
        RemoveRecord(list_id, module.key, number),
        ReadFile(list_id, module.key, number, module.fields[0].name),
        CountCustomers(list_id, f"{module.key}:*"),
        CountCustomers(list_id, f"{module.key}.{module.fields[0].name}:*"),
    ]
    for who in ("ola", "mia"):
        for case in cases:
            error = refused(stage, who, case)
            unknown = refused(stage, who, _renamed(case, module, "nonsense"))
            assert type(error) is Invalid, f"{case!r}: {error!r}"
            assert str(error) == str(unknown).replace("nonsense", module.key), "off is as if it never was"
    assert module not in mia.do(ListModules(list_id))
    told = [mia.do(ShowCustomer(list_id, customer)), mia.do(ListCustomers(list_id, search="canary1"))]
    told += [stage.session("ola").do(ListAudit(list_id, limit=1000))]
    assert "canary" not in repr(told)
    switch(stage, module, "on")
    assert _rows(stage, module) == before
    assert "canary99" in repr(stage.session("ola").do(ListAudit(list_id, limit=1000)))
    assert mia.do(ListRecords(list_id, module.key, limit=1000)).items == made[::-1]


def _rows(stage: Stage, module: Module) -> object:
    tables = stage.tables()
    try:
        content = tables.content()
        return {name: content[name] for name in (f"record_{module.key}", "file_blobs", "module_versions")}
    finally:
        tables.close()


def _renamed(case: UseCase[Any], module: Module, key: str) -> UseCase[Any]:
    """Return the same question about another module."""
    if isinstance(case, CountCustomers):
        return CountCustomers(case.list_id, case.filter.replace(module.key, key, 1))
    values: dict[str, Any] = {**vars(case), "module": key}
    return type(case)(**values)


@MODULES
def test_what_a_record_lacks_or_cannot_have_is_refused(stage: Stage, module: Module) -> None:  # A6
    list_id, customer = stage.cast.lists["A"], customer_of(stage, "mia")
    needed = [field.name for field in module.fields if field.required]
    if needed:
        error = refused(stage, "mia", AddRecord(list_id, module.key, customer, TypedRecord()))
        assert type(error) is Invalid
        assert all(name in str(error) for name in needed)
    for name in (
        "id",
        "list_id",
        "customer_id",
        "created_by",
        "version",
        "nonsense",
        "",
        f"{module.fields[0].name}_key",
    ):
        typed = TypedRecord({**samples.typed(module, "x").values, name: "1"}, samples.typed(module, "x").files)
        error = refused(stage, "mia", AddRecord(list_id, module.key, customer, typed))
        assert type(error) is Invalid
        assert module.fields[0].name in str(error), "the accepted fields are named"
    for field in module.every_field:
        for text in _bad(field):
            typed = TypedRecord(
                {**samples.typed(module, "x").values, field.name: text}, samples.typed(module, "x").files
            )
            error = refused(stage, "mia", AddRecord(list_id, module.key, customer, typed))
            assert type(error) is Invalid, f"{field.name}={text!r}: {error!r}"


def _bad(field: Field) -> list[str]:
    bad: Mapping[Kind, list[str]] = {
        Kind.TEXT: ["x" * 201],
        Kind.LONG_TEXT: ["x" * 20_001],
        Kind.DATE: ["tomorrow", "2026-13-01", "2026-02-30"],
        Kind.MOMENT: ["noon", "2026-01-01 25:00", "2026-01-01T10:00+01:00"],
        Kind.MONEY: ["much", "1.2.3", "1,234,5", "10000000000.01", "1e5", "½"],
        Kind.NUMBER: ["1.5", "x", "99999999999999"],
        Kind.SWITCH: ["maybe"],
        Kind.LINES: ["2 x Chair", "0 x Chair @ 1", "@ 5", "9 x " + "y" * 130 + " @ 1", "999999 x Gold @ 9999999"],
        Kind.CHOICE: ["Nothing"],
        Kind.PERSON: ["eve@example.com", "nobody"],
        Kind.STATE: ["nowhere", ""],
        Kind.FILE: ["/etc/passwd"],
    }
    return bad[field.kind]


@MODULES
def test_a_stale_save_is_refused_and_says_what_clashes(stage: Stage, module: Module) -> None:  # N18
    list_id, customer = stage.cast.lists["A"], customer_of(stage, "mia")
    number = stage.session("mia").do(AddRecord(list_id, module.key, customer, samples.typed(module, "one"))).record.id
    stage.session("adam").do(EditRecord(list_id, module.key, number, samples.typed(module, "two", 2), 1))
    error = refused(stage, "mia", EditRecord(list_id, module.key, number, samples.typed(module, "three", 3), 1))
    assert isinstance(error, Conflict)
    assert error.fields
    assert set(error.fields) <= {field.name for field in module.every_field}
    shown = stage.session("mia").do(ShowRecord(list_id, module.key, number))
    assert dict(shown.values) == samples.shown(module, "two", 2)


@MODULES
def test_a_restricted_customer_s_records_are_shown_and_not_edited(stage: Stage, module: Module) -> None:  # D14
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    added = ola.do(AddRecord(list_id, module.key, customer, samples.typed(module, "w")))
    ola.do(EditCustomer(list_id, customer, Typed({"restricted": "on"})))
    for case in (
        AddRecord(list_id, module.key, customer, samples.typed(module, "x")),
        EditRecord(list_id, module.key, added.record.id, samples.typed(module, "x")),
        RemoveRecord(list_id, module.key, added.record.id),
    ):
        assert type(refused(stage, "ola", case)) is Refused
    assert ola.do(ListRecords(list_id, module.key, customer)).items == [added]


@MODULES
def test_a_deactivated_customer_gets_no_new_contract(stage: Stage, module: Module) -> None:  # S25
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    added = ola.do(AddRecord(list_id, module.key, customer, samples.typed(module, "w")))
    ola.do(SetActive(list_id, customer, False))
    ola.do(EditRecord(list_id, module.key, added.record.id, samples.typed(module, "v", 2)))
    new = AddRecord(list_id, module.key, customer, samples.typed(module, "x"))
    if module.active_only:
        assert type(refused(stage, "ola", new)) is Refused
        ola.do(SetActive(list_id, customer, True))
    ola.do(new)


@MODULES
def test_deleting_a_customer_takes_the_records_along_also_while_off(stage: Stage, module: Module) -> None:  # C10
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    empty = _rows(stage, module)
    ola.do(AddRecord(list_id, module.key, customer, samples.typed(module, "canary")))
    switch(stage, module, "off")
    ola.do(DeleteCustomer(list_id, customer))
    assert _rows(stage, module) == empty
    assert "canary" not in repr(ola.do(ListAudit(list_id, limit=3)))
    switch(stage, module, "on")
    assert "canary" in repr(ola.do(ListAudit(list_id, limit=3)))


@MODULES
def test_every_change_is_audited_before_and_after(stage: Stage, module: Module) -> None:
    ola, list_id, customer = stage.session("ola"), stage.cast.lists["A"], customer_of(stage, "mia")
    number = ola.do(AddRecord(list_id, module.key, customer, samples.typed(module, "first"))).record.id
    ola.do(EditRecord(list_id, module.key, number, samples.typed(module, "second", 2)))
    ola.do(RemoveRecord(list_id, module.key, number))
    removed, edited, added = ola.do(ListAudit(list_id, limit=3))
    lines = [(line.entry.action, line.entry.subject) for line in (added, edited, removed)]
    assert lines == [(f"Record{what}", str(customer)) for what in ("Added", "Edited", "Removed")]
    texts = [line.values.text if line.values else "" for line in (added, edited, removed)]
    assert all(f'"{module.key}":{{"{number}"' in text for text in texts)
    assert ["first" in text for text in texts] == [True, True, False]
    assert ["second" in text for text in texts] == [False, True, True]
