"""Consent kinds: up to ten, each with versions of its wording; the log outlives them (D14, E09-E11, E23, X07)."""

import pytest

from oclient_tui.domain.catalogues import CatalogueKind, Entry
from oclient_tui.domain.errors import Invalid, Refused
from oclient_tui.services.customers.finding import CountCustomers
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, ListEntries, RenameEntry
from oclient_tui.services.sharing.removing_entries import RemoveEntry
from tests.factories import World, add

KIND = CatalogueKind.CONSENT_KINDS


@pytest.fixture
def customer(world: World) -> int:
    return add(world.mia, world.id, company="C").id


def kinds(world: World) -> list[Entry]:
    return world.mia.do(ListEntries(world.id, KIND))


def give(world: World, customer: int, kind: str, wording: str = "", *, given: bool = True) -> bool:
    return world.mia.do(RecordConsent(world.id, customer, kind, given, wording)) is not None


def log(world: World, customer: int) -> list[tuple[str, bool, str, int]]:
    events = world.mia.do(ListConsents(world.id, customer))
    return [(event.kind, event.given, event.wording, event.version) for event in events]


def test_a_list_has_at_most_ten(world: World) -> None:  # X07
    for number in range(len(kinds(world)), 10):
        world.ola.do(AddEntry(world.id, KIND, f"Kind {number}"))
    with pytest.raises(Refused, match="at most 10 consent kinds"):
        world.ola.do(AddEntry(world.id, KIND, "One more"))
    world.ola.do(RemoveEntry(world.id, KIND, "Kind 9"))
    world.ola.do(AddEntry(world.id, KIND, "One more"))
    assert len(kinds(world)) == 10


def test_a_new_kind_is_given_by_nobody(world: World, customer: int) -> None:  # E10
    made = world.ola.do(AddEntry(world.id, KIND, "Newsletter", wording="Monthly news"))
    assert (made.code, made.wording, made.version) == ("newsletter", "Monthly news", 1)
    assert world.mia.do(CountCustomers(world.id, "consent:newsletter")) == 0
    assert give(world, customer, "NEWSLETTER")
    assert not give(world, customer, "newsletter"), "given already: nothing is written"  # E11
    assert world.mia.do(CountCustomers(world.id, "consent:Newsletter")) == 1
    assert log(world, customer) == [("newsletter", True, "Monthly news", 1)]


def test_an_event_keeps_the_wording_it_was_given_under(world: World, customer: int) -> None:  # D14
    for kind in kinds(world):
        assert (kind.wording, kind.version) == ("", 1)
    assert world.ola.do(ChangeWording(world.id, "EMAIL", "News by e-mail")).version == 2
    assert world.ola.do(ChangeWording(world.id, "email", " News by  e-mail ")).version == 2, "the same wording"
    give(world, customer, "email")
    world.ola.do(ChangeWording(world.id, "email", "News and offers by e-mail"))
    give(world, customer, "email", given=False)
    give(world, customer, "email", "News and offers by e-mail")
    give(world, customer, "sms", "As we said on the phone")
    assert log(world, customer) == [
        ("email", True, "News by e-mail", 2),
        ("email", False, "", 0),
        ("email", True, "News and offers by e-mail", 3),
        ("sms", True, "As we said on the phone", 0),
    ]
    with pytest.raises(Invalid, match="wording may have"):
        world.ola.do(ChangeWording(world.id, "email", "x" * 501))
    with pytest.raises(Invalid, match="no consent kind"):
        world.ola.do(ChangeWording(world.id, "fax", "News"))


def test_a_renamed_kind_stays_given(world: World, customer: int) -> None:
    give(world, customer, "email")
    world.ola.do(RenameEntry(world.id, KIND, "email", "Post elektroniczny"))
    assert not give(world, customer, "post elektroniczny")
    assert not give(world, customer, "email"), "its code goes on working"
    for line in ("consent:email", 'consent:"Post elektroniczny"'):
        assert world.mia.do(CountCustomers(world.id, line)) == 1
    with pytest.raises(Refused, match="already"):
        world.ola.do(AddEntry(world.id, KIND, "Email"))
    assert log(world, customer) == [("email", True, "", 1)]


def test_a_removed_kind_keeps_its_log_and_is_not_offered(world: World, customer: int) -> None:  # E09, E23
    other = add(world.mia, world.id, company="Other").id
    give(world, customer, "sms")
    world.ola.do(RemoveEntry(world.id, KIND, "sms"))
    assert "sms" not in [kind.code for kind in kinds(world)]
    for kind in ("sms", "SMS", "fax"):
        with pytest.raises(Invalid, match=f"no consent kind “{kind}”. It has: email, phone, post"):
            give(world, other, kind)
    assert log(world, customer) == [("sms", True, "", 1)]
    assert world.mia.do(CountCustomers(world.id, "consent:sms")) == 1
    assert give(world, customer, "sms", given=False), "what was given can be withdrawn"
    assert not give(world, other, "sms", given=False)
    assert [given for _, given, _, _ in log(world, customer)] == [True, False]
    with pytest.raises(Invalid, match="no consent kind"):
        give(world, other, "fax", given=False)
    with pytest.raises(Invalid, match="no consent kind “fax”"):
        world.mia.do(CountCustomers(world.id, "consent:fax"))


def test_a_kind_that_comes_back_is_given_by_nobody(world: World, customer: int) -> None:  # E10
    give(world, customer, "sms")
    world.ola.do(RemoveEntry(world.id, KIND, "sms"))
    made = world.ola.do(AddEntry(world.id, KIND, "SMS", wording="Again"))
    assert (made.code, made.version) == ("sms_2", 1)
    assert world.mia.do(CountCustomers(world.id, "consent:SMS")) == 0
    assert give(world, customer, "sms")
    assert log(world, customer) == [("sms", True, "", 1), ("sms_2", True, "Again", 1)]
    assert world.mia.do(CountCustomers(world.id, "consent:sms")) == 1
