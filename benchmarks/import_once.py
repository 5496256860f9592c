"""One import in a process of its own, so that its memory is measured alone: `python -m benchmarks.import_once`."""

import json
import re
import sys
import time
from pathlib import Path

from benchmarks.dataset import DOOR, OWNER, bench_house
from oclient_tui.domain.lists import BusinessType
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile
from oclient_tui.services.sharing.accounts import AddAccount
from oclient_tui.services.sharing.lists import CreateList, MyLists
from oclient_tui.services.sharing.settings import ChangeSetting

RULES = "email; phone"


def peak_mb() -> int:
    """Return the most memory that this process had at once; getrusage would count its parent's as well."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    """Import a file into the list at a URL, which is made if there is none yet; print what it took as JSON."""
    url, path = sys.argv[1:]
    house = bench_house(url)
    operator = house.operator(DOOR)
    with house.store.work("operator", writing=True) as unit:
        owner = unit.accounts.by_email(OWNER)
    person = house.person(owner or operator.do(AddAccount(OWNER, "Owner", "a benchmark's password")), DOOR)
    if owner is None:
        made = person.do(CreateList("Benchmark", BusinessType("shop", "Shop", ""), "pl"))
        person.do(ChangeSetting(made.id, "duplicates.rules", RULES))
    (found,) = person.do(MyLists())
    before, started, spent = peak_mb(), time.perf_counter(), time.process_time()
    with Path(path).open("rb") as source:
        report = person.do(ImportCustomers(found.list.id, ImportFile(source, Path(path).name)))
    taken, cpu = time.perf_counter() - started, time.process_time() - spent
    told = {"seconds": taken, "cpu": cpu, "peak RSS, MB": peak_mb(), "RSS before, MB": before}
    print(json.dumps(told | report.counts))
    house.close()


if __name__ == "__main__":
    main()
