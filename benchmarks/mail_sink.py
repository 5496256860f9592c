"""A mail server that takes everything and keeps nothing but a count: `python -m benchmarks.mail_sink`, on one core."""

import asyncio
import sys
from typing import cast

_REPLIES = {b"EHLO": b"250-sink\r\n250 SIZE 10000000\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
_OK = b"250 2.0.0 Ok\r\n"


class Sink(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport, self._waiting, self._content = cast("asyncio.Transport", transport), b"", False
        self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each line, and each message at its last dot."""
        self._waiting += data
        while True:
            end = self._waiting.find(b"\r\n.\r\n" if self._content else b"\r\n")
            if end < 0:
                return
            line, self._waiting = self._waiting[:end], self._waiting[end + (5 if self._content else 2) :]
            verb = b"." if self._content else line[:4].upper()
            self._content = verb == b"DATA"
            self._transport.write(_REPLIES.get(verb, _OK))


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
