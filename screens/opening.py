"""How screens and dialogs begin and end."""

from collections.abc import Awaitable
from typing import Any, TypeVar, cast

from textual.dom import DOMNode
from textual.messages import Prune
from textual.screen import Screen

Answer = TypeVar("Answer")


def stop_work(node: DOMNode) -> None:
    """End what a screen or a widget has begun and not finished."""
    cast("Any", node.workers).cancel_node(node)  # Textual does not type its list of workers


class Opening(Screen[Answer]):
    """A screen that may be closed at any moment, even before it stands."""

    async def on_mount(self) -> None:
        """Begin, unless the screen was closed while it was being made: then it has no widgets to look for."""
        if self.display:
            await self.stand()

    async def stand(self) -> None:
        """Fill in what was composed; also each time when everything is said again in another language."""
        begun = self.ready()
        if begun is not None:
            await begun

    def ready(self) -> Awaitable[None] | None:
        """Do what a screen does when its widgets stand."""

    async def on_prune(self, event: Prune) -> None:  # noqa: ARG002 - as in Textual, whose own runs after this one
        """End what still works for this screen before its widgets go.

        Textual ends it only after they have gone; a read that is answered in between would look for them and crash.
        """
        for node in self.walk_children(with_self=True):
            stop_work(node)
