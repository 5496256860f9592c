"""The journal of undo: steps, before-images, and the highest version that a record ever had."""

import peewee

from storage.tables.base import CustomerTable, ListTable


class UndoStepRow(ListTable):
    """One thing that a person did and may take back; `needs` is the right that it took."""

    id = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    action = peewee.TextField()
    subject = peewee.TextField()
    needs = peewee.TextField()
    at = peewee.BigIntegerField()
    state = peewee.TextField()
    rows = peewee.IntegerField()

    class Meta:
        table_name = "undo_steps"
        primary_key = peewee.CompositeKey("list_id", "id")


class UndoImageRow(ListTable):
    """A part of a step: what it takes to go the other way, many small things packed into one."""

    step_id = peewee.BigIntegerField()
    seq = peewee.IntegerField()
    account_id = peewee.BigIntegerField()
    kind = peewee.TextField()
    body = peewee.BlobField()

    class Meta:
        table_name = "undo_images"
        primary_key = peewee.CompositeKey("list_id", "step_id", "seq")


class VersionFloorRow(CustomerTable):
    """The highest version that a customer or a record of its card ever had, where undo went back below it.

    `id` is the customer's own, or the record's. A version is given once: what comes next is above the floor (N18).
    """

    id = peewee.BigIntegerField()
    floor = peewee.IntegerField()

    class Meta:
        table_name = "version_floors"
        primary_key = peewee.CompositeKey("list_id", "id")
