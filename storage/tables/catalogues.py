"""The catalogues of a list, and the wordings of its consent kinds."""

import peewee

from storage.tables.base import ListTable


class CatalogueEntryRow(ListTable):
    """One choice of one catalogue; `code` is what consent events call a consent kind."""

    kind = peewee.TextField()
    id = peewee.BigIntegerField()
    name = peewee.TextField()
    name_key = peewee.TextField()
    position = peewee.IntegerField()
    unit = peewee.TextField()
    code = peewee.TextField()

    class Meta:
        table_name = "catalogue_entries"
        primary_key = peewee.CompositeKey("list_id", "id")


class ConsentWordingRow(ListTable):
    """What a consent kind asked for from a moment on; rows are only ever appended, and outlive the kind (E09)."""

    code = peewee.TextField()
    version = peewee.IntegerField()
    wording = peewee.TextField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "consent_wordings"
        primary_key = peewee.CompositeKey("list_id", "code", "version")
