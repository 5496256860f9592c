"""vCard 2.1, 3.0 and 4.0: folding, QUOTED-PRINTABLE, several contacts, broken cards (issue 4)."""

from oclient_tui.domain.sheets import SourceRow
from tests.gateways.messy import read

OLD_PHONE = b"""BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BB=C3=B3=C5=82=6B=69=65=\r
=77=73=6B=61;=C5=81=75=63=6A=61;;;\r
TEL;CELL;VOICE:+48 600 100 200\r
TEL;WORK;PREF:12 345 67 89\r
EMAIL;INTERNET:a@example.com\r
ADR;HOME;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:;;ul. D=B3uga 1;Krak=F3w;;31-146;Polska\r
BDAY:19840317\r
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r
 AAAQABAAD/2wBDAA==\r
\r
END:VCARD\r
"""
NEW_PHONE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iOS
N:Kow\\,al;Jan;Maria;dr;
FN:dr Jan Maria Kow\\,al
ORG:Firma\\; sp. z o.o.;Dzia\u0142
item1.EMAIL;type=INTERNET;type=pref:jan@example.com
EMAIL:jan@example.com
EMAIL:drugi@example.com
item1.X-ABLabel:_$!<Work>!$_
CATEGORIES:Klienci,Stali
NOTE:nie\\nimportowane
BDAY;VALUE=date:1990-02-01
END:VCARD
""".encode()
VERSION_4 = b"""BEGIN:VCARD
VERSION:4.0
FN:Anna Nowak-Li
 s
TEL;VALUE=uri;PREF=1:tel:+48-600-100-201;ext=5
BDAY:--0317
END:VCARD
begin:vcard
version:4.0
kind:org
fn:Sklep Ryba
end:vcard
"""


def fields(content: bytes) -> list[dict[str, str] | str]:
    """Return the filled fields of each card, or what is wrong with it."""
    header, rows = read(content)

    def told(row: SourceRow) -> dict[str, str] | str:
        found = {name: cell for name, cell in zip(header, row.cells, strict=True) if cell} if not row.problem else {}
        return found or str(row.fault)

    return [told(row) for row in rows]


def test_cards_of_all_versions() -> None:
    assert fields(OLD_PHONE + NEW_PHONE + VERSION_4) == [
        {
            "first_name": "Łucja", "last_name": "Żółkiewska", "email": "a@example.com", "phone": "12 345 67 89",
            "phone2": "+48 600 100 200", "street": "ul. Długa 1", "postcode": "31-146", "city": "Kraków",
            "country": "Polska", "birthday": "1984-03-17",
        },
        {
            "first_name": "Jan Maria", "last_name": "Kow,al", "company": "Firma; sp. z o.o.",
            "email": "jan@example.com", "email2": "drugi@example.com", "tags": "Klienci, Stali",
            "birthday": "1990-02-01",
        },
        {"first_name": "Anna", "last_name": "Nowak-Lis", "phone": "+48-600-100-201"},
        {"company": "Sklep Ryba"},
    ]  # fmt: skip


def test_a_broken_card_is_one_bad_row() -> None:
    content = b"BEGIN:VCARD\nVERSION:3.0\nFN:No end\n" + NEW_PHONE.replace(b"NOTE:", b"no property at all\nNOTE:")
    content += VERSION_4 + b"BEGIN:VCARD\nVERSION:3.0\nFN:\x00\nEND:VCARD\nbetween\nBEGIN:VCARD\nFN:cut o"
    found = fields(content)
    assert found[0] == "This card has no END:VCARD."
    assert "breaks the rules of vCard" in str(found[1])
    assert found[2:4] == fields(VERSION_4)
    assert "NUL" in str(found[4])
    assert found[5] == "This card has no END:VCARD."


def test_a_card_of_a_megabyte_is_one_bad_row() -> None:
    long = b"BEGIN:VCARD\nVERSION:3.0\nFN:Jan\n" + b"NOTE:" + b"x" * 900_000 + b"\n" + b"NOTE:" + b"y" * 900_000
    found = fields(long + b"\nEND:VCARD\n" + VERSION_4)
    assert "longer than 1048576 characters" in str(found[0])
    assert found[1:] == fields(VERSION_4)


def test_letters_of_windows_without_a_word_about_them() -> None:
    content = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Żółw;Zbyś\r\nEND:VCARD\r\n".encode("cp1250")
    assert fields(content) == [{"first_name": "Zbyś", "last_name": "Żółw"}]
