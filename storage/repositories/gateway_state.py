"""What is used up of a list's gateways and whether they are to be left alone: one row for all workers."""

from oclient_tui.domain.gateways import Bucket
from oclient_tui.domain.outbox import Channel
from storage.scope import Scope
from storage.tables.messages import GatewayBucketRow


class GatewayStateRepository:
    """The buckets of one list, by channel."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def hold(self, channel: Channel) -> Bucket:
        """Return what is left of a gateway, held until the transaction ends."""
        self._scope.insert_free(GatewayBucketRow, [{"channel": channel.value, **_columns(Bucket())}])
        query = self._scope.select(GatewayBucketRow).where(GatewayBucketRow.channel == channel.value)
        return _bucket((query.for_update("FOR UPDATE") if self._locks else query).get())

    def get(self, channel: Channel) -> Bucket:
        """Return what is left of a gateway, to look at."""
        row = self._scope.select(GatewayBucketRow).where(GatewayBucketRow.channel == channel.value).first()
        return _bucket(row) if row else Bucket()

    def put(self, channel: Channel, bucket: Bucket) -> None:
        """Store what is left."""
        ours = GatewayBucketRow.channel == channel.value
        self._scope.update(GatewayBucketRow, _columns(bucket)).where(ours).execute()

    def reopen(self, channel: Channel) -> bool:
        """Let a gateway be tried again at once; False where it was not left alone."""
        shut = (GatewayBucketRow.failures > 0) | (GatewayBucketRow.closed != "")
        fresh = {"failures": 0, "open_at": 0, "closed": ""}
        ours = GatewayBucketRow.channel == channel.value
        return int(self._scope.update(GatewayBucketRow, fresh).where(ours, shut).execute()) > 0


def _bucket(row: GatewayBucketRow) -> Bucket:
    return Bucket(*(getattr(row, name) for name in Bucket.__slots__))


def _columns(bucket: Bucket) -> dict[str, object]:
    return {name: getattr(bucket, name) for name in Bucket.__slots__}
