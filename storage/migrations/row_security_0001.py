"""PostgreSQL's second lock: row-level security that holds although the program's own filter were forgotten (D9, A8).

Actors named in `app.actor`:

    person      somebody signed in: sees rows of app.list_id as far as app.account_id may
    sign_in     before anybody is known: accounts, credentials, keys, sign-ins, attempts
    invitation  somebody answering an invitation: the invitation, its list's name, the membership it makes
    operator    whoever may open the database: everything
    lookup      only inside the functions below, which the policies call
"""

from typing import Any

import peewee

from oclient_tui.domain.errors import Misconfigured, tr
from storage.engine import Engine
from storage.migrations import search_functions_0001

_LIST = "list_id = oclient_list()"
_VISIBLE = (
    "((SELECT oclient_sees_all()) OR EXISTS (SELECT 1 FROM assignments mine WHERE mine.list_id = oclient_list()"
    " AND mine.account_id = oclient_account() AND mine.customer_id = {table}.{column}))"
)

_QUESTIONS = (
    (
        "oclient_sees_all()",
        "SELECT 1 FROM members m JOIN customer_lists l ON l.list_id = m.list_id"
        " WHERE m.list_id = oclient_list() AND m.account_id = oclient_account()"
        " AND (m.role <> 'member' OR NOT l.assigned_only)",
    ),
    (
        "oclient_owns()",
        "SELECT 1 FROM members m WHERE m.list_id = oclient_list() AND m.account_id = oclient_account()"
        " AND m.role = 'owner'",
    ),
    (
        "oclient_is_mine(customer BIGINT)",
        "SELECT 1 FROM assignments a WHERE a.list_id = oclient_list() AND a.account_id = oclient_account()"
        " AND a.customer_id = customer",
    ),
    (
        # A record that its author has just added and that nobody is assigned to yet.
        "oclient_is_newborn(customer BIGINT)",
        "SELECT 1 FROM customers c WHERE c.list_id = oclient_list() AND c.id = customer"
        " AND c.created_by = oclient_account() AND c.version = 1"
        " AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.list_id = c.list_id AND a.customer_id = c.id)",
    ),
)


def _lookup(name: str, question: str) -> str:
    """Return a function that answers yes or no with the eyes of the actor `lookup`, and then closes them again.

    The policies call these, and a policy that read its own table would call itself. A SET clause on the function would
    say the same shorter, but only a superuser may write one for a setting of our own.
    """
    return (
        f"CREATE FUNCTION {name} RETURNS BOOLEAN LANGUAGE plpgsql STABLE AS $$"
        " DECLARE actor TEXT := oclient_actor(); answer BOOLEAN; BEGIN"
        " PERFORM set_config('app.actor', 'lookup', true);"
        f" SELECT EXISTS ({question}) INTO answer;"
        " PERFORM set_config('app.actor', actor, true); RETURN answer; END $$"
    )


_FUNCTIONS = (
    "CREATE FUNCTION oclient_list() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE"
    " AS $$ SELECT nullif(current_setting('app.list_id', true), '')::bigint $$",
    "CREATE FUNCTION oclient_account() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE"
    " AS $$ SELECT nullif(current_setting('app.account_id', true), '')::bigint $$",
    "CREATE FUNCTION oclient_actor() RETURNS TEXT LANGUAGE sql STABLE PARALLEL SAFE"
    " AS $$ SELECT coalesce(current_setting('app.actor', true), '') $$",
    *(_lookup(name, question) for name, question in _QUESTIONS),
    *search_functions_0001.FUNCTIONS,
)

_OF_LIST = ("customer_lists", "list_settings", "members", "invitations", "categories", "audit_heads")
_OF_CUSTOMER = ("customer_categories", "customer_tags", "consent_events")
_OF_AUDIT = ("audit_entries", "audit_values")
_SYSTEM = {
    "customer_lists": ("invitation", "lookup"),
    "members": ("invitation", "lookup"),
    "invitations": ("invitation",),
    "audit_heads": ("invitation", "sign_in"),
    "audit_entries": ("invitation", "sign_in"),
    "audit_values": ("invitation", "sign_in"),
    "customers": ("lookup",),
    "assignments": ("lookup",),
}
_OPEN = ("accounts", "account_keys")
_SECRET = ("credentials", "sign_ins", "attempts")


