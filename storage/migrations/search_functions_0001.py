"""Search on PostgreSQL: what is indexed of a customer, and the functions that people may call.

Nobody may read the words themselves. A text match is no leakproof operator, so under a row-level policy it could not
use an index; the functions match by index first. Each assignment has a row of words of its own, and so has the list as
a whole, under account 0: a restricted person's search costs what their own records cost, and never meets another's.
The policies of the customers decide all the same what is shown of the ids that come out here.

GIN finds all matches before it gives out the first, which takes long where a fourth of the list matches. Therefore a
small and a larger part of the customers, taken by their ids, are indexed once more by themselves: a search that wants
no more than so many looks into the small part first, then into the larger one if the first look promises enough, and
into the whole only for what is rare.
"""

SMALL, LARGER = 127, 13
"""Every so manieth customer is in the small, in the larger part: primes, so that no pattern in ids meets them."""

_DIGITS, _LETTERS = 10, 12
"""Indexed length of a word's beginning, its mark of four signs included; the rest is compared with the word itself.

Phone numbers have six digits there, for their longer beginnings are each a key that hardly another customer has.
"""

_CUT = f"CASE WHEN substr(word, 5) ~ '^[0-9]+$' THEN {_DIGITS} ELSE {_LETTERS} END"
_AUDIENCE = "CASE {account} WHEN 0 THEN '' ELSE left(md5({account}::text), 4) || '#' END"

KEYS = f"""
CREATE FUNCTION oclient_keys(account BIGINT, customer BIGINT, words TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    SELECT ARRAY(
        SELECT DISTINCT {_AUDIENCE.format(account="account")} || part || left(word, size)
        FROM unnest(string_to_array(words, ' ')) word, generate_series(5, least(length(word), {_CUT})) size,
        (VALUES ('', 1), ('*', {SMALL}), ('+', {LARGER})) parts (part, every) WHERE mod(customer, every) = 0) $$
"""  # noqa: S608 - constants of this file

_INDEX = """
CREATE FUNCTION oclient_index(customer BIGINT, document TEXT) RETURNS VOID LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO customer_words (list_id, customer_id, account_id, words, sort_key, active)
    SELECT c.list_id, c.id, audience.account_id, document, c.sort_key, c.active
    FROM customers c CROSS JOIN LATERAL (SELECT 0::bigint AS account_id UNION ALL
        SELECT a.account_id FROM assignments a WHERE a.list_id = c.list_id AND a.customer_id = c.id) audience
    WHERE c.list_id = oclient_list() AND c.id = customer AND (oclient_sees_all() OR oclient_is_mine(customer))
    ON CONFLICT (list_id, customer_id, account_id) DO UPDATE SET words = excluded.words $$
"""

_ASSIGNED = """
CREATE FUNCTION oclient_assigned() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    INSERT INTO customer_words (list_id, customer_id, account_id, words, sort_key, active)
    SELECT w.list_id, w.customer_id, f.account_id, w.words, w.sort_key, w.active FROM fresh f JOIN customer_words w
    ON w.list_id = f.list_id AND w.customer_id = f.customer_id AND w.account_id = 0;
    RETURN NULL; END $$
"""

_UNASSIGNED = """
CREATE FUNCTION oclient_unassigned() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    DELETE FROM customer_words w USING gone g
    WHERE w.list_id = g.list_id AND w.customer_id = g.customer_id AND w.account_id = g.account_id;
    RETURN NULL; END $$
"""

_PLACED = """
CREATE FUNCTION oclient_placed() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    UPDATE customer_words SET sort_key = new.sort_key, active = new.active
    WHERE list_id = new.list_id AND customer_id = new.id;
    RETURN NULL; END $$
"""

TRIGGERS = (
    "CREATE TRIGGER assignments_added AFTER INSERT ON assignments REFERENCING NEW TABLE AS fresh"
    " FOR EACH STATEMENT EXECUTE FUNCTION oclient_assigned()",
    "CREATE TRIGGER assignments_removed AFTER DELETE ON assignments REFERENCING OLD TABLE AS gone"
    " FOR EACH STATEMENT EXECUTE FUNCTION oclient_unassigned()",
    "CREATE TRIGGER customers_placed AFTER UPDATE OF sort_key, active ON customers FOR EACH ROW"
    " WHEN (new.sort_key <> old.sort_key OR new.active <> old.active) EXECUTE FUNCTION oclient_placed()",
)


def _matches(columns: str, keys: str) -> str:
    """Return the query; the + 0 keeps the planner from walking the list along the primary key instead."""
    return f"""
        SELECT {columns} FROM customer_words w WHERE w.list_id + 0 = oclient_list() AND w.account_id + 0 = account
        AND (oclient_keys(w.account_id, w.customer_id, w.words) COLLATE "C") @> {keys}
        AND NOT EXISTS (SELECT 1 FROM unnest(long) word WHERE strpos(' ' || w.words, ' ' || word) = 0)"""  # noqa: S608


_FUNCTION = f"""
LANGUAGE plpgsql STABLE SECURITY DEFINER SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off
AS $$ DECLARE
    account BIGINT := CASE WHEN oclient_sees_all() THEN 0 ELSE oclient_account() END;
    audience TEXT := {_AUDIENCE.format(account="account")};
    beginnings TEXT[] := ARRAY(SELECT left(word, {_CUT}) FROM unnest(wanted) word);
    -- In variables, so that the planner knows them and tells a rare key from one that all have.
    in_small TEXT[] := ARRAY(SELECT audience || '*' || word FROM unnest(beginnings) word);
    in_larger TEXT[] := ARRAY(SELECT audience || '+' || word FROM unnest(beginnings) word);
    in_whole TEXT[] := ARRAY(SELECT audience || word FROM unnest(beginnings) word);
    long TEXT[] := ARRAY(SELECT word FROM unnest(wanted) word WHERE length(word) > {_CUT});
"""  # noqa: S608 - constants of this file

_MATCHING = f"""
CREATE FUNCTION oclient_matching(wanted TEXT[]) RETURNS SETOF BIGINT ROWS 1000 {_FUNCTION}
BEGIN RETURN QUERY {_matches("w.customer_id", "in_whole")}; END $$
"""

_PLACE = 'CREATE TYPE oclient_place AS (sort_key TEXT COLLATE "C", customer_id BIGINT)'


def _candidates(keys: str) -> str:
    found = _matches("(w.sort_key, w.customer_id)::oclient_place", keys)
    return f"found := ARRAY({found} AND (w.active OR NOT only_active) LIMIT most);"


_FIND = f"""
CREATE FUNCTION oclient_find(wanted TEXT[], only_active BOOLEAN, most BIGINT, amount BIGINT) RETURNS SETOF BIGINT
ROWS 20 {_FUNCTION}
    found oclient_place[];
BEGIN
    {_candidates("in_small")}
    IF cardinality(found) < most AND cardinality(found) * {SMALL} > 2 * {LARGER} * most THEN
        {_candidates("in_larger")}
    END IF;
    IF cardinality(found) < most THEN {_candidates("in_whole")} END IF;
    RETURN QUERY SELECT place.customer_id FROM unnest(found) place ORDER BY place.sort_key, place.customer_id
    LIMIT amount;
END $$
"""  # noqa: S608 - constants of this file

FOR_PEOPLE = "oclient_find(TEXT[], BOOLEAN, BIGINT, BIGINT), oclient_matching(TEXT[]), oclient_index(BIGINT, TEXT)"
FUNCTIONS = (_PLACE, _INDEX, _ASSIGNED, _UNASSIGNED, _PLACED, _MATCHING, _FIND)
