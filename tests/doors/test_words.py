"""Every word of the command line (cli.md): one JSON value with --json, ids as text, flags anywhere (D21)."""

import base64
import hashlib
import json
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import click
import pytest

from oclient_tui.doors.cli.main import program
from tests.doors.calling import Answer, CommandLine
from tests.factories import PASSWORD
from tests.storage.backdoor import sql

OLA, MIA, ZOE = "ola@example.com", "mia@example.com", "zoe@example.com"
KEY = "ssh-ed25519 " + base64.b64encode(
    struct.pack(">I", 11) + b"ssh-ed25519" + struct.pack(">I", 32) + bytes(range(32))
).decode()  # fmt: skip
PRINT = "SHA256:"


def words_of(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return every word of the program, such as ("customers", "add")."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, f"the program lists {name} and does not have it"
        if isinstance(found, click.Group):
            yield from words_of(found, (*before, name))
        else:
            yield (*before, name)


WORDS = tuple(words_of(program))
PLAYED_ELSEWHERE = {("smtp", "test"), ("demo",), ("backup",), ("restore",), ("serve", "ssh")}
"""A test message needs a mail server, the demo prints a story, a backup is made of a file, a server serves others: they
have tests of their own."""


class Secretary:
    """Types words with --json, checks what every answer has in common, and remembers which words were typed."""

    def __init__(self, oclient: CommandLine) -> None:
        self.oclient = oclient
        self.typed: set[tuple[str, ...]] = set()

    def __call__(self, by: str, *words: str, stdin: str = "") -> Any:
        answer = self.oclient(*words, "--json", by=by, stdin=stdin)
        value = answer.json()
        assert answer.err == "", f"{answer}: with --json there is nothing to add"
        check_ids(answer, value)
        self.typed |= {word for word in WORDS if words[: len(word)] == word}
        return value


def check_ids(answer: Answer, value: Any, name: str = "") -> None:
    """Fail for an id that is a number: other programs would round it."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            check_ids(answer, inner, key)
    elif isinstance(value, list):
        for inner in cast("Iterable[Any]", value):
            check_ids(answer, inner, name)
    elif isinstance(value, int) and not isinstance(value, bool):
        assert name != "id", f"{answer}: an id is text"
        assert value < 1 << 53, f"{answer}: {name} is a number that other programs round"


def test_every_word_answers_one_json_value(oclient: CommandLine) -> None:
    type_ = Secretary(oclient)
    operator_words(type_)
    reference = owner_words(type_)
    customer = customer_words(type_, reference)
    record_words(type_, reference, customer)
    consent_words(type_, reference, customer)
    message_words(type_, reference, customer)
    duplicate_words(type_, reference, customer)
    import_words(type_, reference)
    people_words(type_, reference)
    wipe_words(type_)
    own_words(type_)
    assert type_.typed | PLAYED_ELSEWHERE == set(WORDS), "a word of the program is not typed here"


def operator_words(type_: Secretary) -> None:
    assert type_("", "db", "upgrade") == {"before": 0, "after": 15, "backup": None}
    for email in (OLA, MIA):
        made = type_("", "accounts", "add", email, "--name", "N", "--password-stdin", stdin=f"{PASSWORD}\n")
        assert made["email"] == email
        assert type_(email, "sign-in", "--password-stdin", stdin=f"{PASSWORD}\n") == {"email": email}
    found = type_("", "accounts", "list")
    assert [sorted(row) for row in found] == [["disabled", "email", "id", "name"]] * 2
    key = type_("", "accounts", "keys", "add", MIA, "-", stdin=f"{KEY} mia@laptop\n")
    assert (key["type"], key["comment"], key["fingerprint"][:7]) == ("ssh-ed25519", "mia@laptop", PRINT)
    assert type_("", "accounts", "keys", "list", MIA) == [key]
    assert type_("", "accounts", "keys", "remove", MIA, key["fingerprint"]) == {"removed": key["fingerprint"]}
    assert type_("", "accounts", "password", MIA, "--password-stdin", stdin=f"{PASSWORD}\n") == {"changed": MIA}
    assert type_(MIA, "sign-in", MIA, "--password-stdin", stdin=f"{PASSWORD}\n") == {"email": MIA}
    assert type_("", "db", "check") == {"ok": True, "problems": []}
    seen = type_("", "doctor")
    assert {row["state"] for row in seen["findings"]} <= {"ok", "warning"}
    assert {"versions", "schema", "clock", "key"} <= {row["about"] for row in seen["findings"]}


def owner_words(type_: Secretary) -> str:
    kinds = type_("", "lists", "types")
    assert {"shop", "empty"} <= {row["type"] for row in kinds}
    made = type_(OLA, "lists", "create", "Sklep", "--type", "shop")
    assert (made["name"], made["type"]) == ("Sklep", "shop")
    assert type_(OLA, "lists", "list") == [{**made, "role": "owner"}]
    shown = type_(OLA, "lists", "show", "Sklep")
    assert sorted(shown) == ["assigned_only", "created", "id", "language", "name", "region", "role", "type"]
    settings = type_(OLA, "settings", "show", "sklep")
    own = {"name": "Sklep", "assigned_only": "off", "region": "GB", "language": "en", "currency": "GBP"}
    assert (
        settings | own | {"modules.notes": "on", "modules.contracts": "off", "duplicates.rules": "email; phone"}
        == settings
    )
    assert type_(OLA, "settings", "set", "Sklep", "region", "pl") == settings | {"region": "PL"}
    settings_words(type_)
    set_words(type_)
    for noun in ("categories", "sale-types", "interests", "measurements", "consent-kinds"):
        catalogue_words(type_, noun)
    return str(made["id"])


def settings_words(type_: Secretary) -> None:
    """Settings as one text (N24)."""
    dumped = type_(OLA, "settings", "dump", "Sklep")["settings"]
    assert type_(OLA, "settings", "plan", "Sklep", "-", stdin=dumped) == {"changes": []}
    text = dumped.replace("port = 587", "port = 465")
    changes = {"changes": [{"key": "smtp.port", "before": "587", "after": "465"}]}
    assert type_(OLA, "settings", "plan", "Sklep", "-", stdin=text) == changes
    assert type_(OLA, "settings", "apply", "Sklep", "-", stdin=text) == changes
    assert type_(OLA, "settings", "dump", "Sklep") == {"settings": text}


def set_words(type_: Secretary) -> None:  # D15
    """Filters under a name."""
    made = type_(OLA, "sets", "create", "Sklep", "Z Łodzi", "--filter", "city:Łódź active:any")
    wanted = type_(OLA, "customers", "count", "Sklep", "--filter", "city:Łódź active:any")
    assert type_(OLA, "sets", "count", "Sklep", "z lodzi") == wanted
    assert type_(OLA, "customers", "count", "Sklep", "--set", "Z Łodzi") == wanted
    assert len(type_(OLA, "customers", "list", "Sklep", "--set", "Z Łodzi")["items"]) == wanted["count"]
    assert type_(OLA, "sets", "share", "Sklep", "Z Łodzi") == {**made, "shared": True}
    (listed,) = type_(OLA, "sets", "list", "Sklep")
    assert listed == {**made, "filter": "city:Łódź active:any", "shared": True, "author": OLA, "fault": ""}
    assert type_(OLA, "sets", "remove", "Sklep", "Z Łodzi") == {}


def catalogue_words(type_: Secretary, noun: str) -> None:  # O32, O34, E09, E12, E13
    flags = {"measurements": ("--unit", "cm"), "consent-kinds": ("--wording", "Yes")}.get(noun, ())
    gold = type_(OLA, noun, "add", "Sklep", "Silver", *flags)
    assert type_(OLA, noun, "list", "Sklep")[-1] == gold
    assert gold.get("unit") == ("cm" if noun == "measurements" else None)
    renamed = type_(OLA, noun, "rename", "Sklep", "silver", "Gold")
    assert renamed == {"id": gold["id"], "name": "Gold"}
    assert type_(OLA, noun, "move", "Sklep", "Gold", "1")[0] == renamed
    if noun == "consent-kinds":
        assert (gold["kind"], gold["version"], gold["wording"]) == ("silver", 1, "Yes")
        worded = type_(OLA, noun, "wording", "Sklep", "GOLD", "-", stdin="Yes, always\n")
        assert worded == {**gold, "name": "Gold", "version": 2, "wording": "Yes, always"}
    flags = {"sale-types": ("--remap", "Paid")}.get(noun, ())
    type_(OLA, noun, "add", "Sklep", "Odd")
    assert type_(OLA, noun, "remove", "Sklep", "odd", "--yes", *flags) == {"removed": "Odd", "used": 0}


def customer_words(type_: Secretary, reference: str) -> str:
    fields = (
        "first_name=Łucja", "email=l@example.com", "email2=m@example.com", "phone=600 100 200", "categories=gold",
        "interests=GOLD", "measurement.gold=92,50",
    )  # fmt: skip
    made = type_(OLA, "customers", "add", reference, *fields, "tags=a,b")
    customer = str(made["id"])
    shown = type_(OLA, "customers", "show", reference, customer)
    assert (shown["email2"], shown["phone"], shown["categories"]) == ("m@example.com", "+48600100200", ["Gold"])
    assert (shown["interests"], shown["measurement.gold"]) == (["Gold"], "92.5")
    edited = type_(OLA, "customers", "edit", reference, customer, "tags-=a", "city=Łódź", "--version", "1")
    assert edited == {"id": customer, "version": 2}
    shown = type_(OLA, "customers", "show", reference, customer)
    page = type_(OLA, "customers", "list", reference, "--search", "luc", "--sort", "-created", "--limit", "5")
    assert page == {"items": [shown], "next": None}
    (short,) = type_(OLA, "customers", "find", reference, "lodz", "--limit", "1")
    assert short == {name: shown[name] for name in short}
    assert {"id", "active", "first_name", "last_name", "company", "city", "email", "email2", "phone"} == set(short)
    assert type_(OLA, "customers", "count", reference, "--filter", "city:lodz interest:gold measurement.gold>=92") == {
        "count": 1
    }
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "customers.xlsx")
        told = type_(OLA, "customers", "export", reference, "-o", path)
        assert told == {"rows": 1, "format": "xlsx", "file": path, "sha256": _digest(path)}
    for verb, active in (("deactivate", False), ("activate", True)):
        assert type_(OLA, "customers", verb, reference, customer) == {"id": customer, "active": active}
    why = type_(OLA, "customers", "why", reference, customer)
    assert (why["id"], [row["rule"] for row in why["people"]]) == (customer, ["owner"])
    other = type_(OLA, "customers", "add", reference, "company=Gone")
    assert type_(OLA, "customers", "delete", reference, other["id"]) == {"deleted": other["id"]}
    undo_words(type_, reference, other["id"])
    return customer


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def undo_words(type_: Secretary, reference: str, deleted: str) -> None:  # D21, N03
    """Many customers at once, and back again; ends with the customer deleted as before."""
    assert type_(OLA, "undo", reference) == {"undone": "CustomerDeleted", "rows": 1}
    assert type_(OLA, "customers", "show", reference, deleted)["company"] == "Gone"
    steps = type_(OLA, "undo", reference, "--list")
    assert [(step["action"], step["state"], step["next"], step["possible"]) for step in steps][:2] == [
        ("CustomerDeleted", "undone", True, True),
        ("CustomerAdded", "done", True, True),
    ]
    assert type_(OLA, "redo", reference) == {"redone": "CustomerDeleted", "rows": 1}
    assert type_(OLA, "undo", reference, "--skip") == {"skipped": "CustomerDeleted", "rows": 1}
    one = {"matched": 1, "changed": 1, "unchanged": 0, "refused": 0, "rows": list[str](), "dry_run": False}
    many = ("-", "--filter", "active:any")
    assert type_(OLA, "customers", "edit", reference, *many, "kind=b", "--dry-run") == {**one, "dry_run": True}
    assert type_(OLA, "customers", "edit", reference, *many, "kind=b", "--yes") == one
    assert type_(OLA, "customers", "deactivate", reference, *many) == one
    assert type_(OLA, "customers", "delete", reference, *many, "--yes") == one
    for action in ("CustomersDeleted", "CustomersDeactivated", "CustomersEdited"):
        assert type_(OLA, "undo", reference) == {"undone": action, "rows": 1}


def record_words(type_: Secretary, reference: str, customer: str) -> None:  # O15, O35
    found = type_(OLA, "records", "modules", reference)
    assert [row["module"] for row in found] == ["notes", "tasks", "calendar", "sales", "files"]
    title = ("title=Call", "due=2026-02-01", "who=me")
    task = str(type_(OLA, "records", "add", reference, "tasks", customer, *title)["id"])
    assert type_(OLA, "records", "edit", reference, "tasks", task, "state=done", "--version", "1") == {
        "id": task,
        "version": 2,
    }
    shown = type_(OLA, "records", "show", reference, "tasks", task)
    assert (shown["customer"], shown["author"], shown["who"], shown["state"]) == (customer, OLA, OLA, "done")
    page = type_(OLA, "records", "list", reference, "tasks", customer, "--limit", "1")
    assert page == {"items": [shown], "next": None}
    assert type_(OLA, "customers", "count", reference, "--filter", "tasks.state:done tasks.who:me") == {"count": 1}
    assert type_(OLA, "records", "remove", reference, "tasks", task) == {"removed": task}
    lines = ("type=paid", "lines=2 x Chair @ 49,90; Table @ 120")
    type_(OLA, "records", "add", reference, "sales", customer, *lines)
    steps = type_(OLA, "sales", "funnel", reference, "--see-as", OLA)
    assert [step for step in steps if step["count"]] == [{"type": "Paid", "count": 1, "sum": "219.80"}]
    kept = str(type_(OLA, "records", "add", reference, "files", customer, "file=@-", stdin="bytes")["id"])
    with TemporaryDirectory() as folder:
        got = type_(OLA, "records", "get", reference, "files", kept, "-o", f"{folder}/out")
        assert (got["name"], got["size"], Path(folder, "out").read_bytes()) == ("file", 5, b"bytes")


def consent_words(type_: Secretary, reference: str, customer: str) -> None:
    given = {"kind": "sms", "given": True, "changed": True}
    wording = ("--wording", "News", "--source", "a call")
    assert type_(OLA, "consents", "give", reference, customer, "sms", *wording) == given
    assert type_(OLA, "consents", "give", reference, customer, "sms") == given | {"changed": False}  # E11
    assert type_(OLA, "consents", "withdraw", reference, customer, "SMS")
    log = type_(OLA, "consents", "list", reference, customer)
    assert [(row["kind"], row["given"], row["wording"], row["source"]) for row in log] == [
        ("sms", True, "News", "a call"),
        ("sms", False, "", ""),
    ]


def text_words(type_: Secretary, reference: str, customer: str) -> None:  # O30, N20
    """What an SMS would take; one that is sent is played in tests/mail."""
    for key, value in (("sms.account", "AC1"), ("sms.token", "token"), ("sms.sender", "Shop")):
        type_(OLA, "settings", "set", reference, key, value)
    assert type_(OLA, "outbox", "refresh", reference) == {"asked": 0, "delivered": 0, "failed": 0}
    given = ("send", "sms", reference, "--to", customer, "--body", "-", "--dry-run")
    plan = type_(OLA, *given, stdin=f"{'x' * 70}ą")
    assert (plan["parts"], plan["encoding"], plan["foreign"], plan["queued"]) == (2, "UCS-2", "ą", 0)
    assert type_(OLA, *given, "--plain", stdin=f"{'x' * 70}ą") == plan | {
        "parts": 1,
        "encoding": "GSM-7",
        "foreign": "",
    }


def template_words(type_: Secretary, reference: str, customer: str) -> None:  # O28
    given = ("templates", "set", reference, "Offer", "--subject", "For {{ name }}", "--text", "-")
    made = type_(OLA, *given, stdin="Hello {{ first_name | default: 'you' }}")
    assert (made["name"], made["channel"], made["version"]) == ("Offer", "email", 1)
    assert type_(OLA, "templates", "list", reference) == [made]
    shown = type_(OLA, "templates", "show", reference, "offer", "--to", customer)
    assert (shown["text"][:5], "{{" in shown["subject"], len(shown["versions"])) == ("Hello", False, 1)
    sent = type_(OLA, "send", "email", reference, "--to", customer, "--template", "Offer")
    message = type_(OLA, "outbox", "show", reference, sent["message"])
    assert (message["subject"], message["text"]) == (shown["subject"], shown["text"])
    assert type_(OLA, "templates", "remove", reference, "Offer") == {}


def campaign_words(type_: Secretary, reference: str, customer: str) -> None:  # N05, N22
    """A campaign that nobody delivers; what a worker does is played in tests/mail."""
    found = type_(OLA, "customers", "count", reference)
    given = ("send", "email", reference, "--filter", "", "--subject", "For {{ name }}", "--body", "-")
    plan = type_(OLA, *given, "--dry-run", stdin="A text\n")
    assert list(plan) == ["campaign", "queued", "excluded"]
    assert plan["campaign"] is None
    reasons = ["no_address", "no_consent", "ignored", "inactive", "restricted", "obfuscated", "bounced", "suppressed",
               "same_address"]  # fmt: skip
    assert list(plan["excluded"]) == reasons
    assert plan["queued"] + sum(plan["excluded"].values()) == found["count"]
    assert plan["queued"] >= 1, customer
    sent = type_(OLA, *given, "--yes", stdin="A text\n")
    assert sent == plan | {"campaign": sent["campaign"]}
    place = (reference, sent["campaign"])
    shown = type_(OLA, "send", "status", *place)
    assert (shown["state"], shown["counts"], shown["not_visible"]) == ("running", {"ready": plan["queued"]}, 0)
    assert type_(OLA, "send", "list", reference) == [shown]
    told = {"campaign": sent["campaign"]}
    assert type_(OLA, "send", "pause", *place) == told | {"state": "paused"}
    assert type_(OLA, "send", "resume", *place) == told | {"state": "running"}
    assert type_(OLA, "send", "cancel", *place) == told | {"state": "cancelled"}


def approval_words(type_: Secretary, reference: str) -> None:  # N22
    """Mia sees every customer, and so Ola's campaigns."""
    for key, value in (("smtp.host", "mail.example.com"), ("approve_above", "0")):
        type_(OLA, "settings", "set", reference, key, value)
    asked = type_(OLA, "send", "email", reference, "--filter", "active:any", "--subject", "S", "--body", "T")
    place = (reference, asked["campaign"])
    waits = {"approval"} if asked["queued"] else {"done"}
    assert {type_(MIA, "send", "status", *place)["state"]} == waits
    assert type_(MIA, "send", "approve", *place)["state"] == "running"
    assert type_(OLA, "send", "cancel", *place)["state"] == "cancelled"
    type_(OLA, "settings", "set", reference, "smtp.host", "")


def message_words(type_: Secretary, reference: str, customer: str) -> None:  # N04, S10
    """One message that nobody delivers; what a worker does, and `smtp test`, is played in tests/mail."""
    for key, value in (("smtp.host", "mail.example.com"), ("smtp.from_address", "shop@example.com")):
        type_(OLA, "settings", "set", reference, key, value)
    type_(OLA, "suppression", "add", reference, "L@example.com", "--reason", "asked by phone")
    (gone,) = type_(OLA, "suppression", "list", reference)
    assert (gone["channel"], gone["address"], gone["reason"]) == ("email", "l@example.com", "asked")
    assert type_(OLA, "suppression", "remove", reference, "l@example.com") == {}
    given = ("send", "email", reference, "--to", customer, "--subject", "Hello", "--body", "-", "--key", "once")
    sent = type_(OLA, *given, stdin="A text\n")
    assert sent == {"campaign": None, "message": sent["message"], "queued": 1, "excluded": {}}
    assert type_(OLA, *given, stdin="A text\n") == sent
    text_words(type_, reference, customer)
    (listed,) = type_(OLA, "outbox", "list", reference, "--state", "ready")
    assert (listed["id"], listed["to"], listed["subject"]) == (sent["message"], "l@example.com", "Hello")
    shown = type_(OLA, "outbox", "show", reference, sent["message"])
    assert (shown["text"], shown["tried"], shown["sent_by"]) == ("A text", [], OLA)
    said: dict[str, Any] = {"from": "", "text": "A text", "html": "", "attachments": []}
    assert type_(OLA, "conversation", reference, customer) == [{**listed, **said}]
    assert type_(OLA, "outbox", "retry", reference, sent["message"]) == {"id": sent["message"], "state": "ready"}
    assert type_(OLA, "outbox", "release", reference) == {"released": 0}
    template_words(type_, reference, customer)
    campaign_words(type_, reference, customer)
    type_(OLA, "settings", "set", reference, "smtp.host", "")
    assert type_("", "worker", "--until-empty") == {"delivered": 0}
    sql(type_.oclient.database, "UPDATE outbox SET state = 'unknown'")
    assert type_(OLA, "outbox", "resolve", reference, sent["message"], "sent")["state"] == "sent"


def import_words(type_: Secretary, reference: str) -> None:  # O21, N03
    text = "Imię,Nazwisko,Uwagi\nJan,Nowak,x\nAnna,,y\n"
    counts = {"read": 2, "added": 2, "updated": 0, "duplicates": 0, "invalid": 0, "rejects": None}
    given = ("customers", "import", reference, "-", "--save-mapping", "Shop")
    plan = type_(OLA, *given, "--dry-run", stdin=text)
    mapping = {"first_name": "Imię", "last_name": "Nazwisko"}
    assert (plan["plan"]["mapping"], plan["plan"]["left_out"]) == (mapping, ["Uwagi"])
    assert {name: plan[name] for name in counts} == counts
    assert type_(OLA, *given, stdin=text) == counts
    (saved,) = type_(OLA, "customers", "mappings", reference)
    assert (saved["name"], saved["columns"]) == ("Shop", mapping)
    assert type_(OLA, "customers", "mappings", reference, "--remove", "shop") == {"removed": "shop"}
    for one in type_(OLA, "customers", "list", reference, "--search", "nowak")["items"]:
        type_(OLA, "customers", "delete", reference, one["id"])
    for one in type_(OLA, "customers", "list", reference, "--search", "anna")["items"]:
        type_(OLA, "customers", "delete", reference, one["id"])


def duplicate_words(type_: Secretary, reference: str, customer: str) -> None:
    """What clashes, what would, and who asks for a record that others have (O22, N01, N14)."""
    none: dict[str, Any] = {"clashes": [], "count": 0, "customers": 0, "pairs": 0}
    assert type_(OLA, "duplicates", "list", reference) == none
    other = type_(OLA, "customers", "add", reference, "first_name=Inna", "city=Łódź")["id"]
    people = [{"id": customer, "name": "Łucja"}, {"id": other, "name": "Inna"}]
    wanted = {"clashes": [{"rule": "city", "count": 2, "customers": people}], "count": 1, "customers": 2, "pairs": 1}
    assert type_(OLA, "settings", "rehearse", reference, "duplicates.rules", "city; email") == wanted
    type_(OLA, "settings", "set", reference, "assigned_only", "on")
    joined = type_(MIA, "invitations", "accept", type_(OLA, "members", "invite", reference, MIA)["token"])
    assert joined["role"] == "member"
    for answer in ("grant", "refuse"):
        assert type_(MIA, "customers", "request", reference, "email=L@example.com") == {"asked": True}
        (asked,) = type_(OLA, "customers", "requests", reference)
        assert (asked["email"], asked["customer"], asked["name"]) == (MIA, customer, "Łucja")
        verdict = "granted" if answer == "grant" else "refused"
        assert type_(OLA, "customers", answer, reference, asked["id"]) == {verdict: asked["id"]}
        type_(OLA, "customers", "unassign", reference, customer, MIA)
    type_(OLA, "members", "remove", reference, MIA, "--yes")
    type_(OLA, "settings", "set", reference, "assigned_only", "off")
    type_(OLA, "customers", "delete", reference, other)


def people_words(type_: Secretary, reference: str) -> None:
    def invite(email: str, *flags: str) -> str:
        offer = type_(OLA, "members", "invite", reference, email, *flags)
        assert sorted(offer) == ["email", "expires", "id", "token"]
        return str(offer["token"])

    token = invite(MIA, "--grant", "delete")
    assert type_(OLA, "members", "invitations", reference)[0]["state"] == "pending"
    assert [row["list"] for row in type_(MIA, "invitations", "list")] == ["Sklep"]
    joined = type_(MIA, "invitations", "accept", token)
    assert joined == {"list": reference, "name": "Sklep", "role": "member", "email": MIA}
    rights = type_(OLA, "members", "list", reference)[0]
    assert rights == {"email": MIA, "name": "N", "role": "member", "rights": ["delete", "group_send"]}
    assert type_(OLA, "members", "revoke", reference, MIA, "delete") == {**rights, "rights": ["group_send"]}
    assert type_(OLA, "members", "grant", reference, MIA, "import") == {**rights, "rights": ["group_send", "import"]}
    assert type_(OLA, "members", "role", reference, MIA, "admin") == {**rights, "role": "admin", "rights": []}
    approval_words(type_, reference)
    assert type_(OLA, "customers", "assign", reference, "-", MIA, "--filter", "active:any") == {"assigned": 1}
    assert type_(MIA, "customers", "unassign", reference, "-", MIA, "--filter", "assigned:me") == {"unassigned": 1}
    assert type_(MIA, "lists", "leave", reference, "--yes") == {"left": reference}
    invite(ZOE)
    assert type_(OLA, "members", "uninvite", reference, ZOE) == {"revoked": ZOE}
    accept = ("invitations", "accept", invite(ZOE), "--name", "Zoe", "--password-stdin")  # D19: no account yet
    joined = type_("", *accept, stdin=f"{PASSWORD}\n")
    assert joined == {"list": reference, "name": "Sklep", "role": "member", "email": ZOE}
    assert type_(OLA, "members", "remove", reference, ZOE, "--yes") == {"removed": ZOE}
    assert list(type_(MIA, "invitations", "reject", invite(MIA))) == ["rejected"]
    entry = type_(OLA, "audit", "list", reference, "--limit", "1")[0]
    assert (entry["action"], entry["actor"], entry["door"]) == ("InvitationRejected", MIA, "cli")
    assert type_(OLA, "audit", "list", reference, "--before", "2")[0]["action"] == "ListCreated"
    verdict = type_(OLA, "audit", "verify", reference)
    assert (verdict["ok"], verdict["broken_at"]) == (True, None)
    assert type_("", "accounts", "transfer", reference, MIA) == {"id": reference, "owner": MIA}  # D20
    assert type_("", "accounts", "disable", ZOE) == {"disabled": ZOE}


def wipe_words(type_: Secretary) -> None:  # D5
    made = type_(OLA, "lists", "create", "Zamknięty")
    type_(OLA, "customers", "add", "Zamknięty", "company=Gone")
    with TemporaryDirectory() as folder:
        words = ("lists", "wipe", "zamkniety", "--name", "Zamknięty", "--password-stdin")
        done = type_(OLA, *words, "--certificate", f"{folder}/out", stdin=f"{PASSWORD}\n")
        assert json.loads(Path(folder, "out").read_text("utf-8")) == done
    assert (done["list"], done["hits"], done["removed"]["customers"]) == (made["id"], 0, 1)
    (stub,) = type_(OLA, "lists", "certificates")
    assert (stub["list"], stub["removed"], stub["digest"]) == (made["id"], done["removed"], done["digest"])
    assert type_("", "db", "certificates") == [stub]


def own_words(type_: Secretary) -> None:
    me = type_(MIA, "whoami")
    assert (me["email"], me["name"]) == (MIA, "N")
    key = type_(MIA, "keys", "add", stdin=KEY)
    assert type_(MIA, "keys", "list") == [key]
    assert type_(MIA, "keys", "remove", key["fingerprint"]) == {"removed": key["fingerprint"]}
    assert type_(OLA, "sign-out") == {"signed_out": True}
    assert type_(OLA, "sign-out") == {"signed_out": False}
    assert type_(OLA, "password", "--password-stdin", stdin=f"{PASSWORD}\nanother horse\n") == {"changed": True}


@pytest.mark.parametrize("word", WORDS, ids=" ".join)
def test_the_common_flags_stand_before_and_after_the_verb(plain: CommandLine, word: tuple[str, ...]) -> None:  # D21
    shown = plain(*word, "--help").check(0).out
    assert [flag for flag in ("--db URL", "--as EMAIL", "--json") if flag not in shown] == []
    assert plain("--json", *word, "-h").check(0).out == shown


def test_flags_mean_the_same_wherever_they_stand(plain: CommandLine) -> None:  # D21
    plain.account(OLA)
    flags = ("--as", OLA, "--json", "--db", plain.database)
    found = [
        plain(*flags, "lists", "list"),
        plain("lists", *flags, "list"),
        plain("lists", "list", *flags),
        plain("--json", "lists", "--db", plain.database, "list", "--as", OLA),
    ]
    assert {(answer.code, answer.out, answer.err) for answer in found} == {(0, "[]\n", "")}
    assert plain("--as", "nobody@example.com", "whoami", "--as", OLA, "--json").json()["email"] == OLA


def test_a_flag_wins_over_the_environment_and_that_over_the_file(plain: CommandLine) -> None:
    plain.account(MIA)
    plain.account(OLA)
    assert plain("whoami", "--json", env={"OCLIENT_AS": MIA}).json()["email"] == MIA
    assert plain("whoami", "--json", by=OLA, env={"OCLIENT_AS": MIA}).json()["email"] == OLA
    assert plain("whoami", "--json").json()["email"] == OLA, "the one signed in last"


def test_a_value_of_one_dash_is_read_from_stdin(plain: CommandLine) -> None:
    plain.account(OLA)
    plain("lists", "create", "Old").check(0)
    name = plain("settings", "set", "Old", "name", "-", "--json", stdin="Nowa nazwa\n").json()["name"]
    assert name == "Nowa nazwa"
    assert plain("settings", "set", name, "region", "-", stdin="?\n").refusal(65).startswith("A region is")


def test_a_list_is_named_by_id_or_by_a_name_that_only_one_has(plain: CommandLine) -> None:  # O01
    plain.account(OLA)
    first, second = (plain("lists", "create", "Klienci", "--json").json()["id"] for _ in range(2))
    plain("lists", "create", first, "--json").check(0)
    assert plain("lists", "show", first, "--json").json()["name"] == "Klienci", "an id is an id, not somebody's name"
    assert plain("lists", "show", second, "--json").json()["id"] == second
    sentence = plain("lists", "show", "KLIENCI").refusal(65)
    assert sentence == "Several of your lists have that name. Use the id; see: oclient lists list"
    plain.account(MIA)
    assert plain("lists", "show", "Klienci").refusal(66) == "There is no such list."


def test_plain_answers_are_lines_and_hints_stay_off_stdout(plain: CommandLine) -> None:
    plain.account(OLA)
    reference = plain("lists", "create", "Sklep").check(0).out.strip()
    ids = [plain("customers", "add", "Sklep", f"first_name={name}", "city=Łódź").out.strip() for name in "ABC"]
    page = plain("customers", "list", "Sklep", "--limit", "2").check(0)
    assert [line.split() for line in page.out.splitlines()] == [[ids[0], "A", "Łódź"], [ids[1], "B", "Łódź"]]
    cursor = page.err.strip().removeprefix("There is more: --after ")
    assert plain("customers", "list", "Sklep", "--limit", "2", "--after", cursor).out.split()[0] == ids[2]
    assert plain("lists", "list").out.split() == [reference, "Sklep", "empty", "owner"]
    assert json.loads(plain("customers", "list", reference, "--json").out)["next"] is None


def test_columns_are_even_whatever_the_names_are_written_in(plain: CommandLine) -> None:
    plain.account(OLA)
    plain("lists", "create", "Sklep").check(0)
    for name in ("太郎", "Zoe\u0328\u0301", "Żółw"):
        plain.add(OLA, "Sklep", f"first_name={name}", "city=Here")
    columns = {plain_width(line.partition("Here")[0]) for line in plain("customers", "list", "Sklep").out.splitlines()}
    assert len(columns) == 1, "the cities do not stand below each other"


def plain_width(text: str) -> int:
    """Return the columns that a terminal gives a text of this test."""
    return len(text) + sum(sign in "太郎" for sign in text) - sum(sign in "\u0328\u0301" for sign in text)
