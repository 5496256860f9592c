"""After a list is removed: the files cleaned and searched, the certificate, and finishing what was stopped (N09)."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import INSTALLATION, Event
from oclient_tui.domain.errors import Busy, Misconfigured, NotFound, Refused, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.wipes import Certificate, ScannedFile, Wipe, name_digest
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import Aftermath, UseCase, Work

Progress = Callable[[str], None]

OWED = tr(
    "The list is removed, but somebody is still reading the database, so that remains of it stand in its files. "
    "No certificate was issued. Say the same again when they are done."
)
REMAINS = tr(
    "The list is removed, but remains of it were found in {files}. No certificate was issued. "
    "Remove that file if it is a copy of yours, then say the same again."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, sealed, until the files are clean: values to look for, the name's digest, when the list began."""

    name_digest: str = ""
    since: int = 0
    values: Sequence[str | bytes] = ()

    def sealed(self, tools: Tools, wipe: Wipe) -> str:
        """Return it sealed for this wipe: nothing of the list may stand in the file in clear."""
        texts = [one for one in self.values if isinstance(one, str)]
        contents = [base64.b64encode(one).decode() for one in self.values if isinstance(one, bytes)]
        text = json.dumps([self.name_digest, self.since, texts, contents], ensure_ascii=False)
        return tools.secrets.seal(text, _bound_to(wipe))

    @classmethod
    def opened(cls, tools: Tools, wipe: Wipe, sealed: str) -> "Kept":
        """Return it; empty where this machine has not the key, as another one began the wipe."""
        try:
            found = cast("list[Any]", json.loads(tools.secrets.open(sealed, _bound_to(wipe))))
        except Misconfigured:
            return cls()
        texts, contents = cast("tuple[list[str], list[str]]", found[2:])
        return cls(found[0], found[1], [*texts, *(base64.b64decode(one) for one in contents)])


def _bound_to(wipe: Wipe) -> str:
    return f"wipe:{wipe.id}"


def certified(wipe: Wipe, after: Aftermath, actor: str, progress: Progress) -> Certificate:
    """Clean and search the files of a removed list, and certify it.

    Raise Busy where somebody who reads keeps it from being clean, Refused where remains are found. Both leave it owed.
    """
    store, tools = after.store, after.tools
    tools.ledger.remember("wipe", wipe.list_id)
    with store.work(actor, account_id=wipe.account_id) as unit:
        kept = Kept.opened(tools, wipe, unit.wipes.sealed(wipe.id))
    if not store.traces.clean(progress):
        raise Busy(OWED)
    progress(tr("Searching the files for what is left …"))
    files = store.traces.search(kept.values)
    _refuse_remains(files)
    backups = store.traces.backups_since(kept.since)
    certificate = Certificate(
        wipe, kept.name_digest, store.traces.engine, tools.now_ms(), len(kept.values), files, backups
    )
    with store.work(actor, account_id=wipe.account_id, writing=True) as unit:
        if unit.wipes.settle(wipe.id, certificate.digest):
            told = {"certificate": str(wipe.id), "digest": certificate.digest}
            after.append(unit, [(INSTALLATION, Event("WipeCertified", str(wipe.list_id), after=told))])
    return certificate


def _refuse_remains(files: Sequence[ScannedFile]) -> None:
    names = [file.name for file in files if file.hits]
    if names:
        raise Refused(REMAINS, files=", ".join(names))


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass
class FinishWipe(UseCase[list[Certificate]], needs=Permission.ACCOUNT):
    """Go on with a wipe of one's own whose list is removed already, and whose files are not known to be clean."""

    reference: str
    progress: Progress = field(default=_silent, repr=False)
    _found: list[Wipe] = field(default_factory=list[Wipe], init=False, repr=False)

    def run(self, work: Work) -> list[Certificate]:
        """Find it by the list's id or its former name; raise NotFound where nothing is owed under that."""
        owed = [wipe for wipe in work.unit.wipes.of(work.me.id) if wipe.owed]
        self._found = [wipe for wipe in owed if self._means(work, wipe)]
        if not self._found:
            raise NotFound(tr("There is no such list."))
        return []

    def _means(self, work: Work, wipe: Wipe) -> bool:
        if read_id(self.reference) == wipe.list_id:
            return True
        kept = Kept.opened(work.tools, wipe, work.unit.wipes.sealed(wipe.id))
        return kept.name_digest == name_digest(wipe.id, self.reference)

    def conclude(self, answer: list[Certificate], after: Aftermath) -> list[Certificate]:
        """Clean, search and certify."""
        return [*answer, *(certified(wipe, after, "person", self.progress) for wipe in self._found)]


@dataclass
class FinishWipes(UseCase[list[Certificate]], needs=Permission.OPERATOR):
    """Go on with whatever is owed, whoever began it."""

    progress: Progress = field(default=_silent, repr=False)
    _found: list[Wipe] = field(default_factory=list[Wipe], init=False, repr=False)

    def run(self, work: Work) -> list[Certificate]:
        """Find it."""
        self._found = [wipe for wipe in work.unit.wipes.every() if wipe.owed]
        return []

    def conclude(self, answer: list[Certificate], after: Aftermath) -> list[Certificate]:
        """Clean, search and certify."""
        return [*answer, *(certified(wipe, after, "operator", self.progress) for wipe in self._found)]


@dataclass
class ListCertificates(UseCase[list[Wipe]], needs=Permission.ACCOUNT):
    """Show the stubs of the lists that one wiped."""

    def run(self, work: Work) -> list[Wipe]:
        """Return them, the newest first."""
        return work.unit.wipes.of(work.me.id)


@dataclass
class ListWipes(UseCase[list[Wipe]], needs=Permission.OPERATOR):
    """Show the stubs of every wiped list."""

    def run(self, work: Work) -> list[Wipe]:
        """Return them, the newest first."""
        return work.unit.wipes.every()
