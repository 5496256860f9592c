"""Signing in: one answer for every failure, few guesses a minute, two verifies at a time (D6, S4)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import argon2
import pytest
from argon2.exceptions import VerifyMismatchError

from oclient_tui.composition import House
from oclient_tui.domain.errors import OClientError, SignInNeeded, Throttled
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.sharing.accounts import AddAccount, DisableAccount
from oclient_tui.services.sharing.gate import KEPT_MS
from oclient_tui.services.sharing.own_account import WhoAmI
from tests.factories import DOOR, PASSWORD, Clock, account
from tests.storage.backdoor import sql
from tests.storage.crowd import alone_with_a_crowd, another_house, at_once

MINUTE = 60_000


class Watched(ArgonPasswords):
    """Passwords that remember what they were asked to verify."""

    def __init__(self) -> None:
        super().__init__(cheapest=True)
        self.asked: list[str | None] = []

    def verify(self, password_hash: str | None, password: str) -> bool:
        self.asked.append(password_hash)
        return super().verify(password_hash, password)


def _refusal(house: House, email: str, password: str, source: str = "here") -> OClientError:
    with pytest.raises((SignInNeeded, Throttled)) as refusal:
        house.gate.by_password(email, password, source)
    return refusal.value


def _fail(house: House, email: str, times: int, source: str = "here") -> None:
    for number in range(times):
        assert isinstance(_refusal(house, email, f"wrong {number}", source), SignInNeeded)


HOPELESS = {
    "a wrong password": ("ola@example.com", "wrong"),
    "no password": ("ola@example.com", ""),
    "a password that is too long": ("ola@example.com", "x" * 100_000),
    "a password that is no text": ("ola@example.com", "\udcff"),
    "an unknown name": ("nobody@example.com", PASSWORD),
    "no name": ("", PASSWORD),
    "a name that is no text": ("\udcffnobody\x00@example.com", PASSWORD),
    "a disabled account": ("gone@example.com", PASSWORD),
    "an account without a password": ("keys@example.com", PASSWORD),
    "an account without a password, nothing typed": ("keys@example.com", ""),
}


def test_every_failure_says_the_same_and_verifies_once(house: House, url: str, tmp_path: Path) -> None:  # S4
    """Not the text, the type, nor the work done tells whether an account exists."""
    for email in ("ola@example.com", "gone@example.com"):
        account(house, email)
    house.operator(DOOR).do(AddAccount("keys@example.com"))
    house.operator(DOOR).do(DisableAccount("gone@example.com"))
    passwords = Watched()
    said = set[tuple[type[OClientError], str]]()
    watched = another_house(url, tmp_path, passwords=passwords)
    for number, (email, password) in enumerate(HOPELESS.values(), start=1):
        refusal = _refusal(watched, email, password)
        said.add((type(refusal), str(refusal)))
        assert len(passwords.asked) == number, "exactly one verify, with the account's hash or a dummy"
    watched.close()
    assert said == {(SignInNeeded, "E-mail or password is wrong.")}


def test_the_dummy_costs_what_a_password_costs() -> None:  # S4
    """Without a hash the same hasher verifies a hash made with its own costs."""
    verified: list[str] = []

    class Hasher(argon2.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            verified.append(str(hash))
            return bool(super().verify(hash, password))

    passwords = ArgonPasswords(cheapest=True)
    vars(passwords)["_hasher"] = Hasher.from_parameters(argon2.profiles.CHEAPEST)
    known = passwords.hash(PASSWORD)
    assert passwords.verify(known, PASSWORD)
    assert not passwords.verify(known, "wrong")
    assert not passwords.verify(None, PASSWORD)
    assert not passwords.verify(None, "nobody's password")
    costs = [one.rpartition("$")[0].rpartition("$")[0] for one in verified]
    assert len(costs) == 4
    assert len(set(costs)) == 1


def test_a_hash_that_is_none_fits_nothing() -> None:
    assert not ArgonPasswords(cheapest=True).verify("plain text", "plain text")


def test_never_more_than_two_verifies_at_once() -> None:  # security §3f: each holds 64 MiB
    """Six people sign in at once, through two gateways: two are verified, and never a third beside them."""
    counting, third = threading.Lock(), threading.Event()
    active, most = 0, 0

    class Hasher:
        def verify(self, _hash: str, _password: bytes) -> bool:
            nonlocal active, most
            with counting:
                active += 1
                most = max(most, active)
                if active > 2:
                    third.set()
            third.wait(timeout=0.05)
            with counting:
                active -= 1
            raise VerifyMismatchError

    both = [ArgonPasswords(cheapest=True), ArgonPasswords(cheapest=True)]
    for passwords in both:
        vars(passwords)["_hasher"] = Hasher()
    with ThreadPoolExecutor(6) as threads:
        waiting = [threads.submit(both[number % 2].verify, "a hash", "guess") for number in range(6)]
        assert not any(one.result() for one in waiting)
    assert most == 2


def test_a_password_is_hashed_anew_when_the_costs_change(house: House, url: str, tmp_path: Path) -> None:
    account(house, "ola@example.com")
    costlier = ArgonPasswords(cheapest=True)
    vars(costlier)["_hasher"] = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)

    def stored() -> str:
        return str(sql(url, "SELECT password_hash FROM credentials")[0][0])

    first = stored()
    later = another_house(url, tmp_path, passwords=costlier)
    _refusal(later, "ola@example.com", "wrong")
    assert stored() == first, "a wrong password changes nothing"
    proved = later.gate.by_password("ola@example.com", PASSWORD, "here")
    second = stored()
    assert "m=16,t=2,p=1" in second
    assert later.person(proved, DOOR).do(WhoAmI()).email == "ola@example.com"
    later.gate.by_password("ola@example.com", PASSWORD, "here")
    assert stored() == second, "and only once"
    later.close()


def test_ten_failures_a_minute_and_no_more(house: House, clock: Clock) -> None:  # D6
    account(house, "ola@example.com")
    _fail(house, "ola@example.com", 10)
    for password in ("wrong", PASSWORD):
        for source in ("here", "elsewhere"):
            assert isinstance(_refusal(house, "OLA@example.com ", password, source), Throttled)
    clock.advance(MINUTE + 1)
    assert house.gate.by_password("ola@example.com", PASSWORD, "here").name == "Ola"


def test_an_unknown_name_is_throttled_alike(house: House) -> None:  # S4
    account(house, "ola@example.com")
    _fail(house, "nobody@example.com", 10)
    assert isinstance(_refusal(house, "nobody@example.com", "wrong"), Throttled)


def test_refused_attempts_do_not_make_the_wait_longer(house: House, clock: Clock) -> None:  # D6
    account(house, "ola@example.com")
    _fail(house, "ola@example.com", 10)
    for _ in range(5):
        clock.advance(MINUTE // 6)
        assert isinstance(_refusal(house, "ola@example.com", "wrong"), Throttled)
    clock.advance(MINUTE // 6 + 1000)
    assert house.gate.by_password("ola@example.com", PASSWORD, "here").name == "Ola"


def test_only_failures_count(house: House) -> None:  # D6
    account(house, "ola@example.com")
    _fail(house, "ola@example.com", 9)
    for _ in range(15):
        house.gate.by_password("ola@example.com", PASSWORD, "here")
    _fail(house, "ola@example.com", 1)
    assert isinstance(_refusal(house, "ola@example.com", PASSWORD), Throttled)


def test_nobody_is_locked_out_by_another_s_failures(house: House) -> None:  # D6: no global lockout
    for email in ("ola@example.com", "max@example.com"):
        account(house, email)
    _fail(house, "ola@example.com", 10)
    for source in ("here", "elsewhere"):
        assert house.gate.by_password("max@example.com", PASSWORD, source).name == "Max"


def test_one_source_may_not_try_one_password_on_everybody(house: House) -> None:  # D6, S4
    account(house, "ola@example.com")
    for number in range(30):
        _fail(house, f"person{number}@example.com", 1, "bad place")
    assert isinstance(_refusal(house, "ola@example.com", PASSWORD, "bad place"), Throttled)
    assert house.gate.by_password("ola@example.com", PASSWORD, "good place").name == "Ola"


def test_guesses_side_by_side_pass_the_limit_no_more(
    house: House, url: str, tmp_path: Path, clock: Clock
) -> None:  # D6
    """Thirty at once, each from a place of its own: ten are verified, whatever the database does at the same time."""
    account(house, "ola@example.com")
    passwords = Watched()

    def guess(other: House, place: int) -> object:
        return other.gate.by_password("ola@example.com", f"guess {place}", f"place {place}")

    with alone_with_a_crowd(url):
        answers = at_once(30, lambda: another_house(url, tmp_path, passwords=passwords, clock=clock), guess)
    assert len(passwords.asked) == 10
    assert sorted(type(answer).__name__ for answer in answers) == ["SignInNeeded"] * 10 + ["Throttled"] * 20
    clock.advance(MINUTE + 1)
    assert house.gate.by_password("ola@example.com", PASSWORD, "here").name == "Ola"


def test_a_kept_sign_in_lasts_twelve_hours(house: House, clock: Clock) -> None:
    proved = account(house, "ola@example.com").do(WhoAmI())
    token = house.gate.keep(proved)
    clock.advance(KEPT_MS - 1000)
    assert KEPT_MS == 12 * 60 * MINUTE
    assert house.gate.by_token(token) == proved
    clock.advance(2000)
    assert house.gate.by_token(token) is None


def test_a_kept_sign_in_ends_by_itself_only_when_told(house: House, url: str) -> None:
    proved = account(house, "ola@example.com").do(WhoAmI())
    first, second = house.gate.keep(proved), house.gate.keep(proved)
    house.gate.end(first)
    assert house.gate.by_token(first) is None
    assert house.gate.by_token(second) == proved
    for guess in ("", "guess", "\udcff", "\x00", second[:-1], second + "x"):
        assert house.gate.by_token(guess) is None
    assert len(sql(url, "SELECT * FROM sign_ins")) == 1


def test_a_kept_sign_in_is_stored_as_a_digest_only(house: House, url: str) -> None:  # E7
    token = house.gate.keep(account(house, "ola@example.com").do(WhoAmI()))
    assert len(token) >= 43, "32 random bytes"
    assert token not in repr(sql(url, "SELECT * FROM sign_ins"))
