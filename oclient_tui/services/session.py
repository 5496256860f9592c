"""The single door: transaction, permission, run, audit (architecture §3)."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from oclient_tui.domain.access import Access, Permission
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.audit import INSTALLATION, Event
from oclient_tui.domain.errors import Busy, Closed, Denied, NotFound, OClientError, SignInNeeded, Throttled, tr
from oclient_tui.domain.wipes import is_closed
from oclient_tui.services.customers.probing import count_refusals
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.gate import Gate
from oclient_tui.services.undo.journal import keep
from oclient_tui.services.usecase import Aftermath, UseCase, Work
from storage.store import Store, Unit

R = TypeVar("R")
_TRIES = 4
NO_LIST = tr("There is no such list.")
CLOSED = tr("This list is being wiped: nothing in it can be seen or changed any more.")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account at the epoch it proved itself, the operator, or a visitor without an account."""

    account_id: int | None = None
    epoch: int = 0
    operator: bool = False


class Session:
    """What doors and screens hold: one person at one door. There is no other way to the lists."""

    def __init__(self, store: Store, tools: Tools, actor: Actor, door: str) -> None:
        self._store = store
        self._tools = tools
        self.actor = actor
        self.door = door

    def do(self, case: UseCase[R]) -> R:
        """Run a use case. A refusal changes nothing and is audited after the rollback (D7, D29)."""
        case.prepare(self._tools)
        try:
            if case.own_password is not None:
                self._prove(case.own_password)
            answer = self._tried(case)
            result = case.conclude(answer, Aftermath(self._store, self._tools, lambda: self._opened(case), self._note))
        except OClientError as error:
            if error.audited:
                self._audit_refusal(case, error)
            raise
        if case.probed:
            self._count(case, case.probed)
        return result

    def _tried(self, case: UseCase[R]) -> R:
        for attempt in range(1, _TRIES + 1):
            try:
                with self._opened(case) as work:
                    return case.run(work)
            except Busy:
                if attempt == _TRIES or not case.writes:
                    raise
        raise AssertionError("unreachable")

    def _prove(self, password: str) -> None:
        """Have the person's own password verified before any transaction opens (D29); whoever has no account passes.

        They are refused where the others are: what is told here depends on nothing but the own account.
        """
        if self.actor.account_id is not None:
            Gate(self._store, self._tools).confirm(self.actor.account_id, self.actor.epoch, password)

    def may(self, permission: Permission, list_id: int) -> bool:
        """Whether the person may do something on a list just now: for showing and hiding, never the guard."""
        return permission in self.permissions(list_id)

    def permissions(self, list_id: int) -> frozenset[Permission]:
        """Return what the person may do on a list just now; nothing where the list is hidden or closed."""
        with self._store.work("person", list_id=list_id, account_id=self.actor.account_id) as unit:
            access = unit.members.access(self.actor.account_id or 0)
            if access is None or is_closed(access.closed_at, self._tools.now_ms()):
                return frozenset()
            return frozenset(permission for permission in Permission if access.may(permission))

    @contextmanager
    def _opened(self, case: UseCase[R]) -> Generator[Work]:
        account_id, list_id = self.actor.account_id, case.about_list
        with self._store.work(case.actor, list_id=list_id, account_id=account_id, writing=case.writes) as unit:
            work = Work(unit, self._tools, self._account(unit, holding=case.writes), None, self._tools.now_ms())
            self._admit(case, work)
            yield work
            keep(work)
            self._append(unit, work.events, work.account.id if work.account else 0)

    def _account(self, unit: Unit, *, holding: bool) -> Account | None:
        """Return the person's account if the proof still holds: not disabled, and no session ended since (S6).

        What writes holds the account still, so that nothing lands after the commit that ended the session (S2).
        """
        if self.actor.account_id is None:
            return None
        accounts, account_id = unit.accounts, self.actor.account_id
        account = accounts.hold(account_id) if holding else accounts.by_id(account_id)
        if account is None or account.disabled or account.epoch != self.actor.epoch:
            raise SignInNeeded(tr("Your session has ended. Sign in again."))
        return account

    def _admit(self, case: UseCase[R], work: Work) -> None:
        if case.needs is Permission.VISITOR:
            return
        if case.needs is Permission.OPERATOR:
            if not self.actor.operator:
                raise Denied(tr("That is for the operator of this installation."))
            return
        if work.account is None:
            raise SignInNeeded(tr("Sign in first: --as EMAIL, and a password."))
        if case.needs is Permission.ACCOUNT:
            return
        access = self._access(work, work.account.id, writing=case.writes)
        if is_closed(access.closed_at, work.now) and not case.enters_closed:
            raise Closed(CLOSED)
        if not access.may(case.needs):
            raise Denied(tr("Your role on this list does not include that: it needs {right}."), right=case.needs.value)
        work.access = self._seen_as(case, work, access)
        work.unit.see_with(work.access)

    @staticmethod
    def _access(work: Work, account_id: int, *, writing: bool) -> Access:
        access = work.unit.members.access(account_id, writing=writing)
        if access is None:
            raise NotFound(NO_LIST)
        return access

    def _seen_as(self, case: UseCase[R], work: Work, access: Access) -> Access:
        """Return the access to read with: another member's where the owner asked to see as they do (N06)."""
        if case.viewer is None:
            return access
        if not access.may(Permission.SEE_AS):
            raise Denied(tr("Only the list's owner can see the list as somebody else does."))
        member = work.unit.members.by_email(case.viewer)
        if member is None:
            raise NotFound(tr("Nobody with that address is on this list."))
        return self._access(work, member.account_id, writing=False)

    def _audit_refusal(self, case: UseCase[R], error: OClientError) -> None:
        """Write the refusal to the list's chain; to the installation's where the person is not on the list.

        A refused duplicate is counted as well; raise Throttled in its place where it is one too many (A4).
        """
        event, verdict = Event(action_name(case), case.subject, "refused", error.reason), None
        list_id, account_id = case.about_list, self.actor.account_id
        with self._store.work("person", list_id=list_id, account_id=account_id, writing=True) as unit:
            # Held: what is written to the chain of a list that is just being wiped would stay behind it.
            access = unit.members.access(account_id or 0, writing=True) if list_id is not None else None
            if access is not None and error.probes:
                verdict = count_refusals(unit, self._tools, access, error.probes)
            self._append(unit, [(list_id if access and list_id else INSTALLATION, event)], account_id or 0)
        if verdict is not None and not isinstance(error, Throttled):
            raise verdict

    def _count(self, case: UseCase[R], number: int) -> None:
        """Count what the answer of a reading use case would tell; raise Throttled in its place past the limit (A4)."""
        list_id, account_id = case.about_list or 0, self.actor.account_id or 0
        with self._store.work("person", list_id=list_id, account_id=account_id, writing=True) as unit:
            access = unit.members.access(account_id, writing=True)
            if access is None:
                raise NotFound(NO_LIST)
            verdict = count_refusals(unit, self._tools, access, number)
            event = Event(action_name(case), case.subject, after={"duplicates": number})
            self._append(unit, [(list_id, event)], account_id)
        if verdict is not None:
            raise verdict

    def _note(self, unit: Unit, events: list[tuple[int, Event]]) -> None:
        self._append(unit, events, self.actor.account_id or 0)

    def _append(self, unit: Unit, events: list[tuple[int, Event]], actor: int) -> None:
        for chain in sorted({chain for chain, _ in events}):
            of_chain = [event for number, event in events if number == chain]
            unit.audit(chain).append(
                of_chain,
                actor=actor,
                door=self.door,
                at=self._tools.now_ms(),
                salt=self._tools.token(12),
            )


def action_name(case: UseCase[R]) -> str:
    """Return the name under which the audit knows a use case."""
    return type(case).__name__
