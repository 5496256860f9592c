"""What a person likes is theirs alone and stays until they leave; what is not declared is refused."""

import pytest

from oclient_tui.domain.errors import Invalid, NotFound
from oclient_tui.domain.preferences import Preferences, Value
from oclient_tui.services.preferences.keeping import SetListPreference, SetPreference, ShowPreferences
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.sharing.members import RemoveMember
from tests.factories import World


def test_each_meets_their_own_until_they_leave(world: World) -> None:
    world.mia.do(SetPreference("language", "pl"))
    world.mia.do(SetListPreference(world.id, "columns", ("name", "city")))
    world.ola.do(SetListPreference(world.id, "columns", ("name",)))
    seen = world.mia.do(ShowPreferences())
    assert seen == Preferences({"language": "pl"}, {world.id: {"columns": ("name", "city")}})
    assert world.ola.do(ShowPreferences()) == Preferences({}, {world.id: {"columns": ("name",)}})
    told = repr(world.ola.do(ListAudit(world.id, limit=50)))
    assert "Preference" not in told, "what people like is nothing for the owner's audit"
    world.mia.do(SetListPreference(world.id, "columns", None))
    assert world.mia.do(ShowPreferences()).on_lists == {}
    world.mia.do(SetListPreference(world.id, "favourite", True))
    world.ola.do(RemoveMember(world.id, "mia@example.com"))
    assert world.mia.do(ShowPreferences()) == Preferences({"language": "pl"}, {})
    with pytest.raises(NotFound):
        world.mia.do(SetListPreference(world.id, "favourite", True))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sort", "x" * 61),
        ("sort", ""),
        ("sort", True),
        ("columns", ("a",) * 41),
        ("columns", "name"),
        ("theme", "dark"),
    ],
)
def test_what_is_not_declared_is_refused(world: World, key: str, value: Value) -> None:
    with pytest.raises(Invalid, match=f"“{key}” is no preference"):
        world.ola.do(SetListPreference(world.id, key, value))
    assert world.ola.do(ShowPreferences()) == Preferences({}, {})
