"""What python-liquid is let do: the tags and filters of the grammar and no other, under limits (E3).

Loading this loads the library.
"""

from liquid import Environment, StrictUndefined

from oclient_tui.domain.templates import RENDERED_LIMIT
from oclient_tui.gateways.templates.grammar import FILTERS

_TAGS = frozenset({"content", "output", "illegal", "if", "unless", "case"})


class _Limited(Environment):
    """Should the grammar ever let something through, it ends at one of these."""

    output_stream_limit = RENDERED_LIMIT
    loop_iteration_limit = 1
    local_namespace_limit = 1
    block_nesting_limit = 8
    context_depth_limit = 8

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Take what is built in, and keep what the grammar knows."""
        super().setup_tags_and_filters(extra=extra)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tags = {name: tag for name, tag in self.tags.items() if name in _TAGS}


TEXT = _Limited(undefined=StrictUndefined)
MARKUP = _Limited(undefined=StrictUndefined, autoescape=True)
"""Every value is escaped on its way into HTML, whatever filters it went through."""
