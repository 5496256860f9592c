"""Customer sets."""

import peewee

from storage.tables.base import ListTable


class CustomerSetRow(ListTable):
    """A filter line under a name; private ones are their author's alone."""

    id = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    name = peewee.TextField()
    name_key = peewee.TextField()
    line = peewee.TextField()
    shared = peewee.BooleanField()
    created_at = peewee.BigIntegerField()

    class Meta:
        table_name = "customer_sets"
        primary_key = peewee.CompositeKey("list_id", "id")
