"""Messy files of customers as people have them, each with what must be read from it (issue 4, E6)."""

import io
from dataclasses import dataclass

from oclient_tui.domain.sheets import SourceRow, TableFormat
from oclient_tui.gateways.tables import Tables

RAGGED, QUOTE, NUL = "cells where", "quote that opens", "NUL"
LONG_CELL, LONG_ROW, NO_TEXT = "A cell of this row is longer", "This row is longer", "no text in the file's charset"
CSV, TSV, VCARD = TableFormat.CSV, TableFormat.TSV, TableFormat.VCARD


@dataclass(frozen=True)
class Messy:
    """A file, its header, and its rows by line: cells, or the beginning of what is wrong with the row."""

    name: str
    content: bytes
    header: tuple[str, ...]
    rows: dict[int, tuple[str, ...] | str]
    delimiter: str = ","
    charset: str = "utf-8"
    format: TableFormat = CSV


def read(content: bytes) -> tuple[tuple[str, ...], list[SourceRow]]:
    """Return the header and rows of a file."""
    sheet = Tables().open(io.BytesIO(content))
    return sheet.header, list(sheet.rows())


NAMES = ("first_name", "last_name", "city")
ZOFIA = ("Zofia", "Żółć", "Łódź")
POLISH = "first_name;last_name;city\r\nZofia;Żółć;Łódź\r\nJan;Gęślą;Kraków\r\n"
POLISH_ROWS: dict[int, tuple[str, ...] | str] = {2: ZOFIA, 3: ("Jan", "Gęślą", "Kraków")}


def polish(name: str, charset: str, shown: str = "") -> Messy:
    """Return the same Polish file in a charset."""
    return Messy(name, POLISH.encode(charset), NAMES, POLISH_ROWS, ";", shown or charset)


