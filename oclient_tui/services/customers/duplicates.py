"""Duplicate control on every way into a list: one function for all of them (O20, O21)."""

from collections.abc import Collection

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.duplicates import Rules, digests, parse_rules
from oclient_tui.domain.errors import Duplicate, tr
from oclient_tui.services.customers.probing import check_refused
from oclient_tui.services.undo.journal import releasing
from oclient_tui.services.usecase import Work

RULES = "duplicates.rules"
"""The setting that holds the rules."""

LISTED = tr("This customer is on the list already. If you do not see it, ask for it: oclient customers request")
SEEN = tr("This customer is on the list already: {name} ({id}).")
SEEN_INACTIVE = tr("This customer is on the list already, inactive: {name} ({id}). Activate it instead.")


def rules_in_force(work: Work) -> Rules:
    """Return the list's rules."""
    return parse_rules(work.unit.lists.setting(RULES) or "")


def rebuild_keys(work: Work, before: str, after: str) -> None:  # noqa: ARG001 - what every effect of a setting takes
    """Put other rules in force: find the keys of all customers anew; records that clash already stay (O22)."""
    # Whoever writes on the list holds its row: what they added by the old rules is there when the keys are found, and
    # whoever comes later reads the new rules.
    work.unit.lists.set({})
    work.unit.duplicates.rebuild(parse_rules(after))


def claim_keys(work: Work, customer: Customer, before: Customer | None = None) -> None:
    """Take the keys that a stored customer now has and give up those it had; `before` is what an edit found.

    Raise Duplicate if another customer has a key that this one gains, whether active or not. Keys that it had before
    are not looked at again: a record that clashed when the control was switched on can be edited (O22).
    """
    rules, list_id = rules_in_force(work), work.here.list_id
    old = digests(list_id, rules, before) if before else set[bytes]()
    new = digests(list_id, rules, customer)
    if new - old:
        check_refused(work)
    if old - new:
        releasing(work, customer.id, old - new)
        work.unit.duplicates.release(customer.id, old - new)
    if new - old and not work.unit.duplicates.claim(customer.id, new - old):
        raise refusal(work, customer.id, new - old)


def refusal(work: Work, customer_id: int, taken: Collection[bytes]) -> Duplicate:
    """Return what to tell: the other record where the person sees it, else the same words for every hidden one (N01).

    The work is the same either way: one query, which finds a visible record or none (A4).
    """
    found = work.unit.duplicates.visible_with(taken, besides=customer_id)
    if found is None:
        return Duplicate(LISTED)
    return Duplicate(SEEN if found.active else SEEN_INACTIVE, name=found.name, id=str(found.id))
