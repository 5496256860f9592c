"""Search on PostgreSQL: what is indexed of a customer, and the functions that people may call.

Nobody may read the words themselves. A text match is no leakproof operator, so under a row-level policy it could not
use an index; the function matches by index first, and gives out only what the account may see.

GIN finds all matches before it gives out the first, which takes long where a fourth of the list matches. Therefore a
small and a larger part of the customers, taken by their ids, each carry a key of their own: a search that wants no
more than so many asks in the small part first, then in the larger one if the first look promises enough, and in the
whole list only for what is rare.
"""

SMALL, LARGER = 241, 17
"""Every so manieth customer is in the small, in the larger part: primes, so that no pattern in ids meets them."""

_DIGITS, _LETTERS = 10, 12
"""Indexed length of a word's beginning, its mark of four signs included; the rest is compared with the word itself.

Phone numbers have six digits there, for their longer beginnings are each a key that hardly another customer has.
"""

_CUT = f"CASE WHEN substr(word, 5) ~ '^[0-9]+$' THEN {_DIGITS} ELSE {_LETTERS} END"

KEYS = f"""
CREATE FUNCTION oclient_keys(customer BIGINT, words TEXT, assigned BIGINT[]) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    SELECT ARRAY(SELECT DISTINCT left(word, size) FROM unnest(string_to_array(words, ' ')) word,
                 generate_series(5, least(length(word), {_CUT})) size)
        || ARRAY(SELECT left(words, 4) || '#' || account FROM unnest(assigned) account)
        || CASE WHEN mod(customer, {SMALL}) = 0 THEN ARRAY[left(words, 4) || '*'] ELSE '{{}}' END
        || CASE WHEN mod(customer, {LARGER}) = 0 THEN ARRAY[left(words, 4) || '**'] ELSE '{{}}' END $$
"""  # noqa: S608 - constants of this file

_INDEX = """
CREATE FUNCTION oclient_index(customer BIGINT, document TEXT) RETURNS VOID LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO customer_words (list_id, customer_id, words, sort_key, active, assigned)
    SELECT c.list_id, c.id, document, c.sort_key, c.active, ARRAY(
        SELECT a.account_id FROM assignments a WHERE a.list_id = c.list_id AND a.customer_id = c.id)
    FROM customers c WHERE c.list_id = oclient_list() AND c.id = customer
    AND (oclient_sees_all() OR oclient_is_mine(customer))
    ON CONFLICT (list_id, customer_id) DO UPDATE SET words = excluded.words $$
"""

_ASSIGNED = """
CREATE FUNCTION oclient_assigned() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    UPDATE customer_words w SET assigned = w.assigned || f.accounts
    FROM (SELECT list_id, customer_id, array_agg(account_id) AS accounts FROM fresh GROUP BY list_id, customer_id) f
    WHERE w.list_id = f.list_id AND w.customer_id = f.customer_id AND NOT w.assigned @> f.accounts;
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
    "CREATE TRIGGER customers_placed AFTER UPDATE OF sort_key, active ON customers FOR EACH ROW"
    " WHEN (new.sort_key <> old.sort_key OR new.active <> old.active) EXECUTE FUNCTION oclient_placed()",
)


def _matches(columns: str, keys: str) -> str:
    return f"""
        SELECT {columns} FROM customer_words w
        WHERE w.list_id = oclient_list() AND (oclient_keys(w.customer_id, w.words, w.assigned) COLLATE "C") @> {keys}
        AND NOT EXISTS (SELECT 1 FROM unnest(long) word WHERE strpos(' ' || w.words, ' ' || word) = 0)
        AND (everything OR (SELECT true FROM assignments a WHERE a.list_id = oclient_list()
            AND a.account_id = oclient_account() AND a.customer_id = w.customer_id LIMIT 1))"""  # noqa: S608 - constants


_FUNCTION = f"""
LANGUAGE plpgsql STABLE SECURITY DEFINER SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off
AS $$ DECLARE
    everything BOOLEAN := oclient_sees_all();
    mark TEXT := left(wanted[1], 4);
    keys TEXT[] := ARRAY(SELECT left(word, {_CUT}) FROM unnest(wanted) word)
        || CASE WHEN everything THEN '{{}}' ELSE ARRAY[mark || '#' || oclient_account()] END;
    long TEXT[] := ARRAY(SELECT word FROM unnest(wanted) word WHERE length(word) > {_CUT});
"""  # noqa: S608 - constants of this file

_MATCHING = f"""
CREATE FUNCTION oclient_matching(wanted TEXT[]) RETURNS SETOF BIGINT ROWS 1000 {_FUNCTION}
BEGIN RETURN QUERY {_matches("w.customer_id", "keys")}; END $$
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
    {_candidates("(keys || (mark || '*'))")}
    IF cardinality(found) < most AND cardinality(found) * {SMALL} > 2 * {LARGER} * most THEN
        {_candidates("(keys || (mark || '**'))")}
    END IF;
    IF cardinality(found) < most THEN {_candidates("keys")} END IF;
    RETURN QUERY SELECT place.customer_id FROM unnest(found) place ORDER BY place.sort_key, place.customer_id
    LIMIT amount;
END $$
"""  # noqa: S608 - constants of this file

FOR_PEOPLE = "oclient_find(TEXT[], BOOLEAN, BIGINT, BIGINT), oclient_matching(TEXT[]), oclient_index(BIGINT, TEXT)"
FUNCTIONS = (_PLACE, _INDEX, _ASSIGNED, _PLACED, _MATCHING, _FIND)
