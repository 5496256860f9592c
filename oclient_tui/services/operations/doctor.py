"""Is this installation well? What the operator should know, line by line (`oclient doctor`); never personal data."""

from collections.abc import Callable, Iterator

from oclient_tui.domain.audit import INSTALLATION
from oclient_tui.domain.errors import Misconfigured, OClientError, tr
from oclient_tui.domain.findings import PROBLEM, Finding, ok, problem, warning
from oclient_tui.domain.settings import Kind
from oclient_tui.services.operations.checking import list_ids
from oclient_tui.services.operations.noting import BACKUP
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import known_settings
from storage.store import Store

_DAY_MS = 86_400_000
_OLD_DAYS = 7
_ENTRIES = 2000
_SMTP, _SMS = "smtp.host", "sms.account"
SECRETS = frozenset(key for key, setting in known_settings().items() if setting.kind is Kind.SECRET)
_MOMENT_MS = 60_000

Look = Callable[[Store, Tools], Iterator[Finding]]


def examine(store: Store, tools: Tools) -> list[Finding]:
    """Look at everything behind the database; what cannot be looked at is a problem itself."""
    found: list[Finding] = []
    looks: tuple[tuple[str, Look], ...] = (
        ("schema", _schema), ("clock", _clock), ("backup", _backup), ("key", _key), ("gateways", _gateways)
    )  # fmt: skip
    for about, look in looks:
        try:
            found.extend(look(store, tools))
        except OClientError as error:
            found.append(Finding(about, PROBLEM, error.message, error.values))
            if about == "schema":  # without a database of ours there is nothing more to ask
                break
    return found


def _schema(store: Store, _: Tools) -> Iterator[Finding]:
    found, latest = store.version()
    if found < latest:
        said = tr("The database has schema {found}, this program has {latest}.")
        yield problem("schema", said, tr("Run: oclient db upgrade"), found=found, latest=latest)
        raise Misconfigured(tr("The rest can be looked at after the upgrade."))
    yield ok("schema", tr("{engine}, schema {found}, the latest."), engine=store.server_version(), found=found)


def _clock(store: Store, tools: Tools) -> Iterator[Finding]:
    """Compare with the newest entry of the installation's chain: time that runs backwards spoils every order."""
    with store.work("operator") as unit:
        newest = unit.audit(INSTALLATION).newest(0, 1)
    ahead = newest[0][0].at - tools.now_ms() if newest else 0
    if ahead > _MOMENT_MS:
        said = tr("This machine's clock is {seconds} s behind the newest entry of the database.")
        yield problem("clock", said, tr("Set the clock right before anybody writes."), seconds=ahead // 1000)
    else:
        yield ok("clock", tr("The clock is not behind the stored times."))


def _backup(store: Store, tools: Tools) -> Iterator[Finding]:
    if store.engine.name == "postgresql":
        said = tr("A server is backed up by its own tools, which cannot be seen from here.")
        yield warning("backup", said, tr("See that pg_dump runs daily: docs/operations.md."))
        return
    with store.work("operator") as unit:
        page = unit.audit(INSTALLATION).newest(0, _ENTRIES)
    last = next((entry.at for entry, _ in page if entry.action == BACKUP), None)
    advice = tr("Run: oclient backup FILE, on another disk.")
    if last is None:
        yield warning("backup", tr("No backup was ever made with this program."), advice)
        return
    days = max(0, tools.now_ms() - last) // _DAY_MS
    if days >= _OLD_DAYS:
        yield warning("backup", tr("The last backup is {days} days old."), advice, days=days)
    else:
        yield ok("backup", tr("The last backup is {days} days old."), days=days)


def _key(store: Store, tools: Tools) -> Iterator[Finding]:
    """Open one sealed setting, if there is one, and follow the ledger; the secret itself is let go at once."""
    opened = 0
    for list_id in list_ids(store):
        with store.work("operator", list_id=list_id) as unit:
            kept = unit.lists.settings()
        for key in SECRETS & kept.keys():
            if kept[key]:
                tools.secrets.open(kept[key], f"list:{list_id}|{key}")
                opened += 1
    if tools.ledger.foreign(tools.ledger.read()):
        yield problem("key", tr("The ledger of removals was written under another key than this machine has."),
                      tr("Put the right key file back, or a restore cannot follow it."))  # fmt: skip
    elif opened:
        yield ok("key", tr("The key opens all {count} stored secrets."), count=opened)
    else:
        yield ok("key", tr("No secret is stored yet."))


def _gateways(store: Store, _: Tools) -> Iterator[Finding]:
    for list_id in list_ids(store):
        with store.work("operator", list_id=list_id) as unit:
            kept = unit.lists.settings()
        on, off = tr("List {list}: e-mail set up: {mail}, SMS set up: {sms}."), {True: "yes", False: "no"}
        yield ok("gateways", on, list=list_id, mail=off[bool(kept.get(_SMTP))], sms=off[bool(kept.get(_SMS))])
