"""The matrix: every use case, how it is asked, and what each role is answered (D4, O42).

Whoever adds a use case adds a row here; test_matrix.py fails without it.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audiences import Audience
from oclient_tui.domain.campaigns import Brief
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.drafts import Draft
from oclient_tui.domain.errors import Denied, NotFound, OClientError, Refused, SignInNeeded
from oclient_tui.domain.outbox import Channel, State
from oclient_tui.domain.sheets import TableFormat
from oclient_tui.modules import registered
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.checking import CheckEditedCustomer, CheckNewCustomer
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.exporting import ExportCustomers, Exported, RecordExport
from oclient_tui.services.customers.finding import (
    CountCustomers,
    FindCustomers,
    ListCustomers,
    SeekCustomers,
    ShowCustomer,
    WhyVisible,
)
from oclient_tui.services.customers.importing.looking import LookAtFile
from oclient_tui.services.customers.importing.running import ImportCustomers, PlanImport
from oclient_tui.services.customers.importing.saved import ListImportMappings, RemoveImportMapping, SaveImportMapping
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.rehearsing import ListDuplicates, RehearseSetting
from oclient_tui.services.customers.requests import GrantRequest, ListRequests, RefuseRequest, RequestAssignment
from oclient_tui.services.customers.sets import CreateSet, ListSets, RemoveSet, ShareSet
from oclient_tui.services.customers.watching import LookForChanges
from oclient_tui.services.drafts.keeping import DropDraft, KeepDraft, ShowDraft
from oclient_tui.services.messages.asking import AskProvider
from oclient_tui.services.messages.campaigns.following import ListCampaigns, ShowCampaign
from oclient_tui.services.messages.campaigns.planning import PlanCampaign
from oclient_tui.services.messages.campaigns.starting import StartCampaign
from oclient_tui.services.messages.campaigns.steering import (
    ApproveCampaign,
    CancelCampaign,
    PauseCampaign,
    ResumeCampaign,
)
from oclient_tui.services.messages.filling import FillTemplate, FillText
from oclient_tui.services.messages.reading import ListOutbox, ReadConversation, ShowMessage
from oclient_tui.services.messages.resolving import ReleaseOutbox, ResolveMessage, RetryMessage
from oclient_tui.services.messages.sending import PlanMail, SendSingle
from oclient_tui.services.messages.suppressing import AllowAddress, ListSuppressed, SuppressAddress
from oclient_tui.services.messages.templates import ListTemplates, RemoveTemplate, SetTemplate, ShowTemplate
from oclient_tui.services.messages.testing import TestGateway
from oclient_tui.services.messages.texting import PlanSms, SendSms
from oclient_tui.services.operations.noting import NoteOperation
from oclient_tui.services.preferences.keeping import SetListPreference, SetPreference, ShowPreferences
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit, VerifyInstallation
from oclient_tui.services.privacy.certifying import FinishWipe, FinishWipes, ListCertificates, ListWipes
from oclient_tui.services.privacy.consents import ListConsents, RecordConsent
from oclient_tui.services.privacy.wiping import PlanWipe, WipeList
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.funnel import SalesFunnel
from oclient_tui.services.records.reading import ListModules, ListRecords, ReadFile, ShowRecord
from oclient_tui.services.records.typed import TypedRecord
from oclient_tui.services.sharing.accounts import (
    AddAccount,
    AddKey,
    DisableAccount,
    ListAccounts,
    ListKeys,
    RemoveKey,
    ResetPassword,
    TransferList,
)
from oclient_tui.services.sharing.catalogues import AddEntry, ChangeWording, ListEntries, MoveEntry, RenameEntry
from oclient_tui.services.sharing.invitations import (
    AcceptInvitation,
    InviteMember,
    ListInvitations,
    MyInvitations,
    RejectInvitation,
    RevokeInvitation,
)
from oclient_tui.services.sharing.lists import CreateList, FindList, LeaveList, MyLists, ShowList
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, ListMembers, RemoveMember, RevokeRight
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, ListOwnKeys, RemoveOwnKey, WhoAmI
from oclient_tui.services.sharing.reach import ShowReach
from oclient_tui.services.sharing.removing_entries import CountUses, RemoveEntry
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings
from oclient_tui.services.undo.undoing import ListSteps, RedoLast, SkipLast, UndoLast
from oclient_tui.services.usecase import UseCase
from storage.tables.messages import OutboxRow
from tests.factories import PASSWORD, SHOP
from tests.services.keys import fingerprint, key_line
from tests.services.record_samples import needed
from tests.services.sheets import file_of
from tests.services.stages import Stage, address
from tests.services.use_cases import Case
from tests.services.wipes import owed

ACTORS: Mapping[str, str] = {
    "owner": "ola",
    "admin": "adam",
    "member": "mia",
    "stranger": "eve",
    "signed out": "nobody",
    "operator": "operator",
}
"""Who plays which role on list A."""

Answer = type[OClientError] | None
"""The error that a role is answered with; None when it is done."""


@dataclass
class Scene:
    """A stage, with things at hand to do something to."""

    stage: Stage
    used: set[int] = field(default_factory=set[int])

    @property
    def list_id(self) -> int:
        """List A."""
        return self.stage.cast.lists["A"]

    def record(self) -> int:
        """Return a record of list A that Mia sees and nobody was given before."""
        for title, record in self.stage.cast.records:
            if title == "A" and "mia" in record.assigned and record.id not in self.used:
                self.used.add(record.id)
                return record.id
        raise AssertionError("list A has too few records that Mia sees")

    def kept(self, module: str) -> int:
        """Return a new record of a module, of a customer that Mia sees and nobody was given before."""
        (declared,) = (found for found in registered() if found.key == module)
        case = AddRecord(self.list_id, module, self.record(), needed(declared, "kept"))
        return self.stage.session("ola").do(case).record.id

    def request(self) -> int:
        """Let Max ask for a record that he does not see, and return the request."""
        ola = self.stage.session("ola")
        ola.do(ChangeSetting(self.list_id, RULES, "email"))
        hidden = [record for title, record in self.stage.cast.records if title == "A" and "max" not in record.assigned]
        email = next(record.labels("emails")[0] for record in hidden if record.labels("emails"))
        self.stage.session("max").do(RequestAssignment(self.list_id, Typed({"email": email})))
        return ola.do(ListRequests(self.list_id))[0].id

    def addressed(self) -> int:
        """Return a record of list A that Mia sees, with an address and a number that the list can write to."""
        ola, record = self.stage.session("ola"), self.record()
        for key, value in (("smtp.host", "mail.example.com"), ("smtp.from_address", "shop@example.com"),
                           ("sms.account", "AC1"), ("sms.token", "token"), ("sms.sender", "Shop")):  # fmt: skip
            ola.do(ChangeSetting(self.list_id, key, value))
        ola.do(EditCustomer(self.list_id, record, Typed({"email": f"r{record}@example.com", "phone": "+48501234567"})))
        return record

    def message(self, state: State) -> int:
        """Return a message of Ola's to a record that Mia sees, in some state."""
        made = self.stage.session("ola").do(SendSingle(self.list_id, self.addressed(), "Subject", "Text"))
        with self.stage.house.store.work("operator", list_id=self.list_id, writing=True) as unit:
            unit.scope.update(OutboxRow, {"state": state.value}).where(OutboxRow.id == made.id).execute()
        return made.id

    def brief(self) -> Brief:
        """Return what is to be said to one record that Mia sees."""
        audience = Audience((self.addressed(),))
        return Brief(Channel.EMAIL, audience, title="Subject", text="Hello {{ name }}")

    def campaign(self, who: str) -> int:
        """Return a running campaign of somebody who may have one, or of Ola."""
        brief, author = self.brief(), self.stage.session(who)
        if not author.may(Permission.GROUP_SEND, self.list_id):
            author = self.stage.session("ola")
        return author.do(StartCampaign(self.list_id, brief)).id

    def paused(self, who: str) -> int:
        """Return a paused campaign."""
        number = self.campaign(who)
        self.stage.session("ola").do(PauseCampaign(self.list_id, number))
        return number

    def unapproved(self, who: str) -> int:
        """Return a campaign that waits for a second person: Adam's where the owner asks, and the owner's else."""
        self.stage.session("ola").do(ChangeSetting(self.list_id, "approve_above", "0"))
        return self.campaign("adam" if who == "ola" else "ola")

    def template(self, who: str) -> str:
        """Return the name of a template."""
        self.stage.session("ola").do(SetTemplate(self.list_id, f"Of {who}", "Hello {{ name }}", "Subject"))
        return f"Of {who}"

    def suppressed(self, who: str) -> str:
        """Return an address on the suppression list."""
        self.stage.session("ola").do(SuppressAddress(self.list_id, address(who)))
        return address(who)

    def undo(self, who: str) -> UndoLast:
        """Return an undo; whoever is on the list has done something that can be taken back."""
        session = self.stage.session(who)
        if session.may(Permission.EDIT, self.list_id):
            session.do(EditCustomer(self.list_id, self.record(), Typed({}, {"tags": f"by {who}"})))
        return UndoLast(self.list_id)

    def redo(self, who: str) -> RedoLast:
        """Return a redo; whoever is on the list has taken something back."""
        case = self.undo(who)
        if self.stage.session(who).may(Permission.EDIT, self.list_id):
            self.stage.session(who).do(case)
        return RedoLast(self.list_id)

    def set_of(self, who: str) -> str:
        """Return the name of a new set of somebody who is on the list."""
        name = f"Kept by {who}"
        if self.stage.session(who).may(Permission.VIEW, self.list_id):
            self.stage.session(who).do(CreateSet(self.list_id, name, "city:Łódź"))
        return name

    def mapping_of(self, who: str) -> str:
        """Return the name of a mapping saved for somebody to remove."""
        self.stage.session("ola").do(SaveImportMapping(self.list_id, f"Of {who}", {"company": "Firm"}))
        return f"Of {who}"

    def offer(self) -> str:
        """Invite Eve and return the token."""
        return self.stage.session("ola").do(InviteMember(self.list_id, address("eve"))).token

    def key(self, who: str, number: int) -> str:
        """Bind a key to somebody and return its fingerprint."""
        if who in self.stage.cast.people:
            self.stage.session("operator").do(AddKey(address(who), key_line(number)))
        return fingerprint(number)


