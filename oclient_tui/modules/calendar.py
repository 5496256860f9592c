"""Meetings and other events with a customer; times are the list's own."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="calendar",
    title=tr("Calendar"),
    order=30,
    fields=(
        Field("title", required=True, personal=True),
        Field("starts", Kind.MOMENT, required=True),
        Field("ends", Kind.MOMENT),
        Field("place", personal=True),
        Field("who", Kind.PERSON),
        Field("note", Kind.LONG_TEXT, personal=True),
    ),
    states=("planned", "held", "cancelled"),
    open_states=("planned",),
)
