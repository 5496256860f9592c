"""The operator's accounts, the keys of accounts, and what ends a session (D19, D20, S6)."""

import base64
import struct
from collections.abc import Callable
from typing import Any

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.access import Role
from oclient_tui.domain.errors import Denied, Invalid, NotFound, Refused, SignInNeeded
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import (
    AddAccount,
    AddKey,
    DisableAccount,
    ListAccounts,
    ListKeys,
    RemoveKey,
    ResetPassword,
    TransferList,
)
from oclient_tui.services.sharing.members import ListMembers
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, ListOwnKeys, RemoveOwnKey, WhoAmI
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, PASSWORD, World, account, join

OTHER = "another horse 2"


def key(number: int, kind: str = "ssh-ed25519", comment: str = "ola@laptop") -> str:
    """Make a public key's line."""
    name = kind.encode()
    blob = struct.pack(">I", len(name)) + name + struct.pack(">I", 32) + bytes([number]) * 32
    return f"{kind} {base64.b64encode(blob).decode()} {comment}"


def test_an_address_has_one_account_however_it_is_written(house: House) -> None:
    account(house, "Ola@Example.com")
    for again in ("ola@example.com", "OLA@EXAMPLE.COM", "  ola@example.com "):
        with pytest.raises(Refused, match="already"):
            house.operator(DOOR).do(AddAccount(again))
    assert house.gate.by_password(" OLA@example.com", PASSWORD, "here").email == "Ola@example.com"


def test_addresses_that_differ_in_an_accent_are_two_people(house: House) -> None:  # S5: ł for l is a known trick
    account(house, "pawel@example.com")
    other = account(house, "paweł@example.com", OTHER)
    assert house.gate.by_password("PAWEŁ@example.com", OTHER, "here").id == other.actor.account_id
    with pytest.raises(SignInNeeded):
        house.gate.by_password("paweł@example.com", PASSWORD, "here")


def test_what_is_no_address_makes_no_account(house: House) -> None:
    for email in ("", "ola", "ola@", "@example.com", "a b@example.com", "a@b@c.pl", "a@example.com, b@c.pl"):
        with pytest.raises(Invalid, match="is not an e-mail address"):
            house.operator(DOOR).do(AddAccount(email))
    assert house.operator(DOOR).do(ListAccounts()) == []


def test_a_password_has_a_least_and_a_greatest_length(house: House) -> None:
    ola = account(house, "ola@example.com")
    for password in ("", "1234567", "x" * 1025, "ł" * 513):
        operators: list[UseCase[Any]] = [AddAccount("a@b.pl", "", password), ResetPassword("ola@example.com", password)]
        for case in operators:
            with pytest.raises(Invalid, match="password"):
                house.operator(DOOR).do(case)
        with pytest.raises(Invalid, match="password"):
            ola.do(ChangeOwnPassword(password))
    assert [found.email for found in house.operator(DOOR).do(ListAccounts())] == ["ola@example.com"]
    assert house.gate.by_password("ola@example.com", PASSWORD, "here").name == "Ola"


def test_only_the_operator_keeps_accounts(world: World) -> None:
    cases: list[UseCase[Any]] = [
        AddAccount("a@b.pl"),
        ListAccounts(),
        ResetPassword("max@example.com", OTHER),
        DisableAccount("max@example.com"),
        AddKey("max@example.com", key(1)),
        ListKeys("max@example.com"),
        RemoveKey("max@example.com", "SHA256:x"),
        TransferList(str(world.id), "max@example.com"),
    ]
    for case in cases:
        for session in (world.ola, world.mia, world.house.visitor(DOOR)):
            with pytest.raises(Denied, match="operator"):
                session.do(case)
    assert world.max.do(WhoAmI()).email == "max@example.com"


def test_a_key_signs_in_its_account_only(house: House) -> None:
    ola, max_ = account(house, "ola@example.com"), account(house, "max@example.com")
    mine = ola.do(AddOwnKey(key(1)))
    theirs = house.operator(DOOR).do(AddKey("MAX@example.com", key(2)))
    assert mine.fingerprint.startswith("SHA256:")
    assert (mine.comment, mine.kind) == ("ola@laptop", "ssh-ed25519")
    assert ola.do(ListOwnKeys()) == [mine]
    assert house.operator(DOOR).do(ListKeys("max@example.com")) == [theirs]
    for fingerprint, session in ((mine.fingerprint, ola), (theirs.fingerprint, max_)):
        found = house.gate.by_key(fingerprint)
        assert found is not None
        assert found.id == session.actor.account_id
    assert house.gate.by_key("SHA256:nobody") is None


def test_a_key_of_a_disabled_account_signs_nobody_in(house: House) -> None:
    mine = account(house, "ola@example.com").do(AddOwnKey(key(1)))
    house.operator(DOOR).do(DisableAccount("ola@example.com"))
    assert house.gate.by_key(mine.fingerprint) is None


def test_a_key_in_use_is_refused_to_everybody(house: House) -> None:
    """Whoever could bind another person's public key would be mistaken for them, or they for him."""
    ola, max_ = account(house, "ola@example.com"), account(house, "max@example.com")
    ola.do(AddOwnKey(key(1)))
    for session in (ola, max_):
        with pytest.raises(Refused, match="in use already"):
            session.do(AddOwnKey(key(1, comment="another comment")))
    assert max_.do(ListOwnKeys()) == []


