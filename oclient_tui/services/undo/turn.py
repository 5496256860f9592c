"""What going along the journal works with: the transaction, the step, and what stands in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from oclient_tui.domain.access import Permission
from oclient_tui.domain.undo import Finding, Obstacle, UndoStep
from oclient_tui.services.customers.duplicates import rules_in_force
from oclient_tui.services.customers.probing import check_refused
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import Work
from storage.repositories.customers import Standing

_KEPT = 1000
"""Obstacles that are remembered; there may be as many as a step touched."""


@dataclass
class Turn:
    """One step being turned. Where it only `looks`, nothing is written, and what it finds is told."""

    work: Work
    step: UndoStep
    looks: bool = False
    obstacles: dict[int, Obstacle] = field(default_factory=dict[int, Obstacle])
    touched: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        """Read once what every part asks for."""
        self.language = current_list(self.work).language
        self.rules = rules_in_force(self.work)

    def meets(self, ids: Iterable[int], obstacle: Obstacle) -> bool:
        """Note what is wrong with customers, the first thing of each; whether there was anything."""
        found = list(ids)
        for one in found:
            if len(self.obstacles) < _KEPT:
                self.obstacles.setdefault(one, obstacle)
        return bool(found)

    def held(self, ids: Sequence[int]) -> dict[int, Standing]:
        """Return the visible ones of some customers, held; note the others as gone, hidden or not (D2)."""
        found = self.work.unit.customers.standing(ids, holding=not self.looks)
        self.meets([one for one in ids if one not in found], Obstacle.GONE)
        return found

    def stayed(self, account_id: int, since: int) -> bool:
        """Whether somebody is on the list and has not left it since a moment: who comes back begins with nothing."""
        joined = self._joined.get(account_id)
        return joined is not None and joined <= since

    @cached_property
    def _joined(self) -> dict[int, int]:
        return {member.account_id: member.joined_at for member in self.work.unit.members.all()}

    def touches(self, ids: Iterable[int]) -> None:
        """Remember whom the step is about."""
        self.touched.extend(ids)

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way already, so that nothing need be written."""
        return self.looks or bool(self.obstacles)

    def restriction(self, now: bool, then: bool) -> Obstacle | None:
        """Return what speaks against changing a customer that is restricted `now`, and `then` will be or not (D14)."""
        if not now:
            return None
        if then:
            return Obstacle.RESTRICTED
        return None if self.work.here.may(Permission.LIFT_RESTRICTION) else Obstacle.NO_LIFTING

    def check_duplicates(self) -> None:
        """Raise Throttled for somebody who had too many duplicates refused: undo must not answer more (A4)."""
        if self.rules:
            check_refused(self.work)

    def findings(self) -> tuple[Finding, ...]:
        """Return what stands in the way, by name where the person sees the customer."""
        seen = self.work.unit.customers.several(list(self.obstacles)[:_KEPT])
        return tuple(
            Finding(one, seen[one].name if one in seen else "", obstacle) for one, obstacle in self.obstacles.items()
        )
