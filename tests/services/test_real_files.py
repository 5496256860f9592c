"""Other people's exports, imported as they are: no column named by hand, no row refused, every field in its place."""

import io

import pytest

from oclient_tui.services.customers.finding import ListCustomers
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World
from tests.services.real_files import REAL_FILES, RealFile


@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.program)
def test_an_export_is_imported_as_it_is(world: World, file: RealFile) -> None:  # O21
    world.ola.do(ChangeSetting(world.id, "region", "PL"))
    report = world.ola.do(ImportCustomers(world.id, ImportFile(io.BytesIO(file.content))))
    assert [(one.line, one.field, one.text()) for one in report.rejections] == []
    found = {one.name: one for one in world.ola.do(ListCustomers(world.id, "active:any")).items}
    assert set(found) == set(file.customers)
    for name, fields in file.customers.items():
        assert {field: getattr(found[name], field) for field in fields} == dict(fields), f"{file.program}: {name}"
