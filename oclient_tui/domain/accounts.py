"""Accounts, the people who sign in, and the public keys they sign in with over SSH."""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line

PASSWORD_MINIMUM = 8
PASSWORD_MAXIMUM_BYTES = 1024
"""A longer password would only cost time (security §3f)."""

KEY_TYPES = frozenset(
    {
        "ssh-ed25519",
        "sk-ssh-ed25519@openssh.com",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "sk-ecdsa-sha2-nistp256@openssh.com",
        "ssh-rsa",
    }
)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of this installation. `epoch` grows whenever every open session must end (S6)."""

    id: int
    email: str
    name: str
    disabled: bool
    epoch: int
    created_at: int


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public SSH key, known by its fingerprint."""

    fingerprint: str
    kind: str
    blob: str
    comment: str

    @classmethod
    def read(cls, line: str) -> "PublicKey":
        """Read one line in OpenSSH's format (RFC 4253 §6.6); raise Invalid for anything else."""
        parts = line.split(None, 2)
        if len(parts) < 2 or parts[0] not in KEY_TYPES:
            raise Invalid(tr("That is not a public SSH key. Give one line such as: ssh-ed25519 AAAA… name"))
        try:
            blob = base64.b64decode(parts[1], validate=True)
        except (binascii.Error, ValueError):
            blob = b""
        kind = parts[0].encode()
        if len(blob) < 32 or not blob.startswith(struct.pack(">I", len(kind)) + kind):
            raise Invalid(tr("The public SSH key is damaged: its type and its content do not agree."))
        digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
        comment = one_line(parts[2])[:100] if len(parts) > 2 else ""
        return cls("SHA256:" + digest, parts[0], parts[1], comment)


def address_key(email: str) -> str:
    """Return the form in which addresses are compared: without case, but with accents, which make another mailbox."""
    return one_line(email).lower()


def check_password(password: str) -> None:
    """Raise Invalid for a new password that is too short or absurdly long."""
    if len(password) < PASSWORD_MINIMUM:
        raise Invalid(tr("A password needs at least {minimum} characters."), minimum=PASSWORD_MINIMUM)
    if len(password.encode(errors="surrogatepass")) > PASSWORD_MAXIMUM_BYTES:
        raise Invalid(tr("A password may not be longer than {maximum} bytes."), maximum=PASSWORD_MAXIMUM_BYTES)
