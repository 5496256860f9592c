"""The audit's chains, the values beside them, and each chain's head."""

import peewee

from storage.tables.base import ListTable


class AuditEntryRow(ListTable):
    """One link; list 0 is the installation's chain."""

    seq = peewee.BigIntegerField()
    at = peewee.BigIntegerField()
    actor = peewee.BigIntegerField()
    door = peewee.TextField()
    action = peewee.TextField()
    subject = peewee.TextField()
    outcome = peewee.TextField()
    reason = peewee.TextField()
    values_digest = peewee.TextField()
    previous = peewee.TextField()
    hash = peewee.TextField()

    class Meta:
        table_name = "audit_entries"
        primary_key = peewee.CompositeKey("list_id", "seq")


class AuditValuesRow(ListTable):
    """Before and after of one entry, and the salt of their digest; erased without breaking the chain."""

    seq = peewee.BigIntegerField()
    salt = peewee.TextField()
    text = peewee.TextField()

    class Meta:
        table_name = "audit_values"
        primary_key = peewee.CompositeKey("list_id", "seq")


class AuditHeadRow(ListTable):
    """The length and the last hash of a chain."""

    list_id = peewee.BigIntegerField(primary_key=True)
    seq = peewee.BigIntegerField()
    hash = peewee.TextField()

    class Meta:
        table_name = "audit_heads"
