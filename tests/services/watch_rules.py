"""What the machine does with the mark of a list: it is another one after every change, and only then."""

from oclient_tui.services.customers.watching import LookForChanges
from tests.services.machine import WHERE, WHO, Tally, plays
from tests.services.sights import Sights
from tests.services.stages import Stages


class WatchRules(Sights):
    """Looking for changes."""

    def __init__(self, stages: Stages, tally: Tally) -> None:
        super().__init__(stages, tally)
        self._marks: dict[tuple[int, int], str] = {}

    @plays(LookForChanges, weight=2, who=WHO, where=WHERE)
    def look_for_changes(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, LookForChanges(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is None:
            return
        length = self.tables.heads()[listing.id]
        known = self._marks.setdefault((listing.id, length), done.value)
        self.expect("The mark while nothing changes, for everybody", done.value, known)
        self.expect("No two marks are alike", len(set(self._marks.values())), len(self._marks))
