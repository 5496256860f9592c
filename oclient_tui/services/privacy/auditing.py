"""The owner reads the audit and has it proved (D8, N08, X05)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Entry, Values, Verdict, verify
from oclient_tui.domain.errors import tr
from oclient_tui.domain.paging import page_size
from oclient_tui.services.records.showing import RECORDS
from oclient_tui.services.records.switches import modules_on
from oclient_tui.services.usecase import UseCase, Work

_NO_LONGER = (1 << 63) - 1
"""No chain grows beyond this; engines refuse to compare with a greater number."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry with its values, if they still stand, and the address of who acted, if still known."""

    entry: Entry
    values: Values | None
    actor: str


@dataclass
class ListAudit(UseCase[list[AuditLine]], needs=Permission.AUDIT):
    """Show the list's audit, newest first."""

    list_id: int
    limit: int = 50
    before: int = 0

    def run(self, work: Work) -> list[AuditLine]:
        """Return entries before a place in the chain (0 for the end), without the records of modules that are off."""
        before = min(max(self.before, 0), _NO_LONGER)
        links = work.unit.audit(self.list_id).page(before, page_size(self.limit), newest_first=True)
        people = work.unit.accounts.emails({entry.actor for entry, _ in links})
        keys = {module.key for module in modules_on(work)}
        return [AuditLine(entry, _readable(values, keys), people.get(entry.actor, "")) for entry, values in links]


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


@dataclass
class VerifyAudit(UseCase[Verdict], needs=Permission.AUDIT):
    """Walk the list's whole chain."""

    list_id: int

    def run(self, work: Work) -> Verdict:
        """Return what was found."""
        chain = work.unit.audit(self.list_id)
        verdict = verify(chain.links(), chain.head())
        if not verdict.entries:  # a list begins with the entry of its making
            return Verdict(0, 1, tr("the chain is empty"), ())
        return verdict


@dataclass
class VerifyInstallation(UseCase[Verdict], needs=Permission.OPERATOR):
    """Walk the installation's chain."""

    def run(self, work: Work) -> Verdict:
        """Return what was found."""
        chain = work.unit.audit(INSTALLATION)
        return verify(chain.links(), chain.head())
