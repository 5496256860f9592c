"""Settings as one text: dumped, planned, applied as a whole, rolled back by an earlier dump (N24, O42, E7)."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.domain.errors import Denied, Invalid, NotFound
from oclient_tui.domain.settings_file import Dump, read_file, written
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings
from tests.factories import World
from tests.services.setting_table import TABLE

SECRETS = ("smtp.password", "sms.token")
CANARY = "canary-plover-3316"
TYPED = {key: st.sampled_from(sorted(good)) for key, (good, _) in TABLE.items()}
SOME = st.lists(st.sampled_from(sorted(set(TABLE) - set(SECRETS))), unique=True, max_size=12).flatmap(
    lambda keys: st.fixed_dictionaries({key: TYPED[key] for key in keys})
)
ON_A_WORLD = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shown(world: World) -> dict[str, str]:
    return world.ola.do(ShowSettings(world.id))


def dump(world: World) -> str:
    return written(world.ola.do(DumpSettings(world.id)), known_settings())


def text_of(chosen: dict[str, str]) -> str:
    return "\n".join(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in chosen.items())


def entries(world: World) -> list[tuple[str, str]]:
    """Return the changed settings of the list's audit, the oldest first."""
    lines = world.ola.do(ListAudit(world.id, limit=1000))
    return [(line.entry.action, line.entry.subject) for line in reversed(lines) if line.entry.outcome == "done"]


@given(first=SOME, second=SOME)
@ON_A_WORLD
def test_a_dump_applied_changes_nothing_and_rolls_back_what_came_later(
    world: World, first: dict[str, str], second: dict[str, str]
) -> None:  # N24
    world.ola.do(ApplySettings(world.id, text_of(first)))
    before, text = shown(world), dump(world)
    length = len(entries(world))
    assert world.ola.do(PlanSettings(world.id, text)) == []
    assert world.ola.do(ApplySettings(world.id, text)) == []
    assert len(entries(world)) == length, "a dump applied at once is no change"
    planned = world.ola.do(PlanSettings(world.id, text_of(second)))
    assert shown(world) == before, "planning changes nothing"
    assert world.ola.do(ApplySettings(world.id, text_of(second))) == planned
    after = shown(world)
    assert {change.key: (change.before, change.after) for change in planned} == {
        key: (before[key], after[key]) for key in after if after[key] != before[key]
    }
    assert entries(world)[length:] == [("SettingChanged", change.key) for change in planned]
    world.ola.do(ApplySettings(world.id, text))
    assert shown(world) == before
    assert dump(world) == text


@given(st.fixed_dictionaries({key: st.sampled_from(sorted(set(good.values()))) for key, (good, _) in TABLE.items()}))
def test_what_is_written_is_toml_that_reads_back(values: dict[str, str]) -> None:
    text = written(Dump(values, {}), known_settings(), lambda sentence: f"{sentence} ąę")
    tomllib.loads(text)
    found = {wanted.setting.key: wanted.value for wanted in read_file(text, known_settings()).settings}
    assert found == {key: value for key, value in values.items() if key not in SECRETS or not value}


def test_a_dump_is_sorted_and_explains_itself(world: World) -> None:
    lines = dump(world).splitlines()
    tables = [line for line in lines if line.startswith("[")]
    assert tables == sorted(tables)
    blocks = [block.splitlines() for block in dump(world).split("\n\n")]
    for block in blocks:
        keys = [line.partition(" = ")[0] for line in block if " = " in line and line[0].isalpha()]
        assert keys == sorted(keys)
        assert len(keys) > 0
    assert "# How the connection is encrypted. (none | starttls | tls)" in lines
    assert "assigned_only = true" in lines
    assert "port = 587" in lines


