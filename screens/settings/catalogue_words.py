"""The catalogues in words: what each is called, and what removing one of its entries means."""

from collections.abc import Mapping

from oclient_tui.domain.catalogues import CatalogueKind, Removal
from oclient_tui.domain.errors import tr

TITLES: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("Categories"),
    CatalogueKind.SALE_TYPES: tr("Sale types"),
    CatalogueKind.INTERESTS: tr("Interests"),
    CatalogueKind.MEASUREMENTS: tr("Measurements"),
    CatalogueKind.CONSENT_KINDS: tr("Consent kinds"),
}
NEW: Mapping[CatalogueKind, str] = {
    CatalogueKind.CATEGORIES: tr("New category"),
    CatalogueKind.SALE_TYPES: tr("New sale type"),
    CatalogueKind.INTERESTS: tr("New interest"),
    CatalogueKind.MEASUREMENTS: tr("New measurement"),
    CatalogueKind.CONSENT_KINDS: tr("New consent kind"),
}
REMOVING: Mapping[Removal, str] = {
    Removal.CLEARED: tr("Remove “{name}”? Customers who have it: {used}. They stay, and only lose the label."),
    Removal.REMAPPED: tr("Remove “{name}”? No sale uses it."),
    Removal.CONFIRMED: tr("Remove “{name}”? Customers with a value: {used}. Their values are deleted with it."),
    Removal.LOGGED: tr("Remove “{name}”? It is not offered any more; what was given and withdrawn stays on record."),
}
"""What is asked before an entry goes."""
