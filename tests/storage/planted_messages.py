"""Rows in the tables of messages, put there past the use cases: for tests of the locks and of migrations."""

from oclient_tui.domain.outbox import Channel, Content, Kind, OutboxMessage, Purpose, State
from storage.scope import Scope
from storage.store import Store
from storage.tables.messages import (
    AttachmentRow,
    CampaignRow,
    GatewayBucketRow,
    MessageEventRow,
    SendAttemptRow,
    SuppressionRow,
    TemplateRow,
    TemplateVersionRow,
)

NEVER = 1 << 50
_TEXTS = ("consent_kind", "subject", "body_text", "body_html", "audience", "excluded", "quiet_hours")


def message(number: int, customer_id: int, state: State = State.SENT) -> OutboxMessage:
    """Return a message to a customer."""
    return OutboxMessage(
        number, customer_id, Channel.EMAIL, Kind.SINGLE, Purpose.SERVICE, "a@example.com", f"s:{number}",
        f"<ob.{number}@example.com>", state, created_at=1, created_by=1, not_before=1, expires_at=NEVER,
    )  # fmt: skip


def plant_message(store: Store, list_id: int, customer_id: int, number: int) -> None:
    """Put a sent message with everything that hangs on it."""
    with store.work("operator", list_id=list_id, writing=True) as unit:
        made = message(number, customer_id)
        unit.outbox.add([made])
        unit.outbox.freeze([(made, Content("Subject", "Text"))])
        tried: dict[str, object] = {"outbox_id": number, "customer_id": customer_id, "n": 1, "phase": "content"}
        tried |= {"started_at": 1, "ended_at": 2, "reply_class": "sent", "code": 250, "reply": "", "worker": "w"}
        unit.scope.insert(SendAttemptRow, tried).execute()
        heard: dict[str, object] = {"id": number, "outbox_id": number, "customer_id": customer_id, "kind": "delivered"}
        heard |= {"source": "dsn", "source_key": str(number), "detail": "", "at": 3}
        unit.scope.insert(MessageEventRow, heard).execute()


def plant_campaign(store: Store, list_id: int, account_id: int) -> None:
    """Put a template, a campaign, a file, a suppressed address and a used gateway."""
    with store.work("operator", list_id=list_id, writing=True) as unit:
        scope: Scope = unit.scope
        by: dict[str, object] = {"account_id": account_id}
        scope.insert(TemplateRow, by | {"id": 1, "channel": "email", "name": "N", "name_key": "n", "version": 1}
                     | {"created_at": 1, "updated_at": 1}).execute()  # fmt: skip
        said: dict[str, object] = {"subject": "S", "body_text": "T", "body_html": ""}
        scope.insert(TemplateVersionRow, by | said | {"template_id": 1, "version": 1, "at": 1}).execute()
        running = {"id": 1, "channel": "email", "purpose": "service", "wanted": "run", "approval": "none"}
        running |= {"dedupe_key": "k", "recipients": 0, "not_before": 1, "expires_at": 1, "created_at": 1}
        scope.insert(CampaignRow, by | dict.fromkeys(_TEXTS, "") | running).execute()
        file = {"id": 1, "owner_id": 1, "shared": False, "name": "a", "content_type": "", "sha256": "", "content": b"a"}
        scope.insert(AttachmentRow, by | file).execute()
        gone = {"channel": "email", "digest": "d", "address": "a@example.com", "reason": "asked", "detail": "", "at": 1}
        scope.insert(SuppressionRow, by | gone).execute()
        used = {"tokens": 0, "refreshed_at": 0, "sent_today": 0, "failures": 0, "open_at": 0}
        scope.insert(GatewayBucketRow, {"channel": "email", "day": "", "closed": "", **used}).execute()
