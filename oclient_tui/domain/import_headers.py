"""Which column of a file is which field: a guess from its header, in Polish, English and German (O21).

Our own names come first, then what address books, shops and bookkeeping programs write. What is not understood is left
out, and said so.
"""

import re
from collections.abc import Mapping, Sequence

from oclient_tui.domain.fields import FIELDS, SLOTS, slot
from oclient_tui.domain.measurements import PREFIX
from oclient_tui.domain.text import one_line, slug

WHOLE_NAME, ASSIGNED, ACTIVE = "name", "assigned", "active"
CONSENT, CONSENT_SOURCE, CONSENT_DATE = "consent.", "consent_source", "consent_date"
EXTRAS = (WHOLE_NAME, ASSIGNED, ACTIVE, CONSENT_SOURCE, CONSENT_DATE)
"""What a column can be besides a field: a whole name to split, people to assign, whether active, where consents come
from."""

SLOTTED = ("email", "phone")
"""Fields that a customer can have several of, each with a column of its own."""

REJECTED = ("line", "field", "reason")
"""The columns that a file of refused rows has at its end; a file that comes back with them is read without them."""

SPOKEN: Mapping[str, str] = {
    "first_name": "first_name firstname given_name givenname forename christian_name imie imiona imie_klienta vorname"
    " osoba_imie fname"
    " billing_first_name customer_first_name",
    "last_name": "last_name lastname surname family_name familyname nazwisko nazwisko_klienta nachname familienname"
    " osoba_nazwisko lname"
    " billing_last_name customer_last_name",
    WHOLE_NAME: "imie_i_nazwisko nazwisko_i_imie imie_nazwisko nazwisko_imie full_name fullname name contact_name"
    " display_name customer_name klient osoba osoba_kontaktowa kontakt vor_und_nachname vollstandiger_name customer"
    " person contact kunde",
    "company": "company company_name organization organisation organization_name organisation_name firma nazwa_firmy"
    " nazwa kontrahent nazwa_kontrahenta przedsiebiorstwo business business_name unternehmen account_name firmenname"
    " nazwa_pelna pelna_nazwa associated_company billing_company",
    "email": "email e_mail mail email_address e_mail_address adres_email adres_e_mail adres_mailowy adres_mail poczta"
    " poczta_elektroniczna e_mail_value email_value mail_address e_mail_adresse email_adresse emailadresse"
    " primary_email secondary_email work_email home_email other_email e_mail_firmowy e_mail_prywatny e_mail_sluzbowy"
    " user_email customer_email billing_email",
    "phone": "phone mobile mobile_phone cell cell_phone cellphone telefon telefon_komorkowy komorka tel tel_kom"
    " telefon_kontaktowy nr_telefonu numer_telefonu phone_number phone_value telephone telephone_number mobile_number"
    " primary_phone business_phone company_main_phone home_phone other_phone work_phone car_phone telefon_stacjonarny"
    " telefon_sluzbowy telefon_prywatny telefon_domowy telefon_firmowy kom handy mobil mobiltelefon handynummer"
    " telefonnummer telefon_privat telefon_geschaftlich"
    " billing_phone mobile_phone_number glowny_telefon_firmy telefon_podstawowy inny_telefon"
    " numer_telefonu_komorkowego",
    "tax_id": "tax_id nip nip_firmy nr_nip numer_nip vat vat_id vat_number vat_no tax_number ust_id ustid ust_idnr"
    " steuernummer nip_vat tax_no",
    "street": "street street_address address_line address ulica ulica_i_numer ulica_nr ulica_numer adres adres_ulica"
    " address_street business_street work_street home_street strasse strasse_und_hausnummer strasse_nr anschrift"
    " adresse"
    " mailing_street billing_street billing_address ulica_adres_sluzbowy work_address ulica_adres_domowy"
    " home_address ulica_inny_adres other_street",
    "postcode": "postcode postal_code zip zip_code zipcode post_code kod_pocztowy kod kod_poczt address_postal_code"
    " address_zip business_postal_code work_postal_code home_postal_code plz postleitzahl adres_kod_pocztowy"
    " zip_postal_code mailing_zip_postal_code mailing_postal_code billing_postcode billing_zip"
    " billing_zip_postal_code billing_postal_code kod_pocztowy_adres_sluzbowy work_zipcode"
    " kod_pocztowy_adres_domowy home_zipcode kod_pocztowy_inny_adres other_postal_code",
    "city": "city town locality miejscowosc miasto address_city business_city work_city home_city ort stadt wohnort"
    " adres_miejscowosc adres_miasto"
    " mailing_city billing_city miasto_adres_sluzbowy miejscowosc_adres_sluzbowy miasto_adres_domowy"
    " miejscowosc_adres_domowy miasto_inny_adres other_city",
    "country": "country country_code country_region kraj panstwo kod_kraju address_country business_country_region"
    " business_country work_country home_country_region home_country land staat adres_kraj"
    " kraj_region mailing_country billing_country kraj_region_adres_sluzbowy kraj_adres_sluzbowy"
    " kraj_region_adres_domowy kraj_adres_domowy kraj_region_inny_adres other_country_region",
    "delivery_street": "delivery_street delivery_address shipping_street shipping_address shipping_address_street"
    " ulica_dostawy adres_dostawy dostawa_ulica dostawa_adres lieferadresse lieferstrasse",
    "delivery_postcode": "delivery_postcode delivery_postal_code delivery_zip shipping_postcode shipping_postal_code"
    " shipping_zip shipping_address_zip kod_pocztowy_dostawy dostawa_kod_pocztowy dostawa_kod liefer_plz"
    " shipping_zip_postal_code",
    "delivery_city": "delivery_city shipping_city shipping_address_city miasto_dostawy miejscowosc_dostawy"
    " dostawa_miasto dostawa_miejscowosc lieferort",
    "delivery_country": "delivery_country shipping_country shipping_address_country kraj_dostawy dostawa_kraj"
    " lieferland",
    "birthday": "birthday birth_date birthdate date_of_birth dob data_urodzenia data_urodzin urodziny geburtstag"
    " geburtsdatum",
    "language": "language lang jezyk sprache locale",
    "kind": "kind type customer_type rodzaj typ typ_klienta rodzaj_klienta kundentyp",
    "industry": "industry branza sector sektor branche",
    "tags": "tags tag labels label tagi etykiety etykieta znaczniki group_membership grupa grupy group groups"
    " segment stichworte schlagworte gruppe",
    "categories": "categories category kategorie kategoria kategoria_klienta kategorien",
    "interests": "interests interest zainteresowania interessen hobby",
    "gdpr_ignore": "gdpr_ignore rodo_pomin",
    "restricted": "restricted ograniczone ograniczenie_przetwarzania",
    ASSIGNED: "assigned assigned_to opiekun opiekunowie przypisany przypisani",
    ACTIVE: "active aktywny aktywna czy_aktywny aktiv",
    CONSENT_SOURCE: "consent_source zrodlo_zgody",
    CONSENT_DATE: "consent_date data_zgody",
}
"""Words for each field, folded, without numbers; the better ones first."""

