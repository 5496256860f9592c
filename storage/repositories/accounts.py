"""Accounts, their credentials and public keys."""

from typing import Any

import peewee

from oclient_tui.domain.accounts import Account, PublicKey, address_key
from oclient_tui.domain.errors import Refused, tr
from storage.scope import Hall
from storage.tables.accounts import AccountKeyRow, AccountRow, CredentialRow


class AccountRepository:
    """The people of the installation."""

    def __init__(self, hall: Hall, *, locks: bool) -> None:
        self._hall = hall
        self._locks = locks

    def add(self, account: Account, password_hash: str | None) -> None:
        """Store a new account; raise Refused if the address has one already."""
        row = {
            "id": account.id,
            "email": account.email,
            "email_key": address_key(account.email),
            "name": account.name,
            "disabled": account.disabled,
            "epoch": account.epoch,
            "created_at": account.created_at,
        }
        try:
            self._hall.insert(AccountRow, row).execute()
        except peewee.IntegrityError as error:
            raise Refused(tr("There is an account for {email} already."), email=account.email) from error
        if password_hash is not None:
            self._hall.insert(CredentialRow, {"account_id": account.id, "password_hash": password_hash}).execute()

    def by_email(self, email: str) -> Account | None:
        """Return the account of an address, however it is written."""
        return self._one(AccountRow.email_key == address_key(email))

    def by_id(self, account_id: int) -> Account | None:
        """Return an account."""
        return self._one(AccountRow.id == account_id)

    def hold(self, account_id: int) -> Account | None:
        """Return an account that neither closes nor ends its sessions until the transaction ends (S2, S6)."""
        query = self._hall.select(AccountRow).where(AccountRow.id == account_id)
        row = (query.for_update("FOR SHARE") if self._locks else query).first()
        return _account(row) if row else None

    def by_key(self, fingerprint: str) -> Account | None:
        """Return the account that a public key signs in."""
        key = self._hall.select(AccountKeyRow, AccountKeyRow.account_id).where(AccountKeyRow.fingerprint == fingerprint)
        return self._one(AccountRow.id.in_(key))

    def emails(self, account_ids: set[int]) -> dict[int, str]:
        """Return the addresses of accounts."""
        rows = self._hall.select(AccountRow, AccountRow.id, AccountRow.email).where(AccountRow.id.in_(account_ids))
        return dict(rows.tuples())

    def all(self) -> list[Account]:
        """Return every account, by address."""
        return [_account(row) for row in self._hall.select(AccountRow).order_by(AccountRow.email_key)]

    def disable(self, account_id: int) -> None:
        """Close an account and end its sessions."""
        self._hall.update(AccountRow, {"disabled": True, "epoch": AccountRow.epoch + 1}).where(
            AccountRow.id == account_id
        ).execute()

    def end_sessions(self, account_id: int) -> None:
        """Let the epoch grow, which ends every open session (S6)."""
        self._hall.update(AccountRow, {"epoch": AccountRow.epoch + 1}).where(AccountRow.id == account_id).execute()

    def password_hash(self, account_id: int) -> str | None:
        """Return the stored hash; None for an account without a password."""
        row = self._hall.select(CredentialRow).where(CredentialRow.account_id == account_id).first()
        return row.password_hash if row else None

    def set_password_hash(self, account_id: int, password_hash: str) -> None:
        """Replace the stored hash."""
        self._hall.delete(CredentialRow).where(CredentialRow.account_id == account_id).execute()
        self._hall.insert(CredentialRow, {"account_id": account_id, "password_hash": password_hash}).execute()

    def add_key(self, account_id: int, key: PublicKey, now: int) -> None:
        """Bind a key to an account; raise Refused if it is bound already, to whomever."""
        row = {"fingerprint": key.fingerprint, "account_id": account_id, "kind": key.kind, "blob": key.blob}
        try:
            self._hall.insert(AccountKeyRow, row | {"comment": key.comment, "added_at": now}).execute()
        except peewee.IntegrityError as error:
            raise Refused(tr("That key is in use already.")) from error

    def keys(self, account_id: int) -> list[PublicKey]:
        """Return an account's keys, oldest first."""
        rows = self._hall.select(AccountKeyRow).where(AccountKeyRow.account_id == account_id)
        ordered = rows.order_by(AccountKeyRow.added_at, AccountKeyRow.fingerprint)
        return [PublicKey(row.fingerprint, row.kind, row.blob, row.comment) for row in ordered]

    def remove_key(self, account_id: int, fingerprint: str) -> bool:
        """Take a key away; False if the account has no such key."""
        mine = (AccountKeyRow.account_id == account_id) & (AccountKeyRow.fingerprint == fingerprint)
        return int(self._hall.delete(AccountKeyRow).where(mine).execute()) == 1

    def _one(self, condition: Any) -> Account | None:
        row = self._hall.select(AccountRow).where(condition).first()
        return _account(row) if row else None


def _account(row: AccountRow) -> Account:
    return Account(row.id, row.email, row.name, row.disabled, row.epoch, row.created_at)
