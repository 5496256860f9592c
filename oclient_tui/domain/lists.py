"""Customer lists, and the business types they start from (O01-O06)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustomerList:
    """One separate unit: nothing of it ever reaches another list (O03)."""

    id: int
    name: str
    business_type: str
    owner_id: int
    assigned_only: bool
    region: str
    language: str
    created_at: int
    version: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A list as one of its people knows it."""

    list: CustomerList
    role: str


@dataclass(frozen=True, slots=True)
class BusinessType:
    """What a new list of a trade starts with; everything in it can be changed later (O05)."""

    key: str
    title: str
    summary: str
    categories: tuple[str, ...] = ()
    sale_types: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    duplicate_rules: str = ""
    assigned_only: bool = False
    interests: tuple[str, ...] = ()
