"""Duplicate control: keys, clashes, requests and counted probes (O19-O22, N01, A4).

When a customer gives up a key, a trigger passes it to the eldest record that clashes. On PostgreSQL the trigger and the
function behind a request look with the eyes of the actor `lookup`: both must meet records that the person cannot see,
and neither tells of them.
"""

from typing import Any

from oclient_tui.domain.duplicates import parse_rules
from storage.engine import Engine
from storage.policies import guard_customer_table, guard_list_table
from storage.repositories.duplicates import DuplicateRepository
from storage.scope import Scope

_TABLES = """
CREATE TABLE duplicate_keys (
    list_id BIGINT NOT NULL, digest {bytes} NOT NULL, customer_id BIGINT NOT NULL, PRIMARY KEY (list_id, digest),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX duplicate_keys_customer ON duplicate_keys (list_id, customer_id);
CREATE TABLE duplicate_clashes (
    list_id BIGINT NOT NULL, digest {bytes} NOT NULL, customer_id BIGINT NOT NULL,
    PRIMARY KEY (list_id, digest, customer_id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX duplicate_clashes_customer ON duplicate_clashes (list_id, customer_id);
CREATE TABLE duplicate_probes (
    list_id BIGINT NOT NULL, account_id BIGINT NOT NULL, id BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (list_id, account_id, id),
    FOREIGN KEY (list_id) REFERENCES customer_lists (list_id)) {clustered};
CREATE TABLE assignment_requests (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, account_id BIGINT NOT NULL, customer_id BIGINT NOT NULL,
    at BIGINT NOT NULL, PRIMARY KEY (list_id, id), UNIQUE (list_id, account_id, customer_id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, account_id) REFERENCES members (list_id, account_id) ON DELETE CASCADE);
CREATE INDEX assignment_requests_customer ON assignment_requests (list_id, customer_id)
"""

_SQLITE_HEIR = (
    "CREATE TRIGGER duplicate_keys_freed AFTER DELETE ON duplicate_keys BEGIN"
    " INSERT OR IGNORE INTO duplicate_keys (list_id, digest, customer_id)"
    " SELECT list_id, digest, min(customer_id) FROM duplicate_clashes"
    " WHERE list_id = old.list_id AND digest = old.digest GROUP BY list_id, digest;"
    " DELETE FROM duplicate_clashes WHERE list_id = old.list_id AND digest = old.digest AND customer_id ="
    " (SELECT customer_id FROM duplicate_keys WHERE list_id = old.list_id AND digest = old.digest); END"
)

# The clashing rows are locked first and read after: whoever gives one up at this moment is waited for.
# A list's customers may all be going at once: an heir must still be there.
_HEIR = """
CREATE FUNCTION oclient_pass_on() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
        RETURNING c.list_id, c.digest, c.customer_id
    ) INSERT INTO duplicate_keys (list_id, digest, customer_id) SELECT * FROM moved ON CONFLICT DO NOTHING;
    PERFORM set_config('app.actor', actor, true);
    RETURN NULL;
END $$
"""
_FREED = (
    "CREATE TRIGGER duplicate_keys_freed AFTER DELETE ON duplicate_keys REFERENCING OLD TABLE AS gone"
    " FOR EACH STATEMENT EXECUTE FUNCTION oclient_pass_on()"
)
_ASK = """
CREATE FUNCTION oclient_ask(ids BIGINT[], digests BYTEA[], moment BIGINT) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE actor TEXT := oclient_actor();
BEGIN
    PERFORM set_config('app.actor', 'lookup', true);
    INSERT INTO assignment_requests (list_id, id, account_id, customer_id, at)
    SELECT oclient_list(), min(e.id), oclient_account(), e.customer_id, moment FROM (
        SELECT w.id, min(k.customer_id) AS customer_id FROM unnest(ids, digests) AS w (id, digest) JOIN (
            SELECT list_id, digest, customer_id FROM duplicate_keys
            UNION ALL SELECT list_id, digest, customer_id FROM duplicate_clashes
        ) k ON k.list_id = oclient_list() AND k.digest = w.digest
        WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = k.list_id AND a.customer_id = k.customer_id
            AND a.account_id = oclient_account())
        GROUP BY w.id
    ) e GROUP BY e.customer_id ON CONFLICT DO NOTHING;
    PERFORM set_config('app.actor', actor, true);
END $$
"""


def duplicates(engine: Engine) -> None:
    """Make the tables, what passes a key on, and the policies; lists that were made with rules get their keys."""
    run: Any = engine.database.execute_sql
    for statement in _TABLES.format(**engine.words).split(";"):
        run(statement)
    if engine.name == "postgresql":
        _guard(engine)
    else:
        run(_SQLITE_HEIR)
    in_force = run("SELECT list_id, value FROM list_settings WHERE key = 'duplicates.rules'").fetchall()
    for list_id, text in in_force:
        scope = Scope(engine.database, int(list_id), None)
        DuplicateRepository(engine, scope).rebuild(parse_rules(str(text)))


def _guard(engine: Engine) -> None:
    run: Any = engine.database.execute_sql
    for statement in (_HEIR, _FREED, _ASK):
        run(statement)
    for table in ("duplicate_keys", "duplicate_clashes"):
        guard_customer_table(engine, table)
    for table in ("duplicate_probes", "assignment_requests"):
        guard_list_table(engine, table)
    for table, rule in (
        ("duplicate_probes", "oclient_actor() = 'operator' OR account_id = oclient_account()"),
        # Even whoever asks must not read whether there was something to ask for.
        ("assignment_requests", "oclient_actor() IN ('lookup', 'operator') OR (SELECT oclient_owns())"),
    ):
        run(f"CREATE POLICY oclient_narrow ON {table} AS RESTRICTIVE USING ({rule}) WITH CHECK ({rule})")
    for table in ("duplicate_keys", "duplicate_clashes", "assignment_requests"):
        run(
            f"CREATE POLICY oclient_lookup ON {table} FOR ALL"
            " USING (oclient_actor() = 'lookup') WITH CHECK (oclient_actor() = 'lookup')"
        )
