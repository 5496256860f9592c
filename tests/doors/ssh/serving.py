"""A server on a free port of this machine, and the real `ssh` before it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WAIT_S = 60
KEYGEN, CLIENT = shutil.which("ssh-keygen") or "ssh-keygen", shutil.which("ssh") or "ssh"
QUIET = (
    "-F", "/dev/null", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "StrictHostKeyChecking=no",
    "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes",
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A running server and where it listens."""

    port: int
    folder: Path
    process: subprocess.Popen[str]

    def key(self, name: str) -> Path:
        """Return a private key of that name, made at the first call."""
        path = self.folder / name
        if not path.exists():
            subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True)
        return path

    def line(self, name: str) -> str:
        """Return the public half."""
        self.key(name)
        return (self.folder / f"{name}.pub").read_text()

    def argv(self, *keys: Path | str, user: str = "lists") -> list[str]:
        """Return how `ssh` is called with keys, in their order."""
        offered = [word for key in keys for word in ("-i", str(self.key(key) if isinstance(key, str) else key))]
        return [CLIENT, *QUIET, *offered, "-p", str(self.port), f"{user}@127.0.0.1"]

    def __call__(self, key: str, command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command as the holder of a key."""
        return subprocess.run([*self.argv(key), command], input=given, capture_output=True, timeout=WAIT_S, check=False)


@contextmanager
def serving(database: str, folder: Path) -> Generator[Served]:
    """Serve a database without a worker until the block is left."""
    words = ["serve", "ssh", "--listen", "127.0.0.1:0", "--no-worker", "--json"]
    # What the operator's shell happens to hold must reach no session: it would sign everybody in as somebody else.
    shell = {"OCLIENT_DB": database, "OCLIENT_AS": "ola@example.com", "TEXTUAL_LOG": str(folder / "textual.log")}
    process = subprocess.Popen(
        [sys.executable, "-m", "oclient_tui", *words], stdout=subprocess.PIPE, text=True, env={**os.environ, **shell}
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        assert told, "the server ended before it said where it listens"
        yield Served(int(json.loads(told)["port"]), folder, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT_S) == 0, "SIGTERM ends the server in good order"
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
