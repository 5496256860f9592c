"""Any sequence of operations by anybody, on both engines, against a model of plain dictionaries (A1-A3, A6-A10, S1)."""

from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from storage.scope import Scope
from tests.services.account_rules import AccountRules
from tests.services.campaign_rules import CampaignRules
from tests.services.catalogue_rules import CatalogueRules
from tests.services.check_rules import CheckRules
from tests.services.customer_rules import CustomerRules
from tests.services.draft_rules import DraftRules
from tests.services.duplicate_rules import DuplicateRules
from tests.services.export_rules import ExportRules
from tests.services.import_rules import ImportRules
from tests.services.machine import PLAYED, WEIGHTS, Tally
from tests.services.message_rules import MessageRules
from tests.services.people_rules import PeopleRules
from tests.services.pick_rules import PickRules
from tests.services.preference_rules import PreferenceRules
from tests.services.reading_rules import ReadingRules
from tests.services.record_rules import RecordRules
from tests.services.set_rules import SetRules
from tests.services.settings_rules import SettingsRules
from tests.services.stages import PostgresStages, SqliteStages, Stages
from tests.services.template_rules import TemplateRules
from tests.services.undo_rules import UndoRules
from tests.services.use_cases import every_use_case
from tests.services.watch_rules import WatchRules
from tests.services.wipe_rules import WipeRules

STEPS = 120
"""Operations of one play, which begins on a fresh stage."""

PHASES = (Phase.generate, Phase.shrink)
UNPLAYED: dict[str, str] = {}
"""Use cases that the machine does not play, by name, each with the reason."""


class Installation(
    PickRules, UndoRules, ExportRules, RecordRules, SetRules, CatalogueRules, ReadingRules, CustomerRules,
    DuplicateRules, CheckRules, PeopleRules, AccountRules, SettingsRules, ImportRules, WatchRules,
    WipeRules, PreferenceRules, DraftRules, MessageRules, TemplateRules, CampaignRules,
):  # fmt: skip
    """Everything that can be done, by everybody, in any order."""


for _name, _weight in WEIGHTS.items():
    for _number in range(1, _weight):
        setattr(Installation, f"{_name}_{_number}", getattr(Installation, _name))


def run(stages: Stages, number: int, operations: int) -> None:
    """Play until so many operations were done; failures are made as short as hypothesis can."""
    tally = Tally()
    while tally.operations < operations:
        plays = settings(
            max_examples=1 + (operations - tally.operations) // (STEPS + 20),
            stateful_step_count=STEPS,
            database=None,
            suppress_health_check=(
                HealthCheck.too_slow,
                HealthCheck.data_too_large,
                HealthCheck.large_base_example,
                HealthCheck.filter_too_much,
            ),
            phases=PHASES,
            report_multiple_bugs=False,
        )
        run_state_machine_as_test(_seeded(stages, tally, number), settings=plays)
        number += 1000
    print(f"{stages.engine}: {tally.operations} operations, {tally.compared} comparisons")


def _seeded(stages: Stages, tally: Tally, number: int) -> type[RuleBasedStateMachine]:
    def machine() -> Installation:
        return Installation(stages, tally)

    return cast("type[RuleBasedStateMachine]", seed(number)(machine))


def test_every_use_case_is_played_or_has_a_reason() -> None:
    names = {case.__name__ for case in every_use_case()}
    played = {case.__name__ for case in PLAYED}
    assert names - played == set(UNPLAYED), "a use case needs a rule in the machine, or a reason in UNPLAYED"


@pytest.mark.parametrize("number", range(2))
def test_nothing_leaks_on_sqlite(sqlite_stages: SqliteStages, number: int) -> None:  # A1-A3, A6, A7, A9, A10, S1
    run(sqlite_stages, number, 2500)


@pytest.mark.parametrize("number", range(10, 11))
def test_nothing_leaks_on_postgresql(
    postgres_stages: PostgresStages, number: int
) -> None:  # A1-A3, A6, A7, A9, A10, S1
    run(postgres_stages, number, 1500)


@pytest.fixture
def no_row_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the program's own row lock out, so that the server's is all there is."""
    monkeypatch.setattr(Scope, "restricted", property(lambda _: False))


@pytest.mark.usefixtures("no_row_filter")
@pytest.mark.parametrize("number", range(20, 21))
def test_row_security_alone_holds(postgres_stages: PostgresStages, number: int) -> None:  # A8
    run(postgres_stages, number, 1200)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(100, 114))
def test_nothing_leaks_on_sqlite_for_long(sqlite_stages: SqliteStages, number: int) -> None:  # A1-A3
    run(sqlite_stages, number, 5000)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(200, 206))
def test_nothing_leaks_on_postgresql_for_long(postgres_stages: PostgresStages, number: int) -> None:  # A1-A3
    run(postgres_stages, number, 5000)


@pytest.mark.soak
@pytest.mark.usefixtures("no_row_filter")
@pytest.mark.parametrize("number", range(300, 304))
def test_row_security_alone_holds_for_long(postgres_stages: PostgresStages, number: int) -> None:  # A8
    run(postgres_stages, number, 5000)
