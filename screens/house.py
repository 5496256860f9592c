"""What the full screen is given: an opened installation, and nothing else (architecture §1)."""

from dataclasses import dataclass
from typing import Protocol

from oclient_tui.domain.accounts import Account
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.gate import Gate


class House(Protocol):
    """Hands out sessions; composition makes one."""

    @property
    def gate(self) -> Gate:
        """Where people prove who they are."""
        ...

    def person(self, account: Account, door: str) -> Session:
        """Return the session of somebody who has proved to be this account."""
        ...

    def visitor(self, door: str) -> Session:
        """Return the session of somebody without an account."""
        ...

    def operator(self, door: str) -> Session:
        """Return the operator's session; for the full screen on one's own machine."""
        ...

    def close(self) -> None:
        """Close this thread's connection."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """Who works at this screen, and by which door they came."""

    account: Account
    session: Session
    door: str
    served: bool = False
    """Whether the screen is somebody else's terminal, where nothing may act on this machine (D17)."""
