"""Proving who one is on the command line (cli.md, Who): password from the environment, from stdin, from the terminal,
or a kept sign-in (S4, S6)."""

import getpass
import json
from pathlib import Path

import pytest

from oclient_tui.config.settings import load
from oclient_tui.services.sharing.gate import KEPT_MS
from tests.doors.calling import CommandLine
from tests.factories import PASSWORD, Clock

OLA, MIA = "ola@example.com", "mia@example.com"
ENDED = "Not signed in as ola@example.com, or the sign-in has ended. Use: oclient sign-in"
WRONG = "E-mail or password is wrong."


def kept_file() -> Path:
    return load().sign_in_file


def me(oclient: CommandLine, **environment: str) -> str:
    """Return the address of whoever acts."""
    return str(oclient("whoami", "--json", env=environment).json()["email"])


def test_the_password_comes_from_the_environment(plain: CommandLine) -> None:
    plain.account(OLA, signed_in=False)
    assert me(plain, OCLIENT_AS="OLA@example.com", OCLIENT_PASSWORD=PASSWORD) == OLA
    assert plain("whoami", by=OLA, env={"OCLIENT_PASSWORD": "wrong horse"}).refusal(77) == WRONG
    assert plain("whoami", by="no@example.com", env={"OCLIENT_PASSWORD": PASSWORD}).refusal(77) == WRONG
    assert not kept_file().exists(), "only sign-in keeps anything"


def test_an_account_without_a_password_is_told_so_and_signs_in_with_none(plain: CommandLine) -> None:
    answer = plain("accounts", "add", OLA, "--name", "Ola").check(0)
    assert answer.err == f"No password was set. Set one with: oclient accounts password {OLA}\n"
    for given in ("", "\n", "anything else\n"):
        assert plain("sign-in", OLA, "--password-stdin", stdin=given).refusal(77) == WRONG


def test_a_kept_sign_in_is_a_file_for_its_owner_alone(plain: CommandLine) -> None:
    plain.account(OLA)
    path = kept_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert PASSWORD not in path.read_text("utf-8")
    assert me(plain) == OLA
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        assert plain("whoami").refusal(78) == f"{path} can be read by others. Run: chmod 600 {path}"
        assert plain("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").refusal(78)
    path.chmod(0o600)
    assert me(plain) == OLA


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "5", '{"a": 5}', '{"a": ["b"]}', '{"a": {"b": 5}}', "\0"])
def test_a_damaged_file_is_said_to_be_damaged(plain: CommandLine, text: str) -> None:
    plain.account(OLA)
    kept_file().write_text(text, "utf-8")
    assert plain("whoami").refusal(78) == f"{kept_file()} is damaged. Remove it and sign in again."