_FIELDS = {word: (name, place) for name, spoken in SPOKEN.items() for place, word in enumerate(spoken.split())}
_NUMBER = re.compile(r"_?\d+(?=_|\Z)")


def meaning(header: str) -> tuple[str, int] | None:
    """Return the field that a header speaks of and how well it names it, 0 best; None where it is not understood."""
    plain = one_line(header).lower()
    if slot(plain) is not None:
        return plain, -1
    if plain in FIELDS or plain in EXTRAS or plain.startswith((CONSENT, PREFIX)):
        return plain, -1
    return _FIELDS.get(_NUMBER.sub("", slug(plain)))


def guess(header: Sequence[str]) -> dict[str, int]:
    """Return the column of each field that is understood."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(header[: len(header) - _rejected(header)]):
        told = meaning(name)
        if told is not None:
            found.setdefault(told[0], []).append((told[1], place))
    _bare_name(found, header)
    slots = {name: sorted(found.pop(name, []), key=lambda told: told[1]) for name in SLOTTED}
    chosen = {name: min(places)[1] for name, places in found.items()}
    for name, places in slots.items():
        chosen |= _slotted(name, [place for _, place in places], chosen)
    if WHOLE_NAME in chosen and {"first_name", "last_name"} <= set(chosen):
        del chosen[WHOLE_NAME]
    return chosen


def _rejected(header: Sequence[str]) -> int:
    return len(REJECTED) if is_rejected(header) else 0


def is_rejected(header: Sequence[str]) -> bool:
    """Whether a file is one of refused rows that comes back."""
    return len(header) > len(REJECTED) and tuple(header[-len(REJECTED) :]) == REJECTED


def _bare_name(found: dict[str, list[tuple[int, int]]], header: Sequence[str]) -> None:
    """Read “Name” as the last name where there is a first name and no last one, as Germans write it."""
    if "first_name" in found and "last_name" not in found:
        names = [told for told in found.get(WHOLE_NAME, []) if slug(header[told[1]]) == "name"]
        if names:
            found["last_name"] = names


def _slotted(name: str, places: Sequence[int], taken: Mapping[str, int]) -> dict[str, int]:
    """Return columns as slots: email, email2 and so on, as far as there are any."""
    free = (slot_name for slot_name in slot_names(name) if slot_name not in taken)
    return dict(zip(free, places, strict=False))


def slot_names(name: str) -> list[str]:
    """Return the names of a contact's slots: email, email2 … email9."""
    return [name, *(f"{name}{number}" for number in range(2, SLOTS + 1))]
