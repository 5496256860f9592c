"""What a use case is, and what it works with (architecture §3, the verb lock)."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from oclient_tui.domain.access import INSTALLATION, Access, Permission
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.audit import Event
from oclient_tui.domain.undo import Recorder
from oclient_tui.services.ports import Tools
from storage.store import Store, Unit

R = TypeVar("R")


@dataclass(slots=True)
class Work:
    """One transaction as a use case sees it."""

    unit: Unit
    tools: Tools
    account: Account | None
    access: Access | None
    now: int
    events: list[tuple[int, Event]] = field(default_factory=list[tuple[int, Event]])
    step: Recorder | None = None
    """What can be taken back of this transaction; services/undo/journal.py writes it."""

    @property
    def me(self) -> Account:
        """The person acting. Only for use cases that need one."""
        assert self.account is not None, "this use case runs without an account"  # noqa: S101 - a bug, not an input
        return self.account

    @property
    def here(self) -> Access:
        """What the person may do on the list of this transaction."""
        assert self.access is not None, "this use case runs without a list"  # noqa: S101 - a bug, not an input
        return self.access

    def record(self, event: Event, *, list_id: int | None = None) -> None:
        """Put an event into the audit of this transaction's list, or of another chain."""
        chain = list_id if list_id is not None else (self.access.list_id if self.access else 0)
        self.events.append((chain, event))


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a use case that takes more than one transaction works with after its first one."""

    store: Store
    tools: Tools
    opened: Callable[[], AbstractContextManager[Work]]
    """Opens one more transaction; permission and proof are checked anew inside it, as in the first."""

    append: Callable[[Unit, list[tuple[int, Event]]], None]
    """Puts events into the audit of a transaction that the use case opened on the store itself."""


class UseCase(ABC, Generic[R]):
    """One thing that can be done. A subclass names the permission it needs, or the class cannot be made."""

    needs: ClassVar[Permission]
    writes: ClassVar[bool]
    actor: ClassVar[str]
    """For whom the database acts: person, or a system actor with policies of its own (D9)."""

    enters_closed: ClassVar[bool] = False
    """Whether it may go on with a list that is closed for a wipe: the wipe and its plan alone."""

    list_id: int
    probed: int = 0
    """Refused duplicates that the answer of a reading use case tells of: the session counts them first (A4)."""

    def __init_subclass__(cls, *, needs: Permission, writes: bool = False, actor: str = "") -> None:
        super().__init_subclass__()
        cls.needs, cls.writes = needs, writes
        default = {Permission.OPERATOR: "operator", Permission.VISITOR: "invitation"}.get(needs, "person")
        cls.actor = actor or default

    @property
    def about_list(self) -> int | None:
        """The list this is about; None for what concerns the installation."""
        return None if self.needs in INSTALLATION else self.list_id

    @property
    def subject(self) -> str:
        """What a refusal of this is recorded under: the id of a customer or a record, never a text somebody typed."""
        number = getattr(self, "customer_id", getattr(self, "record_id", None))
        return "" if number is None else str(number)

    @property
    def viewer(self) -> str | None:
        """The person with whose eyes the list is read: the e-mail in the field `see_as`; None for one's own (N06)."""
        return getattr(self, "see_as", None)

    @property
    def own_password(self) -> str | None:
        """The acting person's own password, where a use case asks for it once more; None where it does not (O40)."""
        return None

    def prepare(self, tools: Tools) -> None:
        """Do slow work, such as hashing, before the transaction opens (D29)."""

    @abstractmethod
    def run(self, work: Work) -> R:
        """Do it, inside the transaction and after the permission was checked there."""

    def conclude(self, answer: R, after: Aftermath) -> R:  # noqa: ARG002 - for those that override it
        """Do what can only follow the commit, and return the final answer; most use cases are done by then."""
        return answer
