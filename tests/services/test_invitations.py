"""An invitation is answered once, in time, by the person it is for (S5, D19, X01)."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.access import Permission, Role
from oclient_tui.domain.errors import Denied, Invalid, NotFound, OClientError, Refused, SignInNeeded
from oclient_tui.domain.members import INVITATION_LIFETIME_MS, Invitation, InvitationState
from oclient_tui.services.sharing.accounts import DisableAccount, ListAccounts
from oclient_tui.services.sharing.invitations import (
    AcceptInvitation,
    InviteMember,
    ListInvitations,
    MyInvitations,
    RejectInvitation,
    RevokeInvitation,
)
from oclient_tui.services.sharing.lists import MyLists
from oclient_tui.services.sharing.members import ListMembers, RemoveMember
from oclient_tui.services.sharing.own_account import ChangeOwnPassword, WhoAmI
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, PASSWORD, Clock, World, account
from tests.storage.backdoor import contents, sql
from tests.storage.crowd import alone_with_a_crowd, another_house, at_once

NEW = "new@example.com"
EVE = "eve@example.com"
GONE = "no such invitation, or it is no longer open"


def _members(world: World) -> dict[str, Role]:
    return {member.email: member.role for member in world.ola.do(ListMembers(world.id))}


def _states(world: World, email: str) -> list[InvitationState]:
    return [found.state for found in world.ola.do(ListInvitations(world.id)) if found.email == email]


def test_a_newcomer_s_token_makes_the_account_and_the_membership(world: World) -> None:  # D19
    offer = world.ola.do(InviteMember(world.id, NEW, "member", ("import",)))
    world.house.visitor(DOOR).do(AcceptInvitation(offer.token, "Nowa", PASSWORD))
    proved = world.house.gate.by_password(NEW, PASSWORD, "here")
    assert proved.name == "Nowa"
    [mine] = world.house.person(proved, DOOR).do(MyLists())
    assert (mine.list.id, mine.role) == (world.id, "member")
    [member] = [member for member in world.ola.do(ListMembers(world.id)) if member.email == NEW]
    assert member.rights == {Permission.GROUP_SEND, Permission.IMPORT}
    assert _states(world, NEW) == [InvitationState.ACCEPTED]


def test_a_token_is_long_and_stored_as_a_digest_only(world: World, url: str) -> None:  # S5
    tokens = {world.ola.do(InviteMember(world.id, f"{number}@example.com")).token for number in range(20)}
    assert len(tokens) == 20
    for token in tokens:
        assert re.fullmatch("[A-Za-z0-9_-]{22,}", token), "22 letters of base64 are 128 bits and more"
    stored = repr(contents(url))
    assert not [token for token in tokens if token in stored]
    assert len({digest for (digest,) in sql(url, "SELECT token_digest FROM invitations")}) == 23


def test_a_newcomer_must_choose_a_password(world: World) -> None:
    offer = world.ola.do(InviteMember(world.id, NEW))
    visitor = world.house.visitor(DOOR)
    with pytest.raises(SignInNeeded, match="choose a password"):
        visitor.do(AcceptInvitation(offer.token))
    with pytest.raises(Invalid, match="at least 8"):
        visitor.do(AcceptInvitation(offer.token, "", "short"))
    assert _states(world, NEW) == [InvitationState.PENDING]
    assert NEW not in [found.email for found in world.house.operator(DOOR).do(ListAccounts())]


def test_whoever_has_an_account_signs_in_first(world: World) -> None:  # D19
    """A token never sets the password of an account that exists: or stealing one would take the account over."""
    offer = world.ola.do(InviteMember(world.id, EVE))
    with pytest.raises(SignInNeeded, match="Sign in with it"):
        world.house.visitor(DOOR).do(AcceptInvitation(offer.token, "Thief", "another horse 2"))
    assert world.house.gate.by_password(EVE, PASSWORD, "here").name == "Eve"
    assert EVE not in _members(world)
    world.eve.do(AcceptInvitation(offer.token, "ignored", "another horse 2"))
    assert _members(world)[EVE] is Role.MEMBER
    assert world.house.gate.by_password(EVE, PASSWORD, "here").name == "Eve"


def test_an_account_answers_from_its_own_list(world: World) -> None:  # D19, X01
    offer = world.ola.do(InviteMember(world.id, EVE, "admin")).invitation
    [mine] = world.eve.do(MyInvitations())
    assert (mine.id, mine.list_name, mine.role) == (offer.id, "Shop", Role.ADMIN)
    for session in (world.mia, world.ola):
        assert session.do(MyInvitations()) == []
        with pytest.raises(NotFound, match=GONE):
            session.do(AcceptInvitation(str(offer.id)))
    with pytest.raises(NotFound, match=GONE):
        world.house.visitor(DOOR).do(AcceptInvitation(str(offer.id), "", PASSWORD))
    world.eve.do(AcceptInvitation(str(offer.id)))
    assert _members(world)[EVE] is Role.ADMIN
    assert world.eve.do(MyInvitations()) == []


def test_somebody_else_s_token_is_worth_nothing(world: World) -> None:  # S5
    token = world.ola.do(InviteMember(world.id, NEW)).token
    for session in (world.eve, world.mia, world.adam):
        for case in (AcceptInvitation(token), RejectInvitation(token)):
            with pytest.raises(NotFound, match=GONE):
                session.do(case)
    assert _states(world, NEW) == [InvitationState.PENDING]


def test_an_address_with_an_accent_is_somebody_else(world: World) -> None:  # S5
    """ł in place of l makes another mailbox; its invitation is not for the account that looks alike."""
    account(world.house, "pawel@example.com")
    look_alike = world.house.person(world.house.gate.by_password("pawel@example.com", PASSWORD, "here"), DOOR)
    token = world.ola.do(InviteMember(world.id, "paweł@example.com")).token
    assert look_alike.do(MyInvitations()) == []
    with pytest.raises(NotFound, match=GONE):
        look_alike.do(AcceptInvitation(token))
    world.house.visitor(DOOR).do(AcceptInvitation(token, "Paweł", PASSWORD))
    assert "paweł@example.com" in _members(world)
    assert "pawel@example.com" not in _members(world)


def test_case_is_no_difference(world: World) -> None:
    world.eve.do(AcceptInvitation(world.ola.do(InviteMember(world.id, "EVE@Example.COM")).token))
    with pytest.raises(Refused, match="is on this list already"):
        world.ola.do(InviteMember(world.id, "Eve@example.com"))
    assert _members(world)[EVE] is Role.MEMBER


def test_what_is_closed_stays_closed(world: World, clock: Clock) -> None:  # S5: replayed, rejected, revoked, expired
    closings: dict[str, Callable[[str], object]] = {
        "accepted": lambda token: world.house.visitor(DOOR).do(AcceptInvitation(token, "", PASSWORD)),
        "rejected": lambda token: world.house.visitor(DOOR).do(RejectInvitation(token)),
        "revoked": lambda _: world.ola.do(RevokeInvitation(world.id, "REVOKED@example.com")),
        "replaced": lambda _: world.ola.do(InviteMember(world.id, "replaced@example.com")),
        "expired": lambda _: clock.advance(INVITATION_LIFETIME_MS + 1),
    }
    for kind, close in closings.items():
        token = world.ola.do(InviteMember(world.id, f"{kind}@example.com")).token
        close(token)
        before = _members(world)
        for case in (AcceptInvitation(token, "", PASSWORD), RejectInvitation(token)):
            with pytest.raises(NotFound, match=GONE):
                world.house.visitor(DOOR).do(case)
        assert _members(world) == before, kind
    assert set(_members(world)) & {f"{kind}@example.com" for kind in closings} == {"accepted@example.com"}


def test_an_invitation_lasts_to_its_last_moment(world: World, clock: Clock) -> None:
    token = world.ola.do(InviteMember(world.id, NEW)).token
    clock.advance(INVITATION_LIFETIME_MS - 5000)
    world.house.visitor(DOOR).do(AcceptInvitation(token, "", PASSWORD))
    assert NEW in _members(world)


def test_only_the_newest_invitation_holds(world: World) -> None:
    older = world.ola.do(InviteMember(world.id, NEW, "admin"))
    newer = world.ola.do(InviteMember(world.id, NEW.upper(), "member"))
    assert [found.state for found in world.ola.do(ListInvitations(world.id))][:2] == [
        InvitationState.PENDING, InvitationState.REVOKED,
    ]  # fmt: skip
    with pytest.raises(NotFound):
        world.house.visitor(DOOR).do(AcceptInvitation(older.token, "", PASSWORD))
    world.house.visitor(DOOR).do(AcceptInvitation(newer.token, "", PASSWORD))
    assert [role for email, role in _members(world).items() if email.lower() == NEW] == [Role.MEMBER]


def test_guesses_find_nothing(world: World) -> None:  # S5
    token = world.ola.do(InviteMember(world.id, EVE)).token
    for guess in ("", "0", "guess", token[:-1], token + "A", token.swapcase(), "\udcff", "\x00", "%", "9" * 30):
        for session in (world.house.visitor(DOOR), world.eve):
            with pytest.raises(NotFound, match=GONE):
                session.do(AcceptInvitation(guess, "", PASSWORD))


def test_a_session_that_ended_accepts_nothing(world: World) -> None:  # S6
    token = world.ola.do(InviteMember(world.id, EVE)).token
    world.eve.do(ChangeOwnPassword("another horse 2"))
    with pytest.raises(SignInNeeded):
        world.eve.do(AcceptInvitation(token))
    world.house.operator(DOOR).do(DisableAccount(EVE))
    with pytest.raises(SignInNeeded):
        world.house.visitor(DOOR).do(AcceptInvitation(token, "", PASSWORD))
    assert EVE not in _members(world)


def test_whoever_was_removed_cannot_return_on_an_old_token(world: World) -> None:
    token = world.ola.do(InviteMember(world.id, EVE)).token
    world.eve.do(AcceptInvitation(token))
    world.ola.do(RemoveMember(world.id, EVE))
    with pytest.raises(NotFound):
        world.eve.do(AcceptInvitation(token))
    with pytest.raises(NotFound):
        world.ola.do(RevokeInvitation(world.id, EVE))
    world.eve.do(AcceptInvitation(world.ola.do(InviteMember(world.id, EVE)).token))
    assert EVE in _members(world)
    assert _states(world, EVE) == [InvitationState.ACCEPTED] * 2, "what was answered stays as it was answered"


def test_only_the_owner_invites(world: World) -> None:  # X04, D4
    world.ola.do(InviteMember(world.id, NEW))
    for session in (world.adam, world.mia):
        cases: list[UseCase[Any]] = [
            InviteMember(world.id, EVE),
            ListInvitations(world.id),
            RevokeInvitation(world.id, NEW),
        ]
        for case in cases:
            with pytest.raises(Denied):
                session.do(case)
    with pytest.raises(NotFound):
        world.eve.do(InviteMember(world.id, EVE))
    assert _states(world, NEW) == [InvitationState.PENDING]


def test_an_offer_that_cannot_be_is_refused(world: World) -> None:  # D4
    impossible: list[tuple[str, tuple[str, ...], type[OClientError]]] = [
        ("owner", (), Invalid),
        ("boss", (), Invalid),
        ("member", ("fly",), Invalid),
        ("member", ("wipe",), Refused),
        ("member", ("settings",), Refused),
        ("admin", ("delete",), Refused),
    ]
    for role, grants, kind in impossible:
        with pytest.raises(kind):
            world.ola.do(InviteMember(world.id, NEW, role, grants))
    with pytest.raises(Invalid, match="is not an e-mail address"):
        world.ola.do(InviteMember(world.id, "new"))
    assert _states(world, NEW) == []


def _tally(answers: list[Invitation | OClientError]) -> Counter[str]:
    return Counter("won" if isinstance(answer, Invitation) else type(answer).__name__ for answer in answers)


def test_fifty_strangers_with_one_token(world: World, url: str, tmp_path: Path) -> None:  # S5
    """Each would make the account with a password of his own: one account, one membership, one password."""
    token = world.ola.do(InviteMember(world.id, NEW)).token

    def accept(house: House, place: int) -> Invitation:
        return house.visitor(DOOR).do(AcceptInvitation(token, f"Number {place}", f"password {place}"))

    with alone_with_a_crowd(url):
        answers = at_once(50, lambda: another_house(url, tmp_path), accept)
    tally = _tally(answers)
    assert tally["won"] == 1
    assert tally["NotFound"] + tally["Refused"] == 49, tally
    winner = next(place for place, answer in enumerate(answers) if isinstance(answer, Invitation))
    assert world.house.gate.by_password(NEW, f"password {winner}", "here").name == f"Number {winner}"
    assert sql(url, "SELECT count(*) FROM accounts WHERE email_key = ?", NEW) == [(1,)]
    assert sql(url, "SELECT count(*) FROM credentials") == [(6,)]
    assert len(_members(world)) == 5


def test_fifty_windows_of_the_invited_account(world: World, url: str, tmp_path: Path) -> None:  # S5
    token = world.ola.do(InviteMember(world.id, EVE)).token
    eve = world.eve.do(WhoAmI())

    def accept(house: House, place: int) -> Invitation:
        offer = token if place % 2 else house.person(eve, DOOR).do(MyInvitations())
        reference = offer if isinstance(offer, str) else str(offer[0].id) if offer else "0"
        return house.person(eve, DOOR).do(AcceptInvitation(reference))

    with alone_with_a_crowd(url):
        answers = at_once(50, lambda: another_house(url, tmp_path), accept)
    tally = _tally(answers)
    assert tally["won"] == 1
    assert tally["NotFound"] + tally["Refused"] == 49, tally
    assert sql(url, "SELECT count(*) FROM members WHERE account_id = ?", eve.id) == [(1,)]
    assert sql(url, "SELECT count(*) FROM accounts") == [(5,)]
