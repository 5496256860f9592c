"""Catalogues inside the text of settings: dumped, planned, applied; nothing is taken from customers (N24)."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oclient_tui.config.business_types import business_types
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Invalid, OClientError, Refused
from oclient_tui.domain.settings_file import written
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.sharing.catalogues import AddEntry, ListEntries
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.lists import CreateList
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings
from tests.factories import World, add

NAME = st.sampled_from(["VIP", "vip", "Regular", "Łódź – zażółć", 'A "quoted" one', "50% off", "Zoo", "x = y #1", "'"])
NAMES = st.lists(NAME, max_size=5, unique_by=str.lower)
CATALOGUES = st.fixed_dictionaries({}, optional={"categories": NAMES, "sale-types": NAMES, "interests": NAMES})
ON_A_WORLD = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def dump(world: World, list_id: int | None = None) -> str:
    return written(world.ola.do(DumpSettings(list_id or world.id)), known_settings())


def text_of(catalogues: dict[str, list[Any]]) -> str:
    rows = (f"{name} = {json.dumps(entries, ensure_ascii=False)}" for name, entries in catalogues.items())
    return "\n".join(["[catalogues]", *rows])


def names(world: World, kind: str) -> list[str]:
    return [entry.name for entry in world.ola.do(ListEntries(world.id, CatalogueKind(kind)))]


@given(first=CATALOGUES, second=CATALOGUES)
@ON_A_WORLD
def test_catalogues_become_what_a_text_says_and_what_they_were(
    world: World, first: dict[str, list[Any]], second: dict[str, list[Any]]
) -> None:  # N24
    world.ola.do(ApplySettings(world.id, text_of(first)))
    assert {kind: names(world, kind) for kind in first} == first
    text = dump(world)
    assert world.ola.do(PlanSettings(world.id, text)) == []
    assert world.ola.do(ApplySettings(world.id, text)) == []
    planned = world.ola.do(PlanSettings(world.id, text_of(second)))
    assert dump(world) == text, "planning changes nothing"
    assert world.ola.do(ApplySettings(world.id, text_of(second))) == planned
    assert {change.key for change in planned} == {
        f"catalogues.{kind}" for kind, wanted in second.items() if tomllib.loads(text)["catalogues"][kind] != wanted
    }
    assert {kind: names(world, kind) for kind in second} == second
    world.ola.do(ApplySettings(world.id, text))
    assert dump(world) == text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_a_business_type_brings_survives_a_dump(world: World, language: str) -> None:
    for kind in business_types(language):
        made = world.ola.do(CreateList(kind.title, kind, language))
        text = dump(world, made.id)
        assert world.ola.do(ApplySettings(made.id, text)) == []
        other = world.ola.do(CreateList("Another", business_types("en")[0]))
        world.ola.do(ApplySettings(other.id, text))
        assert dump(world, other.id) == text, f"{kind.key}: one list's text makes another list alike"


def test_units_and_wordings_travel_along(world: World) -> None:
    world.ola.do(AddEntry(world.id, CatalogueKind.CONSENT_KINDS, "Newsletter", wording="I agree."))
    text = dump(world)
    assert '    { name = "Waist", unit = "cm" },' in text
    assert '    { name = "Newsletter", wording = "I agree." },' in text
    (changed,) = world.ola.do(ApplySettings(world.id, text.replace("I agree.", "I do agree.")))
    assert (changed.key, "Newsletter – I do agree." in changed.after) == ("catalogues.consent-kinds", True)
    kinds = world.ola.do(ListEntries(world.id, CatalogueKind.CONSENT_KINDS))
    assert [(kind.wording, kind.version) for kind in kinds if kind.name == "Newsletter"] == [("I do agree.", 2)]
    with pytest.raises(Refused, match="unit of “Waist” cannot be changed"):
        world.ola.do(ApplySettings(world.id, text.replace('"cm"', '"in"')))


def test_a_file_takes_nothing_from_customers(world: World) -> None:  # O33
    customer = add(world.ola, world.id, company="One", categories="VIP")
    world.ola.do(RecordConsent(world.id, customer.id, "email", True))
    text = dump(world)
    without: tuple[dict[str, list[Any]], ...] = ({"categories": ["Regular"]}, {"categories": []}, {"consent-kinds": []})
    for wanted in without:
        for kind in (PlanSettings, ApplySettings):
            with pytest.raises(Refused, match="is used, and a file removes only what nobody uses"):
                world.ola.do(kind(world.id, f'currency = "EUR"\n{text_of(wanted)}'))
    assert dump(world) == text, "not even the currency changed"
    world.ola.do(ApplySettings(world.id, text_of({"categories": ["New", "vip"]})))
    assert world.ola.do(ShowCustomer(world.id, customer.id)).categories == ("vip",)


BAD = (
    "catalogues = 1",
    '[catalogues]\nnonsense = ["x"]',
    '[catalogues]\ncategories = "VIP"',
    "[catalogues]\ncategories = [1]",
    '[catalogues]\ncategories = [["VIP"]]',
    '[catalogues]\ncategories = ["a,b"]',
    '[catalogues]\ncategories = [""]',
    '[catalogues]\ncategories = ["VIP", "vip"]',
    '[catalogues]\ncategories = [{ name = "VIP", unit = "cm" }]',
    '[catalogues]\nmeasurements = [{ name = "Waist", unit = 1 }]',
    '[catalogues]\nmeasurements = [{ unit = "cm" }]',
    f"[catalogues]\nconsent-kinds = {json.dumps([f'kind {number}' for number in range(11)])}",
    f"[catalogues]\ncategories = {json.dumps(['x' * 61])}",
)


@pytest.mark.parametrize("text", BAD)
def test_a_text_that_is_no_catalogue_changes_nothing(world: World, text: str) -> None:
    before = dump(world)
    for kind in (PlanSettings, ApplySettings):
        with pytest.raises(OClientError) as caught:
            world.ola.do(kind(world.id, text))
        assert isinstance(caught.value, (Invalid, Refused))
    assert dump(world) == before
