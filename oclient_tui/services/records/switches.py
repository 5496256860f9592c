"""Which card modules are on; what is off answers as if it did not exist, and keeps its rows (O15-O18)."""

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.module import Module
from oclient_tui.domain.text import one_line
from oclient_tui.modules import registered
from oclient_tui.services.usecase import Work


def modules_on(work: Work) -> tuple[Module, ...]:
    """Return the modules that are on here, in the card's order."""
    stored = work.unit.lists.settings()
    return tuple(module for module in registered() if stored.get(f"modules.{module.key}") == "on")


def module_on(work: Work, key: str) -> Module:
    """Return a module that is on; raise Invalid, naming those, for one that is off or never was."""
    found = modules_on(work)
    for module in found:
        if module.key == key:
            return module
    raise Invalid(
        tr("The list has no module “{name}”. It has: {accepted}."),
        name=one_line(key)[:40],
        accepted=", ".join(module.key for module in found) or "–",
    )
