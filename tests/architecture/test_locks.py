"""The row lock cannot be gone round: queries start in storage/scope.py and nowhere else (architecture §3)."""

import ast
import inspect
from pathlib import Path

import pytest

from oclient_tui.domain.access import INSTALLATION
from oclient_tui.services.usecase import UseCase, Work
from storage.scope import Hall
from storage.tables.base import Table
from storage.tables.customers import CustomerRow
from tests.services.use_cases import every_use_case

STORAGE = Path(__file__).parents[2] / "storage"
STARTS = {"select", "insert", "insert_many", "update", "delete", "get_by_id", "get_or_none", "create", "raw"}
SQL_FILES = {
    "engine.py", "sqlite.py", "postgres.py", "search.py", "duplicate_staging.py", "repositories/requests.py",
    "migrations/runner.py", "migrations/m0001_ground_floor.py", "migrations/search_0001.py",
    "migrations/row_security_0001.py", "migrations/m0002_catalogues.py", "migrations/m0003_duplicates.py",
    "migrations/m0004_sets.py", "migrations/m0006_wipes.py", "policies.py", "wiping/schema.py", "wiping/removing.py",
    "wiping/sampling.py", "wiping/cleaning.py",
    "sqlite_copy.py", "checking.py",
    "migrations/m0005_undo.py", "migrations/m0007_import_mappings.py",
    "migrations/m0008_bulk.py", "migrations/m0009_drafts.py", "migrations/m0010_preferences.py",
    "migrations/m0013_orders.py", "migrations/m0014_attachments.py",
    "repositories/duplicates.py",
    "bulk_sqlite.py", "bulk_postgres.py",
    "migrations/m0011_messages.py", "repositories/suppressions.py", "due_lists.py",
}  # fmt: skip


def _calls(path: Path) -> list[tuple[str, str, int]]:
    found = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [(node.func, node.lineno) for node in found if isinstance(node.func, ast.Attribute)]
    return [(ast.unparse(function.value), function.attr, line) for function, line in named]


def _table_names() -> set[str]:
    def below(kind: type[Table]) -> set[str]:
        return {kind.__name__} | {name for child in kind.__subclasses__() for name in below(child)}

    return below(Table)


def test_queries_start_in_the_scope_only() -> None:
    tables, strays = _table_names(), list[str]()
    for path in sorted(STORAGE.rglob("*.py")):
        if path.name == "scope.py":
            continue
        strays += [
            f"{path.name}:{line} {owner}.{method}"
            for owner, method, line in _calls(path)
            if method in STARTS and (owner in tables or owner == "table")
        ]
    assert not strays, "started past the row lock"


def test_an_alias_starts_a_query_only_inside_one_that_is_narrowed() -> None:
    aliases = ("later", "other", "mine")
    places = {
        path.relative_to(STORAGE).as_posix()
        for path in sorted(STORAGE.rglob("*.py"))
        for owner, method, _ in _calls(path)
        if owner in aliases and method == "select"
    }
    assert places == {"filters_sql.py", "scope.py"}


def test_plain_sql_stands_in_its_named_files_only() -> None:
    places = {
        path.relative_to(STORAGE).as_posix()
        for path in sorted(STORAGE.rglob("*.py"))
        for _, method, _ in _calls(path)
        if method == "execute_sql"
    }
    assert places <= SQL_FILES


def test_the_hall_refuses_a_list_s_table() -> None:
    with pytest.raises(TypeError, match="Scope"):
        Hall(None).select(CustomerRow)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_use_case_without_a_permission_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="needs"):

        class _Open(UseCase[None]):  # type: ignore[call-arg]  # pyright: ignore[reportGeneralTypeIssues, reportCallIssue]
            def run(self, work: Work) -> None: ...


def test_what_concerns_a_list_names_it() -> None:
    """A use case about a list has the list as a field, or the session could not check it."""
    from_lists = [case for case in every_use_case() if case.needs not in INSTALLATION]
    assert from_lists
    assert not [case.__name__ for case in from_lists if "list_id" not in inspect.signature(case).parameters]
