"""Customers and what belongs to them."""

import peewee

from storage.tables.base import CustomerTable, ListTable

KEYED = ("first_name", "last_name", "company", "street", "city", "delivery_street", "delivery_city", "kind", "industry")
"""Texts with a folded twin beside them."""


class CustomerRow(ListTable):
    """A customer. `…_key` columns hold the folded form that filters and orders compare."""

    id = peewee.BigIntegerField()
    version = peewee.IntegerField()
    active = peewee.BooleanField()
    created_at = peewee.BigIntegerField()
    created_by = peewee.BigIntegerField()
    updated_at = peewee.BigIntegerField()
    sort_key = peewee.TextField()
    first_name = peewee.TextField()
    last_name = peewee.TextField()
    company = peewee.TextField()
    emails = peewee.TextField()
    phones = peewee.TextField()
    tax_id = peewee.TextField()
    street = peewee.TextField()
    postcode = peewee.TextField()
    city = peewee.TextField()
    country = peewee.TextField()
    delivery_street = peewee.TextField()
    delivery_postcode = peewee.TextField()
    delivery_city = peewee.TextField()
    delivery_country = peewee.TextField()
    birthday = peewee.TextField()
    language = peewee.TextField()
    kind = peewee.TextField()
    industry = peewee.TextField()
    gdpr_ignore = peewee.BooleanField()
    restricted = peewee.BooleanField()
    changed_in = peewee.TextField()
    first_name_key = peewee.TextField()
    last_name_key = peewee.TextField()
    company_key = peewee.TextField()
    street_key = peewee.TextField()
    city_key = peewee.TextField()
    delivery_street_key = peewee.TextField()
    delivery_city_key = peewee.TextField()
    kind_key = peewee.TextField()
    industry_key = peewee.TextField()

    class Meta:
        table_name = "customers"
        primary_key = peewee.CompositeKey("list_id", "id")


class AssignmentRow(CustomerTable):
    """A person assigned to a customer; carries the sort key, so that a member's page reads one index (P4)."""

    account_id = peewee.BigIntegerField()
    sort_key = peewee.TextField()
    assigned_by = peewee.BigIntegerField()
    assigned_at = peewee.BigIntegerField()

    class Meta:
        table_name = "assignments"
        primary_key = peewee.CompositeKey("list_id", "account_id", "sort_key", "customer_id")


class CustomerCategoryRow(CustomerTable):
    """A customer's place in a category."""

    category_id = peewee.BigIntegerField()

    class Meta:
        table_name = "customer_categories"
        primary_key = peewee.CompositeKey("list_id", "category_id", "customer_id")


class CustomerInterestRow(CustomerTable):
    """An interest ticked on a customer."""

    entry_id = peewee.BigIntegerField()

    class Meta:
        table_name = "customer_interests"
        primary_key = peewee.CompositeKey("list_id", "entry_id", "customer_id")


class CustomerMeasurementRow(CustomerTable):
    """A measurement of a customer, in thousandths of the kind's unit: exact, and ordered alike on every engine."""

    entry_id = peewee.BigIntegerField()
    thousandths = peewee.BigIntegerField()

    class Meta:
        table_name = "customer_measurements"
        primary_key = peewee.CompositeKey("list_id", "entry_id", "customer_id")


class CustomerTagRow(CustomerTable):
    """A free label of a customer."""

    tag_key = peewee.TextField()
    tag = peewee.TextField()

    class Meta:
        table_name = "customer_tags"
        primary_key = peewee.CompositeKey("list_id", "tag_key", "customer_id")


class ConsentEventRow(CustomerTable):
    """A consent given or withdrawn; rows are only ever appended (D14). Version 0 is a wording of one's own, or none."""

    id = peewee.BigIntegerField()
    kind = peewee.TextField()
    given = peewee.BooleanField()
    wording = peewee.TextField()
    wording_version = peewee.IntegerField()
    source = peewee.TextField()
    actor_id = peewee.BigIntegerField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "consent_events"
        primary_key = peewee.CompositeKey("list_id", "id")
