"""One campaign in a process of its own, so that its memory is measured alone: `python -m benchmarks.mail_once`."""

import asyncio
import json
import sys
import time

from benchmarks.dataset import DATA, DOOR, OWNER
from benchmarks.import_once import peak_mb
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
    frozen, after_freezing = time.perf_counter() - started, peak_mb()
    worker, started = house.worker(int(lanes)), time.perf_counter()
    asyncio.run(worker.run(until_empty=True))
    taken = time.perf_counter() - started
    told = {"recipients": made.recipients, "delivered": worker.delivered, "seconds": taken, "freezing": frozen}
    print(json.dumps(told | {"peak RSS, MB": peak_mb(), "RSS after freezing, MB": after_freezing}))
    house.close()


if __name__ == "__main__":
    main()
