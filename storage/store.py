"""The store: opens transactions, and within one the repositories that share its scope."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from oclient_tui.domain.access import Access
from oclient_tui.domain.audit import INSTALLATION
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Misconfigured, Refused, Unavailable, tr
from oclient_tui.domain.module import Module
from oclient_tui.modules import registered
from storage.checking import Checker
from storage.copies import Copied
from storage.due_lists import due_lists
from storage.engine import Engine
from storage.migrations import runner
from storage.migrations.register import MIGRATIONS
from storage.opening import open_engine
from storage.reconcile import reconcile
from storage.repositories.accounts import AccountRepository
from storage.repositories.addressees import AddresseeRepository
from storage.repositories.assignments import AssignmentRepository
from storage.repositories.attachments import AttachmentRepository
from storage.repositories.audit import AuditRepository
from storage.repositories.bulk import BulkRepository
from storage.repositories.campaigns import CampaignRepository
from storage.repositories.catalogues import CatalogueRepository
from storage.repositories.consents import ConsentRepository
from storage.repositories.customer_batches import CustomerBatches
from storage.repositories.customers import CustomerRepository
from storage.repositories.deliveries import DeliveryRepository
from storage.repositories.drafts import DraftRepository
from storage.repositories.duplicates import DuplicateRepository
from storage.repositories.files import FileRepository
from storage.repositories.floors import FloorRepository
from storage.repositories.gateway_state import GatewayStateRepository
from storage.repositories.import_mappings import ImportMappingRepository
from storage.repositories.invitations import InvitationRepository
from storage.repositories.lists import ListRepository
from storage.repositories.members import MemberRepository
from storage.repositories.outbox import OutboxRepository
from storage.repositories.preferences import PreferenceRepository
from storage.repositories.probes import ProbeRepository
from storage.repositories.records import RecordRepository
from storage.repositories.requests import RequestRepository
from storage.repositories.row_images import RowImages
from storage.repositories.sets import SetRepository
from storage.repositories.sign_ins import SignInRepository
from storage.repositories.suppressions import SuppressionRepository
from storage.repositories.templates import TemplateRepository
from storage.repositories.undo_steps import UndoStepRepository
from storage.repositories.wipes import WipeRepository
from storage.repositories.wordings import WordingRepository
from storage.row_writer import RowWriter
from storage.scope import Hall, Scope
from storage.search import SearchIndex
from storage.sqlite import SqliteEngine
from storage.sqlite_restore import Draft, drafting
from storage.wiping.traces import Traces


class Unit:
    """One open transaction, acting for one actor on at most one list."""

    def __init__(self, engine: Engine, actor: str, list_id: int | None, account_id: int | None) -> None:
        self._engine = engine
        self._actor = actor
        self.list_id = list_id
        self.hall = Hall(engine.database)
        self.scope = Scope(engine.database, list_id or INSTALLATION, None)
        engine.act_as(actor, list_id, account_id)

    @contextmanager
    def putting_back(self) -> Generator[None]:
        """Act for undo, which may put rows back that a person may not insert; the person's journal is its ticket.

        After an error nothing is turned back: the transaction is lost, and its settings with it.
        """
        account = self.scope.access.account_id if self.scope.access else None
        self._engine.act_as("undo", self.list_id, account)
        yield
        self._engine.act_as(self._actor, self.list_id, account)

    def see_with(self, access: Access) -> None:
        """Narrow everything from here on to what `access` reaches; before any customer is touched."""
        self.scope = Scope(self._engine.database, access.list_id, access)
        self._engine.act_as(self._actor, access.list_id, access.account_id)

    def stand_in(self, list_id: int) -> None:
        """Turn to one list as a system actor."""
        self.list_id = list_id
        self.scope = Scope(self._engine.database, list_id, None)

    def take_turns(self) -> None:
        """Wait until no other transaction that took turns is open."""
        self._engine.take_turns()

    @cached_property
    def accounts(self) -> AccountRepository:
        """Accounts, credentials and keys."""
        return AccountRepository(self.hall, locks=self._engine.name == "postgresql")

    @cached_property
    def sign_ins(self) -> SignInRepository:
        """Kept sign-ins and counted attempts."""
        return SignInRepository(self.hall)

    @property
    def lists(self) -> ListRepository:
        """Lists and their settings."""
        return ListRepository(self.hall, self.scope, locks=self._engine.name == "postgresql")

    @property
    def members(self) -> MemberRepository:
        """The people of the list."""
        return MemberRepository(self.hall, self.scope, locks=self._engine.name == "postgresql")

    @property
    def invitations(self) -> InvitationRepository:
        """Invitations to the list."""
        return InvitationRepository(self.hall, self.scope)

    def catalogue(self, kind: CatalogueKind) -> CatalogueRepository:
        """Return one of the list's catalogues."""
        return CatalogueRepository(self.scope, kind, locks=self._engine.name == "postgresql")

    @property
    def customers(self) -> CustomerRepository:
        """Visible customers."""
        return CustomerRepository(
            self.scope, SearchIndex(self._engine, self.scope), self.hall, locks=self._engine.name == "postgresql"
        )

    @property
    def assignments(self) -> AssignmentRepository:
        """Who is assigned to visible customers."""
        return AssignmentRepository(self.hall, self.scope)

    @property
    def sets(self) -> SetRepository:
        """Customer sets."""
        return SetRepository(self.scope)

    @property
    def import_mappings(self) -> ImportMappingRepository:
        """Saved mappings of columns to fields."""
        return ImportMappingRepository(self.scope)

    @property
    def drafts(self) -> DraftRepository:
        """What people typed into forms and did not save yet."""
        return DraftRepository(self.scope)

    @property
    def preferences(self) -> PreferenceRepository:
        """What people like on the screens."""
        return PreferenceRepository(self.hall, self.scope)

    @property
    def consents(self) -> ConsentRepository:
        """Consent events of visible customers."""
        return ConsentRepository(self.scope)

    def records(self, module: Module) -> RecordRepository:
        """Return a card module's records of visible customers."""
        return RecordRepository(self.scope, module)

    @property
    def files(self) -> FileRepository:
        """The bytes of visible customers' files."""
        return FileRepository(self.scope)

    @property
    def wordings(self) -> WordingRepository:
        """What the list's consent kinds ask for."""
        return WordingRepository(self.scope)

    @property
    def duplicates(self) -> DuplicateRepository:
        """The keys by which the list's customers are known."""
        return DuplicateRepository(self._engine, self.scope)

    @cached_property
    def bulk(self) -> BulkRepository:
        """Very many new customers; after `see_with`."""
        return BulkRepository(self._engine, self.scope, self.duplicates)

    def close(self) -> None:
        """Give back what was taken for the time of the transaction."""
        if "bulk" in self.__dict__:
            self.bulk.close()

    @property
    def wipes(self) -> WipeRepository:
        """Wiping the list, and the stubs of wiped ones."""
        return WipeRepository(self._engine, self.hall, self.scope)

    @property
    def checker(self) -> Checker:
        """Compares what is stored twice."""
        return Checker(self._engine, self.scope)

    @property
    def requests(self) -> RequestRepository:
        """Who asks to be assigned to which record."""
        return RequestRepository(self._engine, self.scope)

    def undo_steps(self, account_id: int) -> UndoStepRepository:
        """Return the journal of what a person of the list may take back."""
        return UndoStepRepository(self.scope, account_id)

    @property
    def outbox(self) -> OutboxRepository:
        """Messages of visible customers."""
        return OutboxRepository(self.scope, locks=self._engine.name == "postgresql")

    @property
    def campaigns(self) -> CampaignRepository:
        """Messages to many, and how far they came."""
        return CampaignRepository(self.scope, locks=self._engine.name == "postgresql")

    @property
    def addressees(self) -> AddresseeRepository:
        """Visible customers, as far as it takes to write to them."""
        return AddresseeRepository(self.scope, SearchIndex(self._engine, self.scope))

    @property
    def deliveries(self) -> DeliveryRepository:
        """A worker's hands on the list's messages."""
        return DeliveryRepository(self.scope, locks=self._engine.name == "postgresql")

    @property
    def gateway_state(self) -> GatewayStateRepository:
        """What is used up of the list's gateways."""
        return GatewayStateRepository(self.scope, locks=self._engine.name == "postgresql")

    @property
    def suppressions(self) -> SuppressionRepository:
        """Addresses that the list does not write to."""
        return SuppressionRepository(self._engine, self.scope)

    @property
    def attachments(self) -> AttachmentRepository:
        """What goes along with messages."""
        return AttachmentRepository(self.scope)

    @property
    def templates(self) -> TemplateRepository:
        """Templates of messages."""
        return TemplateRepository(self.scope, locks=self._engine.name == "postgresql")

    def due_lists(self, now: int) -> list[int]:
        """Across lists: which have a message that is due; for the actor `worker`."""
        return due_lists(self._engine, now)

    @property
    def images(self) -> RowImages:
        """The rows of visible customers as they stand, to be put back."""
        return RowImages(
            self.scope,
            SearchIndex(self._engine, self.scope),
            RowWriter(self._engine, self.scope.list_id),
            self.putting_back,
        )

    @property
    def batches(self) -> CustomerBatches:
        """Many changed customers at once."""
        writer = RowWriter(self._engine, self.scope.list_id)
        return CustomerBatches(self.scope, SearchIndex(self._engine, self.scope), writer)

    @property
    def floors(self) -> FloorRepository:
        """The highest versions of what was taken back."""
        return FloorRepository(self.scope)

    def probes(self, account_id: int) -> ProbeRepository:
        """Return the counted probes of a person of the list."""
        return ProbeRepository(self.scope, account_id)

    def audit(self, list_id: int) -> AuditRepository:
        """Return the chain of a list, or of the installation."""
        return AuditRepository(Scope(self._engine.database, list_id, None), locks=self._engine.name == "postgresql")


