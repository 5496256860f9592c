"""Drafts of forms: each person meets their own."""

import json
from typing import Any

from oclient_tui.domain.drafts import DRAFTS_MOST, Draft
from storage.scope import Scope
from storage.tables.drafts import DraftRow


class DraftRepository:
    """The drafts of one person on the list of this transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, account_id: int, form: str) -> tuple[int | None, Draft] | None:
        """Return the customer that a draft is about, and the draft; None where nothing is kept."""
        row = self._scope.select(DraftRow).where(_of(account_id, form)).first()
        if row is None:
            return None
        body = json.loads(row.body)
        return row.about, Draft(body["values"], body["field"], body["version"], row.kept_at)

    def put(self, account_id: int, form: str, about: int | None, draft: Draft) -> None:
        """Keep a draft in the place of the one before; beyond so many the oldest goes."""
        self.drop(account_id, form)
        body = {"values": dict(draft.values), "field": draft.field, "version": draft.version}
        values = {"account_id": account_id, "form": form, "about": about, "kept_at": draft.kept_at}
        self._scope.insert(DraftRow, values | {"body": json.dumps(body, ensure_ascii=False)}).execute()
        mine = self._scope.select(DraftRow, DraftRow.form).where(DraftRow.account_id == account_id)
        for row in list(mine.order_by(DraftRow.kept_at.desc(), DraftRow.form).offset(DRAFTS_MOST)):
            self.drop(account_id, row.form)

    def drop(self, account_id: int, form: str) -> None:
        """Forget a draft, if there is one."""
        self._scope.delete(DraftRow).where(_of(account_id, form)).execute()


def _of(account_id: int, form: str) -> Any:
    return (DraftRow.account_id == account_id) & (DraftRow.form == form)
