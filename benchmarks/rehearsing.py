"""N14: a rehearsal of duplicate rules over the whole list, beside two bare GROUP BY of the same columns."""

import resource
from collections.abc import Iterator
from functools import partial

from benchmarks.dataset import OWNER, Dataset, session
from benchmarks.figures import Row, milliseconds
from oclient_tui.composition import House
from oclient_tui.services.customers.rehearsing import RehearseSetting

_RULES = "email; phone; last_name+city"
_GROUPS = ("emails", "phones", "last_name_key, city_key")
_GROUP = "SELECT {columns} FROM customers WHERE list_id = {place} GROUP BY {columns} HAVING count(*) > 1"


def rows(data: Dataset) -> Iterator[Row]:
    """Rehearse three rules once; there is no goal, the row shows what a pass costs."""
    house = data.house()
    try:
        case = RehearseSetting(data.list_id, "duplicates.rules", _RULES)
        anchor = milliseconds(partial(_grouped, house, data))
        ours = milliseconds(partial(session(house, OWNER).do, case))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield Row(f"N14 {data.engine} rehearsal", ours, anchor, ours / anchor, details={"peak RSS, MB": memory})
    finally:
        house.close()


def _grouped(house: House, data: Dataset) -> None:
    database = house.store.engine.database
    place = "?" if data.engine == "sqlite" else "%s"
    for columns in _GROUPS:
        database.execute_sql(_GROUP.format(columns=columns, place=place), (data.list_id,)).fetchall()
