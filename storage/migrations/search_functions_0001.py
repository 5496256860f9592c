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

PARTS_UP_TO = 10_000
"""Who wants more matches than this is answered from the whole list at once."""

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
    INSERT INTO customer_words (list_id, customer_id, words, assigned)
    SELECT oclient_list(), customer, document, ARRAY(
        SELECT a.account_id FROM assignments a WHERE a.list_id = oclient_list() AND a.customer_id = customer)
    WHERE oclient_sees_all() OR oclient_is_mine(customer)
    ON CONFLICT (list_id, customer_id) DO UPDATE SET words = excluded.words $$
"""

_ASSIGNED = """
CREATE FUNCTION oclient_assigned() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    UPDATE customer_words w SET assigned = w.assigned || f.accounts
    FROM (SELECT list_id, customer_id, array_agg(account_id) AS accounts FROM fresh GROUP BY list_id, customer_id) f
    WHERE w.list_id = f.list_id AND w.customer_id = f.customer_id AND NOT w.assigned @> f.accounts;
    RETURN NULL; END $$
"""

ASSIGNED = """
CREATE TRIGGER assignments_added AFTER INSERT ON assignments REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION oclient_assigned()
"""


def _matches(keys: str) -> str:
    return f"""
        SELECT w.customer_id FROM customer_words w
        WHERE w.list_id = oclient_list() AND (oclient_keys(w.customer_id, w.words, w.assigned) COLLATE "C") @> {keys}
        AND NOT EXISTS (SELECT 1 FROM unnest(long) word WHERE strpos(' ' || w.words, ' ' || word) = 0)
        AND (everything OR (SELECT true FROM assignments a WHERE a.list_id = oclient_list()
            AND a.account_id = oclient_account() AND a.customer_id = w.customer_id LIMIT 1))
        LIMIT most"""  # noqa: S608 - constants of this file


_SEARCH = f"""
CREATE FUNCTION oclient_search(wanted TEXT[], most BIGINT) RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE SECURITY DEFINER
ROWS 1000 SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
    everything BOOLEAN := oclient_sees_all();
    mark TEXT := left(wanted[1], 4);
    keys TEXT[] := ARRAY(SELECT left(word, {_CUT}) FROM unnest(wanted) word);
    long TEXT[] := ARRAY(SELECT word FROM unnest(wanted) word WHERE length(word) > {_CUT});
    found BIGINT[] := '{{}}';
BEGIN
    IF NOT everything THEN keys := keys || (mark || '#' || oclient_account()); END IF;
    IF most <= {PARTS_UP_TO} THEN
        found := ARRAY({_matches("(keys || (mark || '*'))")});
        IF cardinality(found) < most AND cardinality(found) * {SMALL} > 2 * {LARGER} * most THEN
            found := ARRAY({_matches("(keys || (mark || '**'))")});
        END IF;
    END IF;
    IF cardinality(found) < most THEN RETURN QUERY {_matches("keys")};
    ELSE RETURN QUERY SELECT unnest(found); END IF;
END $$
"""  # noqa: S608 - constants of this file

FOR_PEOPLE = "oclient_search(TEXT[], BIGINT), oclient_index(BIGINT, TEXT)"
FUNCTIONS = (_INDEX, _ASSIGNED, _SEARCH)
