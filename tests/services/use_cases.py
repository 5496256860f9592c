"""Every use case there is, found by looking, so that a new one cannot be forgotten."""

import importlib
import pkgutil
from typing import Any, cast

from oclient_tui import services
from oclient_tui.services.usecase import UseCase

Case = type[UseCase[Any]]


def every_use_case() -> list[Case]:
    """Return all use cases of the program, by name."""
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        importlib.import_module(module.name)
    return sorted(_below(cast("Case", UseCase)), key=lambda case: case.__name__)


def name_of(case: Case) -> str:
    """Return a use case's name, for a test's own."""
    return case.__name__


def _below(case: Case) -> set[Case]:
    found: set[Case] = set()
    for child in case.__subclasses__():
        found |= _below(child)
        if child.__module__.startswith(f"{services.__name__}."):
            found.add(child)
    return found
