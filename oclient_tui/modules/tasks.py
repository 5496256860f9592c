"""What is to be done for a customer, by when and by whom (S11, S13)."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="tasks",
    title=tr("Tasks"),
    order=20,
    fields=(
        Field("title", required=True, personal=True),
        Field("due", Kind.DATE),
        Field("who", Kind.PERSON),
        Field("note", Kind.LONG_TEXT, personal=True),
    ),
    states=("open", "done"),
    open_states=("open",),
)
