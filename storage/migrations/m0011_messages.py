"""Messages: templates, campaigns, the outbox, what was tried and heard, suppression, and the actor `worker` (D9).

A worker sees one list at a time: what it needs to judge and deliver that list's messages, and no catalogue, record or
search word. It learns which lists have something due from a function that tells it their ids and nothing else. Who is
suppressed is the owner's to read; others learn it only of addresses that they have.
"""

from typing import Any

from storage.engine import Engine
from storage.policies import guard_customer_table, guard_list_table, guard_own_table, let_wipe

_LIST = "list_id BIGINT NOT NULL REFERENCES customer_lists (list_id)"
_OF_CUSTOMER = "FOREIGN KEY (list_id, customer_id) REFERENCES customers (list_id, id) ON DELETE CASCADE"
_OF_MESSAGE = "FOREIGN KEY (list_id, outbox_id) REFERENCES outbox (list_id, id) ON DELETE CASCADE"

_TABLES = f"""
CREATE TABLE templates (
    {_LIST}, id BIGINT NOT NULL, channel TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
    version INTEGER NOT NULL, account_id BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
    PRIMARY KEY (list_id, id), UNIQUE (list_id, name_key));
CREATE TABLE template_versions (
    list_id BIGINT NOT NULL, template_id BIGINT NOT NULL, version INTEGER NOT NULL, subject TEXT NOT NULL,
    body_text TEXT NOT NULL, body_html TEXT NOT NULL, account_id BIGINT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (list_id, template_id, version),
    FOREIGN KEY (list_id, template_id) REFERENCES templates (list_id, id) ON DELETE CASCADE);
CREATE TABLE campaigns (
    {_LIST}, id BIGINT NOT NULL, channel TEXT NOT NULL, purpose TEXT NOT NULL, consent_kind TEXT NOT NULL,
    template_id BIGINT, template_version INTEGER, subject TEXT NOT NULL, body_text TEXT NOT NULL,
    body_html TEXT NOT NULL, audience TEXT NOT NULL, excluded TEXT NOT NULL, recipients INTEGER NOT NULL,
    dedupe_key TEXT NOT NULL, wanted TEXT NOT NULL, approval TEXT NOT NULL, approved_by BIGINT, approved_at BIGINT,
    not_before BIGINT NOT NULL, expires_at BIGINT NOT NULL, quiet_hours TEXT NOT NULL, account_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL, PRIMARY KEY (list_id, id), UNIQUE (list_id, dedupe_key));
CREATE TABLE attachments (
    {_LIST}, id BIGINT NOT NULL, owner_id BIGINT NOT NULL, account_id BIGINT NOT NULL, shared BOOLEAN NOT NULL,
    name TEXT NOT NULL, content_type TEXT NOT NULL, sha256 TEXT NOT NULL, content {{bytes}} NOT NULL,
    PRIMARY KEY (list_id, id));
CREATE INDEX attachments_owner ON attachments (list_id, owner_id);
CREATE TABLE outbox (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, customer_id BIGINT NOT NULL, campaign_id BIGINT,
    channel TEXT NOT NULL, kind TEXT NOT NULL, purpose TEXT NOT NULL, consent_kind TEXT NOT NULL, consent_id BIGINT,
    recipient TEXT NOT NULL, dedupe_key TEXT NOT NULL, message_id TEXT NOT NULL, provider_id TEXT NOT NULL,
    state TEXT NOT NULL, priority INTEGER NOT NULL, not_before BIGINT NOT NULL, expires_at BIGINT NOT NULL,
    lease_token TEXT NOT NULL, lease_until BIGINT NOT NULL, attempts INTEGER NOT NULL, charged INTEGER NOT NULL,
    last_class TEXT NOT NULL, last_text TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL, PRIMARY KEY (list_id, id), UNIQUE (list_id, dedupe_key), {_OF_CUSTOMER},
    FOREIGN KEY (list_id, campaign_id) REFERENCES campaigns (list_id, id));
CREATE UNIQUE INDEX outbox_message_id ON outbox (list_id, message_id) WHERE message_id <> '';
CREATE UNIQUE INDEX outbox_provider_id ON outbox (list_id, provider_id) WHERE provider_id <> '';
CREATE INDEX outbox_queue ON outbox (list_id, channel, state, priority, not_before, id);
CREATE INDEX outbox_due ON outbox (list_id, state, not_before);
CREATE INDEX outbox_customer ON outbox (list_id, customer_id, id);
CREATE INDEX outbox_campaign ON outbox (list_id, campaign_id, state);
CREATE TABLE rendered (
    list_id BIGINT NOT NULL, outbox_id BIGINT NOT NULL, customer_id BIGINT NOT NULL, subject TEXT NOT NULL,
    body_text TEXT NOT NULL, body_html TEXT NOT NULL, sender TEXT NOT NULL, attachments TEXT NOT NULL,
    automatic BOOLEAN NOT NULL, segments INTEGER NOT NULL,
    PRIMARY KEY (list_id, outbox_id), {_OF_CUSTOMER}, {_OF_MESSAGE});
CREATE INDEX rendered_customer ON rendered (list_id, customer_id);
CREATE TABLE send_attempts (
    list_id BIGINT NOT NULL, outbox_id BIGINT NOT NULL, n INTEGER NOT NULL, customer_id BIGINT NOT NULL,
    phase TEXT NOT NULL, started_at BIGINT NOT NULL, ended_at BIGINT, reply_class TEXT NOT NULL, code INTEGER NOT NULL,
    reply TEXT NOT NULL, worker TEXT NOT NULL, PRIMARY KEY (list_id, outbox_id, n), {_OF_CUSTOMER}, {_OF_MESSAGE});
CREATE INDEX send_attempts_customer ON send_attempts (list_id, customer_id);
CREATE TABLE message_events (
    list_id BIGINT NOT NULL, id BIGINT NOT NULL, customer_id BIGINT NOT NULL, outbox_id BIGINT NOT NULL,
    kind TEXT NOT NULL, source TEXT NOT NULL, source_key TEXT NOT NULL, detail TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (list_id, id), UNIQUE (list_id, source, source_key), {_OF_CUSTOMER}, {_OF_MESSAGE});
CREATE INDEX message_events_customer ON message_events (list_id, customer_id);
CREATE INDEX message_events_message ON message_events (list_id, outbox_id);
CREATE TABLE suppressions (
    {_LIST}, channel TEXT NOT NULL, digest TEXT NOT NULL, address TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, account_id BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (list_id, channel, digest));
CREATE INDEX suppressions_address ON suppressions (list_id, channel, address);
CREATE TABLE gateway_buckets (
    {_LIST}, channel TEXT NOT NULL, tokens BIGINT NOT NULL, refreshed_at BIGINT NOT NULL, day TEXT NOT NULL,
    sent_today INTEGER NOT NULL, failures INTEGER NOT NULL, open_at BIGINT NOT NULL, closed TEXT NOT NULL,
    PRIMARY KEY (list_id, channel))
"""

