"""The first schema. Every table of a list carries list_id in its key, so that lists can be spread over hosts (§5a)."""

from storage.engine import Engine
from storage.migrations import row_security_0001, search_0001

_INSTALLATION = """
CREATE TABLE accounts (
    id BIGINT NOT NULL PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    disabled BOOLEAN NOT NULL, epoch INTEGER NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE credentials (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE, password_hash TEXT NOT NULL);
CREATE TABLE account_keys (
    fingerprint TEXT NOT NULL PRIMARY KEY, account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, blob TEXT NOT NULL, comment TEXT NOT NULL, added_at BIGINT NOT NULL);
CREATE INDEX account_keys_account ON account_keys (account_id);
CREATE TABLE sign_ins (
    token_digest TEXT NOT NULL PRIMARY KEY, account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL, expires_at BIGINT NOT NULL);
CREATE INDEX sign_ins_account ON sign_ins (account_id);
CREATE TABLE attempts (
    id BIGINT NOT NULL PRIMARY KEY, account_key TEXT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX attempts_account ON attempts (account_key, at);
CREATE INDEX attempts_source ON attempts (source, at);
"""

_LISTS = """
CREATE TABLE customer_lists (
    list_id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, business_type TEXT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES accounts (id), assigned_only BOOLEAN NOT NULL, region TEXT NOT NULL,
    language TEXT NOT NULL, created_at BIGINT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE list_settings (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (list_id, key)) {clustered};
CREATE TABLE members (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), account_id BIGINT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL, rights TEXT NOT NULL, joined_at BIGINT NOT NULL, PRIMARY KEY (list_id, account_id)) {clustered};
CREATE INDEX members_account ON members (account_id, list_id);
CREATE TABLE invitations (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), id BIGINT NOT NULL, email TEXT NOT NULL,
    email_key TEXT NOT NULL, role TEXT NOT NULL, rights TEXT NOT NULL, token_digest TEXT NOT NULL, state TEXT NOT NULL,
    invited_by BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
    PRIMARY KEY (list_id, id), UNIQUE (list_id, token_digest));
CREATE INDEX invitations_token ON invitations (token_digest);
CREATE INDEX invitations_email ON invitations (email_key, state);
CREATE TABLE categories (
    list_id BIGINT NOT NULL REFERENCES customer_lists (list_id), id BIGINT NOT NULL, name TEXT NOT NULL,
    name_key TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (list_id, id), UNIQUE (list_id, name_key));
CREATE TABLE audit_heads (list_id BIGINT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE audit_entries (
    list_id BIGINT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, actor BIGINT NOT NULL, door TEXT NOT NULL,
    action TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    values_digest TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (list_id, seq)) {clustered};
CREATE TABLE audit_values (
    list_id BIGINT NOT NULL, seq BIGINT NOT NULL, salt TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (list_id, seq));
"""

_CUSTOMERS = """
CREATE TABLE customers (
    {customer_key} REFERENCES customer_lists (list_id), version INTEGER NOT NULL, active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL, created_by BIGINT NOT NULL, updated_at BIGINT NOT NULL,
    sort_key TEXT {bytewise} NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, company TEXT NOT NULL,
    emails TEXT NOT NULL, phones TEXT NOT NULL, tax_id TEXT NOT NULL, street TEXT NOT NULL, postcode TEXT NOT NULL,
    city TEXT NOT NULL, country TEXT NOT NULL, delivery_street TEXT NOT NULL, delivery_postcode TEXT NOT NULL,
    delivery_city TEXT NOT NULL, delivery_country TEXT NOT NULL, birthday TEXT NOT NULL, language TEXT NOT NULL,
    kind TEXT NOT NULL, industry TEXT NOT NULL, gdpr_ignore BOOLEAN NOT NULL, restricted BOOLEAN NOT NULL,
    changed_in TEXT NOT NULL, first_name_key TEXT {bytewise} NOT NULL, last_name_key TEXT {bytewise} NOT NULL,
    company_key TEXT {bytewise} NOT NULL, street_key TEXT {bytewise} NOT NULL, city_key TEXT {bytewise} NOT NULL,
    delivery_street_key TEXT {bytewise} NOT NULL, delivery_city_key TEXT {bytewise} NOT NULL,
    kind_key TEXT {bytewise} NOT NULL, industry_key TEXT {bytewise} NOT NULL, {customer_unique});
CREATE INDEX customers_by_name ON customers (list_id, sort_key, id, active);
CREATE TABLE assignments (
    list_id BIGINT NOT NULL, account_id BIGINT NOT NULL, sort_key TEXT {bytewise} NOT NULL, customer_id BIGINT NOT NULL,
    assigned_by BIGINT NOT NULL, assigned_at BIGINT NOT NULL,
    PRIMARY KEY (list_id, account_id, sort_key, customer_id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, account_id) REFERENCES members (list_id, account_id) ON DELETE CASCADE) {clustered};
CREATE UNIQUE INDEX assignments_customer ON assignments (list_id, customer_id, account_id);
CREATE UNIQUE INDEX assignments_account ON assignments (list_id, account_id, customer_id);
CREATE TABLE customer_categories (
    list_id BIGINT NOT NULL, category_id BIGINT NOT NULL, customer_id BIGINT NOT NULL,
    PRIMARY KEY (list_id, category_id, customer_id),
    FOREIGN KEY (list_id, category_id) REFERENCES categories (list_id, id) ON DELETE CASCADE,
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX customer_categories_customer ON customer_categories (list_id, customer_id);
CREATE TABLE customer_tags (
    list_id BIGINT NOT NULL, tag_key TEXT {bytewise} NOT NULL, customer_id BIGINT NOT NULL, tag TEXT NOT NULL,
    PRIMARY KEY (list_id, tag_key, customer_id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE) {clustered};
CREATE INDEX customer_tags_customer ON customer_tags (list_id, customer_id);
CREATE TABLE consent_events (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, customer_id BIGINT NOT NULL, kind TEXT NOT NULL,
    given BOOLEAN NOT NULL, wording TEXT NOT NULL, source TEXT NOT NULL, actor_id BIGINT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (list_id, id),
    FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE);
CREATE INDEX consent_events_customer ON consent_events (list_id, customer_id, kind, id);
"""


def ground_floor(engine: Engine) -> None:
    """Make all tables, the search index, and on PostgreSQL the role and its policies."""
    for script in (_INSTALLATION, _LISTS, _CUSTOMERS):
        for statement in script.format(**engine.words).split(";"):
            if statement.strip():
                engine.database.execute_sql(statement)
    engine.database.execute_sql("INSERT INTO audit_heads (list_id, seq, hash) VALUES (0, 0, '" + "0" * 64 + "')")
    search_0001.create(engine)
    if engine.name == "postgresql":
        row_security_0001.create(engine)