DAMAGED = {
    "nothing": "",
    "one word": "ssh-ed25519",
    "an unknown type": key(1).replace("ssh-ed25519", "ssh-dss"),
    "a private key": "-----BEGIN OPENSSH PRIVATE KEY-----",
    "not base64": "ssh-ed25519 !!!! ola@laptop",
    "cut short": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
    "another type inside": key(1, "ssh-rsa").replace("ssh-rsa", "ssh-ed25519", 1),
}


def test_a_damaged_key_is_refused(house: House) -> None:
    ola = account(house, "ola@example.com")
    for kind, line in DAMAGED.items():
        with pytest.raises(Invalid, match="public SSH key"):
            ola.do(AddOwnKey(line))
        assert ola.do(ListOwnKeys()) == [], kind


def test_a_key_s_comment_cannot_steer_a_terminal(house: House) -> None:  # T3
    found = account(house, "ola@example.com").do(AddOwnKey(key(1, comment="a\x1b]0;b\x07\u202ec")))
    assert found.comment == "a]0;bc"


def test_a_missing_key_is_not_found(house: House) -> None:
    ola, max_ = account(house, "ola@example.com"), account(house, "max@example.com")
    theirs = max_.do(AddOwnKey(key(1)))
    for fingerprint in ("SHA256:none", theirs.fingerprint):
        with pytest.raises(NotFound):
            ola.do(RemoveOwnKey(fingerprint))
        with pytest.raises(NotFound):
            house.operator(DOOR).do(RemoveKey("ola@example.com", fingerprint))
    assert max_.do(ListOwnKeys()) == [theirs]


ENDINGS: dict[str, Callable[[House, Session, str, str], object]] = {
    "the operator sets the password": lambda h, _, email, __: h.operator(DOOR).do(ResetPassword(email, OTHER)),
    "the own password changes": lambda _, own, __, ___: own.do(ChangeOwnPassword(OTHER)),
    "the account is disabled": lambda h, _, email, __: h.operator(DOOR).do(DisableAccount(email)),
    "the operator removes a key": lambda h, _, email, mark: h.operator(DOOR).do(RemoveKey(email, mark)),
    "the own key goes": lambda _, own, __, mark: own.do(RemoveOwnKey(mark)),
}


def test_every_open_session_ends(world: World) -> None:  # S6
    """Two open sessions and a kept sign-in end with the next action; everybody else's go on."""
    gate = world.house.gate
    others = gate.keep(world.max.do(WhoAmI()))
    for number, (ending, end) in enumerate(ENDINGS.items(), start=1):
        email = f"person{number}@example.com"
        first = join(world.house, world.ola, world.id, email)
        fingerprint = first.do(AddOwnKey(key(number))).fingerprint
        proved = gate.by_password(email, PASSWORD, "here")
        second, kept = world.house.person(proved, "ssh"), gate.keep(proved)
        assert second.do(WhoAmI()) == gate.by_token(kept)
        end(world.house, first, email, fingerprint)
        cases: list[UseCase[Any]] = [WhoAmI(), ListMembers(world.id), ChangeOwnPassword(PASSWORD)]
        for case in cases:
            for session in (first, second):
                with pytest.raises(SignInNeeded, match="session has ended"):
                    session.do(case)
        assert gate.by_token(kept) is None, ending
        assert gate.by_token(others) is not None, ending
        assert world.max.do(WhoAmI()).email == "max@example.com", ending


def test_the_changed_password_signs_in_and_the_old_one_does_not(house: House) -> None:
    ola = account(house, "ola@example.com")
    ola.do(ChangeOwnPassword(OTHER))
    house.operator(DOOR).do(AddAccount("max@example.com"))
    house.operator(DOOR).do(ResetPassword("max@example.com", OTHER))
    for email in ("ola@example.com", "max@example.com"):
        assert house.gate.by_password(email, OTHER, "here").email == email
        with pytest.raises(SignInNeeded):
            house.gate.by_password(email, PASSWORD, "here")


def test_a_list_whose_owner_is_gone_is_handed_on(world: World) -> None:  # D20
    operator = world.house.operator(DOOR)
    operator.do(TransferList("Shop", "mia@example.com"))
    assert {m.email: m.role for m in world.mia.do(ListMembers(world.id))} == {
        "adam@example.com": Role.ADMIN, "max@example.com": Role.MEMBER,
        "mia@example.com": Role.OWNER, "ola@example.com": Role.ADMIN,
    }  # fmt: skip
    assert world.mia.do(ChangeSetting(world.id, "name", "Salon"))["name"] == "Salon"
    with pytest.raises(Denied):
        world.ola.do(ShowSettings(world.id))
    operator.do(TransferList(str(world.id), "eve@example.com"))
    assert world.eve.do(ShowSettings(world.id))["name"] == "Salon"


def test_a_list_is_not_handed_to_nobody(world: World) -> None:  # D20
    operator = world.house.operator(DOOR)
    operator.do(DisableAccount("max@example.com"))
    for reference, email, kind in (("Shop", "none@example.com", NotFound), ("None", "mia@example.com", NotFound),
        ("Shop", "max@example.com", Refused)):  # fmt: skip
        with pytest.raises(kind):
            operator.do(TransferList(reference, email))
    assert world.ola.do(ShowSettings(world.id))["name"] == "Shop"
