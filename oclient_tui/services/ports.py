"""What the use cases need from outside; composition fills these in."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from oclient_tui.domain.file_names import FILE_LIMIT
from oclient_tui.domain.gateways import MailGateway, SmsGateway
from oclient_tui.domain.ids import IdMaker
from oclient_tui.domain.ledger import Pages
from oclient_tui.domain.mail import Mail
from oclient_tui.domain.mail_replies import MailReply
from oclient_tui.domain.sheets import Cell, Sheet, TableFormat
from oclient_tui.domain.sms_replies import SmsStatus
from oclient_tui.domain.templates import Rendered, Source


class Passwords(Protocol):
    """Hashes and verifies passwords; slow on purpose, so never inside a transaction (D29)."""

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        ...

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password fits; None costs the same time and fits never."""
        ...

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash should be made anew."""
        ...


class ContactReader(Protocol):
    """Reads phone numbers and e-mail addresses."""

    def phone(self, text: str, region: str) -> str:
        """Return E.164; raise Invalid."""
        ...

    def email(self, text: str) -> str:
        """Return the normal form; raise Invalid."""
        ...

    def region(self, code: str) -> bool:
        """Whether phone numbers of a region are known."""
        ...


class Secrets(Protocol):
    """Seals what must not stand in the database in clear (E7)."""

    def seal(self, text: str, bound_to: str) -> str:
        """Return the sealed form, which opens only for the same `bound_to`."""
        ...

    def open(self, sealed: str, bound_to: str) -> str:
        """Return the text; raise Misconfigured where the key or what it is bound to is another."""
        ...

    def derived(self, purpose: str, *, make: bool) -> bytes:
        """Return a key of its own for another purpose; `make` makes the first key if there is none."""
        ...


class Ledger(Protocol):
    """Remembers what was removed for good, so that restoring an older backup removes it again (D30)."""

    def remember(self, kind: str, subject: int) -> None:
        """Note that a list was wiped (`wipe`) or a customer erased (`erasure`), by id; on the disk when it returns.

        Call it after the commit: a removal noted and then taken back would be repeated by the next restore. Raise
        CannotCreate where it cannot be written, and Misconfigured where the key cannot be read. To note the same
        removal twice changes nothing, so whoever was stopped in between may simply do it again.
        """
        ...

    def merge(self, other: Pages) -> int:
        """Add what another ledger has and this one has not; return how many lines."""
        ...

    def read(self) -> Pages:
        """Return what stands in it; raise Misconfigured for one that cannot be read."""
        ...

    def foreign(self, pages: Pages) -> int:
        """Return how many lines were made under another key than this machine has, and so match nothing here."""
        ...

    def among(self, pages: Pages, kind: str, subjects: Sequence[int]) -> list[int]:
        """Return which of these ids the pages name as removed."""
        ...


class MailLine(Protocol):
    """A connection to a list's mail server or provider, signed in."""

    @property
    def usable(self) -> bool:
        """Whether the server still listens."""
        ...

    async def send(self, mail: Mail, may_go: Callable[[], Awaitable[bool]]) -> MailReply | None:
        """Deliver one message and return the reply that decides; None where `may_go`, asked last, said no."""
        ...

    async def close(self) -> None:
        """Leave."""
        ...


class MailTransport(Protocol):
    """Reaches mail servers; what it is made of is loaded when the first is reached."""

    async def reach(self, gateway: MailGateway) -> MailLine:
        """Return a line; raise NotReached with the reply that says why there is none."""
        ...


class SmsLine(MailLine, Protocol):
    """A connection to a list's provider."""

    async def status(self, provider_id: str) -> SmsStatus | None:
        """Return what became of a message that the provider took; None where it gives no answer."""
        ...


class SmsTransport(Protocol):
    """Reaches providers of SMS; a line to one is used as a line to a mail server is."""

    async def reach(self, gateway: SmsGateway) -> SmsLine:
        """Return a line; raise NotReached with the reply that says why there is none."""
        ...


class Compiled(Protocol):
    """A template ready to be filled in, for each recipient anew."""

    def render(self, fields: Mapping[str, str]) -> Rendered:
        """Return what one recipient gets; raise Invalid where these values make no message of it."""
        ...


class Templates(Protocol):
    """Reads templates; no value of a field ever becomes a piece of one, a header or markup (E2, E3)."""

    def load(self) -> None:
        """Load what takes a while, before a transaction is opened."""
        ...

    def compile(self, source: Source) -> Compiled:
        """Return a template, compiled once for each wording; raise Invalid, naming the place (O28)."""
        ...


class TableFiles(Protocol):
    """Reads and writes files of customers; nothing of a file is believed, its name least of all (E1, E6)."""

    def open(self, source: BinaryIO) -> Sheet:
        """Return what a seekable file holds, read as it is asked for; raise Invalid for one that cannot be read."""
        ...

    def write(
        self, kind: TableFormat, target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
    ) -> None:
        """Write rows as wide as the columns, one after the other, no text as a formula (E1)."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What every use case may reach for: the clock, fresh ids, random words, and the gateways."""

    now_ms: Callable[[], int]
    ids: IdMaker
    token: Callable[[int], str]
    """A random word of so many bytes, fit for URLs."""

    passwords: Passwords
    contacts: ContactReader
    secrets: Secrets
    files: TableFiles
    ledger: Ledger
    mail: MailTransport
    sms: SmsTransport
    templates: Templates
    file_limit: int = FILE_LIMIT
    """How many bytes one file may have."""
