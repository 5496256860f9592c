"""Addresses that a list does not write to. The owner reads them; who has an address learns of it alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.suppressions import Suppression
from storage.engine import Engine
from storage.scope import Scope
from storage.tables.messages import SuppressionRow


class SuppressionRepository:
    """The suppression list of a list."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def reasons(self, channel: Channel, digests: Mapping[str, str]) -> dict[str, str]:
        """Return which of some addresses are suppressed, with the reason; they come with their keyed digests.

        The address itself counts as well, so that a list whose key was lost still knows whom not to write to.
        """
        if not digests:
            return {}
        addresses = list(digests)
        if self._engine.name == "postgresql":
            run: Any = self._engine.database.execute_sql
            given = (channel.value, list(digests.values()), addresses)
            rows = run("SELECT place, reason FROM oclient_suppressed(%s, %s::text[], %s::text[])", given).fetchall()
            return {addresses[place - 1]: str(reason) for place, reason in rows}
        known = SuppressionRow.digest.in_(list(digests.values())) | SuppressionRow.address.in_(addresses)
        found = list(self._scope.inside(SuppressionRow).where(SuppressionRow.channel == channel.value, known))
        by_digest, by_address = ({getattr(row, name): row.reason for row in found} for name in ("digest", "address"))
        both = {one: by_digest.get(digest, by_address.get(one)) for one, digest in digests.items()}
        return {one: reason for one, reason in both.items() if reason is not None}

    def add(self, suppression: Suppression) -> bool:
        """Put an address on the list; False if it is there."""
        row = {name: getattr(suppression, name) for name in Suppression.__slots__}
        return self._scope.insert_free(SuppressionRow, [{**row, "channel": suppression.channel.value}]) == 1

    def remove(self, channel: Channel, digest: str, address: str) -> bool:
        """Take an address off the list; False if it is not there."""
        ours = (SuppressionRow.digest == digest) | (SuppressionRow.address == address)
        gone = self._scope.delete(SuppressionRow).where(SuppressionRow.channel == channel.value, ours)
        return int(gone.execute()) > 0

    def page(self, after: tuple[str, str], limit: int) -> Sequence[Suppression]:
        """Return what stands on the list, by channel and digest."""
        query = self._scope.select(SuppressionRow).order_by(SuppressionRow.channel, SuppressionRow.digest)
        past = (SuppressionRow.channel > after[0]) | (
            (SuppressionRow.channel == after[0]) & (SuppressionRow.digest > after[1])
        )
        return [
            Suppression(Channel(r.channel), r.digest, r.address, r.reason, r.detail, r.account_id, r.at)
            for r in query.where(past).limit(limit)
        ]
