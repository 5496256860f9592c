"""Saved mappings of columns to fields."""

import peewee

from storage.tables.base import ListTable


class ImportMappingRow(ListTable):
    """A mapping under a name; `columns` is JSON, from field to the name of its column."""

    id = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    name = peewee.TextField()
    name_key = peewee.TextField()
    columns = peewee.TextField()
    saved_at = peewee.BigIntegerField()

    class Meta:
        table_name = "import_mappings"
        primary_key = peewee.CompositeKey("list_id", "id")
