"""Accounts, their passwords, keys and kept sign-ins."""

import peewee

from storage.tables.base import Table


class AccountRow(Table):
    """A person of the installation."""

    id = peewee.BigIntegerField(primary_key=True)
    email = peewee.TextField()
    email_key = peewee.TextField()
    name = peewee.TextField()
    disabled = peewee.BooleanField()
    epoch = peewee.IntegerField()
    created_at = peewee.BigIntegerField()

    class Meta:
        table_name = "accounts"


class CredentialRow(Table):
    """A password's hash, apart from the account so that only signing in reads it."""

    account_id = peewee.BigIntegerField(primary_key=True)
    password_hash = peewee.TextField()

    class Meta:
        table_name = "credentials"


class AccountKeyRow(Table):
    """A public SSH key; one key signs in one account."""

    fingerprint = peewee.TextField(primary_key=True)
    account_id = peewee.BigIntegerField()
    kind = peewee.TextField()
    blob = peewee.TextField()
    comment = peewee.TextField()
    added_at = peewee.BigIntegerField()

    class Meta:
        table_name = "account_keys"


class SignInRow(Table):
    """A kept sign-in, by the digest of its token."""

    token_digest = peewee.TextField(primary_key=True)
    account_id = peewee.BigIntegerField()
    epoch = peewee.IntegerField()
    expires_at = peewee.BigIntegerField()

    class Meta:
        table_name = "sign_ins"


class AttemptRow(Table):
    """A password that did not verify, or is being verified just now (D6)."""

    id = peewee.BigIntegerField(primary_key=True)
    account_key = peewee.TextField()
    source = peewee.TextField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "attempts"
