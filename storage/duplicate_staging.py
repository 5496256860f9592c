"""Keys of many customers at once: put into a temporary table, then reported or stored by one statement each."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from storage.engine import Engine

Found = tuple[int, bytes, int]
"""The place of a rule, a key, and a customer that has it."""

_SHARED = (
    "CREATE TEMPORARY TABLE shared_keys AS SELECT rule, digest, count(*) AS members, min(customer_id) AS eldest"
    " FROM found_keys GROUP BY rule, digest HAVING count(*) > 1"
)
# The many rows are walked once, in this order, and the few looked up: CROSS JOIN tells SQLite so.
_SHARING = "found_keys f CROSS JOIN shared_keys s WHERE s.rule = f.rule AND s.digest = f.digest"
_NAMED_MEMBERS = 10


@dataclass(frozen=True, slots=True)
class Shared:
    """One key that several customers have: how many, and the first of them."""

    rule: int
    digest: bytes
    members: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All keys that several customers have: how many keys, customers and pairs, and the first keys.

    `by_rule` has the pairs under each rule that has any, by the rule's place.
    """

    keys: int
    customers: int
    pairs: int
    first: tuple[Shared, ...]
    by_rule: Mapping[int, int]


class Staging:
    """The temporary table. It belongs to this connection and is gone afterwards: nothing of the list is written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._run: Any = engine.database.execute_sql
        self._server = engine.name == "postgresql"

    def add(self, found: Iterable[Found]) -> None:
        """Put keys in."""
        rows = list(found)
        if not rows:
            return
        if self._server:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._run("INSERT INTO found_keys SELECT * FROM unnest(%s::int[], %s::bytea[], %s::bigint[])", columns)
        else:
            self._engine.database.connection().executemany("INSERT INTO found_keys VALUES (?, ?, ?)", rows)

    def gather(self) -> None:
        """Find the keys that several customers have; after the last `add`."""
        self._run(_SHARED)
        self._run("CREATE UNIQUE INDEX shared_keys_place ON shared_keys (rule, digest)")
        if self._server:
            self._run("ANALYZE found_keys, shared_keys")

    def report(self, most: int) -> Report:
        """Return what is shared: exact numbers, and the first `most` keys by rule and eldest customer."""
        rows: Sequence[Any] = self._run(
            "SELECT rule, count(*), sum(members * (members - 1) / 2) FROM shared_keys GROUP BY rule ORDER BY rule"
        ).fetchall()
        keys, by_rule = sum(int(row[1]) for row in rows), {int(row[0]): int(row[2]) for row in rows}
        (customers,) = self._run(f"SELECT count(DISTINCT f.customer_id) FROM {_SHARING}").fetchone()  # noqa: S608
        return Report(keys, int(customers), sum(by_rule.values()), self._first(most) if keys else (), by_rule)

    def _first(self, most: int) -> tuple[Shared, ...]:
        shown = f"(SELECT * FROM shared_keys ORDER BY rule, eldest, digest LIMIT {most:d})"  # noqa: S608 - a number
        self._run(f"DELETE FROM shared_keys WHERE (rule, digest) NOT IN (SELECT rule, digest FROM {shown} first)")  # noqa: S608
        rows: Sequence[Any] = self._run(
            f"SELECT s.rule, s.digest, s.members, f.customer_id FROM {_SHARING}"  # noqa: S608 - constants
            " ORDER BY s.rule, s.eldest, s.digest, f.customer_id"
        ).fetchall()
        members: dict[tuple[int, bytes, int], list[int]] = {}
        for rule, digest, count, customer in rows:
            members.setdefault((rule, bytes(digest), int(count)), []).append(int(customer))
        return tuple(Shared(*key, tuple(found[:_NAMED_MEMBERS])) for key, found in members.items())

    def store(self, list_id: int) -> None:
        """Let the eldest customer hold each key, and note the others as clashes (O22). The list's tables are empty."""
        mark = "%s" if self._server else "?"
        self._run(
            f"INSERT INTO duplicate_keys (list_id, digest, customer_id) SELECT {mark}, digest, min(customer_id)"  # noqa: S608
            " FROM found_keys GROUP BY digest ORDER BY digest",
            (list_id,),
        )
        self._run(
            f"INSERT INTO duplicate_clashes (list_id, digest, customer_id) SELECT {mark}, f.digest, f.customer_id"  # noqa: S608
            f" FROM {_SHARING} AND f.customer_id <> s.eldest",
            (list_id,),
        )


@contextmanager
def staging(engine: Engine) -> Generator[Staging]:
    """Make the temporary tables and take them away again."""
    run: Any = engine.database.execute_sql
    kind = "BYTEA" if engine.name == "postgresql" else "BLOB"
    run(f"CREATE TEMPORARY TABLE found_keys (rule INTEGER, digest {kind}, customer_id BIGINT)")
    done = False
    try:
        yield Staging(engine)
        done = True
    finally:
        if done or engine.name != "postgresql":  # after an error the server takes nothing; its rollback takes them away
            run("DROP TABLE IF EXISTS shared_keys")
            run("DROP TABLE found_keys")
