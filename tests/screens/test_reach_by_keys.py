"""Every use case is reached by a command, and so by key and palette; where it is not, the reason stands here."""

import ast
from importlib import import_module
from pathlib import Path

import screens
from screens.commands import known
from tests.services.use_cases import every_use_case, name_of

import_module("screens.app")  # every screen, with its commands

BY_COMMAND = {
    "app.account": "ListOwnKeys",
    "account.add-key": "AddOwnKey",
    "account.password": "ChangeOwnPassword",
    "account.remove-key": "RemoveOwnKey",
    "app.shade": "SetPreference ShowPreferences",
    "audit.refresh": "ListAudit",
    "audit.verify": "VerifyAudit",
    "campaign.approve": "ApproveCampaign",
    "campaign.cancel": "CancelCampaign",
    "campaign.pause": "PauseCampaign",
    "campaign.resume": "ResumeCampaign",
    "campaigns.open": "ShowCampaign",
    "card.add": "AddRecord",
    "card.assign": "Unassign",
    "card.open": "ListModules ListRecords",
    "catalogue.add": "AddEntry",
    "catalogue.change": "RenameEntry ChangeWording",
    "catalogue.remove": "CountUses RemoveEntry",
    "catalogue.up": "MoveEntry",
    "certificates.finish": "FinishWipe",
    "customers.columns": "SetListPreference",
    "customers.outbox": "ListOutbox",
    "customers.text": "PlanSms SendSms",
    "customers.write": "FillTemplate ListTemplates PlanMail SendSingle",
    "message.decide": "ResolveMessage",
    "message.retry": "RetryMessage",
    "outbox.open": "ShowMessage",
    "outbox.runs": "ListCampaigns",
    "outbox.release": "ReleaseOutbox",
    "customers.drop": "DeleteCustomers",
    "customers.filter": "ListEntries",
    "list.last": "SeekCustomers",
    "customers.menu": "Assign EditCustomers SetManyActive",
    "customers.open": "ReadConversation ShowCustomer ListConsents RecordConsent WhyVisible",
    "customers.redo": "RedoLast",
    "customers.refresh": "ListCustomers CountCustomers LookForChanges",
    "customers.steps": "ListSteps",
    "customers.undo": "UndoLast",
    "clashes.open": "ListDuplicates",
    "customers.views": "CreateSet ListSets",
    "duplicates.save": "RehearseSetting",
    "export.run": "ExportCustomers",
    "first-run.go": "AddAccount ListAccounts",
    "form.leave": "DropDraft KeepDraft ShowDraft",
    "form.verdict": "CheckEditedCustomer CheckNewCustomer",
    "form.save": "AddCustomer EditCustomer EditRecord",
    "import.go": "LookAtFile",
    "invite.go": "InviteMember",
    "invited.go": "AcceptInvitation",
    "lists.act": "LeaveList ListCertificates PlanWipe WipeList",
    "lists.open": "RejectInvitation",
    "lists.refresh": "MyInvitations MyLists",
    "mailing.next": "PlanCampaign StartCampaign",
    "mapping.forget": "RemoveImportMapping",
    "mapping.load": "ListImportMappings",
    "mapping.next": "PlanImport",
    "mapping.save": "SaveImportMapping",
    "members.refresh": "ListInvitations ListMembers",
    "members.remove": "RemoveMember RevokeInvitation",
    "members.rights": "ChangeRole GrantRight RevokeRight",
    "modules.switch": "ShowReach",
    "new-list.go": "CreateList",
    "preview.run": "ImportCustomers",
    "record.file": "ReadFile",
    "record.remove": "RemoveRecord",
    "requests.answer": "GrantRequest ListRequests RefuseRequest",
    "setting.change": "ChangeSetting",
    "settings.open": "SalesFunnel ShowSettings",
    "settings-text.plan": "ApplySettings PlanSettings",
    "settings.text": "DumpSettings",
    "suppression.add": "ListSuppressed SuppressAddress",
    "suppression.lift": "AllowAddress",
    "template.preview": "FillText",
    "templates.add": "SetTemplate",
    "templates.remove": "RemoveTemplate",
    "templates.versions": "ShowTemplate",
    "undo.skip": "SkipLast",
    "verdict.ask": "RequestAssignment",
    "views.remove": "RemoveSet",
    "views.share": "ShareSet",
}
"""Commands, and the use cases that they lead to."""

ON_NO_SCREEN = {
    "the operator's words, at the machine alone (D17)": (
        "AddKey DisableAccount FinishWipes ListKeys ListWipes NoteOperation RemoveKey ResetPassword TransferList "
        "VerifyInstallation"
    ),
    "messages, whose screens come with them": ("AskProvider TestGateway"),
    "the screen does it by the use case for one or many": "DeleteCustomer SetActive",
    "the command line's way to what a screen has in hand": "FindCustomers FindList ShowList ShowRecord WhoAmI",
    "a part of an export, recorded by it": "RecordExport",
}
"""Reasons, and the use cases that no screen does."""


def test_every_use_case_has_one_line_and_every_line_a_use_case() -> None:
    lines = sorted(name for names in (*BY_COMMAND.values(), *ON_NO_SCREEN.values()) for name in names.split())
    assert lines == [name_of(case) for case in every_use_case()], "give a use case its command here, or the reason"


def test_every_command_of_the_table_is_one() -> None:
    assert BY_COMMAND.keys() - known().keys() == set()


def test_screens_do_what_has_a_command_and_nothing_else() -> None:
    used = {name for path in Path(screens.__file__).parent.rglob("*.py") for name in _imported(path)}
    reached = {name for names in BY_COMMAND.values() for name in names.split()}
    assert reached - used == set(), "no screen imports these: the table promises too much"
    rest = {name for names in ON_NO_SCREEN.values() for name in names.split()}
    assert rest & used == set(), "a screen does these now: name the command"


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
