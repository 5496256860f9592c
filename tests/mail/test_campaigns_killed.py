"""kill -9 of whoever freezes a campaign, of its workers and of its mail server, counted where the mail arrives (N04).

Left to itself nothing is sent twice and nothing is lost: every message arrived once, or is in doubt and says so. Where
the owner chose to resend, all arrive.
"""

import os
import signal
import time
from collections import Counter
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from oclient_tui.composition import open_house
from oclient_tui.config.settings import Settings
from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Brief, Stage
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.outbox import Channel
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.services.messages.campaigns.following import ListCampaigns
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.campaigns.steering import ResumeCampaign
from tests.factories import World
from tests.mail.killing import IN_DOUBT, STEPS, Killer, Stand, judged, killed_once, later, worker_process
from tests.mail.sink import DROP
from tests.services.crowds import fill

NAMES = [f"n{number}" for number in range(1000)]
BRIEF = Brief(Channel.EMAIL, Audience(filter=""), title="For {{ name }}", text="Hello {{ name }}")


def _crowd(stand: Stand, names: list[str]) -> None:
    world = stand.post.world
    people = (Customer(0, company=name, emails=(f"{name}@example.com",)) for name in names)
    fill(world.house, world.ola, world.id, people)


def _begin(url: str, folder: Path, port: int) -> None:
    """Begin a campaign in a process of its own."""
    settings = Settings(url, None, folder / "b", folder / "s.json", None, secret_file=folder / "key",
                        allow_hosts=frozenset({("127.0.0.1", port)}))  # fmt: skip
    house = open_house(settings, passwords=ArgonPasswords(cheapest=True))
    world = World.found(house)
    world.ola.do(StartCampaign(world.id, BRIEF, "once"))
    house.close()


@pytest.mark.soak
def test_a_campaign_whose_freezing_is_killed_is_taken_up_and_meets_nobody_twice(url: str, tmp_path: Path) -> None:
    with closing(Stand(url, tmp_path)) as stand:
        names = [f"n{number}" for number in range(10_000)]
        _crowd(stand, names)
        world, spawn, stages = stand.post.world, get_context("spawn"), Counter[Stage]()
        for turn in range(12):
            process = spawn.Process(target=_begin, args=(url, tmp_path, stand.sink.port))
            process.start()
            until = time.monotonic() + 60
            while not world.ola.do(ListCampaigns(world.id)) and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.04 * turn)
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join(60)
            stages[world.ola.do(ListCampaigns(world.id))[0].progress.stage] += 1
        assert stages[Stage.PREPARING], f"it was killed too late to show anything: {stages}"
        (found,) = world.ola.do(ListCampaigns(world.id))
        if found.progress.stage is Stage.PREPARING:
            world.ola.do(ResumeCampaign(world.id, found.campaign.id))
        (found,) = world.ola.do(ListCampaigns(world.id))
        assert (found.campaign.recipients, found.campaign.matched) == (10_000, 10_000)
        assert sum(found.progress.states.values()) == 10_000


@pytest.mark.soak
@pytest.mark.parametrize("policy", ["leave", "resend"])
@pytest.mark.parametrize("verb", STEPS)
def test_a_thousand_recipients_of_a_campaign_and_a_worker_killed_ten_times(
    url: str, tmp_path: Path, verb: str, policy: str
) -> None:
    with closing(Stand(url, tmp_path)) as stand:
        _crowd(stand, NAMES)
        post = stand.post
        post.set("unknown.campaign", policy)
        post.world.ola.do(StartCampaign(post.world.id, BRIEF))
        for turn in range(10):
            nth = 1 if verb == "GREETING" else 7 + 11 * turn
            killed_once(post, url, tmp_path, Killer(verb, nth, answers=bool(turn % 2)))
        post.work(4)
        if policy == "leave":
            judged(post, NAMES, verb, at_most=40)
        else:
            assert set(post.states().values()) == {"sent"}
            assert len(post.sink.received) == 1000, "nothing is lost"


@pytest.mark.soak
@pytest.mark.parametrize("verb", STEPS)
def test_a_thousand_recipients_and_a_server_that_dies_every_forty_messages(url: str, tmp_path: Path, verb: str) -> None:
    with closing(Stand(url, tmp_path)) as stand:
        _crowd(stand, NAMES)
        post, heard = stand.post, Counter[str]()
        post.world.ola.do(StartCampaign(post.world.id, BRIEF))
        died = list[str]()

        def dying(said: str, recipient: str) -> str | None:
            heard[said] += 1
            if said != verb or heard[said] % 40 or len(died) == 20:
                return None
            died.append(recipient)
            return DROP

        post.sink.script = dying
        for _ in range(30):
            post.work(4)
            later(url)
        judged(post, NAMES, verb, at_most=len(died) if verb in IN_DOUBT else 0)


@pytest.mark.soak
def test_two_workers_send_ten_thousand_messages_once(url: str, tmp_path: Path) -> None:  # R4
    with closing(Stand(url, tmp_path)) as stand:
        names = [f"n{number}" for number in range(10_000)]
        _crowd(stand, names)
        world = stand.post.world
        world.ola.do(StartCampaign(world.id, BRIEF))
        workers = [worker_process(url, tmp_path, stand.sink.port, 5) for _ in range(2)]
        for worker in workers:
            _, complaint = worker.communicate(timeout=1200)
            assert worker.returncode == 0, complaint.decode()
        numbers = Counter(str(stand.sink.parsed(place)["Message-ID"]) for place in range(len(stand.sink.messages)))
        assert len(numbers) == 10_000
        assert set(numbers.values()) == {1}
        (found,) = world.ola.do(ListCampaigns(world.id))
        assert found.progress.stage is Stage.DONE
