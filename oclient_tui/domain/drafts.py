"""What was typed into a form and not saved yet (N15)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr

VALUE_LENGTH = 20_000
VALUES_MOST = 60
DRAFTS_MOST = 50
"""So many drafts one person keeps on one list; the oldest makes room."""
_FORM = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,3}\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of fields that differ from what is stored, the field one was in, and when it was kept.

    `version` is that of the record the values were typed over; 0 where there is none yet.
    """

    values: Mapping[str, str]
    field: str = ""
    version: int = 0
    kept_at: int = 0


def checked(form: str, draft: Draft) -> None:
    """Raise Invalid for a draft that no form of ours makes."""
    names = (*draft.values, draft.field) if draft.field else tuple(draft.values)
    fits = all(len(text) <= VALUE_LENGTH for text in draft.values.values())
    if not (_FORM.match(form) and len(form) <= 80 and all(map(_NAME.match, names)) and fits):
        raise Invalid(tr("This is no draft of a form: its name, its fields or their length do not fit."))
    if len(draft.values) > VALUES_MOST or draft.version < 0:
        raise Invalid(tr("This is no draft of a form: its name, its fields or their length do not fit."))
