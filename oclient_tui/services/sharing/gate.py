"""Proving who one is, before there is a session (D6, S4, S6)."""

import hashlib
from dataclasses import dataclass

from oclient_tui.domain.accounts import PASSWORD_MAXIMUM_BYTES, Account, address_key
from oclient_tui.domain.audit import INSTALLATION, Event
from oclient_tui.domain.errors import Denied, Refused, SignInNeeded, Throttled, tr
from oclient_tui.domain.members import token_digest
from oclient_tui.services.ports import Tools
from storage.repositories.sign_ins import KeptSignIn
from storage.store import Store, Unit

WINDOW_MS = 60_000
ACCOUNT_LIMIT = 10
"""Failed verifies of one account within a minute; further ones wait, whoever makes them."""

SOURCE_LIMIT = 30
"""Failed verifies from one source within a minute, whatever the accounts."""

KEPT_MS = 12 * 3600 * 1000
_TOKEN_BYTES = 32
WRONG = tr("E-mail or password is wrong.")
NO_PASSWORD = tr(
    "This needs your own password, and your account has none yet. Set one with: oclient password, "
    "or ask the operator for: oclient accounts password EMAIL"
)


@dataclass(frozen=True, slots=True)
class Gate:
    """Verifies passwords and kept sign-ins; says the same, after the same time, for unknown names."""

    store: Store
    tools: Tools

    def by_password(self, email: str, password: str, source: str) -> Account:
        """Return the account that the password proves; raise SignInNeeded or Throttled.

        The attempt is counted before it is verified and taken back if it succeeds, so that parallel guesses cannot
        pass the limit; the verify itself runs outside any transaction (D29).
        """
        attempt, account, password_hash = self._begin(email, source)
        usable = self._fits(password_hash, password) and account is not None and not account.disabled
        renewed = None
        if usable and password_hash and self.tools.passwords.outdated(password_hash):
            renewed = self.tools.passwords.hash(password)
        with self.store.work("sign_in", writing=True) as unit:
            if usable and account is not None:
                self._succeed(unit, attempt, account, renewed)
                return account
            self._note(unit, "SignIn", account, "refused", "sign_in")
        raise SignInNeeded(WRONG)

    def confirm(self, account_id: int, epoch: int, password: str) -> None:
        """Verify the own password of somebody who has a session, counted like an attempt to sign in (O40, D6).

        Raise Denied if it is wrong, Throttled after too many that were, Refused where the account has none, and
        SignInNeeded where the session has ended.
        """
        with self.store.work("sign_in", writing=True) as unit:
            account = unit.accounts.by_id(account_id)
            if account is None or account.disabled or account.epoch != epoch:
                raise SignInNeeded(tr("Your session has ended. Sign in again."))
            password_hash = unit.accounts.password_hash(account_id)
            if password_hash is None:
                raise Refused(NO_PASSWORD)
            attempt = self._counted(unit, account.email, f"own:{account_id}")
        if not self._fits(password_hash, password):
            raise Denied(tr("The password is wrong. Nothing was changed."))
        with self.store.work("sign_in", writing=True) as unit:
            unit.sign_ins.remove_attempt(attempt)

    def _begin(self, email: str, source: str) -> tuple[int, Account | None, str | None]:
        with self.store.work("sign_in", writing=True) as unit:
            attempt = self._counted(unit, email, source)
            account = unit.accounts.by_email(email)
            return attempt, account, unit.accounts.password_hash(account.id) if account else None

    def _counted(self, unit: Unit, email: str, source: str) -> int:
        """Count an attempt and return its id; raise Throttled where it is one too many."""
        now, attempt = self.tools.now_ms(), self.tools.ids.next()
        key = hashlib.sha256(address_key(email).encode()).hexdigest()
        unit.take_turns()
        unit.sign_ins.forget_attempts_before(now - WINDOW_MS)
        of_account, of_source = unit.sign_ins.attempts_since(key, source, now - WINDOW_MS)
        if of_account >= ACCOUNT_LIMIT or of_source >= SOURCE_LIMIT:
            raise Throttled(tr("Too many failed attempts. Wait a minute and try again."))
        unit.sign_ins.add_attempt(attempt, key, source, now)
        return attempt

    def _fits(self, password_hash: str | None, password: str) -> bool:
        too_long = len(password.encode(errors="surrogatepass")) > PASSWORD_MAXIMUM_BYTES
        return self.tools.passwords.verify(None if too_long else password_hash, "" if too_long else password)

    def _succeed(self, unit: Unit, attempt: int, account: Account, renewed: str | None) -> None:
        unit.sign_ins.remove_attempt(attempt)
        current = unit.accounts.by_id(account.id)
        if current is None or current.epoch != account.epoch or current.disabled:
            raise SignInNeeded(WRONG)
        if renewed is not None:
            unit.accounts.set_password_hash(account.id, renewed)
        self._note(unit, "SignIn", account, "done", "")

    def _note(self, unit: Unit, action: str, account: Account | None, outcome: str, reason: str) -> None:
        event = Event(action, str(account.id) if account else "", outcome, reason)
        actor = account.id if account and outcome == "done" else 0
        salt = self.tools.token(12)
        unit.audit(INSTALLATION).append([event], actor=actor, door="sign-in", at=self.tools.now_ms(), salt=salt)

    def keep(self, account: Account) -> str:
        """Keep a proven sign-in for KEPT_MS and return its token; only the token's digest is stored."""
        token, now = self.tools.token(_TOKEN_BYTES), self.tools.now_ms()
        with self.store.work("sign_in", writing=True) as unit:
            unit.sign_ins.forget_expired(now)
            unit.sign_ins.keep(token_digest(token), KeptSignIn(account.id, account.epoch, now + KEPT_MS))
        return token

    def by_token(self, token: str) -> Account | None:
        """Return the account of a kept sign-in; None once it expired, was ended, or the password changed."""
        with self.store.work("sign_in") as unit:
            kept = unit.sign_ins.kept(token_digest(token))
            if kept is None or kept.expires_at < self.tools.now_ms():
                return None
            account = unit.accounts.by_id(kept.account_id)
            return account if account and account.epoch == kept.epoch and not account.disabled else None

    def by_key(self, fingerprint: str) -> Account | None:
        """Return the account that a verified public key signs in."""
        with self.store.work("sign_in") as unit:
            account = unit.accounts.by_key(fingerprint)
            return account if account and not account.disabled else None

    def end(self, token: str) -> None:
        """End a kept sign-in."""
        with self.store.work("sign_in", writing=True) as unit:
            unit.sign_ins.forget(token_digest(token))
