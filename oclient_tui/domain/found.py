"""What search-as-you-type tells of a customer: enough to recognise it, and quick to fetch (D23)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A customer in short."""

    id: int
    active: bool
    first_name: str
    last_name: str
    company: str
    city: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name to show: the person's, else the company's."""
        return shown_name(self.first_name, self.last_name, self.company)

    def as_mapping(self) -> dict[str, object]:
        """Return it as the command line tells it: the fields that a whole customer has too, under the same names."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "company": self.company, "city": self.city}
        contacts = slots("email", self.emails) | slots("phone", self.phones)
        return {"id": str(self.id), "active": self.active} | names | contacts


def slots(kind: str, contacts: Sequence[str]) -> dict[str, object]:
    """Return several e-mails or phones as fields: `email`, `email2` and so on; the first is always there."""
    more: dict[str, object] = {f"{kind}{number}": contact for number, contact in enumerate(contacts[1:], start=2)}
    return {kind: contacts[0] if contacts else "", **more}


def shown_name(first_name: str, last_name: str, company: str) -> str:
    """Return the name to show: the person's, else the company's."""
    return " ".join(part for part in (first_name, last_name) if part) or company
