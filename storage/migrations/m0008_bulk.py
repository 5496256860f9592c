"""Storing many customers at once on PostgreSQL: who holds which keys, and the words of many records in one statement.

Whoever adds a record learns by the refusal that a key is taken, whether its holder is hidden or not (O21). The first
function answers that for many keys at once, and names a holder only to whoever sees it.
"""

from typing import Any

from storage.engine import Engine

_HOLDERS = """
CREATE FUNCTION oclient_holders(digests BYTEA[]) RETURNS TABLE (digest BYTEA, customer_id BIGINT)
LANGUAGE plpgsql STABLE AS $$
DECLARE actor TEXT := oclient_actor(); everything BOOLEAN := oclient_sees_all();
BEGIN
    PERFORM set_config('app.actor', 'lookup', true);
    RETURN QUERY SELECT k.digest, CASE WHEN everything OR EXISTS (SELECT 1 FROM assignments a
        WHERE a.list_id = k.list_id AND a.account_id = oclient_account() AND a.customer_id = k.customer_id)
        THEN k.customer_id END
    FROM (SELECT list_id, d.digest, d.customer_id FROM duplicate_keys d
        UNION ALL SELECT list_id, c.digest, c.customer_id FROM duplicate_clashes c) k
    WHERE k.list_id = oclient_list() AND k.digest = ANY (digests);
    PERFORM set_config('app.actor', actor, true);
END $$
"""

# As oclient_index does for one record: only for those of the transaction's list that the person sees.
_INDEX_MANY = """
CREATE FUNCTION oclient_index_many(ids BIGINT[], documents TEXT[]) RETURNS VOID LANGUAGE sql
SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    INSERT INTO customer_words (list_id, customer_id, account_id, words, sort_key, active)
    SELECT c.list_id, c.id, audience.account_id, d.document, c.sort_key, c.active
    FROM unnest(ids, documents) AS d (id, document) JOIN customers c ON c.list_id = oclient_list() AND c.id = d.id
    CROSS JOIN LATERAL (SELECT 0::bigint AS account_id UNION ALL
        SELECT a.account_id FROM assignments a WHERE a.list_id = c.list_id AND a.customer_id = c.id) audience
    WHERE (SELECT oclient_sees_all()) OR oclient_is_mine(c.id)
    ON CONFLICT (list_id, customer_id, account_id) DO UPDATE SET words = excluded.words $$
"""


def bulk(engine: Engine) -> None:
    """Make the functions; SQLite needs none."""
    if engine.name != "postgresql":
        return
    run: Any = engine.database.execute_sql
    run(_HOLDERS)
    schema = str(run("SELECT quote_ident(current_schema())").fetchone()[0])
    run(_INDEX_MANY.format(schema=schema))
    run("REVOKE ALL ON FUNCTION oclient_index_many(BIGINT[], TEXT[]) FROM PUBLIC")
    run("GRANT EXECUTE ON FUNCTION oclient_index_many(BIGINT[], TEXT[]) TO oclient_app")
