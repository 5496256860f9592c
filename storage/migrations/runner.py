"""Runs migrations: backup first, one transaction, rows counted before and after (architecture §5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from oclient_tui.domain.errors import Misconfigured, Refused, tr
from storage.engine import Engine


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. `counts` maps the tables whose number of rows it means to change to the change it means."""

    number: int
    title: str
    run: Callable[[Engine], None]
    may_change: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an upgrade did."""

    before: int
    after: int
    backup: Path | None


def check_version(engine: Engine, migrations: Sequence[Migration]) -> int:
    """Return the schema's version; raise Misconfigured for somebody else's or a newer database. Writes nothing (U1)."""
    version = engine.schema_version()
    if version is None:
        raise Misconfigured(tr("This is not a database of this program. Nothing was written to it."))
    latest = migrations[-1].number
    if version > latest:
        raise Misconfigured(
            tr(
                "The database is newer (schema {found}) than this program (schema {known}). "
                "Nothing was written. Upgrade the program."
            ),
            found=version,
            known=latest,
        )
    return version


def upgrade(
    engine: Engine, migrations: Sequence[Migration], backups: Path | None, *, confirmed: bool = True
) -> Outcome:
    """Bring a database to the latest schema; on any doubt roll back and raise Refused.

    A database with rows in it is copied first, unless it is itself a copy (`backups` is None). Where no copy can be
    made (a server), `confirmed` says that the operator has one.
    """
    before = check_version(engine, migrations)
    due = [migration for migration in migrations if migration.number > before]
    if not due:
        return Outcome(before, before, None)
    copy = engine.backup(backups, f"before-{due[-1].number}") if before and backups else None
    if before and copy is None and not confirmed:
        raise Refused(tr("Take a backup of the server first (pg_dump), then say --yes. Nothing was changed."))
    with engine.migrating():
        if check_version(engine, migrations) != before:
            return Outcome(before, due[-1].number, copy)  # another process was first
        for migration in due:
            _step(engine, migration)
        engine.set_schema_version(due[-1].number)
    return Outcome(before, due[-1].number, copy)


def _step(engine: Engine, migration: Migration) -> None:
    counted = _counts(engine)
    migration.run(engine)
    after = _counts(engine)
    lost = [table for table, rows in counted.items() if table not in migration.may_change and after.get(table) != rows]
    if lost:
        raise Refused(
            tr(
                "Migration {number} would change the number of rows in {tables}. "
                "It was taken back; nothing was changed."
            ),
            number=migration.number,
            tables=", ".join(sorted(lost)),
        )
    broken = engine.broken_references()
    if broken:
        raise Refused(
            tr(
                "Migration {number} would leave dangling references in {tables}. "
                "It was taken back; nothing was changed."
            ),
            number=migration.number,
            tables=", ".join(broken),
        )


def _counts(engine: Engine) -> dict[str, int]:
    quoted = ((table, table.replace('"', '""')) for table in engine.tables() if table != "schema_version")
    sql = 'SELECT count(*) FROM "{}"'
    return {table: int(engine.database.execute_sql(sql.format(name)).fetchone()[0]) for table, name in quoted}
