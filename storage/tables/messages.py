"""Messages: what is to go out, what was tried, who must not be written to."""

import peewee

from storage.tables.base import CustomerTable, ListTable


class TemplateRow(ListTable):
    """A template under a name; what it says stands in its versions."""

    id = peewee.BigIntegerField()
    channel = peewee.TextField()
    name = peewee.TextField()
    name_key = peewee.TextField()
    version = peewee.IntegerField()
    account_id = peewee.BigIntegerField()
    created_at = peewee.BigIntegerField()
    updated_at = peewee.BigIntegerField()

    class Meta:
        table_name = "templates"
        primary_key = peewee.CompositeKey("list_id", "id")


class TemplateVersionRow(ListTable):
    """What a template said from a moment on; never changed."""

    template_id = peewee.BigIntegerField()
    version = peewee.IntegerField()
    subject = peewee.TextField()
    body_text = peewee.TextField()
    body_html = peewee.TextField()
    account_id = peewee.BigIntegerField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "template_versions"
        primary_key = peewee.CompositeKey("list_id", "template_id", "version")


class CampaignRow(ListTable):
    """One message to many: what is said, to whom as asked, what is wanted of it. How far it came follows from its rows.

    `audience` and `excluded` are JSON; domain/campaigns.py says what is wanted of one. Customers up to the id `reached`
    are sorted into recipients and excluded ones.
    """

    id = peewee.BigIntegerField()
    channel = peewee.TextField()
    purpose = peewee.TextField()
    consent_kind = peewee.TextField()
    template_id = peewee.BigIntegerField(null=True)
    template_version = peewee.IntegerField(null=True)
    subject = peewee.TextField()
    body_text = peewee.TextField()
    body_html = peewee.TextField()
    audience = peewee.TextField()
    excluded = peewee.TextField()
    recipients = peewee.IntegerField()
    dedupe_key = peewee.TextField()
    wanted = peewee.TextField()
    approval = peewee.TextField()
    approved_by = peewee.BigIntegerField(null=True)
    approved_at = peewee.BigIntegerField(null=True)
    not_before = peewee.BigIntegerField()
    expires_at = peewee.BigIntegerField()
    quiet_hours = peewee.TextField()
    account_id = peewee.BigIntegerField()
    created_at = peewee.BigIntegerField()
    reached = peewee.BigIntegerField()

    class Meta:
        table_name = "campaigns"
        primary_key = peewee.CompositeKey("list_id", "id")


class AttachmentRow(ListTable):
    """The bytes of a file that goes along with a single message or a campaign: `owner_id` is the id of either."""

    id = peewee.BigIntegerField()
    owner_id = peewee.BigIntegerField()
    account_id = peewee.BigIntegerField()
    shared = peewee.BooleanField()
    name = peewee.TextField()
    content_type = peewee.TextField()
    sha256 = peewee.TextField()
    content = peewee.BlobField()

    class Meta:
        table_name = "attachments"
        primary_key = peewee.CompositeKey("list_id", "id")


class OutboxRow(CustomerTable):
    """One message to one recipient; domain/outbox.py says what its states are."""

    id = peewee.BigIntegerField()
    campaign_id = peewee.BigIntegerField(null=True)
    channel = peewee.TextField()
    kind = peewee.TextField()
    purpose = peewee.TextField()
    consent_kind = peewee.TextField()
    consent_id = peewee.BigIntegerField(null=True)
    recipient = peewee.TextField()
    dedupe_key = peewee.TextField()
    message_id = peewee.TextField()
    provider_id = peewee.TextField()
    state = peewee.TextField()
    priority = peewee.IntegerField()
    not_before = peewee.BigIntegerField()
    expires_at = peewee.BigIntegerField()
    lease_token = peewee.TextField()
    lease_until = peewee.BigIntegerField()
    attempts = peewee.IntegerField()
    charged = peewee.IntegerField()
    last_class = peewee.TextField()
    last_text = peewee.TextField()
    created_at = peewee.BigIntegerField()
    created_by = peewee.BigIntegerField()
    updated_at = peewee.BigIntegerField()

    class Meta:
        table_name = "outbox"
        primary_key = peewee.CompositeKey("list_id", "id")


class RenderedRow(CustomerTable):
    """What a message says, as it was sent, and from whom; `attachments` is JSON."""

    outbox_id = peewee.BigIntegerField()
    subject = peewee.TextField()
    body_text = peewee.TextField()
    body_html = peewee.TextField()
    sender = peewee.TextField()
    attachments = peewee.TextField()
    automatic = peewee.BooleanField()
    segments = peewee.IntegerField()

    class Meta:
        table_name = "rendered"
        primary_key = peewee.CompositeKey("list_id", "outbox_id")


class SendAttemptRow(CustomerTable):
    """One try at sending a message; written before the first byte goes out, ended once."""

    outbox_id = peewee.BigIntegerField()
    n = peewee.IntegerField()
    phase = peewee.TextField()
    started_at = peewee.BigIntegerField()
    ended_at = peewee.BigIntegerField(null=True)
    reply_class = peewee.TextField()
    code = peewee.IntegerField()
    reply = peewee.TextField()
    worker = peewee.TextField()

    class Meta:
        table_name = "send_attempts"
        primary_key = peewee.CompositeKey("list_id", "outbox_id", "n")


class MessageEventRow(CustomerTable):
    """What was heard of a message afterwards: delivered, bounced, complained, answered; each source tells it once."""

    id = peewee.BigIntegerField()
    outbox_id = peewee.BigIntegerField()
    kind = peewee.TextField()
    source = peewee.TextField()
    source_key = peewee.TextField()
    detail = peewee.TextField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "message_events"
        primary_key = peewee.CompositeKey("list_id", "id")


class SuppressionRow(ListTable):
    """An address that is not written to; the keyed digest stays when the address itself is erased."""

    channel = peewee.TextField()
    digest = peewee.TextField()
    address = peewee.TextField()
    reason = peewee.TextField()
    detail = peewee.TextField()
    account_id = peewee.BigIntegerField()
    at = peewee.BigIntegerField()

    class Meta:
        table_name = "suppressions"
        primary_key = peewee.CompositeKey("list_id", "channel", "digest")


class GatewayBucketRow(ListTable):
    """What is used up of a list's gateway, and whether it is to be left alone: all workers share it."""

    channel = peewee.TextField()
    tokens = peewee.BigIntegerField()
    refreshed_at = peewee.BigIntegerField()
    day = peewee.TextField()
    sent_today = peewee.IntegerField()
    failures = peewee.IntegerField()
    open_at = peewee.BigIntegerField()
    closed = peewee.TextField()

    class Meta:
        table_name = "gateway_buckets"
        primary_key = peewee.CompositeKey("list_id", "channel")
