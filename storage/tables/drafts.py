"""What was typed into a form and not saved yet; `body` is JSON."""

import peewee

from storage.tables.base import ListTable


class DraftRow(ListTable):
    """A draft of one person; `about` is the customer that the form is about, if there is one already."""

    account_id = peewee.BigIntegerField()
    form = peewee.TextField()
    about = peewee.BigIntegerField(null=True)
    body = peewee.TextField()
    kept_at = peewee.BigIntegerField()

    class Meta:
        table_name = "drafts"
        primary_key = peewee.CompositeKey("list_id", "account_id", "form")
