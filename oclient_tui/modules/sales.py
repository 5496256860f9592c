"""What was or may be sold to a customer; the types of sale, in their order, are the funnel (O34, O35)."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="sales",
    title=tr("Sales"),
    order=50,
    fields=(
        Field("type", Kind.CHOICE, required=True, catalogue="sale-types"),
        Field("amount", Kind.MONEY, required=True, sum_of="lines"),
        Field("date", Kind.DATE),
        Field("lines", Kind.LINES),
        Field("note", Kind.LONG_TEXT, personal=True),
    ),
    total="amount",
    catalogues=("sale-types",),
)