_WORKER = "oclient_actor() = 'worker' AND list_id = oclient_list()"
_WORKED = (
    "outbox", "rendered", "send_attempts", "message_events", "suppressions", "gateway_buckets",
)  # fmt: skip
_READ = (
    "templates", "template_versions", "campaigns", "attachments", "list_settings", "members", "assignments",
    "customers", "consent_events",
)  # fmt: skip

# With the eyes of `lookup`, as the questions of row_security_0001.
_FUNCTIONS = (
    """
CREATE FUNCTION oclient_due_lists(moment BIGINT) RETURNS TABLE (due BIGINT) LANGUAGE plpgsql STABLE AS $$
DECLARE actor TEXT := oclient_actor();
BEGIN
    IF actor <> 'worker' THEN RETURN; END IF;
    PERFORM set_config('app.actor', 'lookup', true);
    RETURN QUERY SELECT l.list_id FROM customer_lists l WHERE EXISTS (SELECT 1 FROM outbox o
        WHERE o.list_id = l.list_id AND o.state = 'ready' AND o.not_before <= moment)
        OR EXISTS (SELECT 1 FROM outbox o
        WHERE o.list_id = l.list_id AND o.state IN ('leased', 'sending') AND o.lease_until <= moment) ORDER BY 1;
    PERFORM set_config('app.actor', actor, true);
END $$
""",
    """
CREATE FUNCTION oclient_suppressed(wanted TEXT, digests TEXT[], addresses TEXT[])
RETURNS TABLE (place INTEGER, reason TEXT) LANGUAGE plpgsql STABLE AS $$
DECLARE actor TEXT := oclient_actor();
BEGIN
    PERFORM set_config('app.actor', 'lookup', true);
    RETURN QUERY SELECT a.place::integer, s.reason FROM unnest(digests, addresses) WITH ORDINALITY AS a (d, t, place)
        JOIN suppressions s ON s.list_id = oclient_list() AND s.channel = wanted
        AND (s.digest = a.d OR s.address = a.t);
    PERFORM set_config('app.actor', actor, true);
END $$
""",
)


