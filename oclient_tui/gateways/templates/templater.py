"""The face of templates: nothing behind it is loaded before one is compiled."""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from oclient_tui.domain.templates import Source

if TYPE_CHECKING:
    from oclient_tui.gateways.templates.compiler import LiquidTemplate


class Templater:
    """Compiles templates, each wording once."""

    def load(self) -> None:
        """Load the library, which takes a while: outside a transaction."""
        import_module("oclient_tui.gateways.templates.environment")

    def compile(self, source: Source) -> "LiquidTemplate":
        """Return what fills a template in; raise Invalid, naming the place, for one that cannot be read (O28)."""
        return self._compiler(source)

    @cached_property
    def _compiler(self) -> "Callable[[Source], LiquidTemplate]":
        from oclient_tui.gateways.templates.compiler import compiled

        return compiled
