"""What people like on the screens; `value` is JSON."""

import peewee

from storage.tables.base import ListTable, Table


class PreferenceRow(Table):
    """What a person likes everywhere."""

    account_id = peewee.BigIntegerField()
    key = peewee.TextField()
    value = peewee.TextField()

    class Meta:
        table_name = "preferences"
        primary_key = peewee.CompositeKey("account_id", "key")


class ListPreferenceRow(ListTable):
    """What a person likes on one list; it goes when they leave it."""

    account_id = peewee.BigIntegerField()
    key = peewee.TextField()
    value = peewee.TextField()

    class Meta:
        table_name = "list_preferences"
        primary_key = peewee.CompositeKey("list_id", "account_id", "key")
