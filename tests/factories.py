"""People, lists and customers for tests, made through the public doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oclient_tui.composition import House, now_ms
from oclient_tui.domain.catalogues import Choice
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.lists import BusinessType, CustomerList
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import AddAccount, ListAccounts
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember
from oclient_tui.services.sharing.lists import CreateList, MyLists
from oclient_tui.services.sharing.settings import ChangeSetting

DOOR = "test"
PASSWORD = "correct horse 1"  # noqa: S105 - a test's
SHOP = BusinessType(
    "shop", "Shop", "", categories=("VIP", "Regular"), sale_types=("Enquiry", "Paid"), interests=("Music", "Garden"),
    measurements=(Choice("Waist", "cm"), Choice("Obwód szyi", "cm")),
)  # fmt: skip


class Clock:
    """The present, plus what a test added to it."""

    def __init__(self) -> None:
        self.added = 0

    def __call__(self) -> int:
        return now_ms() + self.added

    def advance(self, milliseconds: int) -> None:
        self.added += milliseconds


def account(house: House, email: str, password: str = PASSWORD) -> Session:
    """Make an account and return its session."""
    made = house.operator(DOOR).do(AddAccount(email, email.partition("@")[0].title(), password))
    return house.person(made, DOOR)


def join(
    house: House, owner: Session, list_id: int, email: str, role: str = "member", grants: tuple[str, ...] = ()
) -> Session:
    """Make an account, invite it and accept; return its session."""
    session = account(house, email)
    offer = owner.do(InviteMember(list_id, email, role, grants))
    session.do(AcceptInvitation(offer.token))
    return session


def add(session: Session, list_id: int, **fields: str) -> Customer:
    """Add a customer."""
    return session.do(AddCustomer(list_id, Typed(fields)))


@dataclass
class World:
    """A small installation."""

    house: House
    list: CustomerList
    people: Mapping[str, Session] = field(default_factory=dict[str, Session])

    @classmethod
    def build(cls, house: House) -> "World":
        ola = account(house, "ola@example.com")
        made = ola.do(CreateList("Shop", SHOP, "pl"))
        ola.do(ChangeSetting(made.id, "assigned_only", "on"))
        people = {
            "ola": ola,
            "adam": join(house, ola, made.id, "adam@example.com", "admin"),
            "mia": join(house, ola, made.id, "mia@example.com"),
            "max": join(house, ola, made.id, "max@example.com"),
            "eve": account(house, "eve@example.com"),
        }
        return cls(house, made, people)

    @classmethod
    def found(cls, house: House) -> "World":
        """Return the installation that was built before in the same database."""
        accounts = house.operator(DOOR).do(ListAccounts())
        people = {one.email.partition("@")[0]: house.person(one, DOOR) for one in accounts}
        return cls(house, people["ola"].do(MyLists())[0].list, people)

    @property
    def id(self) -> int:
        return self.list.id

    @property
    def ola(self) -> Session:
        return self.people["ola"]

    @property
    def adam(self) -> Session:
        return self.people["adam"]

    @property
    def mia(self) -> Session:
        return self.people["mia"]

    @property
    def max(self) -> Session:
        return self.people["max"]

    @property
    def eve(self) -> Session:
        """A stranger: she has an account and is on no list."""
        return self.people["eve"]
