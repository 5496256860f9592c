"""Records on the command line: files that nobody can trust, switches, and a module dropped in (E5, O15-O18)."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oclient_tui import modules
from oclient_tui.domain.file_names import NAME_BYTES, file_name
from oclient_tui.domain.text import inert
from oclient_tui.modules import registered
from tests.doors.calling import CommandLine
from tests.doors.test_words import WORDS

OLA, MIA = "ola@example.com", "mia@example.com"

NAMES = (
    "../../etc/passwd", "/etc/shadow", "..", ".", "", "a\x00b", "C:\\Windows\\system32\\x", "\\\\host\\share\\x", "nul",
    "CON.txt", "a/../../b", "....//....//x", "~root", "$HOME", "`id`", "-rf", "x" * 500, "ż" * 300, "\u202egpj.exe",
    "\x1b[2J", "a\nb", "  ", "con ", "AUX.", "file:///x", "%2e%2e%2f",
    "y" * 1_000_000,
)  # fmt: skip


def shop(oclient: CommandLine) -> tuple[str, str]:
    """Make Ola's shop with everything on and one customer; return both ids."""
    oclient.account(OLA)
    reference = str(oclient("lists", "create", "Shop", "--type", "b2b_sales", "--json", by=OLA).json()["id"])
    return reference, oclient.add(OLA, reference, "company=Here")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_label_and_never_a_path(name: str) -> None:  # E5
    _check_label(file_name(name))


@settings(max_examples=3000)
@given(
    st.text()
    | st.lists(st.sampled_from(["..", "/", "\\", "a", "\x00", ".", " ", "con", ":", "ą", "\u202e"])).map("".join)
)
def test_whatever_the_name_it_stays_inside_one_folder(name: str) -> None:  # E5
    _check_label(file_name(name))


def _check_label(label: str) -> None:
    root = Path("/root/of/exports")
    assert label.strip() == label
    assert label not in ("", ".", "..")
    assert len(label.encode()) <= NAME_BYTES + 1
    assert Path(os.path.normpath(root / label)).parent == root
    assert inert(label) == label
    assert not set(label) & set('/\\<>:"|?*')


