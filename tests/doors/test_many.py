"""One change to many customers by the command line: exit codes, and what stands on stdout and stderr (N03)."""

import pytest

from tests.doors.calling import CommandLine

OLA, SHOP = "ola@example.com", "Shop"
MANY = ("-", "--filter", "active:any")


@pytest.fixture
def shop(oclient: CommandLine) -> CommandLine:
    """Ola's list with three customers, of whom B is restricted."""
    oclient.account(OLA)
    oclient("lists", "create", SHOP, "--type", "shop", by=OLA).check(0)
    for name in ("A", "B", "C"):
        made = oclient.add(OLA, SHOP, f"company={name}", "city=Opole")
        if name == "B":
            oclient("customers", "edit", SHOP, made, "restricted=on", by=OLA).check(0)
    return oclient


def _count(shop: CommandLine, line: str) -> int:
    return int(shop("customers", "count", SHOP, "--filter", line, "--json", by=OLA).json()["count"])


def test_a_refused_run_is_1_and_shows_who_and_why(shop: CommandLine) -> None:
    for words in (("edit", SHOP, *MANY, "city=Radom"), ("deactivate", SHOP, *MANY)):
        done = shop("customers", *words, "--yes", by=OLA).check(1)
        assert done.out == "", done
        first, last = done.err.splitlines()
        assert " B " in first, done
        assert "restricted" in first, done
        assert last.startswith("oclient: Nothing was changed: 1 of 3 customers"), done
        assert "--partly" in last, done
    assert (_count(shop, "city:Radom"), _count(shop, "active:no")) == (0, 0)


def test_partly_is_3_and_tells_whom_it_left_out(shop: CommandLine) -> None:
    done = shop("customers", "edit", SHOP, *MANY, "city=Radom", "--partly", "--yes", "--json", by=OLA).check(3)
    found = done.value()
    assert [row["name"] for row in found.pop("rows")] == ["B"]
    assert found == {"matched": 3, "changed": 2, "unchanged": 0, "refused": 1, "dry_run": False}
    assert _count(shop, "city:Radom") == 2
    again = shop("customers", "edit", SHOP, *MANY, "city=Radom", "--partly", "--yes", by=OLA).check(3)
    assert again.out == "Changed: 0; so already: 2; not changed: 1.\n"


def test_a_dry_run_is_0_and_changes_nothing(shop: CommandLine) -> None:
    for partly in ((), ("--partly",)):
        done = shop("customers", "edit", SHOP, *MANY, "city=Radom", "--dry-run", *partly, by=OLA).check(0)
        assert done.out == "Would change: 2; so already: 0; cannot be changed: 1.\n"
        assert " B " in done.err
    assert _count(shop, "city:Radom") == 0


def test_without_anybody_wrong_it_is_0(shop: CommandLine) -> None:
    free = ("-", "--filter", "restricted:no")
    done = shop("customers", "edit", SHOP, *free, "city=Radom", by=OLA).check(0)
    assert done.out == "Changed: 2; so already: 0; not changed: 0.\n"
    assert shop("undo", SHOP, "--json", by=OLA).json() == {"undone": "CustomersEdited", "rows": 2}
    assert _count(shop, "city:Opole") == 3


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("edit", SHOP, "-", "city=Radom"), 65, "Say which customers"),
        (("edit", SHOP, *MANY, "shoe=1"), 65, "shoe"),
        (("edit", SHOP, "-", "city=Radom", "--filter", "shoe:1"), 65, "shoe"),
        (("edit", SHOP, "-", "city=Radom", "--set", "None"), 66, "set"),
        (("deactivate", "Nothing", *MANY), 66, "There is no such list."),
        (("edit", SHOP, "123", "city=Radom", "--partly"), 65, "Name one customer"),
        (("deactivate", SHOP, "123", "--dry-run"), 65, "Name one customer"),
        (("delete", SHOP, *MANY), 1, "say --yes"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(shop: CommandLine, words: tuple[str, ...], code: int, told: str) -> None:
    assert told in shop("customers", *words, by=OLA).refusal(code)
    assert (_count(shop, "city:Opole"), _count(shop, "active:any")) == (3, 3)
