"""The search index: FTS5 over a table of words, or a tsvector behind a function (architecture §5).

On PostgreSQL nobody may read the words themselves. A text match is no leakproof operator, so under a row-level policy
it could not use an index; the function matches by index first and gives out only what the account may see.
"""

from storage.engine import Engine

_SQLITE = (
    "CREATE TABLE customer_words (customer_id INTEGER PRIMARY KEY, list_id BIGINT NOT NULL, words TEXT NOT NULL,"
    " FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE)",
    # Words begin with a mark of four letters: beginnings of one to eight letters each have an index of their own.
    # Without one, a search reads every word that begins so before it finds the first customer.
    "CREATE VIRTUAL TABLE customer_search USING fts5 (words, content='customer_words', content_rowid='customer_id',"
    " tokenize='unicode61 remove_diacritics 0', prefix='5 6 7 8 9 10 11 12', columnsize=0,"
    " detail=none)",
    "CREATE TRIGGER customer_words_added AFTER INSERT ON customer_words BEGIN"
    " INSERT INTO customer_search (rowid, words) VALUES (new.customer_id, new.words); END",
    "CREATE TRIGGER customer_words_removed AFTER DELETE ON customer_words BEGIN"
    " INSERT INTO customer_search (customer_search, rowid, words) VALUES ('delete', old.customer_id, old.words); END",
    "CREATE TRIGGER customer_words_changed AFTER UPDATE ON customer_words BEGIN"
    " INSERT INTO customer_search (customer_search, rowid, words) VALUES ('delete', old.customer_id, old.words);"
    " INSERT INTO customer_search (rowid, words) VALUES (new.customer_id, new.words); END",
)

_POSTGRESQL = (
    "CREATE TABLE customer_words (list_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, words TSVECTOR NOT NULL,"
    " PRIMARY KEY (list_id, customer_id),"
    " FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE)",
    "CREATE INDEX customer_words_search ON customer_words USING gin (words) WITH (fastupdate = off)",
)


def create(engine: Engine) -> None:
    """Make the index of this engine."""
    for statement in _SQLITE if engine.name == "sqlite" else _POSTGRESQL:
        engine.database.execute_sql(statement)
