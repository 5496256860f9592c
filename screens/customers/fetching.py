"""How a table of customers gets its rows: the use cases that answer what a directory asks."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.paging import reverse
from oclient_tui.services.customers.finding import ListCustomers, SeekCustomers
from oclient_tui.services.usecase import UseCase
from screens.widgets.directory import Batch, Directory

R = TypeVar("R")


class Do(Protocol):
    """Runs a use case beside the screen's own thread."""

    def __call__(self, case: UseCase[R], /) -> Awaitable[R]:
        """Return its answer; raise what it raises."""
        ...


def customers(do: Do, asked: Callable[[], ListCustomers]) -> Directory[Customer]:
    """Return the directory of what `asked` names at each moment: list, filter, search, order and whose eyes."""

    def order(case: ListCustomers, *, backwards: bool) -> str:
        return reverse(case.sort) if backwards else case.sort

    async def fetch(word: str | None, backwards: bool, most: int) -> Batch[Customer]:
        case = asked()
        case.sort, case.after, case.limit = order(case, backwards=backwards), word, most
        page = await do(case)
        return Batch(page.items, page.next, page.previous)

    async def anchor(word: str | None, backwards: bool, skip: int) -> str | None:
        case = asked()
        sort = order(case, backwards=backwards)
        return await do(SeekCustomers(case.list_id, skip, case.filter, case.search, sort, word, case.see_as, case.set))

    return Directory(fetch, anchor)
