"""Headers as address books, shops and bookkeeping programs write them, and what is made of each (O21)."""

from collections.abc import Mapping

import pytest

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.import_headers import guess
from oclient_tui.domain.import_mapping import place_of, target

FILES: Mapping[str, tuple[str, str]] = {
    "our own": (
        "id,first_name,last_name,email,email2,phone,phone9,tags,measurement.waist,consent.sms,active,assigned",
        "-,first_name,last_name,email,email2,phone,phone9,tags,measurement.waist,consent.sms,active,assigned",
    ),
    "Polish, plain": (
        "Imię,Nazwisko,Firma,NIP,Ulica,Kod pocztowy,Miejscowość,Telefon komórkowy,Adres e-mail,Uwagi",
        "first_name,last_name,company,tax_id,street,postcode,city,phone,email,-",
    ),
    "Polish, capitals without accents": ("IMIE,NAZWISKO,EMAIL,TEL.,MIASTO", "first_name,last_name,email,phone,city"),
    "Polish, whole name": ("Imię i nazwisko,E-mail,Telefon,Data urodzenia", "name,email,phone,birthday"),
    "Polish, bookkeeping": (
        "Lp.,Kontrahent,NIP,Adres,Kod,Miasto,Kraj,Tel,E-mail 1,E-mail 2",
        "-,company,tax_id,street,postcode,city,country,phone,email,email2",
    ),
    "Polish, shop": (
        "Nazwa firmy,Osoba kontaktowa,Adres dostawy,Miasto dostawy,Kategoria,Etykiety",
        "company,name,delivery_street,delivery_city,categories,tags",
    ),
    "Polish, several phones": ("Nazwisko,Telefon 1,Telefon 2,Telefon domowy", "last_name,phone,phone2,phone3"),
    "Google, today": (
        "First Name,Middle Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,"
        "E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,"
        "Address 1 - Country,Birthday,Notes",
        "first_name,-,last_name,company,tags,-,email,-,email2,-,phone,street,city,postcode,country,birthday,-",
    ),
    "Google, before": (
        "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Address 1 - Formatted",
        "-,first_name,-,last_name,tags,-,email,-,phone,company,-,-",
    ),
    "Outlook": (
        "Title,First Name,Middle Name,Last Name,Company,Department,Business Street,Business City,Business State,"
        "Business Postal Code,Business Country/Region,Home Street,Business Fax,Business Phone,Home Phone,Mobile Phone,"
        "Birthday,Categories,E-mail Address,E-mail Type,E-mail 2 Address,Web Page",
        "-,first_name,-,last_name,company,-,street,city,-,postcode,country,-,-,phone,phone2,phone3,"
        "birthday,categories,email,-,email2,-",
    ),
    "Outlook, at home only": ("First Name,Home Street,Home City,Home Postal Code", "first_name,street,city,postcode"),
    "Mailchimp": ("Email Address,First Name,Last Name,Address,Phone Number,Tags",
        "email,first_name,last_name,street,phone,tags"),
    "HubSpot": ("First Name,Last Name,Email,Phone Number,Company name,City,Country/Region,Industry",
        "first_name,last_name,email,phone,company,city,country,industry"),
    "Shopify": (
        "First Name,Last Name,Email,Company,Address1,City,Country Code,Zip,Phone,Accepts Marketing,Tags",
        "first_name,last_name,email,company,street,city,country,postcode,phone,-,tags",
    ),
    "Salesforce": ("Account Name,Full Name,Mobile,Email,Account Owner", "company,name,phone,email,-"),
    "German": (
        "Vorname,Nachname,Firma,Straße,PLZ,Ort,Land,Telefon,Handy,E-Mail,Geburtsdatum",
        "first_name,last_name,company,street,postcode,city,country,phone,phone2,email,birthday",
    ),
    "German, short": ("Name,Vorname,Strasse,Ort", "last_name,first_name,street,city"),
    "English, loose": (
        "full name,e-mail,cell phone,town,post code,date of birth", "name,email,phone,city,postcode,birthday"
    ),
    "refused rows that come back": ("Nazwisko,E-mail,line,field,reason", "last_name,email,-,-,-"),
    "nothing understood": ("A,B,C", "-,-,-"),
    "hostile": ("\x1b[2J,=cmd(),__class__,list_id,name'; DROP TABLE,", "-,-,-,-,-,-"),
}  # fmt: skip


@pytest.mark.parametrize("source", FILES)
def test_headers_of_the_world(source: str) -> None:
    header, wanted = (line.split(",") for line in FILES[source])
    found = {place: name for name, place in guess(header).items()}
    assert [found.get(place, "-") for place in range(len(header))] == wanted


def test_a_column_is_named_by_name_or_number() -> None:
    header = ("Imię", "Mail", "mail", "#3", "")
    assert [place_of(name, header) for name in ("Imię", "IMIE", "mail", "Mail", "#1", "#3")] == [0, 0, 2, 1, 0, 2]
    for wrong in ("MAIL", "", "#0", "#6", "#x", "Nazwisko"):
        with pytest.raises(Invalid):
            place_of(wrong, header)


def test_a_target_is_a_field_or_what_an_import_knows_besides() -> None:
    names = ("Email", "phone2", "name", "assigned", "consent.sms", "measurement.Obwód szyi")
    assert [target(name) for name in names] == [
        "email", "phone2", "name", "assigned", "consent.sms", "measurement.obwod_szyi",
    ]  # fmt: skip
    for wrong in ("id", "created_by", "consent.", "measurement.", "email1", "phone10", "assigned_by", ""):
        with pytest.raises(Invalid):
            target(wrong)
