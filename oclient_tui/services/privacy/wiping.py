"""Wiping a whole list: closed, removed, cleaned, searched, certified (O39-O41, C3, D5, N09).

Each step is committed before the next. Until the rows are removed, whatever stops the wipe leaves the list whole: it
is opened again, or opens by itself after a while. From then on the list is gone, and what is owed can be done later.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Event
from oclient_tui.domain.errors import Busy, Closed, OClientError, Refused, tr
from oclient_tui.domain.wipes import Certificate, Extent, Wipe, name_digest
from oclient_tui.modules import registered
from oclient_tui.services.privacy.certifying import Kept, certified
from oclient_tui.services.session import CLOSED
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import Aftermath, UseCase, Work

SAMPLE = 200
"""How many values of the list are looked for once it is gone."""

READING = tr(
    "Somebody is still reading the database. Nothing was removed, and the list is open again. "
    "Try again when they are done."
)


@dataclass
class PlanWipe(UseCase[Extent], needs=Permission.WIPE):
    """Show what a wipe would remove, and which backups it does not reach (O41, D30)."""

    list_id: int

    enters_closed = True

    def run(self, work: Work) -> Extent:
        """Count customers, their records and their files."""
        found = current_list(work)
        customers, records, files = work.unit.wipes.extent(registered())
        return Extent(found.name, customers, records, files, found.created_at)

    def conclude(self, answer: Extent, after: Aftermath) -> Extent:
        """Name the backups that may hold the list."""
        return replace(answer, backups=after.store.traces.backups_since(answer.since))


@dataclass(frozen=True, slots=True)
class Wiped:
    """A wipe under way; the certificate is there when it is done."""

    wipe: Wipe
    certificate: Certificate | None = None


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass
class WipeList(UseCase[Wiped], needs=Permission.WIPE, writes=True):
    """Remove a list with all that belongs to it, for good; asks for the list's name and one's own password."""

    list_id: int
    name: str
    password: str = field(repr=False)
    progress: Callable[[str], None] = field(default=_silent, repr=False)

    enters_closed = True

    @property
    def own_password(self) -> str:
        """The password: verified anew each time (O40)."""
        return self.password

    def run(self, work: Work) -> Wiped:
        """Close the list, so that nobody begins anything in it; raise Refused for another name than the list's."""
        found = current_list(work)
        if self.name != found.name:
            raise Refused(tr("The list is called “{name}”. Type exactly that to wipe it."), name=found.name)
        self.progress(tr("Closing the list …"))
        work.unit.wipes.close(work.me.id, work.now)
        work.record(Event("ListClosed", str(found.id)))
        return Wiped(Wipe(work.tools.ids.next(), found.id, work.me.id, work.now, {}))

    def conclude(self, answer: Wiped, after: Aftermath) -> Wiped:
        """Wait for readers, remove, clean, search and certify; raise Busy where somebody keeps on reading."""
        try:
            self.progress(tr("Waiting for those who are inside …"))
            if not after.store.traces.readers_left():
                raise Busy(READING)
            self.progress(tr("Removing the list …"))
            wipe = self.removed(answer.wipe, after)
        except OClientError:
            self._open_again(after)
            raise
        return Wiped(wipe, certified(wipe, after, "person", self.progress))

    def removed(self, wipe: Wipe, after: Aftermath) -> Wipe:
        """Remove every row and keep the stub, in one transaction that checks anew who wipes."""
        with after.store.traces.unreferenced(), after.opened() as work:
            if not work.unit.wipes.hold(work.me.id, work.now):
                raise Closed(CLOSED)
            found = current_list(work)
            kept = Kept(name_digest(wipe.id, found.name), found.created_at, work.unit.wipes.sample(SAMPLE))
            done = replace(wipe, at=work.now, counts=work.unit.wipes.remove(work.me.id))
            work.unit.wipes.add(done, kept.sealed(work.tools, wipe))
            after_it = {"certificate": str(wipe.id), "removed": dict(done.counts)}
            work.record(Event("ListWiped", str(wipe.list_id), after=after_it), list_id=INSTALLATION)
            return done

    def _open_again(self, after: Aftermath) -> None:
        """Let people in again; where not even that can be done, the mark wears off."""
        with suppress(OClientError), after.opened() as work:
            work.unit.wipes.open_again(work.me.id)
            work.record(Event("ListOpened", str(self.list_id)))
