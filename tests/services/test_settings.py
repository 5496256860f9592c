"""The owner's settings one by one: every key's good and bad values, and what follows from them (O42, O15, E7)."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import open_house
from oclient_tui.config.business_types import business_type, business_types
from oclient_tui.config.language import LANGUAGES
from oclient_tui.config.settings import Settings
from oclient_tui.domain.errors import Denied, Invalid, Misconfigured, NotFound
from oclient_tui.domain.settings import ON
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.in_force import known_settings, module_is_on, secret_in_force
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.usecase import Work
from tests.factories import World, account
from tests.services.setting_table import TABLE
from tests.services.settings_model import AT_FIRST

CANARY = "canary-kestrel-2209"


def newest(world: World) -> tuple[str, str, Any]:
    """Return action, subject and values of the list's last audit entry."""
    line, *_ = world.ola.do(ListAudit(world.id, limit=1))
    return line.entry.action, line.entry.subject, json.loads(line.values.text if line.values else "null")


def entries(world: World) -> int:
    """Return how long the list's chain is."""
    return int(world.ola.do(ListAudit(world.id, limit=1))[0].entry.seq)


def test_every_setting_stands_in_the_table() -> None:
    assert list(TABLE) == list(known_settings())


def test_every_setting_takes_what_it_should_and_refuses_the_rest(world: World) -> None:  # O42
    for key, (good, bad) in TABLE.items():
        for typed, wanted in good.items():
            before = world.ola.do(ShowSettings(world.id))
            after = world.ola.do(ChangeSetting(world.id, key, typed))
            assert after[key] == wanted, f"{key} given {typed!r}"
            assert {**after, key: ""} == {**before, key: ""}, f"{key} given {typed!r} changed another setting"
            assert world.ola.do(ShowSettings(world.id)) == after
            if wanted not in ("", "set") and before[key] != wanted:
                values = {"before": {key: before[key]}, "after": {key: wanted}}
                assert newest(world) == ("SettingChanged", key, values)
        held, length = world.ola.do(ShowSettings(world.id)), entries(world)
        for typed in bad:
            with pytest.raises(Invalid) as caught:
                world.ola.do(ChangeSetting(world.id, key, typed))
            assert len(str(caught.value)) < 300, f"{key} given {typed!r}: the sentence is too long"
        assert world.ola.do(ShowSettings(world.id)) == held, f"{key}: a refused value changed something"
        assert entries(world) == length, f"{key}: a refused value stands in the audit"


def test_a_value_that_holds_already_changes_nothing(world: World) -> None:
    world.ola.do(ChangeSetting(world.id, "smtp.host", "mail.example.com"))
    world.ola.do(ChangeSetting(world.id, "smtp.password", CANARY))
    length = entries(world)
    for key, value in (
        ("smtp.host", "MAIL.example.com"),
        ("smtp.port", "587"),
        ("smtp.password", CANARY),
        ("sms.token", ""),
    ):
        world.ola.do(ChangeSetting(world.id, key, value))
        assert entries(world) == length, key


def test_only_the_owner_reads_or_writes_any_setting(world: World) -> None:  # O42, A10
    held = world.ola.do(ShowSettings(world.id))
    for session, wanted in ((world.adam, Denied), (world.mia, Denied), (world.eve, NotFound)):
        with pytest.raises(wanted):
            session.do(ShowSettings(world.id))
        for key, (good, bad) in TABLE.items():
            for typed in (next(iter(good)), bad[0]):
                with pytest.raises(wanted):
                    session.do(ChangeSetting(world.id, key, typed))
    assert world.ola.do(ShowSettings(world.id)) == held


def test_money_and_hours_stay_when_the_language_changes(world: World) -> None:
    first = world.ola.do(ShowSettings(world.id))
    assert (first["language"], first["currency"], first["timezone"]) == ("pl", "PLN", "Europe/Warsaw")
    after = world.ola.do(ChangeSetting(world.id, "language", "en"))
    assert after == {**first, "language": "en"}
    assert world.ola.do(ChangeSetting(world.id, "language", "pl")) == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_business_type_brings_settings_that_are_accepted(world: World, language: str) -> None:  # O05
    for kind in business_types(language):
        made = world.eve.do(CreateList(kind.title, kind, language))
        shown = world.eve.do(ShowSettings(made.id))
        on = {key.partition(".")[2] for key, value in shown.items() if key.startswith("modules.") and value == ON}
        assert on == set(kind.modules), f"{kind.key}: a module that a type does not name is off"
        assert shown["duplicates.rules"] == kind.duplicate_rules
        assert shown["assigned_only"] == ("on" if kind.assigned_only else "off")
        others = {key: value for key, value in AT_FIRST.items() if not key.startswith(("modules.", "duplicates."))}
        assert {key: shown[key] for key in others} == others
        for key, value in shown.items():
            world.eve.do(ChangeSetting(made.id, key, value))
        assert world.eve.do(ShowSettings(made.id)) == shown, f"{kind.key}: a value it brings is not in its normal form"


