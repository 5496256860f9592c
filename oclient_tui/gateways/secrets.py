"""Secrets at rest: AES-GCM under a key that is kept apart from the database and its backups (E7).

The sealed form is `v1:KEY:DATA`. KEY is a digest's beginning and only tells which key sealed it; DATA is a random
nonce and the ciphertext with its tag, in base64. What a secret is bound to, a list and a setting, is authenticated
with it, so that a sealed value copied to another row does not open.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import cached_property

from oclient_tui.domain.errors import Misconfigured, tr
from oclient_tui.gateways.key_file import KeyFile

VERSION = "v1"
KEY_BYTES, NONCE_BYTES = 32, 12


class SealedSecrets:
    """Seals and opens with one key: `given` by the environment, else the file's."""

    def __init__(self, given: str | None, file: KeyFile) -> None:
        self._given = given
        self._file = file

    def __repr__(self) -> str:
        return "SealedSecrets()"

    def seal(self, text: str, bound_to: str) -> str:
        """Return the sealed form; the first use makes the key."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key, nonce = self._key_made, os.urandom(NONCE_BYTES)
        data = nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
        return f"{VERSION}:{_name(key)}:{base64.b64encode(data).decode()}"

    def open(self, sealed: str, bound_to: str) -> str:
        """Return the text; raise Misconfigured where it was sealed with another key or for something else."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key, (name, data) = self._key, _parts(sealed)
        if name != _name(key):
            raise Misconfigured(
                tr(
                    "The stored secrets were sealed with another key than this machine has. "
                    "Set OCLIENT_SECRET_FILE or OCLIENT_SECRET_KEY to the right one, or set the secrets anew."
                )
            )
        try:
            return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], bound_to.encode()).decode()
        except InvalidTag as error:
            raise _damaged() from error

    def derived(self, purpose: str, *, make: bool) -> bytes:
        """Return a key of its own for another purpose, made from this one; `make` makes the first if there is none.

        Raise Misconfigured where the key is missing or cannot be read. HMAC as a key derivation: NIST SP 800-108.
        """
        key = self._key_made if make else self._key
        return hmac.new(key, purpose.encode(), hashlib.sha256).digest()

    @cached_property
    def _key(self) -> bytes:
        return _read_key(self._given.strip()) if self._given else self._file.read()

    @property
    def _key_made(self) -> bytes:
        if not self._given:
            self._file.make(os.urandom(KEY_BYTES))
        return self._key


def _read_key(text: str) -> bytes:
    """Return a key written as 64 hexadecimal digits or in base64; raise Misconfigured without quoting it."""
    try:
        key = bytes.fromhex(text) if len(text) == 2 * KEY_BYTES else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured(tr("OCLIENT_SECRET_KEY is 32 bytes as 64 hexadecimal digits or in base64."))
    return key


def _name(key: bytes) -> str:
    return hashlib.sha256(b"oclient secret key" + key).hexdigest()[:8]


def _parts(sealed: str) -> tuple[str, bytes]:
    version, _, rest = sealed.partition(":")
    name, _, data = rest.partition(":")
    try:
        found = base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error):
        found = b""
    if version != VERSION or len(found) <= NONCE_BYTES:
        raise _damaged()
    return name, found


def _damaged() -> Misconfigured:
    return Misconfigured(
        tr("A stored secret cannot be opened: it was changed, or moved from another list or setting. Set it anew.")
    )
