"""Commands and the full screen over SSH, by the real client: whose key it is decides, and nothing else (S7, D17)."""

import asyncio
import json
import subprocess
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any, cast

import asyncssh
import pytest

from oclient_tui.services.sharing.accounts import AddKey, RemoveKey
from tests.doors.ssh.serving import Served, serving
from tests.factories import World, add
from tests.screens.test_terminal import Terminal

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def served(world: World, url: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server with keys for the owner and for a member who sees one customer of two."""
    add(world.ola, world.id, company="Hidden")
    add(world.mia, world.id, company="Zażółć")
    with serving(url, tmp_path_factory.mktemp("keys")) as server:
        for name in ("ola", "mia"):
            world.house.operator("test").do(AddKey(f"{name}@example.com", server.line(name)))
        yield server


def test_commands_by_the_real_client(served: Served) -> None:
    who = served("mia", "whoami --json")
    assert json.loads(who.stdout)["email"] == "mia@example.com", f"the key says who acts: {who}"
    assert served("mia", "whoami; id").returncode == 2, "no shell reads the words"
    listed = served("mia", "customers list Shop --json")
    assert [one["company"] for one in json.loads(listed.stdout)["items"]] == ["Zażółć"], (
        f"the answer in UTF-8: {listed}"
    )
    assert b"Hidden" not in listed.stdout + listed.stderr, "over SSH a member sees what the member sees"
    assert served("mia", "customers show Shop 1").returncode == 66, "the exit code is passed on"
    assert served("ola", "customers import Shop -", b"company\nFrom a pipe\n").returncode == 0, "stdin is passed on"
    assert b"From a pipe" in served("ola", "customers export Shop -o -").stdout
    # A key that is offered, and cannot sign, proves nothing, whether it comes first or last (ssh.md trap 1).
    stolen = served.folder / "stolen.pub"
    stolen.write_text(served.line("ola"))
    for order in ((stolen, "mia"), ("mia", stolen)):
        done = subprocess.run([*served.argv(*order), "whoami --json"], capture_output=True, timeout=60, check=True)
        assert json.loads(done.stdout)["email"] == "mia@example.com", "the key that signed is the identity"


async def test_everything_else_is_refused(served: Served) -> None:
    async def connect(**how: Any) -> asyncssh.SSHClientConnection:
        given = {"known_hosts": None, "username": "lists", "config": None, "agent_path": None, **how}
        return await asyncssh.connect("127.0.0.1", served.port, **given)

    ways: dict[str, dict[str, Any]] = {
        "a stranger's key": {"client_keys": [str(served.key("stranger"))]},
        "a password": {"client_keys": None, "password": "correct horse battery"},
        "nothing": {"client_keys": None},
        "the operator's name": {"client_keys": None, "username": "root"},
    }
    for name, how in ways.items():
        with suppress(asyncssh.PermissionDenied, asyncssh.ConnectionLost):
            (await connect(**how)).abort()
            pytest.fail(f"{name} signed somebody in")
    async with await connect(client_keys=[str(served.key("mia"))]) as line:
        with pytest.raises(asyncssh.ChannelOpenError):
            await cast("Any", line).open_connection("127.0.0.1", served.port)
        with pytest.raises(asyncssh.ChannelOpenError):
            await cast("Any", line).open_unix_connection(str(served.folder / "socket"))
        with pytest.raises(asyncssh.ChannelListenError):
            await line.forward_remote_port("", 0, "127.0.0.1", 1)
        with pytest.raises(asyncssh.Error):
            await asyncio.wait_for(line.start_sftp_client(), 20)
        sent = {"OCLIENT_AS": "ola@example.com", "OCLIENT_DB": "elsewhere.db", "PYTHONPATH": "elsewhere"}
        done = await line.run("whoami --json", env=sent)
        assert json.loads(str(done.stdout))["email"] == "mia@example.com", "what a client sends names nobody"
        bare = await line.run()
        assert bare.exit_status == 2, "without a terminal there is no full screen, and no shell"
        assert "needs a terminal" in str(bare.stderr)


def test_the_full_screen_and_its_end(served: Served, world: World) -> None:
    seat = Terminal("", {}, argv=[*served.argv("mia"), "-tt"])
    seat.until("Shop")
    seat.send("\r")
    seat.until("Zażółć")
    assert "Hidden" not in seat.text, "a member sees what the member sees"
    world.house.operator("test").do(RemoveKey("mia@example.com", fingerprint_of(served.line("mia"))))
    began = time.monotonic()
    seat.ended()
    assert time.monotonic() - began < 4, "whose key was taken away is out at once"
    owner = Terminal("", {}, argv=[*served.argv("ola"), "-tt"])
    owner.until("Shop")
    owner.send("\x11")
    assert owner.ended() == 0, "ctrl+q leaves in good order"
    assert b"?1049l" in owner.written, "the terminal is as it was"


def fingerprint_of(line: str) -> str:
    """Return the fingerprint of a public key."""
    return asyncssh.import_public_key(line).get_fingerprint()
