"""One campaign in a process of its own, so that its memory is measured alone: `python -m benchmarks.mail_once`."""

import asyncio
import json
import re
import sys
import time
from pathlib import Path

from benchmarks.dataset import DATA, DOOR, OWNER
from oclient_tui.composition import open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.outbox import Channel
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.sharing.lists import MyLists
from oclient_tui.services.sharing.settings import ChangeSetting

TEXT = "\n\n".join(
    ["Dear {{ first_name | default: 'you' }},", *["A paragraph of some length, as letters have." * 4] * 4]
)


def own_mb() -> int:
    """Return the memory that is this process's own: pages of the database that are mapped into it are not."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    """Write to all customers of the list at a URL, with a number of lanes; print what it took as JSON."""
    url, port, lanes = sys.argv[1:]
    allowed = frozenset({("127.0.0.1", int(port))})
    given = Settings(url, None, DATA / "backups", DATA / "s.json", None, secret_file=DATA / "key", allow_hosts=allowed)
    house = open_house(given, passwords=ArgonPasswords(cheapest=True))
    with house.store.work("operator") as unit:
        owner = unit.accounts.by_email(OWNER)
    if owner is None:
        sys.exit("import the customers first")
    person = house.person(owner, DOOR)
    (found,) = person.do(MyLists())
    for key, value in (("host", "127.0.0.1"), ("port", port), ("security", "none"),
                       ("from_address", "shop@example.com")):  # fmt: skip
        person.do(ChangeSetting(found.list.id, f"smtp.{key}", value))
    brief = Brief(Channel.EMAIL, Audience(filter=""), title="For {{ name }}", text=TEXT)
    started = time.perf_counter()
    made = person.do(StartCampaign(found.list.id, brief))
    frozen, after_freezing = time.perf_counter() - started, own_mb()
    worker, started = house.worker(int(lanes)), time.perf_counter()
    asyncio.run(worker.run(until_empty=True))
    taken = time.perf_counter() - started
    told = {"recipients": made.recipients, "delivered": worker.delivered, "seconds": taken, "freezing": frozen}
    print(json.dumps(told | {"own memory, MB": own_mb(), "own after freezing, MB": after_freezing}))
    house.close()


if __name__ == "__main__":
    main()
