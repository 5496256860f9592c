"""Ids in a statement, written as they are."""

from collections.abc import Iterable
from typing import Any

import peewee


class Among(peewee.ColumnBase):
    """Ids to be looked for; as parameters, each would pass through as many calls as a whole small statement."""

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__()
        self._words = ",".join(str(int(one)) for one in ids)

    def __sql__(self, ctx: Any) -> Any:
        """Write them."""
        return ctx.literal(f"({self._words})")
