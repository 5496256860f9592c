"""The funnel beside the sale types: how many sales and how much, each as a bar (O35)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.money import show_money
from oclient_tui.services.records.funnel import SalesFunnel, Step
from screens.base import HouseScreen

_BAR = 12


@dataclass(frozen=True, slots=True)
class Bars:
    """A step for each type; none while the module is off."""

    steps: Mapping[str, Step]

    def of(self, name: str) -> str:
        """Return a type's bar, its number and its sum."""
        step = self.steps.get(name)
        if step is None or not step.count:
            return ""
        most = max(one.count for one in self.steps.values())
        bar = "━" * max(step.count * _BAR // most, 1)
        return f"{bar:<{_BAR}} {step.count:>5} {show_money(step.amount):>14}"


async def read_funnel(screen: HouseScreen[Any], list_id: int) -> Bars:
    """Return the bars; none while the list's module of sales is off."""
    try:
        return Bars({step.name: step for step in await screen.do(SalesFunnel(list_id), long=True)})
    except Invalid:
        return Bars({})