BAD = {
    "foo = 1": "Line 1: there is no setting “foo”.",
    'name = "X"\n\n[smtp]\nhost = "x.pl"\nprt = 25': "Line 5: there is no setting “smtp.prt”.",
    '[smtp]\n"host" = "x.pl"\n[smtp.port]\na = 1': "smtp.port is a whole number.",
    '[nothing]\nhere = "x"': "Line 1: there is no setting “nothing”.",
    'modules = "on"': "Line 1: there is no setting “modules”.",
    "[modules]\nnotes = true\nnonsense = true": "Line 3: there is no setting “modules.nonsense”.",
    '"smtp.port" = 25\n[smtp]\nport = 26': "smtp.port is given twice.",
    '[smtp]\nhost = "x.pl"\nport = 25 26': "The settings are no TOML: something is wrong near line 3.",
    'name = "X': "The settings are no TOML: something is wrong near line 1.",
    f"approve_above = {'9' * 5000}": "The settings are no TOML",
    f"approve_above = {'[' * 5000}": "The settings are no TOML",
    "assigned_only = 1": "assigned_only is true or false.",
    'assigned_only = "perhaps"': "assigned_only is either on or off, not “perhaps”.",
    "[smtp]\nport = 25.5": "smtp.port is a whole number.",
    "[smtp]\nport = true": "smtp.port is a whole number.",
    "[smtp]\nport = 0": "smtp.port is a whole number from 1 to 65535",
    "name = 7": "name is a text in quotation marks.",
    "quiet_hours = 21:00:00": "quiet_hours is a text in quotation marks.",
    'name = ["X"]': "name is a text in quotation marks.",
    'name = { env = "HOME" }': "name is a text in quotation marks.",
    'name = ""': "A list needs a name.",
    "#" * 1_000_001: "A file of settings has at most 1000000 characters.",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:30])
def test_a_text_that_cannot_be_applied_changes_nothing_at_all(world: World, text: str) -> None:
    before, length = shown(world), len(entries(world))
    good = "" if text.startswith("#") else 'currency = "EUR"\nregion = "DE"\n'
    for kind in (PlanSettings, ApplySettings):
        with pytest.raises(Invalid) as caught:
            world.ola.do(kind(world.id, text))
        assert BAD[text] in str(caught.value)
        with pytest.raises(Invalid):
            world.ola.do(kind(world.id, good + text))
    assert shown(world) == before
    assert len(entries(world)) == length


def test_a_secret_is_never_in_a_dump_and_not_taken_from_a_file(world: World) -> None:  # E7
    world.ola.do(ChangeSetting(world.id, "smtp.password", CANARY))
    text = dump(world)
    assert CANARY not in text
    assert 'password = "unchanged"' in text
    assert 'token = ""' in text
    for value in (f'"{CANARY}"', f'["{CANARY}"]', f'{{ value = "{CANARY}" }}', f'{{ env = "A", x = "{CANARY}" }}', "7"):
        with pytest.raises(Invalid, match=r"smtp\.password does not belong into a file") as caught:
            world.ola.do(ApplySettings(world.id, f"[smtp]\npassword = {value}"))
        assert CANARY not in f"{caught.value!r} {vars(caught.value)}"
    assert CANARY not in repr(ApplySettings(world.id, CANARY, {"A": CANARY}))
    assert CANARY not in repr(PlanSettings(world.id, CANARY, {"A": CANARY}))


def test_a_secret_is_read_from_a_variable_and_removed_by_nothing(world: World) -> None:  # E7
    text, given_to = '[sms]\ntoken = { env = "TOKEN" }', {"TOKEN": CANARY, "EMPTY": ""}

    def changes(kind: Any, said: str = text) -> list[tuple[str, str, str]]:
        return [(found.key, found.before, found.after) for found in world.ola.do(kind(world.id, said, given_to))]

    assert changes(PlanSettings) == changes(ApplySettings) == [("sms.token", "", "set")]
    assert changes(PlanSettings) == changes(ApplySettings) == [], "the same secret once more"
    given_to["TOKEN"] = CANARY + "2"
    assert changes(PlanSettings) == changes(ApplySettings) == [("sms.token", "set", "changed")]
    assert changes(ApplySettings, '[sms]\ntoken = "unchanged"') == []
    for name in ("NONE", "EMPTY"):
        with pytest.raises(Invalid, match=f"the variable {name}, which is not set"):
            changes(ApplySettings, text.replace("TOKEN", name))
    assert changes(ApplySettings, '[sms]\ntoken = ""') == [("sms.token", "set", "")]


def test_without_variables_a_door_gives_none_of_the_server_s(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # D17
    monkeypatch.setenv("OCLIENT_CANARY", CANARY)
    with pytest.raises(Invalid, match="which is not set"):
        world.ola.do(ApplySettings(world.id, '[smtp]\npassword = { env = "OCLIENT_CANARY" }'))


def test_others_are_refused_before_the_text_is_read(world: World) -> None:  # O42
    for text in ("", "foo = 1", "[", dump(world)):
        for session, wanted in ((world.adam, Denied), (world.mia, Denied), (world.eve, NotFound)):
            for kind in (PlanSettings, ApplySettings):
                with pytest.raises(wanted):
                    session.do(kind(world.id, text))
