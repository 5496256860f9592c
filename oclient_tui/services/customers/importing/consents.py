"""Consents that a file brings: appended with its own source and date, never against something newer (D14, E10, E11)."""

from collections.abc import Iterable, Iterator, Mapping

from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.services.customers.importing.drafts import ConsentCell
from oclient_tui.services.usecase import Work

_DAY_MS = 86_400_000


def consent_events(
    work: Work, customer_id: int, cells: Iterable[ConsentCell], newest: Mapping[str, ConsentEvent]
) -> Iterator[ConsentEvent]:
    """Yield the events that change something; `newest` is what the log says last of each kind."""
    for cell in cells:
        if _news(cell, newest.get(cell.kind)):
            yield ConsentEvent(
                id=work.tools.ids.next(),
                customer_id=customer_id,
                kind=cell.kind,
                given=cell.given,
                wording="",
                source=cell.source,
                actor_id=work.me.id,
                at=cell.at,
            )


def _news(cell: ConsentCell, newest: ConsentEvent | None) -> bool:
    """Whether a cell says something new.

    A file knows days: on the day of an event that says otherwise, a withdrawal counts and a giving does not.
    """
    if newest is None:
        return cell.given
    if newest.given is cell.given:
        return False
    return cell.at > newest.at if cell.given else cell.at + _DAY_MS > newest.at