def test_a_business_type_with_an_unknown_module_makes_no_list(world: World) -> None:
    kind = business_type("shop", "en")
    with pytest.raises(Invalid, match=r"modules\.nonsense"):
        world.eve.do(CreateList("X", type(kind)("odd", "Odd", "", modules=("nonsense",))))


def test_a_setting_of_one_list_is_not_another_s(world: World) -> None:  # O03
    bob = account(world.house, "bob@example.com")
    other = bob.do(CreateList("Bob's", business_type("empty", "en")))
    held = bob.do(ShowSettings(other.id))
    for key, (good, _) in TABLE.items():
        world.ola.do(ChangeSetting(world.id, key, next(iter(good))))
    assert bob.do(ShowSettings(other.id)) == held


def test_a_secret_is_shown_to_nobody_not_even_in_the_audit(world: World) -> None:  # E7
    for key in ("smtp.password", "sms.token"):
        shown = world.ola.do(ChangeSetting(world.id, key, CANARY))
        assert shown[key] == "set"
        assert newest(world) == ("SettingChanged", key, {"before": {key: ""}, "after": {key: "set"}})
        world.ola.do(ChangeSetting(world.id, key, CANARY + "2"))
        assert newest(world) == ("SettingChanged", key, {"before": {key: "set"}, "after": {key: "changed"}})
        told = repr((shown, world.ola.do(ListAudit(world.id)), ChangeSetting(world.id, key, CANARY)))
        assert CANARY not in told
        with pytest.raises(Invalid) as caught:
            world.ola.do(ChangeSetting(world.id, key, CANARY + "\n"))
        assert CANARY not in f"{caught.value!r} {vars(caught.value)}"
        assert world.ola.do(ChangeSetting(world.id, key, ""))[key] == ""
        assert newest(world) == ("SettingChanged", key, {"before": {key: "set"}, "after": {key: ""}})


@contextmanager
def behind(world: World, list_id: int) -> Generator[Work]:
    """Work on a list past the permissions, as what delivers messages does."""
    with world.house.store.work("operator", list_id=list_id, writing=True) as unit:
        unit.stand_in(list_id)
        yield Work(unit, world.house.tools, None, None, 0)


def test_a_secret_opens_for_its_list_and_setting_only(world: World) -> None:  # E7
    other = world.eve.do(CreateList("Eve's", business_type("empty", "en")))
    world.ola.do(ChangeSetting(world.id, "smtp.password", CANARY))
    with behind(world, world.id) as work:
        assert secret_in_force(work, "smtp.password") == CANARY
        assert secret_in_force(work, "sms.token") == ""
        sealed = work.unit.lists.setting("smtp.password") or ""
        assert CANARY not in sealed
        work.unit.lists.put("sms.token", sealed)
        with pytest.raises(Misconfigured, match="moved from another list or setting"):
            secret_in_force(work, "sms.token")
    with behind(world, other.id) as work:
        work.unit.lists.put("smtp.password", sealed)
        with pytest.raises(Misconfigured, match="moved from another list or setting"):
            secret_in_force(work, "smtp.password")


def test_a_secret_whose_key_is_lost_is_replaced_by_a_new_one(world: World, url: str, tmp_path: Path) -> None:  # E7
    world.ola.do(ChangeSetting(world.id, "smtp.password", CANARY))
    (tmp_path / "xdg" / "config" / "oclient" / "secret.key").unlink()
    settings = Settings(url, None, tmp_path, tmp_path / "sign-in.json", None)
    house = open_house(settings, passwords=world.house.tools.passwords)
    ola = Session(house.store, house.tools, world.ola.actor, "test")
    assert ola.do(ShowSettings(world.id))["smtp.password"] == "set"
    ola.do(ChangeSetting(world.id, "smtp.password", CANARY))
    assert newest(world)[2]["after"] == {"smtp.password": "changed"}
    house.close()


def test_others_ask_whether_a_module_is_on(world: World) -> None:  # O15, O16
    def answer() -> bool:
        with behind(world, world.id) as work:
            return module_is_on(work, "tasks")

    assert not answer()
    world.ola.do(ChangeSetting(world.id, "modules.tasks", "on"))
    assert answer()
    world.ola.do(ChangeSetting(world.id, "modules.tasks", ""))
    assert not answer()
