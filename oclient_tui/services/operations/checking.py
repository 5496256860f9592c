"""Is everything that is stored whole, and does what is stored twice agree? (`oclient db check`)."""

from collections.abc import Iterator

from oclient_tui.domain.audit import INSTALLATION, verify
from oclient_tui.domain.duplicates import parse_rules
from oclient_tui.domain.errors import Misconfigured, tr
from oclient_tui.domain.findings import PROBLEM, Finding, problem
from oclient_tui.domain.ledger import WIPE
from oclient_tui.modules import registered
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.ports import Tools
from storage.store import Store, Unit

_RESTORE = tr("Put a backup back: oclient restore FILE")
_RESTORE_ITSELF = tr("Make a backup and restore it: that writes the index anew and follows the ledger.")


def check(store: Store, tools: Tools) -> list[Finding]:
    """Return what is wrong; empty when all is well. Nothing is mended, and no value of a customer is quoted."""
    wrong = [problem("file", tr("The database is damaged: {what}."), _RESTORE, what=what) for what in store.check()]
    if wrong:  # what stands on damaged pages is not worth comparing
        return wrong
    return [*_installation(store), *_lists(store), *_ledger(store, tools)]


def _installation(store: Store) -> Iterator[Finding]:
    with store.work("operator", writing=True) as unit:
        if unit.checker.search_index_broken():
            yield problem("search", tr("The search index is damaged."), _RESTORE)
        yield from _chain(unit, INSTALLATION)
        for module in registered():
            lacking = unit.checker.missing_columns(module)
            if lacking:
                said = tr("The table of the module {module} lacks {columns}.")
                yield problem("modules", said, _RESTORE, module=module.key, columns=", ".join(lacking))


def _lists(store: Store) -> Iterator[Finding]:
    for list_id in list_ids(store):
        with store.work("operator", list_id=list_id) as unit:
            yield from _chain(unit, list_id)
            rules = parse_rules(unit.lists.setting(RULES) or "")
            if wrong := unit.checker.miskeyed(rules):
                said = tr("List {list}: {count} duplicate keys do not fit the customers.")
                advice = tr("Let the owner switch duplicate control off and on again.")
                yield problem("duplicates", said, advice, list=list_id, count=wrong)
            if wrong := unit.checker.misindexed():
                said = tr("List {list}: {count} customers are not found by their own words.")
                yield problem("search", said, _RESTORE, list=list_id, count=wrong)


def _chain(unit: Unit, list_id: int) -> Iterator[Finding]:
    chain = unit.audit(list_id)
    verdict = verify(chain.links(), chain.head())
    if verdict.broken_at is not None:
        said = tr("The audit chain of {chain} does not hold from entry {entry} on: it was changed past this program.")
        advice = tr("Compare with a backup: oclient restore FILE")
        yield problem("audit", said, advice, chain=list_id or "0", entry=verdict.broken_at)


def _ledger(store: Store, tools: Tools) -> Iterator[Finding]:
    try:
        pages = tools.ledger.read()
        if pages.damaged:
            said = tr("The ledger of removals has damaged lines: {lines}.")
            yield problem("ledger", said, _RESTORE, lines=", ".join(map(str, pages.damaged)))
        if foreign := tools.ledger.foreign(pages):
            said = tr("{count} lines of the ledger were written under another key: a restore could not follow them.")
            yield problem("ledger", said, tr("Put the right key file back."), count=foreign)
        back = tools.ledger.among(pages, WIPE, list_ids(store))
    except Misconfigured as error:
        yield Finding("ledger", PROBLEM, error.message, error.values)
    else:
        if back:
            said = tr("{count} lists that were wiped are here again: an old file was put back past this program.")
            yield problem("ledger", said, _RESTORE_ITSELF, count=len(back))


def list_ids(store: Store) -> list[int]:
    """Return the ids of all lists."""
    with store.work("operator") as unit:
        return sorted(row.list_id for row in unit.hall.every_list())
