"""One session as the front sees it: what the client asks for, and the process that answers it."""

import asyncio
import shlex
from collections.abc import Callable
from typing import Any, cast

import asyncssh

from oclient_tui.doors.ssh.environment import environment, is_terminal
from oclient_tui.doors.ssh.process import Process, start

CHUNK = 32_768
NO_TERMINAL = b"oclient: The full screen needs a terminal: ssh -t HOST. Or give a command: ssh HOST help\r\n"
NOT_WORDS = b"oclient: The command cannot be read: a quote is missing.\r\n"
USAGE, FAILED = 2, 70
_WAITING = 8
"""Pieces of the client's input that wait for the process before the client is told to wait."""


class ServedSession(asyncssh.SSHServerSession[bytes]):
    """Runs one process for one channel, and ends it when the client is gone."""

    def __init__(self, fingerprint: str, closed: Callable[[], object]) -> None:
        self._fingerprint = fingerprint
        self._closed = closed
        self._kind: str | None = None
        self._size = (80, 24)
        self._command: str | None = None
        self._process: Process | None = None
        self._input: asyncio.Queue[bytes] = asyncio.Queue()
        self._writable = asyncio.Event()
        self._writable.set()
        self._running: asyncio.Task[None] | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Keep the channel."""
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: object) -> bool:  # noqa: ARG002 - asyncssh's
        """Take a terminal of a known sort of name."""
        self._kind, self._size = (term_type, term_size[:2]) if is_terminal(term_type) else (None, self._size)
        return self._kind is not None

    def shell_requested(self) -> bool:
        """Begin the full screen: there is no shell here."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Run words of the command line: no other program is within reach."""
        self._command = command
        return True

    def session_started(self) -> None:
        """Start the process."""
        self._running = asyncio.create_task(self._run())

    def data_received(self, data: bytes, datatype: int | None) -> None:  # noqa: ARG002 - asyncssh's signature
        """Pass on what the client sends, no faster than it is read."""
        self._input.put_nowait(data)
        if self._input.qsize() > _WAITING:
            self._channel.pause_reading()

    def eof_received(self) -> bool:
        """End the process's input; its answer is still on the way."""
        self._input.put_nowait(b"")
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:  # noqa: ARG002 - asyncssh's
        """Let the screen follow."""
        self._size = (width, height)
        if self._process is not None:
            self._process.resize(self._size)

    def pause_writing(self) -> None:
        """Stop reading the process: the client does not keep up (trap 12)."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Go on."""
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncssh's signature
        """End the process with its client."""
        self._writable.set()
        self._closed()
        if self._process is not None:
            self._process.hang_up()

    def end(self) -> None:
        """End the session from this side."""
        self._channel.close()

    async def _run(self) -> None:
        try:
            words = None if self._command is None else shlex.split(self._command)
        except ValueError:
            self._refuse(NOT_WORDS)
            return
        if words is None and self._kind is None:
            self._refuse(NO_TERMINAL)
            return
        sent = {str(name): str(text) for name, text in self._channel.get_environment().items()}
        size = None if self._kind is None else self._size
        order = {"key": self._fingerprint, "words": words}
        process = self._process = await start(order, environment(sent, self._kind), size)
        if self._channel.is_closing():
            process.hang_up()
        feeding = asyncio.create_task(self._feed(process))
        await asyncio.gather(*(self._pass_on(reader, kind) for reader, kind in process.outputs))
        code = await process.ended()
        feeding.cancel()
        if not self._channel.is_closing():
            self._channel.exit(code if code >= 0 else FAILED)

    def _refuse(self, sentence: bytes) -> None:
        self._channel.write_stderr(sentence)
        self._channel.exit(USAGE)

    async def _pass_on(self, reader: asyncio.StreamReader, kind: int | None) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self._writable.wait()
                if not self._channel.is_closing():
                    cast("Any", self._channel).write(data, kind)
        except OSError:  # a terminal whose last process is gone reads as EIO
            return

    async def _feed(self, process: Process) -> None:
        try:
            while data := await self._input.get():
                process.input.write(data)
                await process.input.drain()
                if self._input.qsize() <= _WAITING:
                    self._channel.resume_reading()
            if self._kind is None:
                process.input.close()
        except OSError:  # it reads no more
            return
