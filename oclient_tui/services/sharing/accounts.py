"""The operator's hand on accounts: whoever may open the database (cli.md, Who)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Access, Permission, Role
from oclient_tui.domain.accounts import Account, PublicKey, check_password
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, NotFound, Refused, tr
from oclient_tui.domain.ids import read_id
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.text import one_line
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import open_list
from oclient_tui.services.usecase import UseCase, Work

NO_ACCOUNT = tr("There is no account for that address.")


def account_of(work: Work, email: str) -> Account:
    """Return the account of an address; raise NotFound."""
    account = work.unit.accounts.by_email(email)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    return account


def hash_new(password: str, tools: Tools) -> str:
    """Return the hash of a new password; raise Invalid for one that is too short or too long."""
    check_password(password)
    return tools.passwords.hash(password)


def new_account(work: Work, email: str, name: str, password_hash: str | None) -> Account:
    """Store a new account and record it."""
    account = Account(work.tools.ids.next(), email, one_line(name)[:120], False, 1, work.now)
    work.unit.accounts.add(account, password_hash)
    work.record(Event("AccountAdded", str(account.id), after={"email": account.email, "name": account.name}), list_id=0)
    return account


@dataclass
class AddAccount(UseCase[Account], needs=Permission.OPERATOR, writes=True):
    """Make an account, with or without a password."""

    email: str
    name: str = ""
    password: str | None = field(default=None, repr=False)
    _hash: str | None = field(default=None, init=False, repr=False)

    def prepare(self, tools: Tools) -> None:
        """Hash the password."""
        self._hash = None if self.password is None else hash_new(self.password, tools)

    def run(self, work: Work) -> Account:
        """Store it; raise Refused if the address has an account."""
        return new_account(work, work.tools.contacts.email(self.email), self.name, self._hash)


@dataclass
class ListAccounts(UseCase[list[Account]], needs=Permission.OPERATOR):
    """Show all accounts."""

    def run(self, work: Work) -> list[Account]:
        """Return them by address."""
        return work.unit.accounts.all()


@dataclass
class ResetPassword(UseCase[None], needs=Permission.OPERATOR, writes=True):
    """Set somebody's password and end their sessions."""

    email: str
    password: str = field(repr=False)
    _hash: str = field(default="", init=False, repr=False)

    def prepare(self, tools: Tools) -> None:
        """Hash the password."""
        self._hash = hash_new(self.password, tools)

    def run(self, work: Work) -> None:
        """Store the hash and let the epoch grow."""
        account = account_of(work, self.email)
        work.unit.accounts.set_password_hash(account.id, self._hash)
        work.unit.accounts.end_sessions(account.id)
        work.record(Event("PasswordChanged", str(account.id)))


@dataclass
class DisableAccount(UseCase[None], needs=Permission.OPERATOR, writes=True):
    """Close an account: it signs in no more, and what is open ends."""

    email: str

    def run(self, work: Work) -> None:
        """Close it."""
        account = account_of(work, self.email)
        work.unit.accounts.disable(account.id)
        work.record(Event("AccountDisabled", str(account.id)))


@dataclass
class AddKey(UseCase[PublicKey], needs=Permission.OPERATOR, writes=True):
    """Bind a public key to somebody's account."""

    email: str
    line: str

    def run(self, work: Work) -> PublicKey:
        """Read and bind it."""
        return bind_key(work, account_of(work, self.email), self.line)


@dataclass
class ListKeys(UseCase[list[PublicKey]], needs=Permission.OPERATOR):
    """Show somebody's keys."""

    email: str

    def run(self, work: Work) -> list[PublicKey]:
        """Return them, oldest first."""
        return work.unit.accounts.keys(account_of(work, self.email).id)


@dataclass
class RemoveKey(UseCase[None], needs=Permission.OPERATOR, writes=True):
    """Take a key from somebody's account and end their sessions."""

    email: str
    fingerprint: str

    def run(self, work: Work) -> None:
        """Take it away."""
        drop_key(work, account_of(work, self.email), self.fingerprint)


def bind_key(work: Work, account: Account, line: str) -> PublicKey:
    """Read one OpenSSH line and bind the key; raise Invalid or Refused."""
    key = PublicKey.read(line)
    work.unit.accounts.add_key(account.id, key, work.now)
    work.record(Event("KeyAdded", str(account.id), after={"fingerprint": key.fingerprint}), list_id=0)
    return key


def drop_key(work: Work, account: Account, fingerprint: str) -> None:
    """Take a key away and end the account's sessions (S6); raise NotFound."""
    if not work.unit.accounts.remove_key(account.id, one_line(fingerprint)):
        raise NotFound(tr("The account has no such key."))
    work.unit.accounts.end_sessions(account.id)
    work.record(Event("KeyRemoved", str(account.id), before={"fingerprint": fingerprint}), list_id=0)


@dataclass
class TransferList(UseCase[CustomerList], needs=Permission.OPERATOR, writes=True):
    """Give a list whose owner is gone to somebody else; the former owner becomes an admin (D20)."""

    reference: str
    email: str

    def run(self, work: Work) -> CustomerList:
        """Change the owner; raise NotFound, or Invalid when the name fits several lists."""
        found = self._list(work)
        account = account_of(work, self.email)
        if account.disabled:
            raise Refused(tr("That account is disabled."))
        work.unit.stand_in(found.id)
        open_list(work)
        if found.owner_id != account.id:
            self._hand_over(work, found, account)
        return found

    def _hand_over(self, work: Work, found: CustomerList, account: Account) -> None:
        members = work.unit.members
        members.change(found.owner_id, Role.ADMIN, frozenset())
        current: Access | None = members.access(account.id)
        if current is None:
            members.add(account.id, Role.OWNER, frozenset(), work.now)
        else:
            members.change(account.id, Role.OWNER, frozenset())
        work.unit.lists.set({"owner_id": account.id})
        event = Event(
            "ListTransferred", str(found.id), before={"owner": str(found.owner_id)}, after={"owner": str(account.id)}
        )
        work.record(event, list_id=found.id)

    def _list(self, work: Work) -> CustomerList:
        wanted = read_id(self.reference)
        fitting = [found for found in work.unit.lists.every() if found.id == wanted or found.name == self.reference]
        if not fitting:
            raise NotFound(tr("There is no such list."))
        if len(fitting) > 1:
            raise Invalid(
                tr("Several lists have that name. Use the id: {ids}."), ids=", ".join(str(f.id) for f in fitting)
            )
        return fitting[0]
