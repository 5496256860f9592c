"""Duplicate control: refused adds and edits, old data, keys that pass on, what is told to whom (O19-O22, N01)."""

import itertools

import pytest

from oclient_tui.domain.errors import Conflict, Duplicate, OClientError, Throttled
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.duplicates import LISTED
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.finding import CountCustomers, ShowCustomer
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.probing import HOUR_MS, LIMIT
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.rehearsing import ListDuplicates
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList, LeaveList
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from tests.factories import SHOP, Clock, World, add
from tests.storage.backdoor import contents

RULES = "email; phone; last_name+city"
JAN = {"first_name": "Jan", "last_name": "Żółw", "city": "Łódź", "email": "jan@example.com", "phone": "600 100 200"}


def rule(world: World, text: str = RULES) -> None:
    """Put rules in force."""
    world.ola.do(ChangeSetting(world.id, "duplicates.rules", text))


def refused(session: Session, list_id: int, **fields: str) -> str:
    """Return the sentence with which a duplicate is refused."""
    with pytest.raises(Duplicate) as error:
        add(session, list_id, **fields)
    return str(error.value)


def edit(session: Session, list_id: int, customer: int, version: int | None = None, **fields: str) -> int:
    """Edit and return the version."""
    return session.do(EditCustomer(list_id, customer, Typed(fields), version)).version


def test_a_match_by_any_rule_is_refused_and_named(world: World) -> None:  # O19, O20
    rule(world)
    jan = add(world.ola, world.id, **JAN)
    told = f"This customer is on the list already: Jan Żółw ({jan.id})."
    for fields in (
        {"company": "X", "email": "JAN@Example.COM"},
        {"company": "X", "email": "new@example.com", "email2": "jan@example.com"},
        {"company": "X", "phone": "+48 600-100-200"},
        {"last_name": "zolw", "city": " LODZ"},
    ):
        assert refused(world.adam, world.id, **fields) == told
    add(world.ola, world.id, last_name="Żółw", city="Gdynia", email="other@example.com")
    add(world.ola, world.id, last_name="Żółw")
    add(world.ola, world.id, last_name="Żółw")  # an empty city matches no empty city
    assert world.ola.do(CountCustomers(world.id)) == 4


def test_lists_know_nothing_of_each_other(world: World) -> None:  # O02
    rule(world)
    add(world.ola, world.id, **JAN)
    other = world.ola.do(CreateList("Other", SHOP, "pl")).id
    world.ola.do(ChangeSetting(other, "duplicates.rules", RULES))
    add(world.ola, other, **JAN)


def test_the_business_type_s_rules_are_in_force_from_the_start(world: World) -> None:  # O05
    kind = SHOP.__class__("shop", "Shop", "", duplicate_rules="phone; Email")
    made = world.ola.do(CreateList("Second", kind, "pl")).id
    assert world.ola.do(ShowSettings(made))["duplicates.rules"] == "phone; email"
    add(world.ola, made, **JAN)
    refused(world.ola, made, company="X", email="jan@example.com")


def test_a_deactivated_customer_still_counts(world: World) -> None:
    rule(world)
    jan = add(world.ola, world.id, **JAN)
    world.ola.do(SetActive(world.id, jan.id, False))
    told = refused(world.ola, world.id, company="X", email="jan@example.com")
    assert told == f"This customer is on the list already, inactive: Jan Żółw ({jan.id}). Activate it instead."
    world.ola.do(SetActive(world.id, jan.id, True))


def test_an_edit_is_refused_like_an_add_and_changes_nothing(world: World) -> None:  # O21, D7
    rule(world)
    jan = add(world.ola, world.id, **JAN)
    ewa = add(world.ola, world.id, first_name="Ewa", email="ewa@example.com")
    with pytest.raises(Duplicate, match=str(jan.id)):
        edit(world.ola, world.id, ewa.id, phone="600100200", email="second@example.com")
    assert world.ola.do(ShowCustomer(world.id, ewa.id)).emails == ("ewa@example.com",)
    refused(world.ola, world.id, company="X", email="ewa@example.com")
    add(world.ola, world.id, company="X", email="second@example.com")


def test_a_key_given_up_is_free_for_others(world: World) -> None:
    rule(world)
    jan = add(world.ola, world.id, **JAN)
    edit(world.ola, world.id, jan.id, email="")
    eva = add(world.ola, world.id, company="X", email="jan@example.com")
    world.ola.do(DeleteCustomer(world.id, eva.id))
    edit(world.ola, world.id, jan.id, email="jan@example.com")


