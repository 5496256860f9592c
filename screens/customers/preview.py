"""The pane beside the table: what one wants to know of a customer without opening the card (looks 3)."""

import asyncio
from collections.abc import Iterable
from typing import Any

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import Denied, NotFound, OClientError, tr
from oclient_tui.services.privacy.consents import ListConsents
from oclient_tui.services.records.reading import ListModules, ListRecords
from screens.base import HouseScreen
from screens.card.wording import summary
from screens.clock import shown_day
from screens.ink import Part, cut, line, plain
from screens.opening import stop_work

WIDTH = 33
_SUMMARY = 4 * (WIDTH - 4)
_WAIT_S = 0.15
"""How long the cursor rests before more is read: running over rows reads nothing."""


class Preview(VerticalScroll, can_focus=False):
    """The pane."""

    DEFAULT_CSS = f"""
    Preview {{ width: {WIDTH}; padding: 1 2; background: $oc-surface; display: none; scrollbar-size: 0 0; }}
    Preview.open {{ display: block; }}
    Preview Static {{ height: auto; }}
    """

    def compose(self) -> Iterable[Widget]:
        """Yield room for what is known at once, and for what is read."""
        yield Static(id="known", markup=False)
        yield Static(id="read", markup=False)

    def show(self, screen: HouseScreen[Any], list_id: int, customer: Customer | None) -> None:
        """Show a customer: what the row knows at once, the rest when the cursor rests."""
        self.query_one("#known", Static).update(_known(customer) if customer else "")
        self.query_one("#read", Static).update("")
        stop_work(self)  # what is still being read is about another customer
        if customer is not None:
            self.read(screen, list_id, customer.id)

    @work(exclusive=True)
    async def read(self, screen: HouseScreen[Any], list_id: int, customer_id: int) -> None:
        """Read consents and the latest record of each module; what is gone or hidden stays out."""
        await asyncio.sleep(_WAIT_S)
        try:
            parts = [await _consents(screen, list_id, customer_id)]
            for module in await screen.do(ListModules(list_id)):
                page = await screen.do(ListRecords(list_id, module.key, customer_id, limit=1))
                for one in page.items:
                    day = shown_day(one.record.created_at)[:10]
                    parts.append(line("\n", (translate(module.title), "bold $oc-muted"), "  ", (day, "$oc-muted")))
                    parts.append(plain(summary(one, _SUMMARY)))
        except (NotFound, Denied):
            return
        except OClientError as error:
            screen.refused(error)
            return
        self.query_one("#read", Static).update(Content("\n").join(part for part in parts if part.plain))


async def _consents(screen: HouseScreen[Any], list_id: int, customer_id: int) -> Content:
    in_force = {event.kind: event.given for event in await screen.do(ListConsents(list_id, customer_id))}
    given = [kind for kind, stands in in_force.items() if stands]
    if not given:
        return Content("")
    return Content("\n").join([_title(tr("Consents")), *(line(("✓ ", "$oc-ok"), kind) for kind in given)])


def _title(words: str) -> Content:
    return line((translate(words), "bold $oc-muted"))


def _known(customer: Customer) -> Content:
    room = WIDTH - 4
    company = customer.company if customer.company != customer.name else ""
    address = (customer.street, f"{customer.postcode} {customer.city}".strip(), customer.country)
    contact = [*customer.phones, *customer.emails, *(part for part in address if part)]
    rows: list[Part] = [(cut(customer.name, room), "bold $oc-text"), (cut(company, room), "$oc-muted")]
    rows += ["", *(cut(one, room) for one in contact)]
    for words, values in ((tr("Categories"), customer.categories), (tr("Tags"), customer.tags)):
        rows += ["", _title(words), *(cut(one, room) for one in values)] if values else []
    rows += ["", _title(tr("Assigned")), *(cut(one, room) for one in customer.assigned)] if customer.assigned else []
    return Content("\n").join(line(row) for row in rows if row != ("", "$oc-muted"))
