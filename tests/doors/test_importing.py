"""`oclient customers import`: files in, a report and rejects out, exit codes, and nothing left behind (O21, N03)."""

from pathlib import Path

import pytest

from tests.doors.calling import CommandLine

OLA = "ola@example.com"
MESSY = (
    "Imię i nazwisko;Adres e-mail;Telefon;Miejscowość;Uwagi\r\n"
    "Jan Żółw;jan@example.com;600 100 200;Łódź;x\r\n"
    "Anna Nowak;jan@example.com;;Kraków;\r\n"
    "Zły Adres;nobody;;Kraków;\r\n"
)


@pytest.fixture
def shop(plain: CommandLine) -> CommandLine:
    """A list with duplicate control, empty."""
    plain.account(OLA)
    plain("lists", "create", "Shop", "--type", "shop").check(0)
    plain("settings", "set", "Shop", "region", "PL").check(0)
    return plain


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as an old program of a shop writes it."""
    path = tmp_path / "klienci.csv"
    path.write_bytes(MESSY.encode("cp1250"))
    return path


def test_a_messy_file_is_imported_as_far_as_it_goes(shop: CommandLine, file: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    answer = shop("customers", "import", "Shop", str(file), "--rejects", str(rejects)).check(3)
    assert [line.split() for line in answer.out.splitlines()] == [
        ["read", "3"], ["added", "1"], ["updated", "0"], ["duplicates", "1"], ["invalid", "1"],
    ]  # fmt: skip
    assert "email ← Adres e-mail" in answer.err
    assert "Left out: Uwagi" in answer.err
    assert str(rejects) in answer.err
    assert rejects.stat().st_mode & 0o777 == 0o600
    lines = rejects.read_text("utf-8-sig").splitlines()
    assert lines[0].endswith("line,field,reason")
    assert len(lines) == 3
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "no passing file stays"
    fixed = rejects.read_text("utf-8-sig").replace("nobody", "zly@example.com", 1)
    again = shop("customers", "import", "Shop", "-", "--json", stdin=fixed).json()
    assert (again["added"], again["duplicates"], again["rejects"]) == (1, 1, None)


def test_the_exit_code_tells_how_far_it_went(shop: CommandLine, tmp_path: Path) -> None:  # D3
    def code(text: str | bytes, *flags: str) -> int:
        return shop("customers", "import", "Shop", "-", *flags, stdin=text).code

    assert code("last_name,email\nNowak,a@example.com\n") == 0
    assert code("last_name,email\nNowak,a@example.com\n") == 0, "a duplicate is skipped as was asked"
    assert code("last_name,email\nNowak,a@example.com\nB,bad\n") == 3
    assert code("last_name,email\nB,bad\n") == 65, "no row is good"
    both = "last_name,email\nNowak,a@example.com\nNowak,a@example.com\n"
    assert code(both, "--on-duplicate", "update") == 3
    assert code("") == 65
    assert shop("customers", "import", "Shop", str(tmp_path / "none.csv")).refusal(65)
    assert shop("customers", "import", "Nope", "-", stdin="last_name\nA\n").refusal(66)
    assert code("last_name\nA\n", "--on-duplicate", "maybe") == 2


def test_a_dry_run_changes_nothing(shop: CommandLine, file: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    plan = shop("customers", "import", "Shop", str(file), "--dry-run", "--json", "--rejects", str(rejects)).check(3)
    found = plan.value()
    assert (found["added"], found["rejects"]) == (1, str(rejects))
    assert [(one["line"], one["field"]) for one in found["plan"]["refused"]] == [(3, ""), (4, "email")]
    assert shop("customers", "count", "Shop", "--json").json() == {"count": 0}
    told = shop("customers", "import", "Shop", str(file), "--dry-run").check(3)
    assert "would be added" in told.out
    assert "line 4 email: “nobody” is not an e-mail address." in told.err


def test_rejects_never_write_over_a_file(shop: CommandLine, file: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    assert "is there already" in shop("customers", "import", "Shop", str(file), "--rejects", str(there)).refusal(73)
    nowhere = tmp_path / "nowhere" / "r.csv"
    assert "cannot be written" in shop("customers", "import", "Shop", str(file), "--rejects", str(nowhere)).refusal(73)
    assert there.read_text() == "mine"
    assert shop("customers", "count", "Shop", "--json").json() == {"count": 0}


def test_columns_can_be_given(shop: CommandLine, tmp_path: Path) -> None:
    text = "A,B,C\nJan,Nowak,Łódź\n"
    given = ("--map", "first_name=A", "--map", "last_name=#2", "--map", "city=c")
    assert shop("customers", "import", "Shop", "-", *given, "--save-mapping", "Old", stdin=text).code == 0
    assert shop("customers", "import", "Shop", "-", "--mapping", "old", stdin=text).code == 0
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('company = "B"\n')
    assert shop("customers", "import", "Shop", "-", "--mapping", str(mapping), stdin=text).code == 0
    assert shop("customers", "count", "Shop", "--search", "nowak", "--json").json() == {"count": 3}
    for words, sentence in (
        (("--map", "last_name"), "--map takes field=Column"),
        (("--map", "city=A", "--map", "city=B"), "given twice"),
        (("--map", "nonsense=A"), "There is no field “nonsense”"),
        (("--map", "city=D"), "The file has no column “D”"),
        (("--mapping", str(tmp_path / "none.toml")), "cannot be read"),
    ):
        assert sentence in shop("customers", "import", "Shop", "-", *words, stdin=text).refusal(65)
    assert "no such mapping" in shop("customers", "import", "Shop", "-", "--mapping", "None", stdin=text).refusal(66)


def test_the_automatic_e_mail_goes_out_where_it_is_set_up_and_asked_for(shop: CommandLine) -> None:  # O23
    sentence = shop("customers", "import", "Shop", "-", "--autorespond", stdin="last_name\nA\n").refusal(1)
    assert sentence.startswith("No automatic e-mail is set up on this list.")
    for words in ("smtp.host mail.example.com", "smtp.from_address shop@example.com", "autoresponder.enabled on",
                  "autoresponder.subject S", "autoresponder.text T"):  # fmt: skip
        shop("settings", "set", "Shop", *words.split()).check(0)
    rows = "last_name,email\nA,a@example.com\nB,\n"
    told = shop("customers", "import", "Shop", "-", "--autorespond", stdin=rows).check(0)
    assert "The automatic e-mail goes to 1 of the new customers." in told.err
    (queued,) = shop("outbox", "list", "Shop", "--json").json()
    assert (queued["to"], queued["kind"]) == ("a@example.com", "autoresponder")


def test_hostile_cells_stay_text(shop: CommandLine) -> None:  # T1
    told = shop("customers", "import", "Shop", "-", stdin="last_name,\x1b[2Jcol,email\nA,x,\x1b]0;bad\x07\n")
    assert "\x1b" not in told.out + told.err


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx"])
def test_what_was_exported_is_imported_as_it_was(shop: CommandLine, tmp_path: Path, kind: str) -> None:  # E1
    shop("lists", "create", "Copy", "--type", "shop").check(0)
    shop("settings", "set", "Copy", "region", "PL").check(0)
    shop.add(
        OLA, "Shop", "first_name==SUM(A1)", "last_name='apostrophe", "company=@x", "email=a@example.com",
        "email2=b@example.com", "phone=+48 600 100 200", "city=Łódź", "country=PL", "birthday=1980-12-31",
        "tags=-old,new", "categories=VIP", "gdpr_ignore=on",
    )  # fmt: skip
    shop.add(OLA, "Shop", "company=0123", "postcode=00-950", "tax_id=007")
    files = [tmp_path / f"{name}.{kind}" for name in ("Shop", "Copy")]
    shop("customers", "export", "Shop", "-o", str(files[0])).check(0)
    shop("customers", "import", "Copy", str(files[0])).check(0)
    found = [shop("customers", "list", name, "--json").json()["items"] for name in ("Shop", "Copy")]
    first, second = ([{**one, "id": ""} for one in items] for items in found)
    assert first == second
