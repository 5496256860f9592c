"""Kept sign-ins, and the attempts that throttling counts (D6)."""

from dataclasses import dataclass

import peewee

from storage.scope import Hall
from storage.tables.accounts import AttemptRow, SignInRow


@dataclass(frozen=True, slots=True)
class KeptSignIn:
    """A sign-in kept by `oclient sign-in`."""

    account_id: int
    epoch: int
    expires_at: int


class SignInRepository:
    """Proofs that somebody gave before, and proofs that failed."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def keep(self, token_digest: str, sign_in: KeptSignIn) -> None:
        """Store a sign-in under the digest of its token."""
        row = {"token_digest": token_digest, "account_id": sign_in.account_id, "epoch": sign_in.epoch}
        self._hall.insert(SignInRow, {**row, "expires_at": sign_in.expires_at}).execute()

    def kept(self, token_digest: str) -> KeptSignIn | None:
        """Return the sign-in of a token."""
        row = self._hall.select(SignInRow).where(SignInRow.token_digest == token_digest).first()
        return KeptSignIn(row.account_id, row.epoch, row.expires_at) if row else None

    def forget(self, token_digest: str) -> None:
        """End one kept sign-in."""
        self._hall.delete(SignInRow).where(SignInRow.token_digest == token_digest).execute()

    def forget_expired(self, now: int) -> None:
        """Remove sign-ins that no longer count."""
        self._hall.delete(SignInRow).where(SignInRow.expires_at < now).execute()

    def attempts_since(self, account_key: str, source: str, since: int) -> tuple[int, int]:
        """Return how many attempts stand against an account and against a source since a moment."""
        count = self._hall.select(AttemptRow, peewee.fn.COUNT(AttemptRow.id)).where(AttemptRow.at >= since)
        of_account = int(count.where(AttemptRow.account_key == account_key).scalar())
        return of_account, int(count.where(AttemptRow.source == source).scalar())

    def add_attempt(self, attempt_id: int, account_key: str, source: str, at: int) -> None:
        """Count an attempt before it is verified, so that many at once cannot pass the limit."""
        row = {"id": attempt_id, "account_key": account_key, "source": source, "at": at}
        self._hall.insert(AttemptRow, row).execute()

    def remove_attempt(self, attempt_id: int) -> None:
        """Take back an attempt that verified."""
        self._hall.delete(AttemptRow).where(AttemptRow.id == attempt_id).execute()

    def forget_attempts_before(self, moment: int) -> None:
        """Remove attempts that no longer count."""
        self._hall.delete(AttemptRow).where(AttemptRow.at < moment).execute()
