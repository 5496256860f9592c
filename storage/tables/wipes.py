"""What stays of a wiped list: who removed it, when, and how much (D5)."""

import peewee

from storage.tables.base import Table


class WipeRow(Table):
    """A wipe. It is no row of a list, since the list is gone; `digest` is empty while the files are not clean yet."""

    id = peewee.BigIntegerField(primary_key=True)
    subject = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    at = peewee.BigIntegerField()
    counts = peewee.TextField()
    sealed = peewee.TextField()
    digest = peewee.TextField()

    class Meta:
        table_name = "wipes"
