"""`oclient lists wipe`: what it asks, warns, answers and saves (D5, D30, O40, N09)."""

import hashlib
import json
from pathlib import Path

import pytest

from storage.wiping.traces import Traces
from tests.doors.calling import Answer, CommandLine
from tests.factories import PASSWORD
from tests.services.wipes import never

OLA, ADAM = "ola@example.com", "adam@example.com"


@pytest.fixture
def shop(plain: CommandLine) -> CommandLine:
    """Ola's list with a customer, Adam as its admin."""
    plain.account(OLA)
    plain.account(ADAM)
    plain("lists", "create", "Sklep", by=OLA).check(0)
    plain.join(OLA, "Sklep", ADAM, "--role", "admin")
    plain.add(OLA, "Sklep", "company=Żółta Firma")
    return plain


def wipe(
    oclient: CommandLine, *flags: str, by: str = OLA, name: str = "Sklep", password: str = PASSWORD, of: str = "Sklep"
) -> Answer:
    words = ("lists", "wipe", of, "--name", name, "--password-stdin", *flags)
    return oclient(*words, by=by, stdin=f"{password}\n")


def test_it_warns_of_what_goes_and_of_backups_and_prints_the_certificate(shop: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "xdg" / "state" / "oclient" / "backups" / "oclient-before-9.db"
    copy.parent.mkdir(parents=True)
    copy.write_text("a copy")
    answer = wipe(shop).check(0)
    assert "customers 1, records 0, files 0" in answer.err
    assert f"A backup that may hold the list is not removed: {copy}" in answer.err
    assert "Writing the file anew" in answer.err
    rows = dict(line.split("  ", 1) for line in answer.out.splitlines() if "  " in line)
    assert rows["Values found"].strip() == "0"
    assert len(rows["Digest"].strip()) == 64
    assert str(copy) in answer.out
    assert "Sklep" not in answer.out, "the certificate does not name the list"
    assert shop("lists", "list", "--json", by=OLA).json() == []
    assert "no such list" in shop("lists", "show", "Sklep", by=ADAM).refusal(66)
    assert shop("db", "check", "--json").json() == {"ok": True, "problems": []}


def test_the_certificate_is_saved_and_its_digest_can_be_checked(shop: CommandLine, tmp_path: Path) -> None:  # N09
    target = tmp_path / "certificate.json"
    shown = wipe(shop, "--certificate", str(target), "--json").json()
    assert target.stat().st_mode & 0o777 == 0o600
    saved = json.loads(target.read_text("utf-8"))
    assert saved == shown
    digest = saved.pop("digest")
    text = json.dumps(saved, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == digest
    assert saved["name_sha256"] == hashlib.sha256(f"{saved['certificate']}:Sklep".encode()).hexdigest()
    (stub,) = shop("lists", "certificates", "--json", by=OLA).json()
    assert stub["digest"] == digest


def test_a_certificate_never_takes_the_place_of_a_file_and_refusals_leave_none(
    shop: CommandLine, tmp_path: Path
) -> None:
    there, new = tmp_path / "there.json", tmp_path / "new.json"
    there.write_text("mine")
    assert "Nothing was removed" in wipe(shop, "--certificate", str(there)).refusal(73)
    assert "cannot be written" in wipe(shop, "--certificate", str(tmp_path / "no" / "folder")).refusal(73)
    assert there.read_text() == "mine"
    wipe(shop, "--certificate", str(new), password="wrong").check(77)  # noqa: S106 - a test's
    assert not new.exists()
    assert shop("customers", "count", "Sklep", "--json", by=OLA).json() == {"count": 1}


def test_every_refusal_is_one_sentence_and_a_code(shop: CommandLine) -> None:  # W2, D3
    plain = ("lists", "wipe", "Sklep", "--json")
    assert "NAME is missing" in shop(*plain, by=OLA).refusal(2)
    assert "--password-stdin" in shop(*plain, "--name", "Sklep", by=OLA).refusal(77)
    assert "password is wrong" in wipe(shop, "--json", password="wrong").refusal(77)  # noqa: S106 - a test's
    assert "The list is called “Sklep”" in wipe(shop, "--json", name="sklep").refusal(1)
    assert "it needs wipe" in wipe(shop, "--json", by=ADAM).refusal(77)
    assert "no such list" in wipe(shop, "--json", of="Inna").refusal(66)
    assert shop("customers", "count", "Sklep", "--json", by=OLA).json() == {"count": 1}


def test_the_environment_s_password_is_not_the_wipe_s(shop: CommandLine) -> None:  # D5: typed, or from stdin
    words = ("lists", "wipe", "Sklep", "--name", "Sklep", "--json")
    shop(*words, by=OLA, env={"OCLIENT_PASSWORD": PASSWORD}).check(77)


def test_an_admin_with_the_right_wipes_from_the_lists(shop: CommandLine) -> None:  # C3, D5
    shop("members", "grant", "Sklep", ADAM, "wipe", by=OLA).check(0)
    wipe(shop, by=ADAM).check(0)


def test_a_reader_in_the_way_is_no_success_and_the_same_words_finish_it(
    shop: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:  # W1
    with monkeypatch.context() as patch:
        patch.setattr(Traces, "readers_left", never)
        assert "the list is open again" in wipe(shop, "--json").refusal(75)
    with monkeypatch.context() as patch:
        patch.setattr(Traces, "clean", never)
        assert "No certificate was issued" in wipe(shop, "--json").refusal(75)
        assert "No certificate was issued" in wipe(shop, "--json").refusal(75)
        problems = shop("db", "check", "--json").check(1).value()["problems"]
        assert ["No certificate was issued" in problem for problem in problems] == [True]
    assert "not clean yet" in shop("lists", "certificates", by=OLA).check(0).out
    assert wipe(shop, "--json", of="SKLEP").refusal(66)
    assert len(wipe(shop, "--json").json()["digest"]) == 64
    assert wipe(shop, "--json").refusal(66)


def test_db_check_finishes_what_is_owed(shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Traces, "clean", never)
        wipe(shop, "--json").check(75)
    assert shop("db", "check", "--json").json() == {"ok": True, "problems": []}
    (stub,) = shop("db", "certificates", "--json").json()
    assert len(stub["digest"]) == 64
