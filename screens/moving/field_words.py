"""What a column can become, as a person reads it."""

import re
from collections.abc import Mapping

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.import_headers import CONSENT
from oclient_tui.domain.measurements import PREFIX

_WORDS: Mapping[str, str] = {
    "first_name": tr("First name"),
    "last_name": tr("Last name"),
    "name": tr("Whole name, split"),
    "company": tr("Company"),
    "email": tr("E-mail"),
    "phone": tr("Phone"),
    "tax_id": tr("Tax number"),
    "street": tr("Street"),
    "postcode": tr("Postcode"),
    "city": tr("City"),
    "country": tr("Country"),
    "delivery_street": tr("Delivery: street"),
    "delivery_postcode": tr("Delivery: postcode"),
    "delivery_city": tr("Delivery: city"),
    "delivery_country": tr("Delivery: country"),
    "birthday": tr("Birthday"),
    "language": tr("Language"),
    "kind": tr("Kind"),
    "industry": tr("Industry"),
    "tags": tr("Tags"),
    "categories": tr("Categories"),
    "interests": tr("Interests"),
    "gdpr_ignore": tr("Do not contact"),
    "restricted": tr("Restricted"),
    "assigned": tr("Who is assigned"),
    "active": tr("Active or not"),
    "consent_source": tr("Source of consents"),
    "consent_date": tr("Date of consents"),
}
_SLOT = re.compile(r"(email|phone)([2-9])\Z")
NOT_USED = tr("not used")


def field_words(name: str) -> str:
    """Return a field's name in the language spoken here; '' is a column that is left out."""
    if not name:
        return translate(NOT_USED)
    slot = _SLOT.match(name)
    if slot:
        return f"{translate(_WORDS[slot[1]])} {slot[2]}"
    if name.startswith(CONSENT):
        return translate(tr("Consent: {kind}")).format(kind=name.removeprefix(CONSENT))
    return translate(_WORDS[name]) if name in _WORDS else name.removeprefix(PREFIX)