class Store:
    """One database."""

    def __init__(self, engine: Engine, backups: Path | None) -> None:
        self.engine = engine
        self._backups = backups
        self._ready_for: tuple[Module, ...] | None = None

    @classmethod
    def open(cls, url: str, backups: Path) -> "Store":
        """Return the store at a URL; nothing is read or written yet."""
        return cls(open_engine(url), backups)

    @contextmanager
    def work(
        self, actor: str, *, list_id: int | None = None, account_id: int | None = None, writing: bool = False
    ) -> Generator[Unit]:
        """Open one transaction for an actor and yield its unit; commit at the end, roll back on any error."""
        self._make_ready(filling=actor == "operator")
        with self.engine.transaction(writing=writing):
            unit = Unit(self.engine, actor, list_id, account_id)
            try:
                yield unit
            finally:
                unit.close()

    def _make_ready(self, *, filling: bool) -> None:
        """Let only the operator fill an empty database: a mistyped place must not become one (and 69 says so).

        A database of an older, newer or foreign schema is refused. Card modules that it does not know get their tables.
        """
        modules = registered()
        if self._ready_for == modules:
            return
        with self.engine.failures():
            version = runner.check_version(self.engine, MIGRATIONS)
            if version == 0 and not filling:
                raise Unavailable(tr("There is no database there yet. Begin with: oclient accounts add EMAIL"))
            if version == 0:
                runner.upgrade(self.engine, MIGRATIONS, self._backups)
            elif version < MIGRATIONS[-1].number:
                raise Misconfigured(tr("The database has an older schema. Run: oclient db upgrade"))
            reconcile(self.engine, modules)
        self._ready_for = modules

    def upgrade(self, *, confirmed: bool) -> runner.Outcome:
        """Bring the database to the latest schema."""
        with self.engine.failures():
            outcome = runner.upgrade(self.engine, MIGRATIONS, self._backups, confirmed=confirmed)
            reconcile(self.engine, registered())
            return outcome

    @property
    def traces(self) -> Traces:
        """What removed rows leave in the files, and the copies made of them."""
        return Traces(self.engine, self.backups)

    def check(self) -> list[str]:
        """Return what is wrong with the database; empty when all is well."""
        self._make_ready(filling=False)
        with self.engine.failures():
            return self.engine.integrity()

    def version(self) -> tuple[int, int]:
        """Return the database's schema and the latest; raise as opening does for a foreign, newer or absent one."""
        with self.engine.failures():
            found = runner.check_version(self.engine, MIGRATIONS)
        if not found:
            raise Unavailable(tr("There is no database there yet. Begin with: oclient accounts add EMAIL"))
        return found, MIGRATIONS[-1].number

    def server_version(self) -> str:
        """Return which database this is, with its version."""
        with self.engine.failures():
            return self.engine.server_version()

    def copy_out(self, target: Path, *, over: bool) -> Copied:
        """Write a backup to a file (D30)."""
        self._make_ready(filling=False)
        with self.engine.failures():
            return self.engine.copy_out(target, over=over)

    @contextmanager
    def draft(self, file: Path) -> Generator[tuple[Draft, "Store"]]:
        """Take the database alone and yield a copy of a backup, brought to the latest schema, and a store on it."""
        if not isinstance(self.engine, SqliteEngine):
            raise Refused(
                tr("A server is restored by its own tool: pg_restore {path}. See docs/operations.md."), path=file
            )
        with self.engine.failures(), drafting(self.engine, file) as draft:
            copy = Store(draft.engine, None)
            copy.upgrade(confirmed=True)
            yield draft, copy
        self._ready_for = None

    @property
    def backups(self) -> Path:
        """The folder for copies that the program makes by itself."""
        assert self._backups is not None, "a copy has no copies"  # noqa: S101 - a bug, not an input
        return self._backups

    def close(self) -> None:
        """Close this thread's connection."""
        self.engine.close()
