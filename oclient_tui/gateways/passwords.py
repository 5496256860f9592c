"""Passwords with Argon2id (RFC 9106, low-memory profile), two verifies at a time (security §3f)."""

import threading
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argon2

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each verify holds 64 MiB for a third of a second: a storm of them queues."""


def _bytes(password: str) -> bytes:
    """Return what is hashed; a password typed on a terminal that is not UTF-8 is as good as any."""
    return password.encode(errors="surrogatepass")


class ArgonPasswords:
    """Hashes and verifies; a name that has no account costs the same as one that has.

    `cheapest` is for tests: the same code with the smallest costs.
    """

    def __init__(self, *, cheapest: bool = False) -> None:
        self._cheapest = cheapest

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        with _AT_ONCE:
            return self._hasher.hash(_bytes(password))

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password fits; without a hash a dummy is verified, so that the time tells nothing (S4)."""
        from argon2.exceptions import InvalidHashError, VerificationError

        with _AT_ONCE:
            try:
                self._hasher.verify(password_hash or self._dummy, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other costs than today's and should be made anew."""
        return self._hasher.check_needs_rehash(password_hash)

    @cached_property
    def _hasher(self) -> "argon2.PasswordHasher":
        import argon2

        return (
            argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)
            if self._cheapest
            else argon2.PasswordHasher()
        )

    @cached_property
    def _dummy(self) -> str:
        return self._hasher.hash("nobody's password")