TEXTS = (
    Messy("plain", b"a,b\n1,2\n3,4\n", ("a", "b"), {2: ("1", "2"), 3: ("3", "4")}),
    polish("UTF-8 with a byte order mark", "utf-8-sig", "utf-8"),
    polish("UTF-16 with a byte order mark", "utf-16"),
    polish("UTF-16 LE without one", "utf-16-le"),
    polish("UTF-16 BE without one", "utf-16-be"),
    polish("UTF-32", "utf-32"),
    polish("Windows, Central Europe", "cp1250"),
    polish("Latin-2", "iso-8859-2"),
    polish("DOS", "cp852"),
    Messy(
        "a Polish letter after a megabyte of ASCII",
        b"name,city\n" + b"Jan,Gdansk\n" * 100_000 + "Żółć,Łódź\n".encode("cp1250"),
        ("name", "city"),
        {100_002: ("Żółć", "Łódź")},
        charset="cp1250",
    ),
    Messy(
        "one row of Windows among UTF-8",
        b"name,city\n" + "Żółć,Łódź\n".encode() * 40 + "Gęś,Łódź\n".encode("cp1250") + b"Jan,Hel\n",
        ("name", "city"),
        {2: ("Żółć", "Łódź"), 42: NO_TEXT, 43: ("Jan", "Hel")},
    ),
    Messy("Western", "name,city\nJosè Nuñez,Orléans\nZoë,Besançon\nÅse,Malmö\n".encode("cp1252"), ("name", "city"),
          {2: ("Josè Nuñez", "Orléans"), 3: ("Zoë", "Besançon"), 4: ("Åse", "Malmö")}, charset="cp1252"),
    Messy("rows that end early", b"a,b,c\n1,2\n1\n'=x\n1,2,3\n", ("a", "b", "c"),
          {2: ("1", "2", ""), 3: ("1", "", ""), 4: ("=x", "", ""), 5: ("1", "2", "3")}),
    Messy("rows that go on", b"a,b,c\n1,2,3,4\n1,2,3,,\n1,2,3\n", ("a", "b", "c"),
          {2: RAGGED, 3: ("1", "2", "3"), 4: ("1", "2", "3")}),
    Messy("a short row that swallowed another", b'a,b,c\nx,"y,1\nz,2"\n1,"2\n3"\n', ("a", "b", "c"),
          {2: RAGGED, 4: ("1", "2\n3", "")}),
    Messy("delimiters at the ends of rows", b"a,b,\n1,2,\n3,4\n5,6,,,\n", ("a", "b"),
          {2: ("1", "2"), 3: ("3", "4"), 4: ("5", "6")}),
    Messy("a column without a name", b"a,,c,\n1,2,3,4\n", ("a", "#2", "c", "#4"), {2: ("1", "2", "3", "4")}),
    Messy("columns of one name", b"e-mail,e-mail,e-mail (2)\n1,2,3\n",
          ("e-mail", "e-mail (2)", "e-mail (2) (2)"), {2: ("1", "2", "3")}),
    Messy("empty lines in the middle", b"\n\r\n  \na,b\n\n1,2\n,\n \n3,4\n\n", ("a", "b"),
          {6: ("1", "2"), 9: ("3", "4")}),
    Messy("a title above", "Lista klientów;;\n;;\nimię;nazwisko;miasto\nJan;Kos;Hel\n".encode(),
          ("imię", "nazwisko", "miasto"), {4: ("Jan", "Kos", "Hel")}, ";"),
    Messy("a title with a comma", b"Customers, 2024\na;b;c\n1;2;3\n4;5;6\n", ("a", "b", "c"),
          {3: ("1", "2", "3"), 4: ("4", "5", "6")}, ";"),
    Messy("Excel's sep=", b"sep=|\r\na|b\r\n1;1|2,2\r\n", ("a", "b"), {3: ("1;1", "2,2")}, "|"),
    Messy("semicolons and decimal commas", "imię;suma;saldo\nJan;1,50;2,75\nAla;3,00;0,10\n".encode(),
          ("imię", "suma", "saldo"), {2: ("Jan", "1,50", "2,75"), 3: ("Ala", "3,00", "0,10")}, ";"),
    Messy("commas, and semicolons in a cell", b"name,e-mail,tags\nJan,j@example.com,a;b;c;d;e;f;g;h\n",
          ("name", "e-mail", "tags"), {2: ("Jan", "j@example.com", "a;b;c;d;e;f;g;h")}),
    Messy("commas, and semicolons in a cell of a short row", b"a,b,c,d,e\n1,x;y;z;u;v;w;t\n1,2\n",
          ("a", "b", "c", "d", "e"), {2: ("1", "x;y;z;u;v;w;t", "", "", ""), 3: ("1", "2", "", "", "")}),
    Messy("commas, and semicolons in most rows", b"a,b\n1,x;y;z\n2,u;v;w\n3,\n", ("a", "b"),
          {2: ("1", "x;y;z"), 3: ("2", "u;v;w"), 4: ("3", "")}),
    Messy("semicolons, and commas everywhere",
          "Nazwa, firma;Kwota, netto;VAT\nKos, Jan;1,50;0,35\nŻak;2;0,46\n".encode(),
          ("Nazwa, firma", "Kwota, netto", "VAT"), {2: ("Kos, Jan", "1,50", "0,35"), 3: ("Żak", "2", "0,46")}, ";"),
    Messy("a header of two columns over short rows", b"a,b\n1\n2;3\n", ("a", "b"), {2: ("1", ""), 3: ("2;3", "")}),
    Messy("quoted headers with other delimiters in them", b'"a;b;c","d|e"\r\n"1;2","3"\r\n', ("a;b;c", "d|e"),
          {2: ("1;2", "3")}),
    Messy("tabs, and commas in every row", b"name\tplace\nKos, Jan\tHel, PL, 84-150\nZak, Ola\tReda, PL, 84-240\n",
          ("name", "place"), {2: ("Kos, Jan", "Hel, PL, 84-150"), 3: ("Zak, Ola", "Reda, PL, 84-240")}, "\t",
          format=TSV),
    Messy("one column with many commas", b"notes\nred, green, blue\nHel, Reda, Puck\nnone\n", ("notes",),
          {2: ("red, green, blue",), 3: ("Hel, Reda, Puck",), 4: ("none",)}, ""),
    Messy("tabs", b"a\tb\n1,5\t\"x\ty\"\n", ("a", "b"), {2: ("1,5", "x\ty")}, "\t", format=TSV),
    Messy("pipes", b"a|b|c\n1,2|3;4|5\n", ("a", "b", "c"), {2: ("1,2", "3;4", "5")}, "|"),
    Messy("quoted line ends", b'a,b\r\n"x\r\ny","1"\r\n"z","2\n\n3"\r\nu,v\r\n', ("a", "b"),
          {2: ("x\r\ny", "1"), 4: ("z", "2\n\n3"), 7: ("u", "v")}),
    Messy("quotes inside", b'a,b\n"He said ""no""",x\nJan "Kos" Nowak,y\n5" pipe,z\n', ("a", "b"),
          {2: ('He said "no"', "x"), 3: ('Jan "Kos" Nowak', "y"), 4: ('5" pipe', "z")}),
    Messy("quotes behind backslashes", b'a,b\n"He said \\"no\\", he did",x\n"y \\"q\\" ,z",w\n', ("a", "b"),
          {2: ('He said "no", he did', "x"), 3: ('y "q" ,z', "w")}),
    Messy("blanks before quotes", b'a, b, c\n1, "x, y", 3\n', ("a", "b", "c"), {2: ("1", "x, y", "3")}),
    Messy("apostrophes as quotes", b"'a';'b'\r\n'x;y';'2'\r\n", ("a", "b"), {2: ("x;y", "2")}, ";"),
    Messy("a quote that swallows what follows", b'a,b\n"x,1\ny,2\nz,3\n"w ""q""",4\nv,5\n', ("a", "b"),
          {2: QUOTE, 3: ("y", "2"), 4: ("z", "3"), 5: ('w "q"', "4"), 6: ("v", "5")}),
    Messy("a quote that is open at the end", b'a,b\nx,1\ny,"2\nz,3\nw,4', ("a", "b"),
          {2: ("x", "1"), 3: QUOTE, 4: ("z", "3"), 5: ("w", "4")}),
    Messy("a long text that is quoted well", b'a,b\nx,"' + b"line\n" * 20_000 + b'"\ny,2\n', ("a", "b"),
          {2: LONG_CELL, 20_003: ("y", "2")}),
    Messy("NUL", b"a,b\n1,\x002\n3,4\n", ("a", "b"), {2: NUL, 3: ("3", "4")}),
    Messy("a cell of 10 MB", b"a,b\n1," + b"x" * 10_000_000 + b"\n3,4\n", ("a", "b"), {2: LONG_ROW, 3: ("3", "4")}),
    Messy("a cell over the limit", b"a,b\n1," + b"x" * 65_537 + b"\n3," + b"y" * 65_536 + b"\n", ("a", "b"),
          {2: LONG_CELL, 3: ("3", "y" * 65_536)}),
    Messy("a long line at the end", b"a,b\n1,2\n" + b"x" * 3_000_000, ("a", "b"), {2: ("1", "2"), 3: LONG_ROW}),
    Messy("old Macintosh", b"a,b\r1,2\r3,4", ("a", "b"), {2: ("1", "2"), 3: ("3", "4")}),
    Messy("line ends of all kinds", b"a,b\r\n1,2\n3,4\r5,6\r\n7,8", ("a", "b"),
          {2: ("1", "2"), 3: ("3", "4"), 4: ("5", "6"), 5: ("7", "8")}),
    Messy("signs that are no line ends", "a,b\nx\u2028y,z\x85\nv\x0bw,u\x1c\n".encode(), ("a", "b"),
          {2: ("x\u2028y", "z\x85"), 3: ("v\x0bw", "u\x1c")}),
    Messy("one column", b"e-mail\na@example.com\nb@example.com\n", ("e-mail",),
          {2: ("a@example.com",), 3: ("b@example.com",)}, ""),
    Messy("one column with commas", b"klient\nKos, Jan\nNowak, Anna\n", ("klient",),
          {2: ("Kos, Jan",), 3: ("Nowak, Anna",)}, ""),
    Messy("header only", b"a,b\r\n", ("a", "b"), {}),
    Messy("marks against formulas", b"a,b\n'=1+1,'+48 600\n''-x,O'Hara\n'600,'t Hart\n", ("a", "b"),
          {2: ("=1+1", "+48 600"), 3: ("'-x", "O'Hara"), 4: ("'600", "'t Hart")}),
    Messy(
        "Google Contacts",
        ("Name,Given Name,Family Name,Group Membership,E-mail 1 - Value,Phone 1 - Value\n"
         "Żaneta Kos,Żaneta,Kos,* myContacts ::: Kraków,zk@example.com,+48 600 100 200 ::: 600 100 201\n").encode(),
        ("Name", "Given Name", "Family Name", "Group Membership", "E-mail 1 - Value", "Phone 1 - Value"),
        {2: ("Żaneta Kos", "Żaneta", "Kos", "* myContacts ::: Kraków", "zk@example.com",
             "+48 600 100 200 ::: 600 100 201")},
    ),
    Messy(
        "Outlook in Polish",
        ('"Tytuł","Imię","Nazwisko","Firma","Ulica (adres służbowy)","Adres e-mail","Notatki"\r\n'
         '"","Łukasz","Żak","Meble ""Dąb"" s.c.","ul. Długa 5\r\nm. 7","lz@example.com",""\r\n').encode("cp1250"),
        ("Tytuł", "Imię", "Nazwisko", "Firma", "Ulica (adres służbowy)", "Adres e-mail", "Notatki"),
        {2: ("", "Łukasz", "Żak", 'Meble "Dąb" s.c.', "ul. Długa 5\r\nm. 7", "lz@example.com", "")},
        charset="cp1250",
    ),
)  # fmt: skip

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "The file is empty."),
    "blanks": (b" \r\n\t\n", "The file is empty."),
    "only a byte order mark": (b"\xef\xbb\xbf", "The file is empty."),
    "no header": (b"Jan,jan@example.com\nOla,ola@example.com\n", "The first row holds data (“jan@example.com”)"),
    "a header of a number": (b"Jan,600 100 200\nOla,600 100 201\n", "The first row holds data (“600 100 200”)"),
    "1,001 columns": (b",".join(b"c%d" % number for number in range(1_001)) + b"\n1\n", "more than 1000 columns"),
    "a million columns": (b",".join([b"c"] * 1_000_000) + b"\n1\n", "first line is longer than 1048576 characters"),
    "gzip": (b"\x1f\x8b\x08\x00rest", "The file is packed. Unpack it"),
    "7z": (b"7z\xbc\xaf\x27\x1crest", "The file is packed. Unpack it"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Save it as XLSX without a password"),
    "PDF": (b"%PDF-1.7\n", "This is no file of customers"),
    "a database": (b"SQLite format 3\0rest", "This is no file of customers"),
    "random bytes": (bytes(range(256)) * 8, "This is no file of customers"),
    "JSON": (b'[{"name": "Jan"}]', "This is JSON"),
    "JSON Lines": (b'{"name": "Jan"}\n{"name": "Ola"}\n', "This is JSON"),
    "a web page": (b"\xef\xbb\xbf<html><table><tr><td>Jan</td></tr></table>", "This is a web page or XML"),
    "a broken archive": (b"PK\x03\x04 and no more", "The workbook is damaged."),
}
"""Files that cannot be read at all, and what is said."""
