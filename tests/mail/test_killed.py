"""kill -9 of a worker at every step of a delivery, counted where the mail arrives (N04, R1, D18).

The worker is the real program in a process of its own. Left to itself, nothing is sent twice and nothing is lost: every
message arrived once, or is in doubt and says so, at most one a connection. Where the owner chose to resend, all arrive.
"""

from contextlib import closing
from pathlib import Path

import pytest

from tests.mail.killing import IN_DOUBT, STEPS, Killer, Stand, judged, killed_and_followed, killed_once
from tests.mail.post import Post


@pytest.mark.parametrize("answers", [False, True], ids=["before the answer", "after the answer"])
def test_a_killed_worker_doubles_and_loses_nothing(post: Post, url: str, tmp_path: Path, answers: bool) -> None:
    steps = STEPS if not answers else ("DOT",)
    for verb in steps:
        names = [f"{verb.lower()}{number}" for number in range(3)]
        for name in names:
            post.write(name)
        killed_and_followed(post, url, tmp_path, Killer(verb, 1 if verb == "GREETING" else 2, answers=answers), 1)
        judged(post, names, verb, at_most=1 if verb in IN_DOUBT else 0)
    if answers:
        return
    post.set("unknown.single", "resend")
    post.write("again")
    killed_and_followed(post, url, tmp_path, Killer("DOT", 1, answers=False), 1)
    assert post.states()["again"] == "sent"
    assert post.sink.received["again@example.com"] == 2, "what the owner chose: rather twice than not at all"
    assert len({mail["Message-ID"] for mail in map(post.sink.parsed, (-1, -2))}) == 1


@pytest.mark.soak
@pytest.mark.parametrize("verb", STEPS)
def test_a_thousand_recipients_and_a_worker_killed_ten_times(url: str, tmp_path: Path, verb: str) -> None:  # N04
    with closing(Stand(url, tmp_path)) as stand:
        names = [f"n{number}" for number in range(1000)]
        for name in names:
            stand.post.write(name)
        for turn in range(10):
            nth = 1 if verb == "GREETING" else 7 + 11 * turn
            killed_once(stand.post, url, tmp_path, Killer(verb, nth, answers=bool(turn % 2)))
        stand.post.work(4)
        judged(stand.post, names, verb, at_most=40)
