"""What the machine does with customers that were marked in a list: by id, or all of a filter but some (D2, N03)."""

from hypothesis import strategies as st

from oclient_tui.domain.picks import Picked
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from tests.services.customer_rules import PIECE, SHAPE, CustomerRules
from tests.services.machine import ONE_OR_TWO, OWNER_OFTEN, RECORD, WHERE, plays
from tests.services.model import Listing, Record
from tests.services.pieces import Line
from tests.services.undo_rules import UndoRules

RIGHTS = {"on": "edit", "off": "edit", "delete": "delete", "assign": "assign", "unassign": "assign"}
MARKS = st.lists(RECORD, max_size=4)


class PickRules(UndoRules, CustomerRules):
    """Marked customers."""

    @plays(SetManyActive, DeleteCustomers, Assign, Unassign, weight=3, who=OWNER_OFTEN, where=WHERE, marks=MARKS,
           but=MARKS, first=PIECE, second=PIECE, shape=SHAPE, whom=ONE_OR_TWO,
           kind=st.sampled_from(sorted(RIGHTS)))  # fmt: skip
    def change_the_marked(
        self, who: str, where: int, marks: list[int], but: list[int], first: str, second: str, shape: str,
        whom: list[str], kind: str,
    ) -> None:  # fmt: skip
        listing, line = self.listing(where), Line.of(first, second, shape)
        who = self.actor(who, listing)
        ids, left_out = (frozenset(self.customer_id(listing, mark, who) for mark in some) for some in (marks, but))
        picked = Picked(ids, line.text, left_out)
        refusal = self.model.gate(who, listing, RIGHTS[kind]) or (None if ids else line.refusal(listing))
        chosen = [] if refusal else _chosen(who, listing, picked, line)
        if kind in ("assign", "unassign"):
            self._assign(who, listing, chosen, whom, refusal, away=kind == "unassign", picked=picked)
        else:
            self._change_many(who, listing, kind, chosen, refusal, picked=picked)


def _chosen(who: str, listing: Listing, picked: Picked, line: Line) -> list[Record]:
    visible = [record for record in listing.visible(who) if record.id not in picked.but]
    if picked.ids:
        return [record for record in visible if record.id in picked.ids]
    return [record for record in visible if line.holds(record, who)]
