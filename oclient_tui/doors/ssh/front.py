"""The front: answers SSH, knows whose key it is, and starts a process for each session.

Shells, other programs, files, forwarding of any kind and other ways to sign in are refused: asyncssh refuses what is
not taken up here, and tests/doors/ssh tries each.
"""

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import asyncssh
from asyncssh.constants import (
    DISC_NO_MORE_AUTH_METHODS_AVAILABLE,
    OPEN_ADMINISTRATIVELY_PROHIBITED,
    OPEN_RESOURCE_SHORTAGE,
)

from oclient_tui.composition import House
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.errors import CannotCreate, tr
from oclient_tui.doors.beside import delivering
from oclient_tui.doors.ssh.served_session import ServedSession

LOGIN_S = 20
KEYS_TRIED = 10
"""Keys that one connection may offer; asyncssh itself counts none (ssh.md trap 11)."""

SESSIONS_OF_ONE = 5
KEEPALIVE_S = 15
WATCH_S = 1.0
"""How often the keys of open sessions are looked up: who was removed is out within two seconds."""


class Front:
    """What all connections share: the installation, read in a thread of its own, and the open sessions."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._reading = ThreadPoolExecutor(1, "front")
        self.open: dict[ServedSession, tuple[int, str]] = {}

    async def owner_of(self, fingerprint: str) -> Account | None:
        """Return the account that a key signs in."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, self._house.gate.by_key, fingerprint)

    async def watch(self) -> None:
        """End the sessions of keys and accounts that were taken away."""
        while True:
            await asyncio.sleep(WATCH_S)
            for session, (_, fingerprint) in list(self.open.items()):
                if await self.owner_of(fingerprint) is None:
                    session.end()

    async def close(self) -> None:
        """End every session and let the database go."""
        for session in list(self.open):
            session.end()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reading, self._house.close)
        self._reading.shutdown()


class Connection(asyncssh.SSHServer):
    """One client: who it is is said in one place, `auth_completed`, after the signature was verified (trap 1).

    The client is asked for a key's account before it signed anything, and again when it did; nothing tells the two
    apart. There is one method for all user names, and asyncssh drops a question when the next one comes, so the key
    that was asked about last when the sign-in is complete is the one that signed.
    """

    def __init__(self, front: Front) -> None:
        self._front = front
        self._asked: tuple[int, str] | None = None
        self._proved: tuple[int, str] | None = None
        self._tried = 0

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Keep the connection."""
        self._connection = conn

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - asyncssh's signature
        """Ask for a proof, whatever the name: False would let anybody in (trap 2)."""
        self._asked = None
        return True

    def public_key_auth_supported(self) -> bool:
        """Take keys, and nothing else."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002 - asyncssh's
        """Whether a key is somebody's; that it was proved is not known here yet."""
        self._asked = None
        self._tried += 1
        if self._tried > 2 * KEYS_TRIED:  # each is asked about twice: offered, then signed
            self._connection.disconnect(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many keys")
            return False
        fingerprint = key.get_fingerprint()
        account = await self._front.owner_of(fingerprint)
        self._asked = None if account is None else (account.id, fingerprint)
        return account is not None

    def auth_completed(self) -> None:
        """Take the identity: the key whose signature was verified just now."""
        self._proved = self._asked

    def session_requested(self) -> ServedSession:
        """Begin a session; raise ChannelOpenError for one too many."""
        if self._proved is None:
            raise asyncssh.ChannelOpenError(OPEN_ADMINISTRATIVELY_PROHIBITED, "Nobody signed in")
        held = self._front.open
        if sum(account == self._proved[0] for account, _ in held.values()) >= SESSIONS_OF_ONE:
            raise asyncssh.ChannelOpenError(OPEN_RESOURCE_SHORTAGE, "Too many sessions of one person")
        session = ServedSession(self._proved[1], lambda: held.pop(session, None))
        held[session] = self._proved
        return session


async def serve_ssh(
    house: House, key: asyncssh.SSHKey, address: tuple[str, int], listening: Callable[[int], None], *, worker: bool
) -> None:
    """Serve until SIGINT or SIGTERM; tell the port once it is open. Raise CannotCreate where it cannot be."""
    front = Front(house)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    host, port = address
    try:
        acceptor = await asyncssh.listen(
            host, port, server_factory=lambda: Connection(front), server_host_keys=[key], encoding=None,
            line_editor=False, login_timeout=LOGIN_S, keepalive_interval=KEEPALIVE_S, agent_forwarding=False,
            x11_forwarding=False, allow_scp=False, gss_host=None,
        )  # fmt: skip
    except OSError as error:
        raise CannotCreate(
            tr("Cannot listen on {host}, port {port}: {problem}"), host=host, port=port, problem=error.strerror
        ) from error
    watching = asyncio.create_task(front.watch())
    try:
        with delivering(house) if worker else nullcontext():
            listening(acceptor.get_port())
            await stopped.wait()
    finally:
        watching.cancel()
        acceptor.close()
        await front.close()
