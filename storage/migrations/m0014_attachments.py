"""What goes along with a message is reached by whoever reaches the message: it follows the customer, not the sender."""

from typing import Any

from storage.engine import Engine

_PERSON = (
    "oclient_actor() = 'person' AND list_id = oclient_list() AND ("
    "EXISTS (SELECT 1 FROM outbox o WHERE o.list_id = attachments.list_id AND o.id = attachments.owner_id)"
    " OR EXISTS (SELECT 1 FROM campaigns c WHERE c.list_id = attachments.list_id AND c.id = attachments.owner_id))"
)


def attachments(engine: Engine) -> None:
    """Put the rule in the place of the sender's own; the policies of `outbox` and `campaigns` hold inside it."""
    if engine.name != "postgresql":
        return
    run: Any = engine.database.execute_sql
    run("DROP POLICY oclient_person ON attachments")
    run(f"CREATE POLICY oclient_person ON attachments FOR ALL USING ({_PERSON}) WITH CHECK ({_PERSON})")
