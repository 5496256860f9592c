"""The key by which clients know this server: made at the first start, and kept for the owner of the process alone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import asyncssh

from oclient_tui.domain.errors import Misconfigured, tr

NAME = "ssh_host_ed25519_key"


def host_key(folder: Path) -> asyncssh.SSHKey:
    """Return the host key, made if there is none yet; raise Misconfigured for one that others can read or is broken."""
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise Misconfigured(tr("Others can read the host key {path}. Use: chmod 600 {path}"), path=path)
        return asyncssh.read_private_key(path)
    except (OSError, asyncssh.KeyImportError) as error:
        raise Misconfigured(tr("The host key {path} cannot be used: {problem}"), path=path, problem=error) from error


def _make(path: Path) -> None:
    """Write a fresh key under another name first: a start that is cut off leaves none that is half."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{NAME}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        # As asyncssh leaves the types of its keywords open, they are closed here.
        generate = cast("Callable[[str], asyncssh.SSHKey]", cast("Any", asyncssh).generate_private_key)
        file.write(generate("ssh-ed25519").export_private_key())
    fresh.replace(path)


def known_hosts(key: asyncssh.SSHKey, host: str, port: int) -> str:
    """Return the line for a client's known_hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""
    name = host if port == 22 else f"[{host}]:{port}"
    kind, blob = key.export_public_key().decode().split()[:2]
    return f"{name} {kind} {blob}"