def test_a_stale_save_merges_before_it_is_compared(world: World) -> None:  # N18
    rule(world, "last_name+city")
    add(world.ola, world.id, last_name="A", city="Y")
    other = add(world.ola, world.id, last_name="B", city="X")
    edit(world.ola, world.id, other.id, last_name="A")
    with pytest.raises(Duplicate):
        edit(world.ola, world.id, other.id, 1, city="Y")
    with pytest.raises(Conflict):
        edit(world.ola, world.id, other.id, 1, last_name="C")


def old_data(world: World) -> list[int]:
    """Return three records of Mia's that share an e-mail, made before the rule."""
    return [add(world.mia, world.id, first_name=name, email="same@example.com").id for name in "ABC"]


def test_old_clashes_are_listed_kept_and_edited(world: World) -> None:  # O22
    first, second, third = old_data(world)
    rule(world)
    found = world.ola.do(ListDuplicates(world.id))
    assert (found.count, found.customers, found.pairs) == (1, 3, 3)
    assert found.clashes[0].rule == "email"
    assert found.clashes[0].customers == ((first, "A"), (second, "B"), (third, "C"))
    for customer in (first, second, third):
        assert edit(world.mia, world.id, customer, city="Gdynia") == 2
        edit(world.mia, world.id, customer, email="same@example.com", email2=f"own{customer}@example.com")
    edit(world.mia, world.id, second, email="", email2="")
    with pytest.raises(Duplicate):
        edit(world.mia, world.id, second, email="same@example.com")
    assert world.ola.do(ListDuplicates(world.id)).customers == 2


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
@pytest.mark.parametrize("deleting", [False, True])
def test_a_key_passes_on_until_nobody_has_it(world: World, order: tuple[int, ...], deleting: bool) -> None:  # O22
    """In whatever order the clashing records give it up, and though Mia sees only one of them."""
    records = old_data(world)
    world.ola.do(Unassign(world.id, ("mia@example.com",), None, "active:any"))
    rule(world)
    for left, place in enumerate(order, start=1):
        world.ola.do(Assign(world.id, ("mia@example.com",), records[place]))
        if deleting:
            world.ola.do(DeleteCustomer(world.id, records[place]))
        else:
            edit(world.mia, world.id, records[place], email="")
        assert world.ola.do(ListDuplicates(world.id)).customers == {1: 2, 2: 0, 3: 0}[left]
        if left < 3:
            refused(world.ola, world.id, company="X", email="same@example.com")
    add(world.max, world.id, company="X", email="same@example.com")


def test_rules_switched_off_free_all_keys(world: World) -> None:
    rule(world)
    add(world.ola, world.id, **JAN)
    rule(world, "")
    again = add(world.ola, world.id, **JAN)
    rule(world, "phone")
    assert world.ola.do(ListDuplicates(world.id)).customers == 2
    world.ola.do(DeleteCustomer(world.id, again.id))
    add(world.ola, world.id, company="X", email="jan@example.com")
    refused(world.ola, world.id, company="X", phone="600100200")


# What is told to whom.


def test_every_hidden_match_is_told_in_the_same_words(world: World) -> None:  # N01, A4
    rule(world)
    add(world.ola, world.id, **JAN)
    inactive = add(world.ola, world.id, company="Old", phone="600100201")
    world.ola.do(SetActive(world.id, inactive.id, False))
    many = {"last_name": "Żółw", "city": "Łódź", "email": "jan@example.com", "phone": "600100201"}
    answers = {
        refused(world.mia, world.id, **fields)
        for fields in (
            {"company": "X", "email": "jan@example.com"},
            {"company": "X", "phone": "600100200"},
            {"company": "X", "phone": "600100201"},
            {"last_name": "Zolw", "city": "lodz"},
            many,
        )
    }
    assert answers == {LISTED}
    own = add(world.mia, world.id, company="Mine")
    with pytest.raises(Duplicate) as error:
        edit(world.mia, world.id, own.id, phone="600100200")
    assert (str(error.value), error.value.values) == (LISTED, {})


def test_a_visible_match_hides_that_there_is_a_hidden_one_too(world: World) -> None:  # N01
    rule(world)
    own = add(world.mia, world.id, company="Mine", email="mine@example.com")
    told = refused(world.mia, world.id, company="X", email="mine@example.com", phone="600100200")
    add(world.ola, world.id, **JAN)
    assert str(own.id) in told
    assert refused(world.mia, world.id, company="X", email="mine@example.com", phone="600100200") == told


