"""`oclient customers export`: the file in its place or not at all, stdout, formats by name, refusals (issue 4)."""

import csv
import errno
import hashlib
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from oclient_tui.gateways.tables import Tables
from tests.doors.calling import CommandLine
from tests.factories import PASSWORD

OLA, MIA = "ola@example.com", "mia@example.com"


@pytest.fixture
def shop(plain: CommandLine) -> CommandLine:
    """The command line with a list, two customers on it, and Mia who may not export."""
    plain.account(OLA)
    plain.account(MIA)
    plain("lists", "create", "Sklep", by=OLA).check(0)
    plain("settings", "set", "Sklep", "assigned_only", "on", by=OLA).check(0)
    plain.join(OLA, "Sklep", MIA)
    plain.add(OLA, "Sklep", "first_name==cmd", "phone=+48600100200", "city=Łódź")
    plain.add(MIA, "Sklep", "first_name=Mia's", "city=Hel")
    return plain


def left(folder: Path) -> list[str]:
    """Return the files of an export that stand in a folder, whole or in part."""
    return [path.name for path in folder.iterdir() if "out.csv" in path.name]


def test_a_file_is_made_for_its_owner_alone(shop: CommandLine, tmp_path: Path) -> None:
    before, path = os.umask(0), tmp_path / "out.csv"
    try:
        answer = shop("customers", "export", "Sklep", "-o", str(path), "--json", by=OLA)
    finally:
        os.umask(before)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert answer.json() == {"rows": 2, "format": "csv", "file": str(path), "sha256": digest}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = list(csv.DictReader(io.StringIO(content.decode())))
    assert [(row["first_name"], row["phone"], row["city"]) for row in found] == [
        ("'=cmd", "+48600100200", "Łódź"), ("Mia's", "", "Hel"),
    ]  # fmt: skip
    assert left(tmp_path) == ["out.csv"]
    assert digest in shop("audit", "list", "Sklep", "--json", by=OLA).out


@pytest.mark.parametrize(
    ("name", "flags", "wanted"),
    [
        ("a.csv", (), "csv"),
        ("a.TSV", (), "tsv"),
        ("a.xlsx", (), "xlsx"),
        ("a.vcf", (), "vcard"),
        ("a.jsonl", (), "jsonl"),
        ("a", (), "csv"),
        ("a.csv", ("--format", "XLSX"), "xlsx"),
    ],
)
def test_the_name_tells_the_format(
    shop: CommandLine, tmp_path: Path, name: str, flags: tuple[str, ...], wanted: str
) -> None:
    path = tmp_path / name
    told = shop("customers", "export", "Sklep", "-o", str(path), *flags, "--json", by=OLA).json()
    assert (told["format"], told["rows"]) == (wanted, 2)
    if wanted != "jsonl":
        assert Tables().open(io.BytesIO(path.read_bytes())).format == wanted


