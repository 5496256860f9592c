"""The one wiring file: opens storage and gateways, hands out sessions."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from oclient_tui.config.settings import Settings
from oclient_tui.domain.accounts import Account
from oclient_tui.domain.findings import Finding
from oclient_tui.domain.ids import IdMaker
from oclient_tui.gateways import machine
from oclient_tui.gateways.contacts import Contacts
from oclient_tui.gateways.key_file import KeyFile
from oclient_tui.gateways.ledger import FileLedger
from oclient_tui.gateways.mail.mailer import Mailer
from oclient_tui.gateways.passwords import ArgonPasswords
from oclient_tui.gateways.secrets import SealedSecrets
from oclient_tui.gateways.sms.texter import Texter
from oclient_tui.gateways.tables import Tables
from oclient_tui.gateways.templates.templater import Templater
from oclient_tui.services.messages.delivering import Delivering
from oclient_tui.services.messages.working import Worker
from oclient_tui.services.operations import doctor
from oclient_tui.services.operations.checking import check
from oclient_tui.services.operations.restoring import BackedUp, Restored, back_up, restore
from oclient_tui.services.ports import Passwords, Tools
from oclient_tui.services.session import Actor, Session
from oclient_tui.services.sharing.gate import Gate
from storage.opening import ledger_file
from storage.store import Store


def now_ms() -> int:
    """Return the present in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What `db upgrade` did."""

    before: int
    after: int
    backup: Path | None


@dataclass(frozen=True)
class House:
    """An opened installation. Doors get their sessions here and reach nothing else."""

    store: Store = field(repr=False)
    tools: Tools = field(repr=False)
    settings: Settings = field(repr=False)

    @property
    def gate(self) -> Gate:
        """Where people prove who they are."""
        return Gate(self.store, self.tools)

    def person(self, account: Account, door: str) -> Session:
        """Return the session of somebody who has proved to be this account."""
        return Session(self.store, self.tools, Actor(account.id, account.epoch), door)

    def visitor(self, door: str) -> Session:
        """Return the session of somebody without an account."""
        return Session(self.store, self.tools, Actor(), door)

    def operator(self, door: str) -> Session:
        """Return the operator's session: for whoever may open the database themselves, never over a network."""
        return Session(self.store, self.tools, Actor(operator=True), door)

    def upgrade(self, *, confirmed: bool) -> Upgraded:
        """Bring the database to the latest schema."""
        outcome = self.store.upgrade(confirmed=confirmed)
        return Upgraded(outcome.before, outcome.after, outcome.backup)

    def back_up(self, file: Path, door: str, *, over: bool) -> BackedUp:
        """Write a backup to a file."""
        return back_up(self.store, self.tools, door, file, over=over)

    def restore(self, file: Path, door: str, *, without_ledger: bool) -> Restored:
        """Make a backup the database again."""
        return restore(self.store, self.tools, door, file, without_ledger=without_ledger)

    def problems(self) -> list[Finding]:
        """Return what is wrong with the stored data; empty when all is well."""
        return check(self.store, self.tools)

    def diagnose(self) -> list[Finding]:
        """Look at everything behind this installation; no value of a person's is in it."""
        file, key = self.store.engine.file, self.settings
        found = [machine.versions()]
        if file is not None:
            found += machine.data(file, ledger_file(key.database, key.data_folder))
        found += machine.key_file(key.secret_file, file.parent if file else None, given=bool(key.secret_key))
        return [*found, *doctor.examine(self.store, self.tools)]

    def worker(self, lanes: int) -> Worker:
        """Return a worker that keeps at most so many lines to mail servers."""
        return Worker(Delivering(self.store, self.tools, self.tools.token(6)), lanes)

    def close(self) -> None:
        """Close this thread's connection."""
        self.store.close()


def open_house(settings: Settings, *, passwords: Passwords | None = None, clock: Callable[[], int] = now_ms) -> House:
    """Open an installation; nothing is read or written before the first use."""
    sealed = SealedSecrets(settings.secret_key, KeyFile(settings.secret_file))
    tools = Tools(
        now_ms=clock,
        ids=IdMaker(clock, secrets.randbelow),
        token=secrets.token_urlsafe,
        passwords=passwords or ArgonPasswords(),
        contacts=Contacts(),
        secrets=sealed,
        files=Tables(settings.import_limit),
        ledger=FileLedger(ledger_file(settings.database, settings.data_folder), sealed, clock),
        mail=Mailer(settings.allow_hosts),
        sms=Texter(settings.allow_hosts),
        templates=Templater(),
        file_limit=settings.file_limit,
    )
    return House(Store.open(settings.database, settings.backups), tools, settings)