def _listing(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")))


def test_files_come_back_byte_by_byte_and_nothing_lands_outside(
    plain: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # E5
    reference, customer = shop(plain)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    content = bytes(range(256)) * 100
    (work / "secret").write_bytes(content)
    (work / "link").symlink_to(work / "secret")
    ids = [
        plain("records", "add", reference, "files", customer, f"file=@{path}", "--json").json()["id"]
        for path in ("secret", "link", f"{work}/../work/secret", "./secret")
    ]
    before = list(_listing(tmp_path))
    listed = plain("records", "list", reference, "files", customer).out
    assert "secret  25600" in listed
    assert hashlib.sha256(content).hexdigest() not in listed, "a line of it would fill the terminal"
    for number in ids:
        shown = plain("records", "show", reference, "files", number, "--json").json()
        assert shown["file"] in ("secret", "link")
        assert (shown["file_size"], shown["file_sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        plain("records", "get", reference, "files", number, "-o", f"out-{number}").check(0)
        assert (work / f"out-{number}").read_bytes() == content
        assert (work / f"out-{number}").stat().st_mode & 0o777 == 0o600
    fresh = set(_listing(tmp_path)) - set(before)
    assert {name for name in fresh if not name.startswith(("data", "xdg"))} == {f"work/out-{number}" for number in ids}


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "\x00" not in name and name != "/etc/shadow" and len(name) < 10_000]
)
def test_a_hostile_name_is_shown_inert_and_makes_no_path(
    plain: CommandLine, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # E5, T3
    reference, customer = shop(plain)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    plain("records", "add", reference, "files", customer, f"file=@{name}").check(65)
    number = plain("records", "add", reference, "files", customer, "file=@-", f"note={name}", stdin="x").out.strip()
    shown = plain("records", "list", reference, "files").check(0).out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("\n") == 1
    plain("records", "get", reference, "files", number, "-o", "out").check(0)
    assert [path.name for path in folder.iterdir()] == ["out"]


def test_nothing_that_stands_is_written_over(plain: CommandLine, tmp_path: Path) -> None:  # E5
    reference, customer = shop(plain)
    number = plain("records", "add", reference, "files", customer, "file=@-", stdin="new").out.strip()
    target = tmp_path / "kept"
    target.write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for path in (target, tmp_path / "link", tmp_path, tmp_path / "missing" / "x"):
        sentence = plain("records", "get", reference, "files", number, "-o", str(path)).refusal(73)
        assert sentence.startswith(f"{path} cannot be written: ")
    assert target.read_text() == "old"
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_beyond_the_limit_is_refused_before_it_is_read_whole(plain: CommandLine, tmp_path: Path) -> None:
    reference, customer = shop(plain)
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing: reading it whole would end the test
    limit = {"OCLIENT_FILE_LIMIT": "1"}
    for path in (large, "/dev/zero"):
        add = ("records", "add", reference, "files", customer, f"file=@{path}")
        assert plain(*add, env=limit).refusal(65) == "A file may have at most 1 MB."
    exact = ("records", "add", reference, "files", customer, "file=@-")
    plain(*exact, stdin=b"x" * (1 << 20), env=limit).check(0)
    assert plain(*exact, stdin=b"x" * ((1 << 20) + 1), env=limit).refusal(65) == "A file may have at most 1 MB."
    for bad in ("0", "-1", "x", "501", "1.5", "9" * 30):
        plain("records", "list", reference, "files", env={"OCLIENT_FILE_LIMIT": bad}).refusal(78)


def test_a_path_in_another_field_is_only_text(plain: CommandLine) -> None:  # E5
    reference, customer = shop(plain)
    number = plain("records", "add", reference, "notes", customer, "text=@/etc/passwd").out.strip()
    assert plain("records", "show", reference, "notes", number, "--json").json()["text"] == "@/etc/passwd"
    assert (
        plain("records", "add", reference, "files", customer, "file=/etc/passwd")
        .refusal(65)
        .startswith("file is a file")
    )


def test_off_leaves_no_trace_in_any_word(oclient: CommandLine) -> None:  # O17, O18
    reference, customer = shop(oclient)
    oclient.account(MIA)
    oclient.join(OLA, reference, MIA)
    oclient("settings", "set", reference, "assigned_only", "off", by=OLA).check(0)
    assert list(FIELDS) == [module.key for module in registered()]
    for module, fields in FIELDS.items():
        for number in range(100 // len(FIELDS) + 1):
            given = [field.replace("#", f"canary{number}") for field in fields]
            oclient("records", "add", reference, module, customer, *given, stdin="canary", by=OLA).check(0)
    for key in FIELDS:
        oclient("settings", "set", reference, f"modules.{key}", "off", by=OLA).check(0)
    asked = [
        *(("records", verb, reference, module) for verb in ("list",) for module in FIELDS),
        ("records", "modules", reference), ("sales", "funnel", reference), ("settings", "show", reference),
        ("customers", "show", reference, customer), ("customers", "list", reference, "--search", "canary1"),
        ("customers", "find", reference, "canary"), ("customers", "why", reference, customer),
        *(("customers", "list", reference, "--filter", f"{module}:canary1") for module in FIELDS),
        ("customers", "list", reference, "--filter", "notes.text:canary1 or canary1"),
        ("audit", "list", reference, "--limit", "1000"), ("audit", "verify", reference),
        ("sale-types", "list", reference), ("settings", "dump", reference), ("lists", "show", reference),
    ]  # fmt: skip
    assert {words[:2] for words in asked} <= {word[:2] for word in WORDS}
    for words in asked:
        for by in (OLA, MIA):
            answer = oclient(*words, "--json", by=by)
            assert "canary" not in f"{answer.out}{answer.err}", answer
    oclient("settings", "set", reference, "modules.notes", "on", by=OLA).check(0)
    page = oclient("records", "list", reference, "notes", "--limit", "1000", "--json", by=MIA).json()
    assert [item["text"] for item in page["items"]][-1] == "canary0"


FIELDS = {
    "notes": ("text=#",),
    "tasks": ("title=#", "note=#"),
    "calendar": ("title=#", "starts=2026-01-01 10:00"),
    "contracts": ("title=#",),
    "sales": ("type=Offer sent", "lines=1 x # @ 2", "note=#"),
    "files": ("file=@-", "note=#"),
}


def test_the_funnel_counts_what_one_sees(oclient: CommandLine) -> None:  # O35, O07, N06
    reference, mine = shop(oclient)
    oclient.account(MIA)
    oclient.join(OLA, reference, MIA)
    oclient("settings", "set", reference, "assigned_only", "on", by=OLA).check(0)
    theirs = oclient.add(MIA, reference, "company=There")
    for customer, kind, amount in (
        (mine, "Offer sent", "10"),
        (mine, "Delivered", "5,5"),
        (theirs, "Offer sent", "1.25"),
    ):
        oclient("records", "add", reference, "sales", customer, f"type={kind}", f"amount={amount}", by=OLA).check(0)

    def funnel(by: str, *flags: str) -> list[tuple[str, int, str]]:
        steps = oclient("sales", "funnel", reference, *flags, "--json", by=by).json()
        return [(step["type"], step["count"], step["sum"]) for step in steps if step["count"]]

    assert funnel(OLA) == [("Offer sent", 2, "11.25"), ("Delivered", 1, "5.50")]
    assert funnel(MIA) == funnel(OLA, "--see-as", MIA) == [("Offer sent", 1, "1.25")]
    oclient("sales", "funnel", reference, "--see-as", OLA, by=MIA).refusal(77)
    assert oclient("customers", "count", reference, "--filter", "sales>=15.50", by=OLA).out == "1\n"
    assert oclient("customers", "count", reference, "--filter", "sales>=15.50", by=MIA).out == "0\n"
    assert oclient("customers", "count", reference, "--filter", "sales<2", by=OLA).out == "1\n"
    oclient("sale-types", "remove", reference, "Offer sent", "--yes", by=OLA).check(1)
    oclient("sale-types", "remove", reference, "Offer sent", "--yes", "--remap", "Delivered", by=OLA).check(0)
    assert funnel(OLA) == [("Delivered", 3, "16.75")]


def test_a_module_dropped_in_has_its_words(
    oclient: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, customer = shop(oclient)
    oclient("records", "list", reference, "pets", by=OLA).refusal(65)
    folder = tmp_path / "dropped"
    folder.mkdir()
    (folder / "pets.py").write_text(
        "from oclient_tui.domain.module import Field, Module\n"
        "MODULE = Module('pets', 'Pets', order=90, fields=(Field('name', required=True),))\n"
    )
    monkeypatch.setattr(modules, "__path__", [*modules.__path__, str(folder)])
    oclient("settings", "set", reference, "modules.pets", "on", by=OLA).check(0)
    number = oclient("records", "add", reference, "pets", customer, "name=Azor", by=OLA).check(0).out.strip()
    assert oclient("records", "show", reference, "pets", number, by=OLA).out.endswith("name: Azor\n")
    assert oclient("customers", "count", reference, "--filter", "pets.name:az", by=OLA).out == "1\n"
    assert (
        oclient("records", "add", reference, "pets", customer, by=OLA).refusal(65) == "A record of pets needs name=…."
    )
    oclient("customers", "delete", reference, customer, "--yes", by=OLA).check(0)
    assert oclient("records", "list", reference, "pets", by=OLA).out == ""