def test_an_existing_file_stays_without_force(shop: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")
    refused = shop("customers", "export", "Sklep", "-o", str(path), by=OLA)
    assert refused.refusal(73) == f"{path} exists already. Name another file, or say --force."
    assert path.read_text() == "mine"
    shop("customers", "export", "Sklep", "-o", str(path), "--force", by=OLA).check(0)
    assert path.read_bytes().startswith(b"id,first_name")
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "no plain file" in shop("customers", "export", "Sklep", "-o", str(folder), "--force", by=OLA).refusal(73)
    missing = shop("customers", "export", "Sklep", "-o", str(tmp_path / "no" / "out.csv"), by=OLA)
    assert "cannot be written" in missing.refusal(73)


def test_a_link_is_not_followed(shop: CommandLine, tmp_path: Path) -> None:
    target, link = tmp_path / "secret", tmp_path / "out.csv"
    target.write_text("mine")
    link.symlink_to(target)
    for flags in ((), ("--force",)):
        shop("customers", "export", "Sklep", "-o", str(link), *flags, by=OLA).check(73)
    assert target.read_text() == "mine"


def test_a_name_taken_for_a_moment_is_no_success(
    shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process made a file of that name just as ours was to get it, and has removed it again."""
    monkeypatch.setattr(Path, "hardlink_to", _taken)
    answer = shop("customers", "export", "Sklep", "-o", str(tmp_path / "out.csv"), by=OLA)
    assert "exists already" in answer.refusal(73)
    assert left(tmp_path) == []


def _taken(*_: object) -> None:
    raise FileExistsError(errno.EEXIST, "File exists")


def test_refused_exports_leave_no_file_and_an_entry(shop: CommandLine, tmp_path: Path) -> None:  # X04, V05
    path = tmp_path / "out.csv"
    for words, code in (((), 77), (("--filter", "nothing:x=("), 77)):
        shop("customers", "export", "Sklep", "-o", str(path), *words, by=MIA).refusal(code)
    shop("customers", "export", "Sklep", "-o", str(path), "--filter", "nothing:x", by=OLA).refusal(65)
    assert "Formats are: csv, tsv" in shop(
        "customers", "export", "Sklep", "-o", str(path), "--format", "pdf", by=OLA
    ).refusal(65)
    assert left(tmp_path) == []
    entries = shop("audit", "list", "Sklep", "--json", by=OLA).json()
    assert [(found["action"], found["outcome"]) for found in entries[:2]] == [("ExportCustomers", "refused")] * 2


def test_a_member_with_the_right_exports_what_they_see(shop: CommandLine) -> None:  # A3, O07
    shop("members", "grant", "Sklep", MIA, "export", by=OLA).check(0)
    answer = shop("customers", "export", "Sklep", "-o", "-", "--format", "jsonl", by=MIA).check(0)
    assert (answer.out.count("\n"), answer.err) == (1, "")
    assert "cmd" not in answer.out


def test_stdout_holds_the_file_and_nothing_else(shop: CommandLine) -> None:
    answer = shop("customers", "export", "Sklep", "-o", "-", "--json", by=OLA).check(0)
    assert answer.out.splitlines()[0].startswith("id,first_name,last_name")
    assert len(answer.out.splitlines()) == 3


def test_nobody_is_no_file(shop: CommandLine, tmp_path: Path) -> None:  # V02
    path = tmp_path / "out.xlsx"
    told = shop("customers", "export", "Sklep", "--filter", "city:Nowhere", "-o", str(path), "--json", by=OLA).json()
    assert told == {"rows": 0, "format": "xlsx", "file": None, "sha256": None}
    assert not path.exists()
    assert "CustomersExported" in shop("audit", "list", "Sklep", by=OLA).out
    silent = shop("customers", "export", "Sklep", "--filter", "city:Nowhere", "-o", "-", by=OLA).check(0)
    assert silent.out == ""


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_cancelling_leaves_nothing(
    shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("oclient_tui.gateways.tables.writing.harmless_row", interrupted)
    path = tmp_path / "out.csv"
    shop("customers", "export", "Sklep", "-o", str(path), "--format", kind, by=OLA).check(130)
    assert left(tmp_path) == []
    assert not list(aside.iterdir()), "what the writer put aside stays"
    assert "CustomersExported" not in shop("audit", "list", "Sklep", by=OLA).out


def test_a_full_disk_leaves_nothing(shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # R2
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("oclient_tui.doors.cli.output.os.fsync", full)
    path = tmp_path / "out.csv"
    assert "No space left" in shop("customers", "export", "Sklep", "-o", str(path), by=OLA).refusal(73)
    assert left(tmp_path) == []


def test_a_workbook_goes_through_a_pipe(shop: CommandLine) -> None:
    environment = dict(os.environ, OCLIENT_DB=shop.database, OCLIENT_AS=OLA, OCLIENT_PASSWORD=PASSWORD)
    words = ("customers", "export", "Sklep", "--format", "xlsx", "-o", "-")
    run = subprocess.run(
        [sys.executable, "-m", "oclient_tui", *words], env=environment, capture_output=True, check=True
    )
    sheet = Tables().open(io.BytesIO(run.stdout))
    place = sheet.header.index("first_name")
    assert [row.cells[place] for row in sheet.rows()] == ["=cmd", "Mia's"]
    assert run.stderr == b""


def test_the_limit_of_imports_is_a_number_of_megabytes(shop: CommandLine) -> None:
    for bad in ("0", "x", "100001"):
        shop("customers", "count", "Sklep", by=OLA, env={"OCLIENT_IMPORT_LIMIT": bad}).refusal(78)
    shop("customers", "count", "Sklep", by=OLA, env={"OCLIENT_IMPORT_LIMIT": "4096"}).check(0)
