"""The owner reads the audit and has it proved (D8, N08, X05)."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Entry, Values, Verdict, verify
from oclient_tui.domain.errors import tr
from oclient_tui.domain.found import Found
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.paging import page_size
from oclient_tui.services.records.showing import RECORDS
from oclient_tui.services.records.switches import modules_on
from oclient_tui.services.sharing.members import member_of
from oclient_tui.services.usecase import UseCase, Work

Link = tuple[Entry, Values | None]
_TOLD_EVERY = 1000
_NO_LONGER = (1 << 63) - 1
"""No chain grows beyond this; engines refuse to compare with a greater number."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry with its values, if they still stand, and the address of who acted, if still known."""

    entry: Entry
    values: Values | None
    actor: str
    about: str = ""
    """The name of the customer or the address of the account that it is about, where that still stands."""


@dataclass
class ListAudit(UseCase[list[AuditLine]], needs=Permission.AUDIT):
    """Show the list's audit, newest first."""

    list_id: int
    limit: int = 50
    before: int = 0
    person: str = ""
    action: str = ""

    def run(self, work: Work) -> list[AuditLine]:
        """Return entries before a place in the chain (0 for the end), without the records of modules that are off.

        With the address of somebody on the list only what that person did, with an action only that; raise NotFound
        for an address that is not there.
        """
        before = min(max(self.before, 0), _NO_LONGER)
        who = member_of(work, self.person).account_id if self.person else None
        chain = work.unit.audit(self.list_id)
        links = chain.newest(before, page_size(self.limit), actor=who, action=self.action)
        subjects = {read_id(entry.subject) for entry, _ in links}
        people = work.unit.accounts.emails({entry.actor for entry, _ in links} | subjects)
        customers = work.unit.customers.in_short(subjects)
        keys = {module.key for module in modules_on(work)}
        return [
            AuditLine(
                entry, _readable(values, keys), people.get(entry.actor, ""), _about(entry.subject, customers, people)
            )
            for entry, values in links
        ]


def _about(subject: str, customers: Mapping[int, Found], people: Mapping[int, str]) -> str:
    number = read_id(subject)
    return customers[number].name if number in customers else people.get(number, "")


def _readable(values: Values | None, keys: Collection[str]) -> Values | None:
    """Leave out the records of modules that are off (O17); they stand in the chain, and show again with the switch."""
    if values is None or f'"{RECORDS}":' not in values.text:
        return values
    found: dict[str, dict[str, object]] = json.loads(values.text)
    for side in found.values():
        records = side.get(RECORDS)
        if isinstance(records, dict):
            side[RECORDS] = {key: kept for key, kept in cast("dict[str, object]", records).items() if key in keys}
    return Values(values.salt, json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _silent(_: int) -> None:
    """Tell nobody."""


@dataclass
class VerifyAudit(UseCase[Verdict], needs=Permission.AUDIT):
    """Walk the list's whole chain."""

    list_id: int
    progress: Callable[[int], None] = field(default=_silent, repr=False)

    def run(self, work: Work) -> Verdict:
        """Return what was found, and tell on the way how many entries were walked."""
        chain = work.unit.audit(self.list_id)
        verdict = verify(self._told(chain.links()), chain.head())
        if not verdict.entries:  # a list begins with the entry of its making
            return Verdict(0, 1, tr("the chain is empty"), ())
        return verdict

    def _told(self, links: Iterable[Link]) -> Iterator[Link]:
        for number, link in enumerate(links, start=1):
            if number % _TOLD_EVERY == 0:
                self.progress(number)
            yield link


@dataclass
class VerifyInstallation(UseCase[Verdict], needs=Permission.OPERATOR):
    """Walk the installation's chain."""

    def run(self, work: Work) -> Verdict:
        """Return what was found."""
        chain = work.unit.audit(INSTALLATION)
        return verify(chain.links(), chain.head())
