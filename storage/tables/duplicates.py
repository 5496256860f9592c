"""Duplicate control: who holds a key, who clashes with the holder, who asks for a record, and counted probes."""

import peewee

from storage.tables.base import CustomerTable, ListTable


class DuplicateKeyRow(CustomerTable):
    """A key and the one customer that holds it; the primary key decides between two who add at once (O21)."""

    digest = peewee.BlobField()
    inherited = peewee.BooleanField(default=False)
    """Whether it was passed on to a customer that clashed, and goes back when undo brings the former holder back."""

    class Meta:
        table_name = "duplicate_keys"
        primary_key = peewee.CompositeKey("list_id", "digest")


class DuplicateClashRow(CustomerTable):
    """A customer that has a key which another holds: data from before the control was switched on (O22)."""

    digest = peewee.BlobField()

    class Meta:
        table_name = "duplicate_clashes"
        primary_key = peewee.CompositeKey("list_id", "digest", "customer_id")


class DuplicateProbeRow(ListTable):
    """A refused duplicate or a request of somebody who does not see every record: what the hourly limits count."""

    account_id = peewee.BigIntegerField()
    id = peewee.BigIntegerField()
    kind = peewee.TextField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "duplicate_probes"
        primary_key = peewee.CompositeKey("list_id", "account_id", "id")


class AssignmentRequestRow(CustomerTable):
    """Somebody who asks to be assigned to a record that they cannot see; only the owner reads it (N01)."""

    id = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "assignment_requests"
        primary_key = peewee.CompositeKey("list_id", "id")
