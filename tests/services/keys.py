"""Public keys for tests, by number."""

import base64
import struct

from oclient_tui.domain.accounts import PublicKey


def key_line(number: int) -> str:
    """Return a public key as OpenSSH writes it."""
    kind = b"ssh-ed25519"
    blob = struct.pack(">I", len(kind)) + kind + struct.pack(">I", 32) + bytes([number]) * 32
    return f"ssh-ed25519 {base64.b64encode(blob).decode()} key{number}"


def fingerprint(number: int) -> str:
    """Return the same key's fingerprint."""
    return PublicKey.read(key_line(number)).fingerprint
