"""The search index: FTS5 over a table of words, or an inverted index behind functions (architecture §5).

Two things make searching while typing fast on both engines (P3). Beginnings of words are indexed themselves: without,
a search reads every word that begins so before it finds the first customer. And who is assigned is part of the index:
a restricted person's search goes through what that person is assigned to, instead of trying the matches of the whole
list one by one. The index only narrows; visibility is decided by the assignments every time. The words carry the
customer's place in the order, as the assignments do, so that a thousand candidates are sorted without a look at their
records.
"""

from storage.engine import Engine
from storage.migrations import search_functions_0001

_SQLITE = (
    # Small numbers of its own: postings under 63-bit ids fill three times the room.
    "CREATE TABLE customer_words (number INTEGER PRIMARY KEY, customer_id BIGINT NOT NULL UNIQUE,"
    " list_id BIGINT NOT NULL, words TEXT NOT NULL, sort_key TEXT NOT NULL, active BOOLEAN NOT NULL,"
    " FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE)",
    # An account as one more word of a document: signs for private use, which no text of a customer has; too short to
    # have its beginnings indexed. storage/search.py asks for the same word. It stays when the assignment goes.
    "CREATE VIEW assigned_words AS SELECT list_id, customer_id, account_id, char(57344 + (account_id >> 24 & 4095),"
    " 57344 + (account_id >> 12 & 4095), 57344 + (account_id & 4095)) AS word FROM assignments",
    "CREATE VIEW customer_documents AS SELECT w.number, w.words || coalesce((SELECT group_concat(' ' || a.word, '')"
    " FROM assigned_words a WHERE a.list_id = w.list_id AND a.customer_id = w.customer_id), '') AS words"
    " FROM customer_words w",
    # Words begin with a mark of four letters: beginnings of one to eight letters each have an index of their own.
    "CREATE VIRTUAL TABLE customer_search USING fts5 (words, content='customer_documents', content_rowid='number',"
    " tokenize='unicode61 remove_diacritics 0', prefix='5 6 7 8 9 10 11 12', columnsize=0, detail=none)",
    "CREATE TRIGGER customer_words_added AFTER INSERT ON customer_words BEGIN"
    " INSERT INTO customer_search (rowid, words)"
    " SELECT d.number, d.words FROM customer_documents d WHERE d.number = new.number; END",
    "CREATE TRIGGER customer_words_removed AFTER DELETE ON customer_words BEGIN"
    " INSERT INTO customer_search (customer_search, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER customer_words_changed AFTER UPDATE OF words ON customer_words BEGIN"
    " INSERT INTO customer_search (customer_search, rowid, words) VALUES ('delete', old.number, old.words);"
    " INSERT INTO customer_search (rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER customers_placed AFTER UPDATE OF sort_key, active ON customers"
    " WHEN new.sort_key <> old.sort_key OR new.active <> old.active BEGIN"
    " UPDATE customer_words SET sort_key = new.sort_key, active = new.active WHERE customer_id = new.id; END",
    # FTS5 adds words to a document that it holds already.
    "CREATE TRIGGER assignments_added AFTER INSERT ON assignments BEGIN INSERT INTO customer_search (rowid, words)"
    " SELECT w.number, a.word FROM customer_words w JOIN assigned_words a"
    " ON a.list_id = new.list_id AND a.customer_id = new.customer_id AND a.account_id = new.account_id"
    " WHERE w.customer_id = new.customer_id; END",
)

_POSTGRESQL = (
    "CREATE TABLE customer_words (list_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, account_id BIGINT NOT NULL,"
    ' words TEXT NOT NULL, sort_key TEXT COLLATE "C" NOT NULL, active BOOLEAN NOT NULL,'
    " PRIMARY KEY (list_id, customer_id, account_id),"
    " FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE)",
    search_functions_0001.KEYS,
    "CREATE INDEX customer_words_search ON customer_words"
    ' USING gin ((oclient_keys(account_id, customer_id, words) COLLATE "C")) WITH (fastupdate = off)',
)


def create(engine: Engine) -> None:
    """Make the index of this engine."""
    for statement in _SQLITE if engine.name == "sqlite" else _POSTGRESQL:
        engine.database.execute_sql(statement)
