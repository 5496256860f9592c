"""An import taken back and done again, row for row, in both ways with duplicates (N03, O21)."""

import pytest

from oclient_tui.domain.imports import ImportRequest, OnDuplicate
from oclient_tui.services.customers.importing.running import ImportCustomers
from oclient_tui.services.undo.undoing import RedoLast, UndoLast
from tests.factories import World
from tests.services.sheets import file_of
from tests.services.undo_scene import furnish, picture

ROWS = (
    {"company": "Nowa", "email": "nowa@example.com", "city": "Radom", "tags": "x,y", "categories": "VIP"},
    {"last_name": "Żółw", "phone": "600 200 300", "interests": "Garden", "measurement.waist": "70"},
    {"company": "Inna", "email": "lucja@example.com", "city": "Opole", "tags": "z", "categories": "Regular"},
    {"company": "Ukryta", "email": "hidden@example.com", "city": "Gdynia", "tags": "z"},
    {"company": "Zła", "email": "no address"},
)
"""Two new customers, two that are there (one with everything, one hidden from Mia), and one that cannot be taken."""


@pytest.mark.parametrize("on_duplicate", OnDuplicate)
def test_an_import_goes_back_and_forth_to_the_very_same_rows(world: World, url: str, on_duplicate: OnDuplicate) -> None:
    here, who = furnish(world).id, world.adam
    before = picture(url)
    report = who.do(ImportCustomers(here, file_of(*ROWS), ImportRequest(on_duplicate=on_duplicate)))
    updating = on_duplicate is OnDuplicate.UPDATE
    assert (report.counts["added"], report.counts["updated"]) == (2, 2 if updating else 0)
    after = picture(url)
    for turn in range(2):
        for case, wanted in ((UndoLast(here), before), (RedoLast(here), after)):
            who.do(case)
            found = picture(url)
            differing = {name: (wanted[name], found[name]) for name in wanted if wanted[name] != found[name]}
            assert differing == {}, f"{type(case).__name__}, turn {turn + 1}"
