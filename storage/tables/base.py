"""What the tables have in common."""

import peewee


class Table(peewee.Model):
    """A table of the installation."""


class ListTable(Table):
    """A table whose every row belongs to one list."""

    list_id = peewee.BigIntegerField()


class CustomerTable(ListTable):
    """A table whose rows belong to a customer and are seen by whoever sees that customer."""

    customer_id = peewee.BigIntegerField()
