"""The certificate of a wipe: what was removed, what was searched afterwards, what is not covered (N09, looks 11b)."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import CannotCreate, tr
from oclient_tui.domain.wipes import STAYS, Certificate
from screens.base import HouseScreen
from screens.clock import shown_day
from screens.commands import Command, bound
from screens.ink import block, line, plain, said
from screens.widgets.text_dialog import Asked, TextDialog

SAVE = Command(
    "certificate.save", "ctrl+s", "save", tr("save"), tr("Save the certificate in a file."), key_display="ctrl+s"
)
COPY = Command("certificate.copy", "y", "copy", tr("copy"), tr("Copy the certificate to the terminal's clipboard."))
BACK = Command("certificate.back", "escape,q,enter", "back", tr("to my lists"), key_display="esc")
_VERIFY = tr(
    "The digest is the SHA-256 of the certificate's canonical JSON without it, and stands in the installation's audit. "
    "Whoever knows the list's name can show that it is this list: name_sha256 is the SHA-256 of “{id}:NAME”."
)


class CertificateScreen(HouseScreen[None]):
    """The page."""

    BINDINGS: ClassVar[list[BindingType]] = bound(SAVE, COPY, BACK)
    DEFAULT_CSS = """
    CertificateScreen VerticalScroll { align-horizontal: center; scrollbar-size: 1 1; background: $oc-bg; }
    CertificateScreen #page { width: 88; max-width: 100%; height: auto; padding: 1 2; }
    """

    def __init__(self, certificate: Certificate, name: str) -> None:
        super().__init__()
        self._certificate, self._called = certificate, name

    def crumbs(self) -> tuple[str, ...]:
        """Return the way here."""
        return (translate(tr("Lists")), translate(tr("Certificate")))

    def body(self) -> Iterable[Widget]:
        """Yield the page."""
        yield VerticalScroll(Static(self._page(), id="page"))

    def ready(self) -> None:
        """Let the keys scroll it."""
        super().ready()
        self.query_one(VerticalScroll).focus()
        stays = tr("This page is not shown again. The digest stays under Certificates of wipes.")
        self.status(translate(stays))

    @property
    def text(self) -> str:
        """The certificate as JSON, its digest with it."""
        found = self._certificate
        return json.dumps(found.content | {"digest": found.digest}, ensure_ascii=False, indent=2) + "\n"

    def _page(self) -> Content:
        found = self._certificate
        clean = tr("Nothing of it is left in the data files here: they were searched after the wipe.")
        parts = [
            line(("✓ ", "$oc-ok"), said(tr("“{name}” is gone"), name=self._called).stylize("bold")),
            line(("  " + translate(clean), "$oc-muted")),
            line(""),
            _pair(tr("Certificate"), str(found.wipe.id)),
            _pair(tr("List"), f"{found.wipe.list_id}"),
            _pair(tr("Wiped by"), self.visit.account.email),
            _pair(tr("Removed"), shown_day(found.wipe.at)),
            _pair(tr("Certified"), shown_day(found.certified_at)),
            line(""),
            _title(tr("Removed rows")),
            *(_counted(table, number) for table, number in sorted(found.wipe.counts.items()) if number),
            line(""),
            _title(tr("Found in the files afterwards")),
            *(_counted(file.name, file.hits, glyph="✓ ") for file in found.files),
            _counted(translate(tr("values looked for")), found.values),
            line(""),
            _title(tr("Not covered")),
            *(line(("▲ ", "$oc-warn"), plain(place)) for place in (*found.backups, *self._elsewhere())),
            line(""),
            _pair(tr("Digest"), found.digest),
            line(""),
            block(translate(_VERIFY).format(id=found.wipe.id)),
        ]
        return Content("\n").join(parts)

    def _elsewhere(self) -> list[str]:
        return [translate(place) for place in STAYS[self._certificate.engine]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Save only on one's own machine (D17)."""
        return not (action == "save" and self.shell.served) and super().check_action(action, parameters)

    def action_save(self) -> None:
        """Ask where to, and save."""
        about = translate(tr("A new file, readable by you alone."))
        asked = (Asked("file", translate(tr("File")), f"oclient-wipe-{self._certificate.wipe.id}.json"),)
        self.shell.push_screen(TextDialog(translate(tr("Save the certificate")), about, asked, self._keep))

    async def _keep(self, typed: dict[str, str]) -> None:
        path = await self.shell.desk.quick(write_new, typed["file"], self.text)
        self.notify(translate(tr("Saved: {path}")).format(path=path))

    def action_copy(self) -> None:
        """Copy it."""
        self.shell.copy(self.text)

    def action_back(self) -> None:
        """Go to the lists."""
        self.dismiss(None)


def write_new(name: str, text: str) -> Path:
    """Write a new file, mode 0600, and return where it is; raise CannotCreate where there is one, or none can be."""
    path = Path(name.strip())
    try:
        path = path.expanduser().absolute()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return path
    except (OSError, ValueError, RuntimeError) as error:
        problem = error.strerror if isinstance(error, OSError) else error
        raise CannotCreate(tr("{path} cannot be written: {problem}."), path=path, problem=problem) from error


def _title(words: str) -> Content:
    return line((translate(words), "bold $oc-muted"))


def _pair(words: str, value: str) -> Content:
    return line((f"{translate(words):<16}", "$oc-muted"), value)


def _counted(words: str, number: int, glyph: str = "  ") -> Content:
    return line((glyph, "$oc-ok"), (f"{words:<40}", "$oc-muted"), f"{number:>12}")
