"""The demo's mail server: it takes every e-mail on this machine's loopback and keeps it as a file (RFC 5321).

It never passes anything on; that is what it is for.
"""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_GREETING = "220 demo keeps all mail"
_REPLIES = {"DATA": "354 go on", "QUIT": "221 bye", "EHLO": "250-demo\r\n250 SIZE 20000000"}
_MOST = 20_000_000


@dataclass
class PostBox:
    """A folder in which each e-mail becomes a file, 0600."""

    folder: Path
    port: int = 0
    _number: int = field(default=0, init=False)

    async def open(self) -> asyncio.Server:
        """Listen on a free port of the loopback."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._number = len(list(self.folder.glob("*.eml")))
        server = await asyncio.start_server(self._met, "127.0.0.1", self.port, limit=_MOST)
        self.port = int(server.sockets[0].getsockname()[1])
        return server

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._talk(reader, writer)
        writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reply = _GREETING
        while True:
            writer.write(f"{reply}\r\n".encode())
            await writer.drain()
            line = (await reader.readline()).decode("ascii", "replace")
            verb = line.strip().partition(" ")[0].upper()
            if not line or reply == _REPLIES["QUIT"]:
                return
            reply = _REPLIES.get(verb, "250 Ok")
            if verb == "DATA":
                writer.write(f"{reply}\r\n".encode())
                await writer.drain()
                self._keep(await reader.readuntil(b"\r\n.\r\n"))
                reply = "250 2.0.0 kept"

    def _keep(self, message: bytes) -> None:
        self._number += 1
        path = self.folder / f"{self._number:06}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message[:-3].replace(b"\r\n..", b"\r\n."))


@contextmanager
def post_box(folder: Path) -> Generator[PostBox]:
    """Keep what comes until the block is left."""
    loop = asyncio.new_event_loop()
    box = PostBox(folder)
    thread = threading.Thread(target=loop.run_forever, name="post box")
    thread.start()
    server = asyncio.run_coroutine_threadsafe(box.open(), loop).result()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
