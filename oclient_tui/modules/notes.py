"""Notes about a customer; they are part of what the customer may ask a copy of (E15, D21)."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="notes",
    title=tr("Notes"),
    order=10,
    fields=(Field("text", Kind.LONG_TEXT, required=True, personal=True),),
)
