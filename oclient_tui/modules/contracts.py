"""Agreements with a customer; a deactivated one gets no new ones (S25)."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="contracts",
    title=tr("Contracts"),
    order=40,
    fields=(
        Field("title", required=True),
        Field("number"),
        Field("signed", Kind.DATE),
        Field("ends", Kind.DATE),
        Field("value", Kind.MONEY),
        Field("note", Kind.LONG_TEXT, personal=True),
    ),
    states=("draft", "active", "ended"),
    open_states=("active",),
    active_only=True,
)
