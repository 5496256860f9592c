"""Lists, the people on them and invitations."""

import peewee

from storage.tables.base import ListTable


class ListRow(ListTable):
    """A customer list; `list_id` is its own id, so that every table of a list has the same key.

    `closed_at` and `closed_by` are the mark of a wipe that has begun.
    """

    list_id = peewee.BigIntegerField(primary_key=True)
    name = peewee.TextField()
    name_key = peewee.TextField()
    business_type = peewee.TextField()
    owner_id = peewee.BigIntegerField()
    assigned_only = peewee.BooleanField()
    region = peewee.TextField()
    language = peewee.TextField()
    created_at = peewee.BigIntegerField()
    version = peewee.IntegerField()
    closed_at = peewee.BigIntegerField(null=True)
    closed_by = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "customer_lists"


class ListSettingRow(ListTable):
    """One more setting of a list, as text."""

    key = peewee.TextField()
    value = peewee.TextField()

    class Meta:
        table_name = "list_settings"
        primary_key = peewee.CompositeKey("list_id", "key")


class MemberRow(ListTable):
    """A person on a list."""

    account_id = peewee.BigIntegerField()
    role = peewee.TextField()
    rights = peewee.TextField()
    joined_at = peewee.BigIntegerField()

    class Meta:
        table_name = "members"
        primary_key = peewee.CompositeKey("list_id", "account_id")


class InvitationRow(ListTable):
    """A place on a list, offered."""

    id = peewee.BigIntegerField()
    email = peewee.TextField()
    email_key = peewee.TextField()
    role = peewee.TextField()
    rights = peewee.TextField()
    token_digest = peewee.TextField()
    state = peewee.TextField()
    invited_by = peewee.BigIntegerField()
    created_at = peewee.BigIntegerField()
    expires_at = peewee.BigIntegerField()

    class Meta:
        table_name = "invitations"
        primary_key = peewee.CompositeKey("list_id", "id")