def messages(engine: Engine) -> None:
    """Make the tables, and on PostgreSQL the policies of people and of the worker."""
    run: Any = engine.database.execute_sql
    for statement in _TABLES.format(**engine.words).split(";"):
        run(statement)
    for table in ("templates", "template_versions", "campaigns", "suppressions", "gateway_buckets"):
        guard_list_table(engine, table)
    for table in ("outbox", "rendered", "send_attempts", "message_events"):
        guard_customer_table(engine, table)
    guard_own_table(engine, "attachments")
    if engine.name == "postgresql":
        _let_worker(run)
        _narrow(engine)


def _let_worker(run: Any) -> None:
    for function in _FUNCTIONS:
        run(function)
    for table in _WORKED:
        run(f"CREATE POLICY oclient_worker ON {table} FOR ALL USING ({_WORKER}) WITH CHECK ({_WORKER})")
    for table in _READ:
        run(f"CREATE POLICY oclient_worker ON {table} FOR SELECT USING ({_WORKER})")
    # To hold the list's row, as whoever writes on a list does, takes a policy for UPDATE; this one lets none through.
    run(f"CREATE POLICY oclient_worker ON customer_lists FOR SELECT USING ({_WORKER})")
    run(f"CREATE POLICY oclient_worker_holding ON customer_lists FOR UPDATE USING ({_WORKER}) WITH CHECK (false)")
    run(f"CREATE POLICY oclient_worker ON audit_heads FOR ALL USING ({_WORKER}) WITH CHECK ({_WORKER})")
    for table in ("audit_entries", "audit_values"):
        run(f"CREATE POLICY oclient_worker ON {table} FOR INSERT WITH CHECK ({_WORKER})")
    here = "SELECT m.account_id FROM members m WHERE m.list_id = oclient_list()"
    run(f"CREATE POLICY oclient_worker ON accounts FOR SELECT USING (oclient_actor() = 'worker' AND id IN ({here}))")
    for table in ("outbox", "suppressions"):
        run(f"CREATE POLICY oclient_lookup ON {table} FOR SELECT USING (oclient_actor() = 'lookup')")


def _narrow(engine: Engine) -> None:
    """Let people read suppressed addresses as the owner only, and campaigns as their author or who sees everything."""
    system = "oclient_actor() IN ('operator', 'worker', 'lookup')"
    for table, rule in (
        ("suppressions", "(SELECT oclient_owns())"),
        ("campaigns", "account_id = oclient_account() OR (SELECT oclient_sees_all())"),
    ):
        narrow = f"{system} OR {rule}"
        run: Any = engine.database.execute_sql
        run(f"CREATE POLICY oclient_narrow ON {table} AS RESTRICTIVE USING ({narrow}) WITH CHECK ({narrow})")
        let_wipe(engine, table)
