"""Files kept with a customer: bytes are bytes, and their type is never trusted (E5)."""

from oclient_tui.domain.errors import tr
from oclient_tui.domain.module import Field, Kind, Module

MODULE = Module(
    key="files",
    title=tr("Files"),
    order=60,
    fields=(Field("file", Kind.FILE, required=True, personal=True), Field("note", Kind.LONG_TEXT, personal=True)),
)
