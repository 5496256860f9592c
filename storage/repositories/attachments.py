"""The bytes that go along with messages of visible customers, or with a campaign: each file once."""

from collections.abc import Iterable, Sequence

from oclient_tui.domain.mail import Attachment
from storage.scope import Scope
from storage.tables.messages import AttachmentRow, OutboxRow


class AttachmentRepository:
    """A message is met through the scope first; its id is what its files are asked by."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def keep(self, owner_id: int, account_id: int, files: Iterable[tuple[int, str, Attachment]]) -> None:
        """Store files of a message or a campaign, each with an id of its own and its hash."""
        for number, sha256, file in files:
            row = {"id": number, "owner_id": owner_id, "account_id": account_id, "shared": False, "name": file.name,
                   "content_type": file.content_type, "sha256": sha256, "content": file.content}  # fmt: skip
            self._scope.insert(AttachmentRow, row).execute()

    def of(self, owner_id: int) -> dict[str, Attachment]:
        """Return the files of a message or a campaign by their hashes."""
        rows = self._scope.select(AttachmentRow).where(AttachmentRow.owner_id == owner_id)
        return {row.sha256: Attachment(row.name, row.content_type, bytes(row.content)) for row in rows}

    def drop(self, customer_ids: Sequence[int]) -> None:
        """Remove the files of all messages to some customers."""
        theirs = self._scope.select(OutboxRow, OutboxRow.id).where(OutboxRow.customer_id.in_(list(customer_ids)))
        self._scope.delete(AttachmentRow).where(AttachmentRow.owner_id.in_(theirs)).execute()
