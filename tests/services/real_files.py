"""Exports as other people's programs really write them, and the customers that each must become (O21)."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

Fields = Mapping[str, str | tuple[str, ...] | bool]


@dataclass(frozen=True, slots=True)
class RealFile:
    """What a program writes, and the fields that its customers have then, by shown name."""

    program: str
    content: bytes
    customers: Mapping[str, Fields]


def quoted(*rows: Sequence[str], delimiter: str = ",") -> str:
    """Return rows with all cells in quotes, as Outlook and LibreOffice write them when asked to."""
    escaped = ([cell.replace('"', '""') for cell in row] for row in rows)
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in escaped)


def filled(header: str, *rows: Mapping[str, str]) -> list[list[str]]:
    """Return a header and rows that name only the cells which are not empty."""
    names = header.split(",")
    return [names, *([row.get(name, "") for name in names] for row in rows)]


JAN: Fields = {
    "first_name": "Jan", "last_name": "Żółw", "company": "Meble Dąb", "emails": ("jan@example.com",),
    "phones": ("+48601234567",), "street": "ul. Długa 5/7", "postcode": "31-146", "city": "Kraków", "country": "PL",
}  # fmt: skip

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
    "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
    "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,"
    "Website 1 - Value\n"
    "Jan,,Żółw,,,,,,,,Meble Dąb,Prezes,,--03-17,,https://example.com/p.jpg,VIP ::: * myContacts,* Work,"
    'jan@example.com,,,Mobile,+48 601 234 567 ::: 600 100 200,Work,"ul. Długa 5/7\n31-146 Kraków\nPolska",'
    "ul. Długa 5/7,Kraków,,,31-146,Polska,,,\n"
    "Anna,Maria,Nowak,,,,,,,,,,,1990-02-01,,,* myContacts,* Other,a@example.com,* Other,b@example.com,,,,,,,,,,,,,\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
    "E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,"
    "Primary Phone,Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,"
    "IMAddress,Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,"
    "Company Yomi,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,"
    "Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,Other State,"
    "Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,Web Page,Birthday,"
    "Anniversary,Notes"
)
OUTLOOK_POLISH = (
    "Tytuł,Imię,Drugie imię,Nazwisko,Sufiks,Firma,Dział,Stanowisko,Ulica (adres służbowy),Ulica 2 (adres służbowy),"
    "Ulica 3 (adres służbowy),Miasto (adres służbowy),Województwo (adres służbowy),Kod pocztowy (adres służbowy),"
    "Kraj/region (adres służbowy),Ulica (adres domowy),Miasto (adres domowy),Kod pocztowy (adres domowy),"
    "Faks służbowy,Telefon służbowy,Telefon domowy,Telefon komórkowy,Inny telefon,Adres e-mail,Typ e-mail,"
    "Nazwa wyświetlana e-mail,Adres 2 e-mail,Notatki,Urodziny"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
    "Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,Home Country,"
    "Work Address,Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,Department,Organization,"
    "Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes\r\n"
    "Jan,Żółw,Jan Żółw,,jan@example.com,jz@example.com,,,,,,601234567,,,,,,,ul. Długa 5/7,,Kraków,,31-146,Polska,,,"
    "Meble Dąb,,,1984,3,17,,,,,\r\n"
)
EXCEL = (
    "Imię;Nazwisko;Firma;E-mail;Telefon;Ulica;Kod pocztowy;Miasto;Kraj;Obrót;Język\r\n"
    "Jan;Żółw;Meble Dąb;jan@example.com;601234567 / 600 100 200;ul. Długa 5/7;31-146;Kraków;Polska;1234,50;pl_PL\r\n"
    "Anna;Nowak;;;48601234568.0\r\n"
    'Piotr;Kos;"Kos; Syn";;;;;;;0,00;Polski\r\n'
)
SHOPER = (
    "date_add;first_name;last_name;email;discount;active;comment;last_visit;verify_email;registered;origin;"
    "company_name;tax_id;address_first_name;address_last_name;street_1;street_2;city;zip_code;state;country;phone;"
    "country_code;address_default\n"
    '"2024-01-02 10:00:00";Jan;Żółw;jan@example.com;0.00;1;;"2024-05-01 11:11:11";1;1;0;"Meble Dąb";6762484560;Jan;'
    'Żółw;"ul. Długa 5/7";;Kraków;31-146;małopolskie;Polska;601234567;PL;1\n'
    '"2024-01-03 10:00:00";Anna;Nowak;a@example.com;0.00;0;;;1;1;0;;;;;;;;;;;;;\n'
)
WOOCOMMERCE = (
    "ID,user_login,user_email,user_registered,first_name,last_name,billing_company,billing_email,billing_phone,"
    "billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country,"
    "shipping_address_1,shipping_postcode,shipping_city,shipping_country\n"
    "7,jan,jan@example.com,2024-01-02 10:00:00,Jan,Żółw,Meble Dąb,jan@example.com,601234567,ul. Długa 5/7,,31-146,"
    "Kraków,,PL,Polna 1,02-495,Warszawa,PL\n"
)
SUBIEKT = (
    "Symbol;Nazwa;Nazwa pełna;NIP;Ulica;Kod pocztowy;Miejscowość;Telefon;E-mail\r\n"
    'DAB;Meble Dąb;"Meble ""Dąb"" Sp. z o.o.";676-248-45-60;ul. Długa 5/7;31-146;Kraków;tel. 12 345 67 89;'
    "jan@example.com\r\n"
    "ŻAK;Żak s.c.;Żak Jan, Żak Ola s.c.;;;;Łódź;;\r\n"
)
HUBSPOT = (
    '"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Associated Company","City",'
    '"Country/Region","Postal Code","Street Address","Lead Status","Create Date"\n'
    '"51","Jan","Żółw","jan@example.com","+48 601 234 567","Ola Kos","Meble Dąb","Kraków","Poland","31-146",'
    '"ul. Długa 5/7","New","2024-01-02 10:00"\n'
)
SALESFORCE = (
    '"Salutation","First Name","Last Name","Title","Account Name","Mailing Street","Mailing City",'
    '"Mailing State/Province","Mailing Zip/Postal Code","Mailing Country","Phone","Fax","Mobile","Email",'
    '"Account Owner"\n'
    '"Mr.","Jan","Żółw","","Meble Dąb","ul. Długa 5/7","Kraków","","31-146","Poland","601234567","","",'
    '"jan@example.com","Ola Kos"\n'
)
MAILCHIMP = (
    '"Email Address","First Name","Last Name",Address,"Phone Number",Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,'
    "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    'jan@example.com,Jan,Żółw,,601234567,03/17,2,,,"2024-01-02 10:00:00",192.0.2.1,,,,,,PL,,"2024-01-02 10:00:00",'
    '1,abc,,"""VIP"",""Hurt"""\n'
)


def iphone() -> bytes:
    """Return a card of an iPhone: grouped properties, labels of its own, a picture of 100 KB in folded lines."""
    picture = base64.b64encode(bytes(range(256)) * 400).decode()
    folded = "".join(f" {picture[at : at + 74]}\r\n" for at in range(0, len(picture), 74))
    lines = (
        "BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Apple Inc.//iPhone OS 17.5//EN", "N:Żółw;Jan;;;", "FN:Jan Żółw",
        "ORG:Meble Dąb;", "item1.EMAIL;type=INTERNET;type=pref:jan@example.com", "item1.X-ABLabel:Sklep",
        "TEL;type=CELL;type=VOICE;type=pref:601 234 567", "item2.ADR;type=WORK;type=pref:;;ul. Długa 5/7;Kraków;;"
        "31-146;Polska", "item2.X-ABADR:pl", "BDAY:1984-03-17",
    )  # fmt: skip
    return ("\r\n".join(lines) + f"\r\nPHOTO;ENCODING=b;TYPE=JPEG:\r\n{folded}END:VCARD\r\n").encode()


ANDROID = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BB=C3=B3=C5=82=77;=4A=61=6E;;;\r\n"
    b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4A=61=6E=20=C5=BB=C3=B3=C5=82=77\r\n"
    b"TEL;CELL;PREF:601-234-567\r\nEMAIL;HOME:jan@example.com\r\n"
    b"ADR;WORK;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=75=6C=2E=20=44=C5=82=\r\n"
    b"=75=67=61=20=35=2F=37;=4B=72=61=6B=C3=B3=77;;=33=31=2D=31=34=36;=50=6F=6C=\r\n=73=6B=61\r\n"
    b"ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=65=62=6C=65=20=44=C4=85=62\r\n"
    b"X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Janek;1;;;;;;;;;;;;;\r\nEND:VCARD\r\n"
)


def workbook() -> bytes:
    """Return a sheet as Excel keeps it: telephone numbers as numbers, so that leading zeros and the plus are gone."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("Klienci")
    page.write_row(0, 0, ["Imię", "Nazwisko", "Firma", "E-mail", "Telefon", "Ulica", "Kod pocztowy", "Miasto", "Kraj"])
    where = ["ul. Długa 5/7", "31-146", "Kraków", "Polska"]
    page.write_row(1, 0, ["Jan", "Żółw", "Meble Dąb", "jan@example.com", 48601234567.0, *where])
    page.write_row(2, 0, ["Anna", "Nowak", "", "", 123456789])
    page.write_row(3, 0, ["Hans", "Maier", "", "", "00491701234567"])
    book.close()
    return target.getvalue()


