"""Consents of a customer: read, given, withdrawn (D14, E09-E11)."""

from dataclasses import dataclass

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.consents import ConsentEvent
from oclient_tui.domain.errors import Refused, tr
from oclient_tui.domain.text import one_line
from oclient_tui.services.customers.reading import held, seen
from oclient_tui.services.sharing.catalogues import chosen, consent_code, worded
from oclient_tui.services.usecase import UseCase, Work

TEXT_LIMIT = 500


@dataclass
class ListConsents(UseCase[list[ConsentEvent]], needs=Permission.VIEW):
    """Show a customer's consent log."""

    list_id: int
    customer_id: int
    see_as: str | None = None

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
        customer = held(work, self.customer_id)
        kind, wording, version = self._asked(work)
        if customer.restricted and self.given:
            raise Refused(tr("This customer is restricted: a consent can be withdrawn, not given."))
        if work.unit.consents.stands(customer.id, kind) is self.given:
            return None
        event = ConsentEvent(
            id=work.tools.ids.next(),
            customer_id=customer.id,
            kind=kind,
            given=self.given,
            wording=wording,
            source=one_line(self.source)[:TEXT_LIMIT],
            actor_id=work.me.id,
            at=work.now,
            version=version,
        )
        work.unit.consents.append(event)
        action = "ConsentGiven" if self.given else "ConsentWithdrawn"
        after = {"kind": kind, "wording": wording, "source": event.source} | ({"version": version} if version else {})
        work.record(Event(action, str(customer.id), after=after))
        return event

    def _asked(self, work: Work) -> tuple[str, str, int]:
        """Return the kind's code, and the wording given with its version; raise Invalid for a kind not offered.

        What was given under a kind removed since can still be withdrawn. A wording of one's own has no version.
        """
        own = one_line(self.wording)[:TEXT_LIMIT]
        if not self.given:
            return consent_code(work, self.kind), own, 0
        kind = worded(work, chosen(work, CatalogueKind.CONSENT_KINDS, self.kind)[0])
        if own and own != kind.wording:
            return kind.code, own, 0
        return kind.code, kind.wording, kind.version
