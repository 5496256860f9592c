"""Undo: its journal, versions that are never given twice, and keys that know whether they were inherited.

On PostgreSQL the actor `undo` puts back what a person may not insert as such: a customer that somebody else had
added, its assignments, the requests for it, and keys that a hidden customer inherited meanwhile. It inserts keys only
for somebody who has a step in the journal of that list, the others only for somebody whose journal holds customers that
were taken away there, and it reads no customers.
"""

from typing import Any

from storage.engine import Engine
from storage.policies import guard_customer_table

_TABLES = """
CREATE TABLE undo_steps (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, account_id BIGINT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, needs TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (list_id, id),
    FOREIGN KEY (list_id, account_id) REFERENCES members (list_id, account_id) ON DELETE CASCADE);
CREATE INDEX undo_steps_account ON undo_steps (list_id, account_id, id);
CREATE TABLE undo_images (
    list_id BIGINT NOT NULL, step_id BIGINT NOT NULL, seq INTEGER NOT NULL, account_id BIGINT NOT NULL,
    kind TEXT NOT NULL, body {bytes} NOT NULL, PRIMARY KEY (list_id, step_id, seq),
    FOREIGN KEY (list_id, step_id) REFERENCES undo_steps (list_id, id) ON DELETE CASCADE);
CREATE INDEX undo_images_removed ON undo_images (list_id, account_id) WHERE kind = 'removed';
CREATE TABLE version_floors (
    list_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, id BIGINT NOT NULL, floor INTEGER NOT NULL,
    PRIMARY KEY (list_id, id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX version_floors_customer ON version_floors (list_id, customer_id);
ALTER TABLE duplicate_keys ADD COLUMN inherited BOOLEAN NOT NULL DEFAULT FALSE
"""

_SQLITE_HEIR = (
    "DROP TRIGGER duplicate_keys_freed",
    "CREATE TRIGGER duplicate_keys_freed AFTER DELETE ON duplicate_keys BEGIN"
    " INSERT OR IGNORE INTO duplicate_keys (list_id, digest, customer_id, inherited)"
    " SELECT list_id, digest, min(customer_id), TRUE FROM duplicate_clashes"
    " WHERE list_id = old.list_id AND digest = old.digest GROUP BY list_id, digest;"
    " DELETE FROM duplicate_clashes WHERE list_id = old.list_id AND digest = old.digest AND customer_id ="
    " (SELECT customer_id FROM duplicate_keys WHERE list_id = old.list_id AND digest = old.digest); END",
)

# As in the third migration, and marks the key as inherited.
_HEIR = """
CREATE OR REPLACE FUNCTION oclient_pass_on() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE actor TEXT := oclient_actor();
BEGIN
    PERFORM set_config('app.actor', 'lookup', true);
    PERFORM 1 FROM duplicate_clashes c JOIN gone g ON g.list_id = c.list_id AND g.digest = c.digest FOR UPDATE OF c;
    WITH heirs AS (
        SELECT c.list_id, c.digest, min(c.customer_id) AS customer_id FROM duplicate_clashes c
        JOIN gone g ON g.list_id = c.list_id AND g.digest = c.digest
        JOIN customers u ON u.list_id = c.list_id AND u.id = c.customer_id GROUP BY c.list_id, c.digest
    ), moved AS (
        DELETE FROM duplicate_clashes c USING heirs h
        WHERE c.list_id = h.list_id AND c.digest = h.digest AND c.customer_id = h.customer_id
        RETURNING c.list_id, c.digest, c.customer_id, TRUE
    ) INSERT INTO duplicate_keys (list_id, digest, customer_id, inherited) SELECT * FROM moved ON CONFLICT DO NOTHING;
    PERFORM set_config('app.actor', actor, true);
    RETURN NULL;
END $$
"""

_OWN = "oclient_actor() = 'person' AND list_id = oclient_list() AND account_id = oclient_account()"
_TIDY = (
    "oclient_actor() = 'person' AND list_id = oclient_list()"
    " AND (account_id = oclient_account() OR (SELECT oclient_owns()))"
)
_UNDOING = (
    "oclient_actor() = 'undo' AND list_id = oclient_list() AND EXISTS (SELECT 1 FROM undo_steps s"
    " WHERE s.list_id = oclient_list() AND s.account_id = oclient_account())"
)
_RETURNING = (
    "oclient_actor() = 'undo' AND list_id = oclient_list() AND EXISTS (SELECT 1 FROM undo_images i"
    " WHERE i.list_id = oclient_list() AND i.account_id = oclient_account() AND i.kind = 'removed')"
)
_ASKING = "oclient_actor() IN ('lookup', 'operator', 'undo') OR (SELECT oclient_owns())"


def undo(engine: Engine) -> None:
    """Make the tables, let triggers mark what is inherited, and write the policies."""
    run: Any = engine.database.execute_sql
    for statement in _TABLES.format(**engine.words).split(";"):
        run(statement)
    guard_customer_table(engine, "version_floors")
    if engine.name == "postgresql":
        run(_HEIR)
        _guard(run)
    else:
        for statement in _SQLITE_HEIR:
            run(statement)


def _guard(run: Any) -> None:
    for table in ("undo_steps", "undo_images"):
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO oclient_app")
        operator = "oclient_actor() = 'operator'"
        run(f"CREATE POLICY oclient_operator ON {table} FOR ALL USING ({operator}) WITH CHECK ({operator})")
    # The owner tidies up steps; what is in them stays its author's.
    run(f"CREATE POLICY oclient_person ON undo_steps FOR ALL USING ({_TIDY}) WITH CHECK ({_OWN})")
    run(f"CREATE POLICY oclient_person ON undo_images FOR ALL USING ({_OWN}) WITH CHECK ({_OWN})")
    looking = "oclient_actor() = 'undo' AND list_id = oclient_list() AND account_id = oclient_account()"
    for table in ("undo_steps", "undo_images"):
        run(f"CREATE POLICY oclient_undo ON {table} FOR SELECT USING ({looking})")
    for table in ("customers", "assignments"):
        run(f"CREATE POLICY oclient_undo ON {table} FOR INSERT WITH CHECK ({_RETURNING})")
    within = "oclient_actor() = 'undo' AND list_id = oclient_list()"
    for table in ("duplicate_keys", "duplicate_clashes"):
        run(f"CREATE POLICY oclient_undo ON {table} FOR ALL USING ({within}) WITH CHECK ({_UNDOING})")
    run(f"CREATE POLICY oclient_undo ON assignment_requests FOR ALL USING ({within}) WITH CHECK ({_RETURNING})")
    run(f"ALTER POLICY oclient_narrow ON assignment_requests USING ({_ASKING}) WITH CHECK ({_ASKING})")