OUTLOOK_JAN = {
    "First Name": "Jan", "Last Name": "Żółw", "Company": "Meble Dąb", "E-mail Address": "jan@example.com",
    "Mobile Phone": "601 234 567", "Business Street": "ul. Długa 5/7", "Business City": "Kraków",
    "Business Postal Code": "31-146", "Business Country/Region": "Poland", "Birthday": "0/0/00",
    "Notes": "a\r\nb, \"c\";d",
}  # fmt: skip
OUTLOOK_JAN_POLISH = {
    "Imię": "Jan", "Nazwisko": "Żółw", "Firma": "Meble Dąb", "Adres e-mail": "jan@example.com", "Typ e-mail": "SMTP",
    "Telefon komórkowy": "601 234 567", "Ulica (adres służbowy)": "ul. Długa 5/7", "Miasto (adres służbowy)": "Kraków",
    "Kod pocztowy (adres służbowy)": "31-146", "Kraj/region (adres służbowy)": "Polska", "Urodziny": "17.03.1984",
}  # fmt: skip
ANNA: Fields = {"first_name": "Anna", "last_name": "Nowak"}
DAY = "1984-03-17"

REAL_FILES = (
    RealFile("Google Contacts", GOOGLE.encode(), {
        "Jan Żółw": {**JAN, "phones": ("+48601234567", "+48600100200"), "tags": ("VIP",), "birthday": ""},
        "Anna Nowak": {**ANNA, "emails": ("a@example.com", "b@example.com"), "tags": (), "birthday": "1990-02-01"},
    }),
    RealFile("Outlook", quoted(*filled(OUTLOOK, OUTLOOK_JAN)).encode("utf-8-sig"),
             {"Jan Żółw": {**JAN, "birthday": ""}}),
    RealFile("Outlook in Polish", quoted(*filled(OUTLOOK_POLISH, OUTLOOK_JAN_POLISH)).encode("cp1250"),
             {"Jan Żółw": {**JAN, "birthday": DAY}}),
    RealFile("iPhone", iphone(), {"Jan Żółw": {**JAN, "birthday": DAY}}),
    RealFile("Android", ANDROID, {"Jan Żółw": JAN}),
    RealFile("Thunderbird", THUNDERBIRD.encode(),
             {"Jan Żółw": {**JAN, "emails": ("jan@example.com", "jz@example.com")}}),
    RealFile("Excel, CSV UTF-8", EXCEL.encode("utf-8-sig"), {
        "Jan Żółw": {**JAN, "phones": ("+48601234567", "+48600100200"), "language": "pl"},
        "Anna Nowak": {**ANNA, "phones": ("+48601234568",), "city": ""},
        "Piotr Kos": {"company": "Kos; Syn", "language": "pl"},
    }),
    RealFile("Excel, XLSX", workbook(), {
        "Jan Żółw": JAN, "Anna Nowak": {**ANNA, "phones": ("+48123456789",)},
        "Hans Maier": {"phones": ("+491701234567",)},
    }),
    RealFile("LibreOffice", quoted(*[line.split(";") for line in EXCEL.splitlines()[:2]]).encode(),
             {"Jan Żółw": {**JAN, "phones": ("+48601234567", "+48600100200")}}),
    RealFile("Shoper", SHOPER.encode(), {
        "Jan Żółw": {**JAN, "tax_id": "6762484560", "active": True}, "Anna Nowak": {**ANNA, "active": False},
    }),
    RealFile("WooCommerce", WOOCOMMERCE.encode(), {
        "Jan Żółw": {**JAN, "delivery_street": "Polna 1", "delivery_postcode": "02-495",
                     "delivery_city": "Warszawa", "delivery_country": "PL"},
    }),
    RealFile("Subiekt", SUBIEKT.encode("cp1250"), {
        "Meble Dąb": {"street": "ul. Długa 5/7", "postcode": "31-146", "city": "Kraków", "phones": ("+48123456789",),
                      "emails": ("jan@example.com",), "tax_id": "676-248-45-60"},
        "Żak s.c.": {"city": "Łódź", "emails": (), "phones": ()},
    }),
    RealFile("HubSpot", HUBSPOT.encode(), {"Jan Żółw": JAN}),
    RealFile("Salesforce", SALESFORCE.encode("cp1250"), {"Jan Żółw": JAN}),
    RealFile("Mailchimp", MAILCHIMP.encode(), {
        "Jan Żółw": {"first_name": "Jan", "last_name": "Żółw", "emails": ("jan@example.com",),
                     "phones": ("+48601234567",), "tags": ("Hurt", "VIP"), "birthday": ""},
    }),
)  # fmt: skip
