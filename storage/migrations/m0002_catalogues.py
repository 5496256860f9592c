"""One table for all catalogues of a list; values of interests and measurements; versions of consents' wordings.

The categories move with their ids, so that customers keep theirs; sale types and interests, stored as texts until now,
become entries; every list gets the consent kinds that were built in before.
"""

import secrets
import time
from collections.abc import Iterable
from typing import Any

from oclient_tui.domain.ids import IdMaker
from oclient_tui.domain.text import fold
from storage.engine import Engine
from storage.policies import guard_customer_table, guard_list_table

_ENTRIES = """
CREATE TABLE catalogue_entries (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), kind TEXT NOT NULL, id BIGINT NOT NULL,
    name TEXT NOT NULL, name_key TEXT NOT NULL, position INTEGER NOT NULL, unit TEXT NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (list_id, id), UNIQUE (list_id, kind, name_key));
INSERT INTO catalogue_entries (list_id, kind, id, name, name_key, position, unit, code)
    SELECT list_id, 'categories', id, name, name_key, position, '', '' FROM categories;
CREATE TABLE consent_wordings (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), code TEXT NOT NULL, version INTEGER NOT NULL,
    wording TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (list_id, code, version)) {clustered};
ALTER TABLE consent_events ADD COLUMN wording_version INTEGER NOT NULL DEFAULT 0;
"""

_LABELS = """
CREATE TABLE relinked_categories (
    list_id BIGINT NOT NULL, category_id BIGINT NOT NULL, customer_id BIGINT NOT NULL,
    PRIMARY KEY (list_id, category_id, customer_id),
    FOREIGN KEY (list_id, category_id) REFERENCES catalogue_entries (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
INSERT INTO relinked_categories (list_id, category_id, customer_id)
    SELECT list_id, category_id, customer_id FROM customer_categories;
DROP TABLE customer_categories;
ALTER TABLE relinked_categories RENAME TO customer_categories;
CREATE INDEX customer_categories_customer ON customer_categories (list_id, customer_id);
DROP TABLE categories;
CREATE TABLE customer_interests (
    list_id BIGINT NOT NULL, entry_id BIGINT NOT NULL, customer_id BIGINT NOT NULL,
    PRIMARY KEY (list_id, entry_id, customer_id),
    FOREIGN KEY (list_id, entry_id) REFERENCES catalogue_entries (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX customer_interests_customer ON customer_interests (list_id, customer_id);
CREATE TABLE customer_measurements (
    list_id BIGINT NOT NULL, entry_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, thousandths BIGINT NOT NULL,
    PRIMARY KEY (list_id, entry_id, customer_id),
    FOREIGN KEY (list_id, entry_id) REFERENCES catalogue_entries (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX customer_measurements_customer ON customer_measurements (list_id, customer_id);
CREATE INDEX customer_measurements_amount ON customer_measurements (list_id, entry_id, thousandths)
"""

_ENTRY = (
    "INSERT INTO catalogue_entries (list_id, kind, id, name, name_key, position, unit, code)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_FIRST_WORDINGS = (
    "INSERT INTO consent_wordings (list_id, code, version, wording, at)"
    " SELECT list_id, code, 1, '', {now} FROM catalogue_entries WHERE code <> ''"
)

_STORED = {"sale_types": "sale-types", "interests": "interests"}
"""Settings that held a catalogue as text, one name a line, and the catalogues they become."""

_CONSENTS = ("email", "sms", "phone", "post")
"""The consent kinds that every list had."""

MAY_CHANGE = ("categories", "list_settings")


def catalogues(engine: Engine) -> None:
    """Make the tables, move what was stored, and guard them."""
    _run(engine, _ENTRIES)
    _run(engine, _LABELS)
    ids = IdMaker(_now_ms, secrets.randbelow)
    for list_id, key, text in _rows(engine, "SELECT list_id, key, value FROM list_settings"):
        if key in _STORED:
            _fill(engine, ids, list_id, _STORED[key], str(text).split("\n"))
    _run(engine, "DELETE FROM list_settings WHERE key IN ('sale_types', 'interests')")
    for (list_id,) in _rows(engine, "SELECT list_id FROM customer_lists"):
        _fill(engine, ids, list_id, "consent-kinds", _CONSENTS)
    _run(engine, _FIRST_WORDINGS.replace("{now}", str(_now_ms())))
    for table in ("catalogue_entries", "consent_wordings"):
        guard_list_table(engine, table)
    for table in ("customer_categories", "customer_interests", "customer_measurements"):
        guard_customer_table(engine, table)
    if engine.name == "postgresql":
        _run(engine, "REVOKE UPDATE, DELETE ON consent_wordings FROM oclient_app")


def _fill(engine: Engine, ids: IdMaker, list_id: int, kind: str, names: Iterable[str]) -> None:
    """Store names in their order; one that is there already, however it is written, once."""
    by_key: dict[str, str] = {}
    for name in names:
        if name.strip():
            by_key.setdefault(fold(name.strip()), name.strip())
    sql = _ENTRY.replace("?", "%s") if engine.name == "postgresql" else _ENTRY
    for position, (key, name) in enumerate(by_key.items(), start=1):
        code = name if kind == "consent-kinds" else ""
        engine.database.execute_sql(sql, (list_id, kind, ids.next(), name, key, position, "", code))


def _rows(engine: Engine, question: str) -> list[Any]:
    return list(engine.database.execute_sql(question).fetchall())


def _run(engine: Engine, script: str) -> None:
    for statement in script.format(**engine.words).split(";"):
        if statement.strip():
            engine.database.execute_sql(statement)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
