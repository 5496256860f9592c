"""What a person does with the own account."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.accounts import Account, PublicKey
from oclient_tui.domain.audit import Event
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.accounts import bind_key, drop_key, hash_new
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class WhoAmI(UseCase[Account], needs=Permission.ACCOUNT):
    """Show the own account."""

    def run(self, work: Work) -> Account:
        """Return it."""
        return work.me


@dataclass
class ChangeOwnPassword(UseCase[None], needs=Permission.ACCOUNT, writes=True, actor="sign_in"):
    """Set the own password; the door has verified the present one just before. Every session ends."""

    password: str = field(repr=False)
    _hash: str = field(default="", init=False, repr=False)

    def prepare(self, tools: Tools) -> None:
        """Hash the password."""
        self._hash = hash_new(self.password, tools)

    def run(self, work: Work) -> None:
        """Store the hash and let the epoch grow."""
        work.unit.accounts.set_password_hash(work.me.id, self._hash)
        work.unit.accounts.end_sessions(work.me.id)
        work.record(Event("PasswordChanged", str(work.me.id)))


@dataclass
class AddOwnKey(UseCase[PublicKey], needs=Permission.ACCOUNT, writes=True):
    """Bind a public key to the own account."""

    line: str

    def run(self, work: Work) -> PublicKey:
        """Read and bind it."""
        return bind_key(work, work.me, self.line)


@dataclass
class ListOwnKeys(UseCase[list[PublicKey]], needs=Permission.ACCOUNT):
    """Show the own keys."""

    def run(self, work: Work) -> list[PublicKey]:
        """Return them, oldest first."""
        return work.unit.accounts.keys(work.me.id)


@dataclass
class RemoveOwnKey(UseCase[None], needs=Permission.ACCOUNT, writes=True):
    """Take a key from the own account; every session ends."""

    fingerprint: str

    def run(self, work: Work) -> None:
        """Take it away."""
        drop_key(work, work.me, self.fingerprint)