def test_a_kept_sign_in_ends_after_twelve_hours(plain: CommandLine, clock: Clock) -> None:
    plain.account(OLA)
    clock.advance(KEPT_MS - 60_000)
    assert me(plain) == OLA
    clock.advance(120_000)
    assert plain("whoami").refusal(77) == ENDED
    plain("sign-in", "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    assert me(plain) == OLA


@pytest.mark.parametrize("words", [("accounts", "password", OLA), ("accounts", "disable", OLA)], ids=" ".join)
def test_the_operator_ends_kept_sign_ins(plain: CommandLine, words: tuple[str, ...]) -> None:  # S6
    plain.account(OLA)
    flags = ("--password-stdin",) if "password" in words else ()
    plain(*words, *flags, stdin="another horse\n").check(0)
    assert plain("whoami").refusal(77) == ENDED
    assert plain("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").refusal(77) == WRONG


def test_changing_the_own_password_needs_the_present_one_and_ends_every_session(plain: CommandLine) -> None:  # S6
    plain.account(OLA)
    elsewhere = kept_file().read_text("utf-8")
    change = ("password", "--password-stdin")
    assert plain(*change, stdin="wrong horse\nanother horse\n").refusal(77) == WRONG
    assert plain(*change, stdin=f"{PASSWORD}\nshort\n").refusal(65) == "A password needs at least 8 characters."
    assert plain(*change, stdin=f"{PASSWORD}\n{'ż' * 513}\n").refusal(65).startswith("A password may not be longer")
    assert me(plain) == OLA, "a refused change ends nothing"
    plain(*change, stdin=f"{PASSWORD}\nanother horse\n").check(0)
    assert plain("whoami", by=OLA).refusal(77) == ENDED
    kept_file().write_text(elsewhere, "utf-8")
    assert plain("whoami").refusal(77) == ENDED, "a copy of the file from before opens nothing"
    assert plain(*change, by=OLA, env={"OCLIENT_PASSWORD": "another horse"}, stdin=f"{PASSWORD}\n").check(0)
    assert me(plain, OCLIENT_AS=OLA, OCLIENT_PASSWORD=PASSWORD) == OLA


def test_removing_a_key_ends_every_session(plain: CommandLine) -> None:  # S6
    plain.account(OLA)
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    key = plain("keys", "add", "-", "--json", stdin=line).json()["fingerprint"]
    assert plain("accounts", "keys", "add", OLA, stdin=line).refusal(1)
    plain.account(MIA)
    assert plain("keys", "remove", key, by=MIA).refusal(66) == "The account has no such key."
    assert plain("keys", "list", "--json", by=MIA).json() == []
    plain("keys", "remove", key, by=OLA).check(0)
    assert plain("whoami", by=OLA).refusal(77) == ENDED


def test_several_people_stay_signed_in_and_the_last_one_acts(plain: CommandLine) -> None:
    plain.account(OLA)
    plain.account(MIA)
    assert (me(plain), me(plain, OCLIENT_AS=OLA)) == (MIA, OLA)
    plain("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n").check(0)
    assert me(plain) == OLA
    tokens = kept_file().read_text("utf-8")
    plain("sign-out").check(0)
    assert me(plain) == MIA
    kept_file().write_text(tokens, "utf-8")
    assert plain("whoami", by=OLA).refusal(77) == ENDED, "signing out ends the token itself, not only the file"


def test_a_sign_in_belongs_to_one_database_however_it_is_written(
    plain: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain.account(OLA)
    assert me(plain, OCLIENT_DB=f"sqlite:///{plain.database}") == OLA
    monkeypatch.chdir(Path(plain.database).parent)
    assert me(plain, OCLIENT_DB="oclient.db") == OLA
    assert me(plain, OCLIENT_DB="./oclient.db") == OLA
    other = str(tmp_path / "other" / "oclient.db")
    assert plain("whoami", "--db", other).refusal(77).startswith("Nobody is signed in.")
    monkeypatch.chdir(tmp_path)
    assert plain("whoami", "--db", "oclient.db").refusal(77).startswith("Nobody is signed in.")


def test_the_file_does_not_repeat_the_url_of_the_database(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:  # E7
    oclient = CommandLine(monkeypatch, f"{pg_url}{'&' if '?' in pg_url else '?'}fallback_application_name=canary4711")
    oclient.account(OLA)
    assert me(oclient) == OLA
    written = kept_file().read_text("utf-8")
    assert "canary4711" not in written
    assert list(json.loads(written).values()) != [{}]


def test_a_sign_in_that_cannot_be_kept_is_73(plain: CommandLine, tmp_path: Path) -> None:
    plain.account(OLA, signed_in=False)
    (tmp_path / "file").write_text("", "utf-8")
    answer = plain(
        "sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n", env={"XDG_STATE_HOME": str(tmp_path / "file")}
    )
    assert "cannot be kept" in answer.refusal(73)


def asked(*_: object, **__: object) -> str:
    raise AssertionError("somebody was asked for a password without a terminal")


@pytest.mark.parametrize("environment", [{}, {"OCLIENT_PASSWORD": ""}], ids=["unset", "empty"])
def test_nothing_is_asked_without_a_terminal(
    plain: CommandLine, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    plain.account(OLA, signed_in=False)
    monkeypatch.setattr(getpass, "getpass", asked)
    monkeypatch.setattr("oclient_tui.doors.cli.call.getpass", asked)
    assert plain("whoami", by=OLA, env=environment, stdin=f"{PASSWORD}\n").refusal(77) == ENDED
    for words in (("sign-in", OLA), ("password", "--as", OLA), ("accounts", "password", OLA)):
        found = plain(*words, env=environment, stdin=f"{PASSWORD}\n").refusal(77)
        assert found == "No terminal to ask for a password. Use --password-stdin."
    invitation = plain("invitations", "accept", "no-token", env=environment).refusal(77)
    assert invitation == "No terminal to ask for a password. Use --password-stdin."


def test_an_invitation_makes_an_account_and_never_opens_one_that_is_there(plain: CommandLine) -> None:  # D19, S5
    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    tokens = [plain("members", "invite", "Sklep", email).out.strip() for email in (MIA, "zoe@example.com")]
    assert all(not token.startswith("-") for token in tokens), "a token is a word, not a flag"
    plain.account(MIA, signed_in=False)
    plain("sign-out", by=OLA).check(0)
    accept = ("invitations", "accept", tokens[0], "--password-stdin")
    taken = "There is an account for the invited address. Sign in with it, then accept."
    assert plain(*accept, stdin="another horse\n").refusal(77) == taken
    assert plain("whoami", by=MIA, env={"OCLIENT_PASSWORD": "another horse"}).refusal(77) == WRONG
    signed_in = {"OCLIENT_AS": MIA, "OCLIENT_PASSWORD": PASSWORD}
    gone = "There is no such invitation, or it is no longer open."
    assert plain("invitations", "accept", tokens[1], env=signed_in).refusal(66) == gone, "somebody else's"
    plain("invitations", "accept", tokens[0], env=signed_in).check(0)
    assert plain("invitations", "accept", tokens[0], env=signed_in).refusal(66) == gone, "used"
    plain("invitations", "reject", tokens[1]).check(0)
    assert plain("invitations", "accept", tokens[1], "--password-stdin", stdin="another horse\n").refusal(66) == gone
