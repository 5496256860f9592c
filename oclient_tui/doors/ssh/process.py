"""A session's process with its ends: one terminal, or three pipes."""

import asyncio
import fcntl
import json
import os
import pty
import signal
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from asyncssh.constants import EXTENDED_DATA_STDERR

GRACE_S = 5


@dataclass
class Process:
    """A process, what it reads and what it writes; `master` is its terminal, if it has one."""

    child: asyncio.subprocess.Process
    input: asyncio.StreamWriter
    outputs: Sequence[tuple[asyncio.StreamReader, int | None]]
    master: int | None = None

    def resize(self, size: tuple[int, int]) -> None:
        """Tell the terminal its size, columns first."""
        if self.master is not None:
            with suppress(OSError):
                _set_size(self.master, size)

    def hang_up(self) -> None:
        """End it as a lost line does, and by force when that does not help."""
        self.input.close()
        if self.child.returncode is None:
            self._signal(signal.SIGHUP)
            asyncio.get_running_loop().call_later(GRACE_S, self._signal, signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, number)

    async def ended(self) -> int:
        """Wait for the end and return the exit code."""
        code = await self.child.wait()
        self.input.close()
        if self.master is not None:
            os.close(self.master)
            self.master = None
        return code


async def start(order: Mapping[str, object], environment: Mapping[str, str], size: tuple[int, int] | None) -> Process:
    """Start a session's process: on a terminal of that size, or on pipes where there is none."""
    read, write = os.pipe()
    try:
        started = await _on_pipes(read, environment) if size is None else await _on_a_terminal(read, environment, size)
    finally:
        os.close(read)
        telling = asyncio.to_thread(_tell, write, json.dumps(order).encode())  # a long order waits for its reader
        await telling
    return started


def _tell(pipe: int, order: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(pipe, "wb") as file:
        file.write(order)


def _program(order: int) -> list[str]:
    return [sys.executable, "-P", "-m", "oclient_tui.doors.ssh.session", str(order)]


async def _on_pipes(order: int, environment: Mapping[str, str]) -> Process:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *_program(order), stdin=pipe, stdout=pipe, stderr=pipe, env=environment, pass_fds=(order,),
        start_new_session=True,
    )  # fmt: skip
    outputs = [
        (cast("asyncio.StreamReader", child.stdout), None),
        (cast("asyncio.StreamReader", child.stderr), EXTENDED_DATA_STDERR),
    ]
    return Process(child, cast("asyncio.StreamWriter", child.stdin), outputs)


async def _on_a_terminal(order: int, environment: Mapping[str, str], size: tuple[int, int]) -> Process:
    master, slave = pty.openpty()
    _set_size(master, size)
    try:
        child = await asyncio.create_subprocess_exec(
            *_program(order), stdin=slave, stdout=slave, stderr=slave, env=environment, pass_fds=(order,),
            start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(slave)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(os.dup(master), "rb", 0))
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(os.dup(master), "wb", 0)
    )
    return Process(child, asyncio.StreamWriter(transport, protocol, None, loop), [(reader, None)], master)


def _set_size(terminal: int, size: tuple[int, int]) -> None:
    columns, lines = (min(max(number, 1), 1_000) for number in size)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