def number_of(who: str) -> int:
    """Return a number of somebody's own."""
    return list(ACTORS.values()).index(who)


Make = Callable[[Scene, str], UseCase[Any]]
"""Returns the use case as one person asks it."""


@dataclass(frozen=True)
class Row:
    """How a use case is asked, and the answers by role."""

    make: Make
    answers: Mapping[str, Answer]


def _on_list(allowed: str, make: Make, *, owner: Answer = Denied, member: Answer = Denied) -> Row:
    """Return a row of a list's use case: whoever is on the list is Denied, whoever is not meets no list."""
    denied: dict[str, Answer] = {"owner": owner, "admin": Denied, "member": member}
    known = {role: None if role in allowed.split() else error for role, error in denied.items()}
    return Row(make, known | {"stranger": NotFound, "signed out": SignInNeeded, "operator": SignInNeeded})


def _of_account(make: Make) -> Row:
    """Return a row of what everybody does with the own account and lists."""
    known: dict[str, Answer] = dict.fromkeys(("owner", "admin", "member", "stranger"))
    return Row(make, known | {"signed out": SignInNeeded, "operator": SignInNeeded})


def _of_operator(make: Make) -> Row:
    """Return a row of what only the operator does."""
    return Row(make, dict.fromkeys(ACTORS, Denied) | {"operator": None})


