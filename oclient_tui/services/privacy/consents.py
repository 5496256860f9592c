"""Consents of a customer: read, given, withdrawn (D14, E09-E11)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.consents import ConsentEvent, consent_kind
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.text import one_line
from oclient_tui.services.customers.reading import held, seen
from oclient_tui.services.usecase import UseCase, Work

TEXT_LIMIT = 500


@dataclass
class ListConsents(UseCase[list[ConsentEvent]], needs=Permission.VIEW):
    """Show a customer's consent log."""

    list_id: int
    customer_id: int

    def run(self, work: Work) -> list[ConsentEvent]:
        """Return every event, oldest first."""
        return work.unit.consents.of(seen(work, self.customer_id).id)


@dataclass
class RecordConsent(UseCase[ConsentEvent | None], needs=Permission.EDIT, writes=True):
    """Write down that a consent was given or withdrawn."""

    list_id: int
    customer_id: int
    kind: str
    given: bool
    wording: str = ""
    source: str = ""

    def run(self, work: Work) -> ConsentEvent | None:
        """Append an event, or nothing when it stands so already; a restricted customer's can only be withdrawn."""
        customer, kind = held(work, self.customer_id), consent_kind(self.kind)
        if customer.restricted and self.given:
            raise Refused(tr("This customer is restricted: a consent can be withdrawn, not given."))
        if work.unit.consents.stands(customer.id, kind) is self.given:
            return None
        event = ConsentEvent(
            id=work.tools.ids.next(),
            customer_id=customer.id,
            kind=kind,
            given=self.given,
            wording=one_line(self.wording)[:TEXT_LIMIT],
            source=one_line(self.source)[:TEXT_LIMIT],
            actor_id=work.me.id,
            at=work.now,
        )
        work.unit.consents.append(event)
        action = "ConsentGiven" if self.given else "ConsentWithdrawn"
        work.record(
            Event(action, str(customer.id), after={"kind": kind, "wording": event.wording, "source": event.source})
        )
        return event