def _take_role(run: Any) -> None:
    """Make the role if the server has none, and be a member of it; raise Misconfigured where the server says no.

    The role belongs to the server, not to one database: a second installation finds it there.
    """
    try:
        if not run("SELECT 1 FROM pg_roles WHERE rolname = 'oclient_app'").fetchone():
            run(
                "DO $$ BEGIN CREATE ROLE oclient_app NOLOGIN NOBYPASSRLS;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        if not run("SELECT pg_has_role(current_user, 'oclient_app', 'SET')").fetchone()[0]:
            run("GRANT oclient_app TO CURRENT_USER")
    except peewee.ProgrammingError as error:
        raise Misconfigured(
            tr(
                "The database user may not take the role oclient_app. Ask the server's administrator for: "
                "CREATE ROLE oclient_app NOLOGIN (once), and GRANT oclient_app TO the user of the URL."
            )
        ) from error


def _policies() -> list[str]:
    person = "oclient_actor() = 'person' AND "
    visible = {table: _VISIBLE.format(table=table, column="customer_id") for table in _OF_CUSTOMER}
    rows = [_policy(table, "person", "ALL", f"{person}{_LIST}") for table in _OF_LIST]
    rows += [_policy(table, "person", "ALL", f"{person}{_LIST} AND {visible[table]}") for table in _OF_CUSTOMER]
    # Which lists are mine: the one question across lists that a person asks.
    rows.append(_policy("members", "mine", "SELECT", f"{person}account_id = oclient_account()"))
    mine = "list_id IN (SELECT m.list_id FROM members m WHERE m.account_id = oclient_account())"
    rows.append(_policy("customer_lists", "mine", "SELECT", f"{person}{mine}"))
    rows.append(_policy("customer_lists", "creating", "INSERT", f"{person}owner_id = oclient_account()"))
    for table in _OF_AUDIT:
        rows.append(_policy(table, "appending", "INSERT", f"{person}(list_id = oclient_list() OR list_id = 0)"))
        rows.append(_policy(table, "reading", "SELECT", f"{person}{_LIST} AND (SELECT oclient_owns())"))
    rows.append(_policy("audit_heads", "installation", "ALL", f"{person}list_id = 0"))
    return rows + _customer_policies(person) + _other_policies()


def _customer_policies(person: str) -> list[str]:
    seen = f"{person}{_LIST} AND {_VISIBLE.format(table='customers', column='id')}"
    rows = [_policy("customers", action.lower(), action, seen) for action in ("SELECT", "UPDATE", "DELETE")]
    rows.append(_policy("customers", "adding", "INSERT", f"{person}{_LIST} AND created_by = oclient_account()"))
    sight = "(account_id = oclient_account() OR (SELECT oclient_sees_all()) OR oclient_is_mine(customer_id))"
    rows += [
        _policy("assignments", a.lower(), a, f"{person}{_LIST} AND {sight}") for a in ("SELECT", "UPDATE", "DELETE")
    ]
    touch = "((SELECT oclient_sees_all()) OR oclient_is_mine(customer_id) OR oclient_is_newborn(customer_id))"
    rows.append(_policy("assignments", "adding", "INSERT", f"{person}{_LIST} AND {touch}"))
    return rows


def _other_policies() -> list[str]:
    guarded = (*_OF_LIST, *_OF_CUSTOMER, *_OF_AUDIT, "customers", "assignments", *_OPEN, *_SECRET)
    rows = [_policy(table, "operator", "ALL", "oclient_actor() = 'operator'") for table in guarded]
    for table, actors in _SYSTEM.items():
        names = ", ".join(f"'{actor}'" for actor in actors)
        rows.append(_policy(table, "system", "ALL", f"oclient_actor() IN ({names})"))
    rows += [
        _policy(table, "known", "ALL", "oclient_actor() IN ('person', 'sign_in', 'invitation')") for table in _OPEN
    ]
    rows += [_policy(table, "sign_in", "ALL", "oclient_actor() IN ('sign_in', 'invitation')") for table in _SECRET]
    return rows


def _policy(table: str, name: str, action: str, rule: str) -> str:
    clauses = {"SELECT": f"USING ({rule})", "DELETE": f"USING ({rule})", "INSERT": f"WITH CHECK ({rule})"}
    clause = clauses.get(action, f"USING ({rule}) WITH CHECK ({rule})")
    return f"CREATE POLICY oclient_{name} ON {table} FOR {action} {clause}"


def create(engine: Engine) -> None:
    """Make the role, the functions, and a forced policy on every table."""
    run: Any = engine.database.execute_sql
    _take_role(run)
    schema = str(run("SELECT quote_ident(current_schema())").fetchone()[0])
    run(f"GRANT USAGE ON SCHEMA {schema} TO oclient_app")
    guarded = (*_OF_LIST, *_OF_CUSTOMER, *_OF_AUDIT, "customers", "assignments", *_OPEN, *_SECRET)
    for table in guarded:
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO oclient_app")
    run("REVOKE UPDATE, DELETE ON audit_entries, audit_values, consent_events FROM oclient_app")
    for function in _FUNCTIONS:
        run(_pinned(function, schema))
    for trigger in search_functions_0001.TRIGGERS:
        run(trigger)
    run(f"REVOKE ALL ON FUNCTION {search_functions_0001.FOR_PEOPLE} FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION {search_functions_0001.FOR_PEOPLE} TO oclient_app")
    for policy in _policies():
        run(policy)


def _pinned(function: str, schema: str) -> str:
    """Pin the search path of a function that runs with another's eyes, lest a foreign table take a name's place."""
    if "SECURITY DEFINER" not in function:
        return function
    return function.replace("SECURITY DEFINER", f"SECURITY DEFINER SET search_path = {schema}, pg_temp", 1)
