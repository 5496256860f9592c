"""Customer lists, and the business types they start from (O01-O06)."""

from collections.abc import Mapping
from dataclasses import dataclass

from oclient_tui.domain.catalogues import CONSENTS_AT_FIRST, CatalogueKind, Choice


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
    closed_at: int | None = None
    """When a wipe closed it; see domain/wipes.py for how long that holds."""


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
    measurements: tuple[Choice, ...] = ()
    consent_kinds: tuple[Choice, ...] = CONSENTS_AT_FIRST

    @property
    def catalogues(self) -> Mapping[CatalogueKind, tuple[Choice, ...]]:
        """What every catalogue of the list starts with."""
        return {
            CatalogueKind.CATEGORIES: tuple(Choice(name) for name in self.categories),
            CatalogueKind.SALE_TYPES: tuple(Choice(name) for name in self.sale_types),
            CatalogueKind.INTERESTS: tuple(Choice(name) for name in self.interests),
            CatalogueKind.MEASUREMENTS: self.measurements,
            CatalogueKind.CONSENT_KINDS: self.consent_kinds,
        }
