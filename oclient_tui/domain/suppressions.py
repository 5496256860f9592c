"""Addresses that a list does not write to, whatever else holds (O24, E23)."""

from dataclasses import dataclass

from oclient_tui.domain.outbox import Channel


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that is not written to; '' as address once it was erased, and then the digest alone knows it."""

    channel: Channel
    digest: str
    address: str
    reason: str
    detail: str
    account_id: int
    at: int