def test_who_may_see_it_is_told_which_as_soon_as_they_may(world: World) -> None:
    rule(world)
    jan = add(world.ola, world.id, **JAN)
    assert refused(world.mia, world.id, company="X", phone="600100200") == LISTED
    world.ola.do(Assign(world.id, ("mia@example.com",), jan.id))
    assert str(jan.id) in refused(world.mia, world.id, company="X", phone="600100200")
    world.ola.do(ChangeSetting(world.id, "assigned_only", "off"))
    assert str(jan.id) in refused(world.max, world.id, company="X", phone="600100200")


def test_a_clashing_record_that_is_visible_is_named_though_a_hidden_one_holds_the_key(world: World) -> None:
    add(world.ola, world.id, company="Hidden", phone="600100200")
    own = add(world.mia, world.id, company="Mine", phone="600100200")
    rule(world)
    assert str(own.id) in refused(world.mia, world.id, company="X", phone="600100200")
    assert refused(world.max, world.id, company="X", phone="600100200") == LISTED
    assert world.mia.do(CountCustomers(world.id)) == 1


def test_refusals_are_audited(world: World) -> None:
    rule(world)
    add(world.ola, world.id, **JAN)
    refused(world.mia, world.id, company="X", phone="600100200")
    newest = world.ola.do(ListAudit(world.id, 1))[0]
    shown = (newest.actor, newest.entry.action, newest.entry.outcome, newest.entry.reason)
    assert shown == ("mia@example.com", "AddCustomer", "refused", "duplicate")


def outcome(session: Session, list_id: int, **fields: str) -> type[OClientError] | None:
    """Return what an add is answered with."""
    try:
        add(session, list_id, **fields)
    except OClientError as error:
        return type(error)
    return None


def test_after_many_refusals_nothing_is_tried_for_an_hour(world: World, clock: Clock) -> None:  # A4
    """Neither a hidden, nor a visible, nor a new customer: any difference would go on telling."""
    rule(world)
    add(world.ola, world.id, **JAN)
    own = add(world.mia, world.id, company="Mine", email="mine@example.com")
    kinds = itertools.cycle([{"phone": "600100200"}, {"email": "mine@example.com"}])
    for _ in range(LIMIT):
        refused(world.mia, world.id, company="X", **next(kinds))
    for fields in ({"phone": "600100200"}, {"email": "mine@example.com"}, {"phone": "600999999"}):
        assert outcome(world.mia, world.id, company="X", **fields) is Throttled
        with pytest.raises(Throttled):
            edit(world.mia, world.id, own.id, None, **fields, email2="fresh@example.com")
    edit(world.mia, world.id, own.id, city="Gdynia")  # gains no key, so it asks nothing
    add(world.mia, world.id, company="Without any key")
    assert outcome(world.max, world.id, company="X", phone="600100200") is Duplicate
    clock.advance(HOUR_MS + 1)
    assert outcome(world.mia, world.id, company="X", phone="600100200") is Duplicate
    assert outcome(world.mia, world.id, company="X", phone="600999999") is None


@pytest.mark.parametrize("dry", [True, False])
def test_a_change_of_many_meets_a_hidden_record_as_one_edit_does(world: World, url: str, dry: bool) -> None:  # A4, N03
    rule(world)
    add(world.ola, world.id, **JAN)
    mine = add(world.mia, world.id, company="Mine")
    case = EditCustomers(world.id, "company:Mine", dry=dry, typed=Typed({"phone": "600100200"}))
    with pytest.raises(Duplicate) as told:
        world.mia.do(case)
    assert str(told.value) == LISTED
    assert len(contents(url)["duplicate_probes"]) == 1, "a plan answers what trying would, and counts as much"
    assert world.mia.do(ShowCustomer(world.id, mine.id)) == mine


def test_whoever_sees_everything_is_not_limited(world: World) -> None:  # D2
    rule(world)
    add(world.ola, world.id, **JAN)
    for session in (world.ola, world.adam):
        for _ in range(LIMIT + 2):
            refused(session, world.id, company="X", phone="600100200")
    world.ola.do(ChangeSetting(world.id, "assigned_only", "off"))
    for _ in range(LIMIT + 2):
        refused(world.mia, world.id, company="X", phone="600100200")


def test_leaving_and_coming_back_does_not_start_the_hour_anew(world: World) -> None:
    rule(world)
    add(world.ola, world.id, **JAN)
    for _ in range(LIMIT):
        refused(world.mia, world.id, company="X", phone="600100200")
    world.mia.do(LeaveList(world.id))
    world.mia.do(AcceptInvitation(world.ola.do(InviteMember(world.id, "mia@example.com")).token))
    rule(world, "phone")
    assert outcome(world.mia, world.id, company="X", phone="600100200") is Throttled