NOTE = TypedRecord({"text": "A note"})
_EVERYBODY = "owner admin member"
_OVERSEERS = "owner admin"
_FOREIGN: dict[str, Answer] = dict.fromkeys(("owner", "admin", "member"), NotFound)

ROWS: Mapping[Case, Row] = {
    # Customers.
    AddCustomer: _on_list(_EVERYBODY, lambda s, _: AddCustomer(s.list_id, Typed({"company": "New"}))),
    EditCustomer: _on_list(_EVERYBODY, lambda s, who: EditCustomer(s.list_id, s.record(), Typed({"street": who}))),
    SetActive: _on_list(_EVERYBODY, lambda s, _: SetActive(s.list_id, s.record(), False)),
    DeleteCustomer: _on_list(_OVERSEERS, lambda s, _: DeleteCustomer(s.list_id, s.record())),
    Assign: _on_list(_OVERSEERS, lambda s, _: Assign(s.list_id, (address("max"),), s.record())),
    Unassign: _on_list(_OVERSEERS, lambda s, _: Unassign(s.list_id, (address("mia"),), s.record())),
    ShowCustomer: _on_list(_EVERYBODY, lambda s, _: ShowCustomer(s.list_id, s.record())),
    ListCustomers: _on_list(_EVERYBODY, lambda s, _: ListCustomers(s.list_id)),
    SeekCustomers: _on_list(_EVERYBODY, lambda s, _: SeekCustomers(s.list_id, 3)),
    CountCustomers: _on_list(_EVERYBODY, lambda s, _: CountCustomers(s.list_id)),
    FindCustomers: _on_list(_EVERYBODY, lambda s, _: FindCustomers(s.list_id, "zq")),
    WhyVisible: _on_list(_EVERYBODY, lambda s, _: WhyVisible(s.list_id, s.record())),
    LookForChanges: _on_list(_EVERYBODY, lambda s, _: LookForChanges(s.list_id)),
    # Files of customers.
    LookAtFile: _on_list(_OVERSEERS, lambda s, _: LookAtFile(s.list_id, file_of({"company": "New"}))),
    PlanImport: _on_list(_OVERSEERS, lambda s, _: PlanImport(s.list_id, file_of({"company": "New"}))),
    ImportCustomers: _on_list(_OVERSEERS, lambda s, _: ImportCustomers(s.list_id, file_of({"company": "New"}))),
    SaveImportMapping: _on_list(_OVERSEERS, lambda s, _: SaveImportMapping(s.list_id, "Shop", {"company": "Firm"})),
    ListImportMappings: _on_list(_OVERSEERS, lambda s, _: ListImportMappings(s.list_id)),
    RemoveImportMapping: _on_list(_OVERSEERS, lambda s, who: RemoveImportMapping(s.list_id, s.mapping_of(who))),
    ExportCustomers: _on_list(_OVERSEERS, lambda s, _: ExportCustomers(s.list_id, TableFormat.CSV, io.BytesIO())),
    RecordExport: _on_list(_OVERSEERS, lambda s, _: RecordExport(s.list_id, Exported(TableFormat.CSV, "", "", 1, ""))),
    # Duplicates.
    RehearseSetting: _on_list("owner", lambda s, _: RehearseSetting(s.list_id, RULES, "email")),
    ListDuplicates: _on_list(_OVERSEERS, lambda s, _: ListDuplicates(s.list_id)),
    CheckNewCustomer: _on_list(_EVERYBODY, lambda s, _: CheckNewCustomer(s.list_id, Typed({"city": "Łódź"}))),
    CheckEditedCustomer: _on_list(
        _EVERYBODY, lambda s, _: CheckEditedCustomer(s.list_id, s.record(), Typed({"city": "Ustka"}))
    ),
    RequestAssignment: _on_list(_EVERYBODY, lambda s, _: RequestAssignment(s.list_id, Typed({"city": "Łódź"}))),
    ListRequests: _on_list("owner", lambda s, _: ListRequests(s.list_id)),
    GrantRequest: _on_list("owner", lambda s, _: GrantRequest(s.list_id, s.request())),
    RefuseRequest: _on_list("owner", lambda s, _: RefuseRequest(s.list_id, s.request())),
    ListConsents: _on_list(_EVERYBODY, lambda s, _: ListConsents(s.list_id, s.record())),
    RecordConsent: _on_list(_EVERYBODY, lambda s, _: RecordConsent(s.list_id, s.record(), "email", True)),
    # Many customers at once, and back again.
    EditCustomers: _on_list(
        _EVERYBODY, lambda s, _: EditCustomers(s.list_id, "active:any", typed=Typed({"kind": "b"}))
    ),
    SetManyActive: _on_list(_EVERYBODY, lambda s, _: SetManyActive(s.list_id, "active:any", active=False)),
    DeleteCustomers: _on_list("owner admin", lambda s, _: DeleteCustomers(s.list_id, "city:Gdynia", dry=True)),
    UndoLast: _on_list(_EVERYBODY, lambda s, who: s.undo(who)),
    RedoLast: _on_list(_EVERYBODY, lambda s, who: s.redo(who)),
    SkipLast: _on_list(_EVERYBODY, lambda s, who: SkipLast(s.undo(who).list_id)),
    ListSteps: _on_list(_EVERYBODY, lambda s, _: ListSteps(s.list_id)),
    # Records of card modules.
    ListModules: _on_list(_EVERYBODY, lambda s, _: ListModules(s.list_id)),
    ListRecords: _on_list(_EVERYBODY, lambda s, _: ListRecords(s.list_id, "notes", s.record())),
    ShowRecord: _on_list(_EVERYBODY, lambda s, _: ShowRecord(s.list_id, "notes", s.kept("notes"))),
    ReadFile: _on_list(_EVERYBODY, lambda s, _: ReadFile(s.list_id, "files", s.kept("files"), "file")),
    AddRecord: _on_list(_EVERYBODY, lambda s, _: AddRecord(s.list_id, "notes", s.record(), NOTE)),
    EditRecord: _on_list(_EVERYBODY, lambda s, _: EditRecord(s.list_id, "notes", s.kept("notes"), NOTE)),
    RemoveRecord: _on_list(_EVERYBODY, lambda s, _: RemoveRecord(s.list_id, "notes", s.kept("notes"))),
    SalesFunnel: _on_list(_EVERYBODY, lambda s, _: SalesFunnel(s.list_id)),
    # Customer sets.
    CreateSet: _on_list(_EVERYBODY, lambda s, who: CreateSet(s.list_id, f"Set of {who}", "city:Łódź")),
    ListSets: _on_list(_EVERYBODY, lambda s, _: ListSets(s.list_id)),
    ShareSet: _on_list(_EVERYBODY, lambda s, who: ShareSet(s.list_id, s.set_of(who))),
    RemoveSet: _on_list(_EVERYBODY, lambda s, who: RemoveSet(s.list_id, s.set_of(who))),
    # Messages.
    SendSingle: _on_list(_EVERYBODY, lambda s, _: SendSingle(s.list_id, s.addressed(), "Subject", "Text")),
    ListTemplates: _on_list(_EVERYBODY, lambda s, _: ListTemplates(s.list_id)),
    ShowTemplate: _on_list(_EVERYBODY, lambda s, who: ShowTemplate(s.list_id, s.template(who))),
    SetTemplate: _on_list("owner", lambda s, _: SetTemplate(s.list_id, "Offer", "Hello", "Subject")),
    RemoveTemplate: _on_list("owner", lambda s, who: RemoveTemplate(s.list_id, s.template(who))),
    FillTemplate: _on_list(_EVERYBODY, lambda s, who: FillTemplate(s.list_id, s.record(), s.template(who))),
    FillText: _on_list(_EVERYBODY, lambda s, _: FillText(s.list_id, s.record(), "Hello {{ name }}", "Subject")),
    PlanMail: _on_list(_EVERYBODY, lambda s, _: PlanMail(s.list_id, s.addressed())),
    PlanSms: _on_list(_EVERYBODY, lambda s, _: PlanSms(s.list_id, s.addressed(), "Text")),
    SendSms: _on_list(_EVERYBODY, lambda s, _: SendSms(s.list_id, s.addressed(), "Text")),
    PlanCampaign: _on_list(_EVERYBODY, lambda s, _: PlanCampaign(s.list_id, s.brief())),
    StartCampaign: _on_list(_EVERYBODY, lambda s, _: StartCampaign(s.list_id, s.brief())),
    PauseCampaign: _on_list(_EVERYBODY, lambda s, who: PauseCampaign(s.list_id, s.campaign(who))),
    ResumeCampaign: _on_list(_EVERYBODY, lambda s, who: ResumeCampaign(s.list_id, s.paused(who))),
    CancelCampaign: _on_list(_EVERYBODY, lambda s, who: CancelCampaign(s.list_id, s.campaign(who))),
    ShowCampaign: _on_list(_EVERYBODY, lambda s, who: ShowCampaign(s.list_id, s.campaign(who))),
    ListCampaigns: _on_list(_EVERYBODY, lambda s, _: ListCampaigns(s.list_id)),
    # A member does not meet the campaigns of others.
    ApproveCampaign: _on_list(
        _OVERSEERS, lambda s, who: ApproveCampaign(s.list_id, s.unapproved(who)), member=NotFound
    ),
    ListOutbox: _on_list(_EVERYBODY, lambda s, _: ListOutbox(s.list_id)),
    ShowMessage: _on_list(_EVERYBODY, lambda s, _: ShowMessage(s.list_id, s.message(State.SENT))),
    ReadConversation: _on_list(_EVERYBODY, lambda s, _: ReadConversation(s.list_id, s.record())),
    RetryMessage: _on_list(_EVERYBODY, lambda s, _: RetryMessage(s.list_id, s.message(State.FAILED))),
    ResolveMessage: _on_list(_EVERYBODY, lambda s, _: ResolveMessage(s.list_id, s.message(State.UNKNOWN), "sent")),
    ReleaseOutbox: _on_list("owner", lambda s, _: ReleaseOutbox(s.list_id)),
    ListSuppressed: _on_list("owner", lambda s, _: ListSuppressed(s.list_id)),
    SuppressAddress: _on_list("owner", lambda s, who: SuppressAddress(s.list_id, address(who))),
    AllowAddress: _on_list("owner", lambda s, who: AllowAddress(s.list_id, s.suppressed(who))),
    # The stage has no mail server: that the owner's is refused with the setting's name shows that it was let through.
    AskProvider: _on_list("", lambda s, _: AskProvider(s.list_id), owner=Refused),
    TestGateway: _on_list("", lambda s, _: TestGateway(s.list_id, "me@example.com"), owner=Refused),
    # What people like.
    ShowPreferences: _of_account(lambda _, __: ShowPreferences()),
    SetPreference: _of_account(lambda _, __: SetPreference("theme", "light")),
    KeepDraft: _on_list(_EVERYBODY, lambda s, _: KeepDraft(s.list_id, "customer.new", Draft({"city": "Ustka"}))),
    ShowDraft: _on_list(_EVERYBODY, lambda s, _: ShowDraft(s.list_id, "customer.new")),
    DropDraft: _on_list(_EVERYBODY, lambda s, _: DropDraft(s.list_id, "customer.new")),
    SetListPreference: _on_list(_EVERYBODY, lambda s, _: SetListPreference(s.list_id, "sort", "city")),
    # People of a list.
    ListMembers: _on_list(_EVERYBODY, lambda s, _: ListMembers(s.list_id)),
    ChangeRole: _on_list("owner", lambda s, _: ChangeRole(s.list_id, address("max"), "admin")),
    GrantRight: _on_list("owner", lambda s, _: GrantRight(s.list_id, address("max"), "delete")),
    RevokeRight: _on_list("owner", lambda s, _: RevokeRight(s.list_id, address("max"), "group_send")),
    RemoveMember: _on_list("owner", lambda s, _: RemoveMember(s.list_id, address("max"))),
    LeaveList: _on_list("admin member", lambda s, _: LeaveList(s.list_id), owner=Refused),
    InviteMember: _on_list("owner", lambda s, _: InviteMember(s.list_id, address("eve"))),
    ListInvitations: _on_list("owner", lambda s, _: ListInvitations(s.list_id)),
    RevokeInvitation: _on_list("owner", lambda s, _: (s.offer(), RevokeInvitation(s.list_id, address("eve")))[1]),
    # The list itself.
    ShowList: _on_list(_EVERYBODY, lambda s, _: ShowList(s.list_id)),
    ListEntries: _on_list(_EVERYBODY, lambda s, _: ListEntries(s.list_id, CatalogueKind.CATEGORIES)),
    AddEntry: _on_list("owner", lambda s, _: AddEntry(s.list_id, CatalogueKind.CATEGORIES, "New")),
    RenameEntry: _on_list("owner", lambda s, _: RenameEntry(s.list_id, CatalogueKind.CATEGORIES, "vip", "Best")),
    MoveEntry: _on_list("owner", lambda s, _: MoveEntry(s.list_id, CatalogueKind.CATEGORIES, "regular", 1)),
    CountUses: _on_list("owner", lambda s, _: CountUses(s.list_id, CatalogueKind.CATEGORIES)),
    RemoveEntry: _on_list("owner", lambda s, _: RemoveEntry(s.list_id, CatalogueKind.CATEGORIES, "vip")),
    ChangeWording: _on_list("owner", lambda s, _: ChangeWording(s.list_id, "email", "News once a month")),
    ShowSettings: _on_list("owner", lambda s, _: ShowSettings(s.list_id)),
    ChangeSetting: _on_list("owner", lambda s, _: ChangeSetting(s.list_id, "assigned_only", "off")),
    ShowReach: _on_list("owner", lambda s, _: ShowReach(s.list_id)),
    DumpSettings: _on_list("owner", lambda s, _: DumpSettings(s.list_id)),
    PlanSettings: _on_list("owner", lambda s, _: PlanSettings(s.list_id, "assigned_only = false")),
    ApplySettings: _on_list("owner", lambda s, _: ApplySettings(s.list_id, "[smtp]\nport = 465")),
    ListAudit: _on_list("owner", lambda s, _: ListAudit(s.list_id)),
    VerifyAudit: _on_list("owner", lambda s, _: VerifyAudit(s.list_id)),
    # Wiping it (C3, D5).
    PlanWipe: _on_list("owner", lambda s, _: PlanWipe(s.list_id)),
    WipeList: _on_list("owner", lambda s, _: WipeList(s.list_id, "List A", PASSWORD)),
    FinishWipe: Row(
        lambda s, _: FinishWipe(owed(s.stage, "ola")),
        {"owner": None, "admin": NotFound, "member": NotFound, "stranger": NotFound}
        | {"signed out": SignInNeeded, "operator": SignInNeeded},
    ),
    ListCertificates: _of_account(lambda _, __: ListCertificates()),
    FinishWipes: _of_operator(lambda _, __: FinishWipes()),
    ListWipes: _of_operator(lambda _, __: ListWipes()),
    # One's own account.
    WhoAmI: _of_account(lambda _, __: WhoAmI()),
    ChangeOwnPassword: _of_account(lambda _, __: ChangeOwnPassword("another secret")),
    AddOwnKey: _of_account(lambda _, who: AddOwnKey(key_line(number_of(who)))),
    ListOwnKeys: _of_account(lambda _, __: ListOwnKeys()),
    RemoveOwnKey: _of_account(lambda s, who: RemoveOwnKey(s.key(who, number_of(who)))),
    MyLists: _of_account(lambda _, __: MyLists()),
    MyInvitations: _of_account(lambda _, __: MyInvitations()),
    CreateList: _of_account(lambda _, __: CreateList("Another", SHOP)),
    FindList: Row(
        lambda s, _: FindList(str(s.list_id)),
        {"owner": None, "admin": None, "member": None, "stranger": NotFound}
        | {"signed out": SignInNeeded, "operator": SignInNeeded},
    ),
    # Invitations, of which one is for Eve: who has no account could take it by making one, and Eve has one.
    AcceptInvitation: Row(
        lambda s, _: AcceptInvitation(s.offer()),
        _FOREIGN | {"stranger": None, "signed out": SignInNeeded, "operator": SignInNeeded},
    ),
    RejectInvitation: Row(
        lambda s, _: RejectInvitation(s.offer()),
        _FOREIGN | {"stranger": None, "signed out": None, "operator": None},
    ),
    # The operator's hand.
    AddAccount: _of_operator(lambda _, __: AddAccount("new@example.com")),
    ListAccounts: _of_operator(lambda _, __: ListAccounts()),
    ResetPassword: _of_operator(lambda _, __: ResetPassword(address("max"), "another secret")),
    DisableAccount: _of_operator(lambda _, __: DisableAccount(address("max"))),
    AddKey: _of_operator(lambda _, __: AddKey(address("max"), key_line(1))),
    ListKeys: _of_operator(lambda _, __: ListKeys(address("max"))),
    RemoveKey: _of_operator(lambda s, who: RemoveKey(address("max"), s.key("max", number_of(who)))),
    TransferList: _of_operator(lambda s, _: TransferList(str(s.list_id), address("max"))),
    VerifyInstallation: _of_operator(lambda _, __: VerifyInstallation()),
    NoteOperation: _of_operator(lambda _, __: NoteOperation("BackupMade", {"rows": 1})),
}
