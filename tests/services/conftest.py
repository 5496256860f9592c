"""Stages for the services' tests: copies of one small installation, on each engine."""

import os
from collections.abc import Generator

import pytest

from tests.services.stages import PostgresStages, SqliteStages, Stage, Stages


@pytest.fixture(scope="session")
def sqlite_stages(tmp_path_factory: pytest.TempPathFactory) -> SqliteStages:
    """Copies on SQLite."""
    return SqliteStages(tmp_path_factory.mktemp("stages"))


@pytest.fixture(scope="session")
def postgres_stages(
    pg_cluster: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Generator[PostgresStages]:
    """Copies on PostgreSQL."""
    made = PostgresStages(pg_cluster, tmp_path_factory.mktemp("stages"), f"oclient_{os.getpid()}_{worker_id}_stages")
    yield made
    made.close()


@pytest.fixture(params=("sqlite", "postgresql"))
def stages(request: pytest.FixtureRequest) -> Stages:
    """Copies, once on each engine."""
    name = {"sqlite": "sqlite_stages", "postgresql": "postgres_stages"}[request.param]
    found: Stages = request.getfixturevalue(name)
    return found


@pytest.fixture
def stage(stages: Stages) -> Generator[Stage]:
    """One copy, once on each engine."""
    with stages.fresh() as opened:
        yield opened
