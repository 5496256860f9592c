"""A mail server for tests: it keeps what it is given, and misbehaves as it is told.

It runs in a thread of its own, so that a worker in this process and one in another can talk to it. `script` is asked at
each verb with the recipient as far as it is known, and answers with a reply, DROP, HANG, or None for the usual.
"""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

DROP, HANG, GARBAGE = "DROP", "HANG", "¿?"
Script = Callable[[str, str], str | None]
USUAL = {
    "GREETING": "220 sink", "STARTTLS": "220 go on", "AUTH": "235 2.7.0 Ok", "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok", "DATA": "354 go on", "DOT": "250 2.0.0 Ok", "RSET": "250 2.0.0 Ok", "QUIT": "221 bye",
}  # fmt: skip


class Sink:
    """The server; `received` counts every message whose last dot arrived, whatever was answered then."""

    def __init__(
        self,
        script: Script | None = None,
        extensions: str = "SIZE 1000000",
        tls: ssl.SSLContext | None = None,
        *,
        implicit: bool = False,
    ) -> None:
        self.tls = tls
        self._implicit = implicit
        self.script: Script = script or (lambda _, __: None)
        self.extensions = extensions
        self.messages: list[tuple[str, bytes]] = []
        self.said: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._talks: set[asyncio.Task[None]] = set()

    async def _start(self) -> asyncio.Server:
        tls = self.tls if self._implicit else None
        return await asyncio.start_server(self._met, "127.0.0.1", 0, ssl=tls, limit=1 << 26)

    @property
    def received(self) -> Counter[str]:
        """How often each recipient's message arrived whole."""
        return Counter(recipient for recipient, _ in self.messages)

    def parsed(self, place: int = -1) -> EmailMessage:
        """Return a message as a mail program reads it."""
        return message_from_bytes(self.messages[place][1], policy=policy.default)

    def close(self) -> None:
        """Stop, and leave no thread."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._talks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _Talk(self, reader, writer).run()
        finally:
            self._talks.discard(task)
            writer.transport.abort()


class _Talk:
    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._sink, self._reader, self._writer = sink, reader, writer
        self._recipient = ""

    async def run(self) -> None:
        await self._answer("GREETING")
        while line := (await self._reader.readline()).decode("utf-8", "replace").strip():
            self._sink.said.append(line)
            verb = line.partition(" ")[0].upper()
            if verb == "EHLO":
                extensions = "".join(f"250-{one}\r\n" for one in self._sink.extensions.split("|"))
                await self._say(f"250-sink\r\n{extensions}250 HELP")
                continue
            if verb == "RCPT":
                self._recipient = line.partition("<")[2].partition(">")[0]
            taken = await self._answer(verb)
            if verb == "STARTTLS" and self._sink.tls is not None:
                await self._writer.start_tls(self._sink.tls)
            if verb == "DATA" and taken.startswith("354"):
                message = await self._reader.readuntil(b"\r\n.\r\n")
                self._sink.messages.append((self._recipient, message[:-3].replace(b"\r\n..", b"\r\n.")))
                await self._answer("DOT")

    async def _answer(self, verb: str) -> str:
        reply = self._sink.script(verb, self._recipient) or USUAL.get(verb, "250 Ok")
        if reply == HANG:
            await asyncio.sleep(3600)
        if reply == DROP:
            raise ConnectionResetError
        await self._say(reply)
        if reply.startswith("421"):
            raise ConnectionResetError
        return reply

    async def _say(self, reply: str) -> None:
        self._writer.write(f"{reply}\r\n".encode())
        await self._writer.drain()
