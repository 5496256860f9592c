"""Duplicate control: keys held by one customer each, and what clashes (O19-O22).

Every way in uses `claim`: the primary key of the table decides, also between two who write at once. A key that was
taken says no more than that; whom it belongs to is answered only as far as the person may see.
"""

import base64
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import Rules, fields_of, keys, normalised
from storage.duplicate_staging import Found, Report, staging
from storage.engine import Engine
from storage.repositories import customer_rows
from storage.scope import Scope
from storage.tables.customers import CustomerRow
from storage.tables.duplicates import DuplicateClashRow, DuplicateKeyRow

_AT_ONCE = 10_000
_PLACES = 500
_KEPT = ("duplicate_keys", "duplicate_clashes")
_HELD = f"SELECT digest, customer_id FROM {{table}} WHERE list_id = ? AND digest IN ({', '.join('?' * _PLACES)})"  # noqa: S608
_BEHIND = {"email": "emails", "phone": "phones"}


class DuplicateRepository:
    """The keys of one list."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def claim(self, customer_id: int, digests: Collection[bytes]) -> bool:
        """Take keys for a visible customer; False if another has one of them: then the transaction must not commit."""
        # In one order for everybody, so that two who want the same keys never wait for each other.
        rows = [{"digest": digest, "customer_id": customer_id} for digest in sorted(digests)]
        return self._scope.insert_free(DuplicateKeyRow, rows) == len(rows)

    def release(self, customer_id: int, digests: Collection[bytes]) -> None:
        """Give keys of a visible customer up; a key that another record has as well passes on to it."""
        # Clashes first: what a passing key makes of them meanwhile is then met among the keys.
        for table in (DuplicateClashRow, DuplicateKeyRow):
            ours = (table.customer_id == customer_id) & (table.digest.in_(digests))
            self._scope.delete(table).where(ours).execute()

    def holders(self, digests: Collection[bytes]) -> Iterator[tuple[bytes, int | None]]:
        """Yield each of these keys that is taken with whoever holds it or clashes with the holder; None if hidden."""
        wanted = sorted(digests)
        if self._engine.name == "postgresql":
            run: Any = self._engine.database.execute_sql
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                yield from run("SELECT digest, customer_id FROM oclient_holders(%s::bytea[])", (some,)).fetchall()
            return
        found = [pair for table in _KEPT for pair in self._held_on_sqlite(table, wanted)]
        seen = self._visible({customer_id for _, customer_id in found})
        yield from ((digest, customer_id if customer_id in seen else None) for digest, customer_id in found)

    def _held_on_sqlite(self, table: str, wanted: list[bytes]) -> Iterator[tuple[bytes, int]]:
        run: Any = self._engine.database.execute_sql
        here = self._scope.list_id
        if not run(f"SELECT 1 FROM {table} WHERE list_id = ? LIMIT 1", (here,)).fetchall():  # noqa: S608 - our own names
            return
        for start in range(0, len(wanted), _PLACES):
            some = wanted[start : start + _PLACES]
            some += some[-1:] * (_PLACES - len(some))  # always as many, so that the statement is prepared once
            yield from run(_HELD.format(table=table), (here, *some)).fetchall()

    def _visible(self, customer_ids: set[int]) -> set[int]:
        if not self._scope.restricted:
            return customer_ids
        query = self._scope.customers(CustomerRow.id).where(CustomerRow.id.in_(customer_ids))
        return {row[0] for row in query.tuples()}

    def held(self, customer_id: int, digests: Iterable[bytes]) -> dict[str, Any]:
        """Return which of some keys a visible customer holds, and which it clashes by, for the journal of undo."""
        return self.held_by({customer_id: set(digests)}).get(customer_id, {})

    def held_by(self, digests: Mapping[int, Collection[bytes]]) -> dict[int, dict[str, Any]]:
        """Return the same for several customers at once; those with none of their keys are left out."""
        found: dict[int, dict[str, Any]] = {}
        for table in (DuplicateKeyRow, DuplicateClashRow):
            wanted = {digest for keys in digests.values() for digest in keys}
            ours = table.customer_id.in_(list(digests)) & table.digest.in_(list(wanted))
            for row in self._scope.inside(table).where(ours).order_by(table.digest):
                if bytes(row.digest) in digests[row.customer_id]:
                    of_customer = found.setdefault(row.customer_id, {"held": {}, "clashed": []})
                    if isinstance(row, DuplicateKeyRow):
                        of_customer["held"][_text(row.digest)] = bool(row.inherited)
                    else:
                        of_customer["clashed"].append(_text(row.digest))
        return found

    def release_all(self, held: Mapping[int, Mapping[str, Any]]) -> None:
        """Give up what `held_by` returned."""
        clashes = [(one, base64.b64decode(text)) for one, keys in held.items() for text in keys["clashed"]]
        for customer_id, digest in clashes:
            self.release(customer_id, [digest])
        keys = [base64.b64decode(text) for of_customer in held.values() for text in of_customer["held"]]
        if keys:
            self._scope.delete(DuplicateKeyRow).where(DuplicateKeyRow.digest.in_(keys)).execute()

    def claim_all(self, digests: Mapping[int, Collection[bytes]]) -> bool:
        """Take keys for several visible customers; False if another has one of them."""
        pairs = sorted((digest, one) for one, keys in digests.items() for digest in keys)
        rows = [{"digest": digest, "customer_id": one} for digest, one in pairs]
        return not rows or self._scope.insert_free(DuplicateKeyRow, rows) == len(rows)

    def regain(self, customer_id: int, digests: Collection[bytes], before: Mapping[str, Any]) -> bool:
        """Take keys that a customer had before, as it had them; False if another customer has taken one since.

        Whoever inherited a key when the customer gave it up gives it back and clashes again; a customer that clashed
        before clashes again. `before` is what `held` told of them.
        """
        # Past the person's own scope: the heir may be hidden.
        whole, held, clashed = Scope(self._scope.database, self._scope.list_id, None), before.get("held", {}), before
        wanted = sorted(digests)
        rows = whole.select(DuplicateKeyRow).where(DuplicateKeyRow.digest.in_(wanted))
        holders = {bytes(row.digest): (row.customer_id, row.inherited) for row in rows}
        for digest in wanted:
            ours: dict[str, object] = {"digest": digest, "customer_id": customer_id}
            inherited = bool(held.get(_text(digest)))
            if digest not in holders:
                if not whole.insert_free(DuplicateKeyRow, [{**ours, "inherited": inherited}]):
                    return False
            elif _text(digest) in clashed.get("clashed", ()):
                whole.insert(DuplicateClashRow, ours).execute()
            elif _text(digest) in held and holders[digest][1]:
                values: dict[str, object] = {"customer_id": customer_id, "inherited": inherited}
                whole.update(DuplicateKeyRow, values).where(DuplicateKeyRow.digest == digest).execute()
                heir: dict[str, object] = {"digest": digest, "customer_id": holders[digest][0]}
                whole.insert(DuplicateClashRow, heir).execute()
            else:
                return False
        return True

    def visible_with(self, digests: Collection[bytes], *, besides: int) -> Customer | None:
        """Return the eldest visible customer that has one of the keys; hidden ones are as if they were not there."""
        held, beside = (
            self._scope.inside(table, table.customer_id).where(table.digest.in_(digests))
            for table in (DuplicateKeyRow, DuplicateClashRow)
        )
        found = self._scope.customers(CustomerRow).where(CustomerRow.id.in_(held + beside), CustomerRow.id != besides)
        row = found.order_by(CustomerRow.id).limit(1).objects().first()
        return customer_rows.customer(row, {}, {}) if row else None

    def rebuild(self, rules: Rules) -> None:
        """Store the keys of every customer of the list anew; what clashes already is noted, and stays (O22)."""
        self._scope.delete(DuplicateClashRow).execute()
        self._scope.delete(DuplicateKeyRow).execute()
        if not rules:
            return
        with staging(self._engine) as table:
            for found in self.keys_of_all(rules):
                table.add(found)
            table.gather()
            table.store(self._scope.list_id)

    def rehearse(self, rules: Rules, most: int, progress: Callable[[], object]) -> Report:
        """Return what would clash under rules, among visible customers; nothing is written (N14).

        `progress` is called before every batch, and may raise to stop.
        """
        with staging(self._engine) as table:
            for found in self.keys_of_all(rules):
                progress()
                table.add(found)
            table.gather()
            return table.report(most)

    def clashes(self, most: int) -> Report:
        """Return what clashes now, among visible customers."""
        noted = self._scope.inside(DuplicateClashRow, DuplicateClashRow.digest)
        held = self._scope.select(DuplicateKeyRow, DuplicateKeyRow.digest, DuplicateKeyRow.customer_id)
        beside = self._scope.select(DuplicateClashRow, DuplicateClashRow.digest, DuplicateClashRow.customer_id)
        with staging(self._engine) as table:
            for query in (held.where(DuplicateKeyRow.digest.in_(noted)), beside):
                table.add((0, bytes(digest), customer) for digest, customer in query.tuples())
            table.gather()
            return table.report(most)

    def keys_of_all(self, rules: Rules) -> Iterator[list[Found]]:
        """Yield the keys of every visible customer under rules, many at once."""
        names, last = fields_of(rules), 0
        columns = [getattr(CustomerRow, _BEHIND.get(name, name)) for name in names]
        query = self._scope.customers(CustomerRow.id, *columns).order_by(CustomerRow.id).limit(_AT_ONCE)
        while rows := list(query.where(CustomerRow.id > last).tuples()):
            yield [found for row in rows for found in self._keys_of(rules, names, row)]
            last = rows[-1][0]

    def _keys_of(self, rules: Rules, names: tuple[str, ...], row: tuple[Any, ...]) -> Iterator[Found]:
        stored = zip(names, row[1:], strict=True)
        values = {name: normalised(name, text.split("\n") if name in _BEHIND else (text,)) for name, text in stored}
        for rule, digest in keys(self._scope.list_id, rules, values):
            yield rule, digest, row[0]


def _text(digest: bytes) -> str:
    """Return a key as the journal of undo writes bytes."""
    return base64.b64encode(bytes(digest)).decode()
