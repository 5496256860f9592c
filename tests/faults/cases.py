"""The commands that are killed, each with what stands before it. A new one is a few lines here."""

import gzip
import hashlib
import json
from contextlib import closing
from pathlib import Path

from oclient_tui.composition import open_house
from oclient_tui.config.settings import Settings
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.modules import registered
from oclient_tui.services.sharing.lists import CreateList
from storage.tables.records import table_name
from tests.factories import PASSWORD, SHOP, account, add, join
from tests.faults.crashing import Case, Place
from tests.storage.backdoor import Row, contents

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
OLA, MIA = "ola@example.com", "mia@example.com"
LIST = "Sklep"
MANY = 4

OF_MODULES = ("module_versions", "file_blobs", *(table_name(module) for module in registered()))


def furnished(place: Place) -> None:
    """Two people, a list, and customers with everything that hangs on them; Ola is signed in."""
    key = place.folder / "home" / "xdg" / "config" / "oclient" / "secret.key"
    settings = Settings(place.url, None, place.folder / "b", place.folder / "s", None, secret_file=key)
    with closing(open_house(settings, passwords=ArgonPasswords(cheapest=True))) as house:
        ola = account(house, OLA)
        made = ola.do(CreateList(LIST, SHOP, "pl"))
        join(house, ola, made.id, MIA)
        for number in range(MANY):
            fields = {"company": f"Firma {number}", "email": f"f{number}@example.com", "tags": "a,b"}
            add(ola, made.id, **fields, categories="VIP")
    place.do("sign-in", OLA, "--password-stdin", stdin=f"{PASSWORD}\n")


def backed_up(place: Place) -> None:
    """The same, with a backup that is older than two of the customers."""
    furnished(place)
    place.do("backup", str(place.folder / "old.db"))
    place.do("customers", "add", LIST, "company=Nowa", "--as", OLA)


def of_first_schema(place: Place) -> None:
    """A database as the first program wrote it."""
    golden(place, 1)


def golden(place: Place, schema: int) -> None:
    """Put a database of an older schema in the place."""
    path = Path(place.url)
    path.parent.mkdir(mode=0o700, parents=True)
    path.write_bytes(gzip.decompress((GOLDEN / f"schema{schema}.db.gz").read_bytes()))
    path.chmod(0o600)


def whole_backup(place: Place) -> None:
    """The file of a backup is whole, or not there; and nobody else can read it."""
    path = place.folder / "new.db"
    if not path.exists():
        return
    assert path.stat().st_mode & 0o777 == 0o600
    ours, theirs = contents(place.url, besides=("audit_entries", "audit_values", "audit_heads")), contents(str(path))
    assert ours == {name: rows for name, rows in theirs.items() if name in ours}


IMPORT = ("customers", "import", LIST, "{folder}/new.csv", "--rejects", "{folder}/rejects.csv", "--as", OLA)
FILE = """first_name,last_name,company,email,tags
Jan,Nowak,,jan@example.com,"x,y"
Ewa,Żółw,,ewa@example.com,x
,,Firma 1 nowa,f1@example.com,z
,,Firma 2 nowa,f2@example.com,z
,,,bez-nazwy@example.com,
"""


def with_file(place: Place) -> None:
    """A list, and a file with two new customers, two that are there, and one that cannot be taken."""
    furnished(place)
    (place.folder / "new.csv").write_text(FILE, "utf-8")


def imported(place: Place) -> None:
    """The same after the file came in with updates: what an undo takes back is added and changed rows."""
    with_file(place)
    done = place.run(*(word.replace("{folder}", str(place.folder)) for word in (*IMPORT, "--on-duplicate", "update")))
    assert done.returncode in {0, 3}, done.stderr


def with_another_list(place: Place) -> None:
    """Two lists, of which one is to be wiped."""
    furnished(place)
    place.do("lists", "create", "Druga", "--type", "shop", "--as", OLA)
    for name in ("Zostaje", "Pozostaje"):
        fields = (f"company={name}", f"email={name}@example.com", "tags=a,b")
        place.do("customers", "add", "Druga", *fields, "--as", OLA)
    place.do("customers", "edit", "Druga", "-", "city=Opole", "--filter", "active:any", "--as", OLA)
    whole = {name: _hash(rows) for name, rows in _rows_of(place, LIST).items() if name not in STUBS}
    (place.folder / "whole.json").write_text(json.dumps(whole), "utf-8")
    number = next(row[0] for row in contents(place.url)["customer_lists"] if row[1] == LIST)
    (place.folder / "number").write_text(str(number), "ascii")


STUBS = ("audit_entries", "audit_values", "audit_heads", "customer_lists", "wipes")
"""What a list may leave behind, or have changed, by a wipe: the audit, that it is closed, and the stub of the wipe."""


def of_the_other_list(place: Place) -> dict[str, str]:
    """Return a hash of the rows of each table that belong to the list which stays."""
    return {name: _hash(rows) for name, rows in _rows_of(place, "Druga").items()}


def _rows_of(place: Place, title: str) -> dict[str, list[Row]]:
    """Return the rows of one list by table, searched words included."""
    number = next((row[0] for row in contents(place.url)["customer_lists"] if row[1] == title), None)
    held = {name: [row for row in rows if number in row] for name, rows in contents(place.url).items()}
    return {name: rows for name, rows in held.items() if rows}


def _hash(rows: list[Row]) -> str:
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


def all_or_nothing_of_a_list(place: Place) -> None:
    """Every table holds of the wiped list what it held, or no table holds a row of it."""
    left = {name: _hash(rows) for name, rows in _rows_of(place, LIST).items() if name not in STUBS}
    if any(row[1] == LIST for row in contents(place.url)["customer_lists"]):
        whole = json.loads((place.folder / "whole.json").read_text("utf-8"))
        assert left == whole, f"half a list is left: {sorted({*left.items()} ^ {*whole.items()})}"
        return
    number = int((place.folder / "number").read_text("ascii"))
    rest = [name for name, rows in contents(place.url).items() if name not in STUBS and _with(rows, number)]
    assert not rest, f"rows of the wiped list are left in {rest}"


def _with(rows: list[Row], number: int) -> list[Row]:
    return [row for row in rows if number in row]


def wipe_or_clean(place: Place) -> tuple[str, ...]:
    """Wipe again, or have the cleaning finished where the list is gone already."""
    whole = any(row[1] == LIST for row in contents(place.url)["customer_lists"])
    return WIPE if whole else ("db", "check")


WIPE = ("lists", "wipe", LIST, "--name", LIST, "--password-stdin", "--as", OLA)


CASES = {
    case.name: case
    for case in (
        Case("add", ("customers", "add", LIST, "company=Nowa", "email=n@example.com", "--as", OLA), furnished),
        Case("assign", ("customers", "assign", LIST, "-", MIA, "--filter", "category:vip", "--as", OLA), furnished),
        Case("backup", ("backup", "{folder}/new.db", "--force"), furnished, whole_backup, same=True,
             besides=("audit_entries", "audit_values", "audit_heads")),
        Case("restore", ("restore", "{folder}/old.db", "--yes"), backed_up),
        Case("import", IMPORT, with_file, code=3),
        Case("update-import", (*IMPORT, "--on-duplicate", "update"), with_file, code=3),
        Case("undo", ("undo", LIST, "--as", OLA), imported),
        Case("wipe", WIPE, with_another_list, all_or_nothing_of_a_list, stdin=f"{PASSWORD}\n", between=True,
             again=wipe_or_clean, keeps=of_the_other_list),
        Case("migration", ("db", "upgrade"), of_first_schema, later=OF_MODULES),
    )
}  # fmt: skip
