"""The worker's one question across lists: which of them have a message that is due (architecture §5a)."""

from typing import Any

from storage.engine import Engine

_SQLITE = (
    "SELECT l.list_id FROM customer_lists l WHERE EXISTS (SELECT 1 FROM outbox o"
    " WHERE o.list_id = l.list_id AND o.state = 'ready' AND o.not_before <= ?1)"
    " OR EXISTS (SELECT 1 FROM outbox o WHERE o.list_id = l.list_id AND o.state IN ('leased', 'sending')"
    " AND o.lease_until <= ?1) ORDER BY 1"
)


def due_lists(engine: Engine, now: int) -> list[int]:
    """Return the ids of lists with a message to send, or with one that a dead worker left."""
    run: Any = engine.database.execute_sql
    server = engine.name == "postgresql"
    rows = run("SELECT due FROM oclient_due_lists(%s)" if server else _SQLITE, (now,))
    return [int(row[0]) for row in rows.fetchall()]
