"""The audit in words: what was done to what, and what was there before (X05)."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.services.privacy.auditing import AuditLine
from screens.clock import shown_day
from screens.ink import line, plain
from screens.widgets.lines import Cell, Column

COLUMNS = (
    Column("at", tr("When"), 11),
    Column("who", tr("Who"), 12),
    Column("what", tr("What"), 20),
    Column("about", tr("About"), 0),
)
_ROOMY = (COLUMNS[0], Column("who", tr("Who"), 26), Column("what", tr("What"), 26), COLUMNS[3])

_REFUSED, _HASH = tr("refused: {reason}"), tr("Hash")


def columns(width: int) -> tuple[Column, ...]:
    """Return the columns as wide as the screen lets them be."""
    return _ROOMY if width >= 150 else COLUMNS


ACTIONS: Mapping[str, str] = {
    "CustomerAdded": tr("customer added"),
    "CustomerEdited": tr("customer edited"),
    "CustomerDeleted": tr("customer deleted"),
    "CustomersImported": tr("customers imported"),
    "CustomersExported": tr("customers exported"),
    "AssignmentRequested": tr("assignment asked for"),
    "RequestGranted": tr("request granted"),
    "RequestRefused": tr("request refused"),
    "RecordAdded": tr("record added"),
    "RecordEdited": tr("record edited"),
    "RecordRemoved": tr("record removed"),
    "SettingChanged": tr("setting changed"),
    "EntryAdded": tr("entry added"),
    "EntryRenamed": tr("entry renamed"),
    "EntryMoved": tr("entry moved"),
    "EntryRemoved": tr("entry removed"),
    "WordingChanged": tr("wording changed"),
    "MemberInvited": tr("member invited"),
    "InvitationAccepted": tr("invitation accepted"),
    "InvitationRejected": tr("invitation declined"),
    "InvitationRevoked": tr("invitation taken back"),
    "MemberChanged": tr("rights changed"),
    "MemberRemoved": tr("member removed"),
    "MemberLeft": tr("member left"),
    "ListCreated": tr("list made"),
    "ListClosed": tr("list closed for a wipe"),
    "ListOpened": tr("list opened again"),
    "SetCreated": tr("set made"),
    "SetShared": tr("set shared"),
    "SetRemoved": tr("set removed"),
}
"""What happened, in words; what is not here is told by its name."""

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST = 2000


def action_in_words(action: str) -> str:
    """Return what was done; a refused or rarer action by the name of what was asked."""
    known = ACTIONS.get(action)
    return translate(known) if known else _WORDS.sub(" ", action).lower()


def cells(row: AuditLine) -> list[Cell]:
    """Return the columns of an entry."""
    entry = row.entry
    about = row.about or _named(row) or ("" if entry.subject.isdecimal() else entry.subject)
    if entry.outcome != "done":
        about = f"{about} {translate(_REFUSED).format(reason=entry.reason)}".strip()
    who = row.actor or (str(entry.actor) if entry.actor else "–")
    return [
        Cell(shown_day(entry.at).partition("-")[2]),
        Cell(who),
        Cell(action_in_words(entry.action), "text"),
        Cell(about),
    ]


def _named(row: AuditLine) -> str:
    """Return the name or address that the values tell, of what is not there any more or never was a customer."""
    if row.values is None:
        return ""
    found = cast("dict[str, dict[str, Any]]", json.loads(row.values.text))
    sides = (found.get("after") or {}, found.get("before") or {})
    names = (side.get(key) for side in sides for key in ("name", "company", "last_name", "email"))
    return next((name for name in names if isinstance(name, str) and name), "")


def aside(row: AuditLine) -> Content:
    """Return one entry whole: where it stands in the chain, and what was changed."""
    entry = row.entry
    parts = [
        plain(action_in_words(entry.action), "bold $oc-text"),
        line((f"{entry.action} · {entry.door} · {entry.outcome}", "$oc-muted")),
        *_changes(row),
        line(""),
        *(line((f"{translate(words):<9}", "$oc-muted"), value) for words, value in _facts(row) if value),
        line(""),
        line((f"{translate(_HASH):<9}", "$oc-muted"), entry.hash[:16], "…"),
    ]
    return Content("\n").join(parts)


def _facts(row: AuditLine) -> list[tuple[str, str]]:
    entry = row.entry
    return [
        (tr("Number"), str(entry.seq)),
        (tr("When"), shown_day(entry.at)),
        (tr("Who"), row.actor or str(entry.actor)),
        (tr("About"), row.about),
        ("Id", entry.subject),
        (tr("Reason"), entry.reason),
    ]


def _changes(row: AuditLine) -> list[Content]:
    if row.values is None:
        words = tr("The values were erased; the chain holds without them.") if row.entry.values_digest else ""
        return [line(""), plain(translate(words), "$oc-muted")] if words else []
    found = cast("dict[str, dict[str, Any]]", json.loads(row.values.text))
    before, after = found.get("before") or {}, found.get("after") or {}
    lines = [line((translate(tr("Before → after")), "bold $oc-muted"))]
    for key in sorted({*before, *after}):
        old, new = _told(before.get(key)), _told(after.get(key))
        lines.append(line((f"{key}: ", "$oc-muted"), (old, "$oc-muted"), " → ", new))
    return [line(""), *lines]


def _told(value: object) -> str:
    if value is None or value == "":
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
