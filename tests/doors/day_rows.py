"""Two thousand made-up customers, the same on every run: Polish, English, German, Ukrainian and Japanese names."""

import random
from dataclasses import dataclass, field

from tests.doors.day_model import folded

_FIRST = (
    "Łucja Jan Żaneta Zofia Ćwieczysław Ola Anna Piotr Świętosława Oliver Jürgen Марія 太郎 Ewa Grace Ó. Óla Jean-Luc"
    " Sara"
)
_LAST = (
    "Żółkiewska Kowalska Kowalski Źrebak Zając Ćma Czapla Łoś Lis Śliwa Sowa Ńowak Nowak Groß O'Brien Whitfield"
    " Шевченко 田中 Żółw Zolwa Ąkas Akacja Ęcki Ósemka Osa"
)
FIRST, LAST = _FIRST.split(), _LAST.split()
COMPANIES = (
    "Żółw i Syn",
    "Northern Oak Ltd",
    "田中商店",
    "Bäckerei Groß",
    "Łódź Meble (dawniej Sowa)",
    "A/B Test, Inc.",
)
CITIES = ("Kraków", "Nowy Kraków", "Łódź", "London", "Żory", "Zabrze", "Groß-Gerau", "")
STREETS = ("ul. Długa 12", "Rynek Główny 1, m. 7", "10 Oak Lane", "")
KINDS, INDUSTRIES = ("standard", "prospect", ""), ("IT", "Retail", "")
TAGS, CATEGORIES = ("newsletter", "old", "Święta"), ("VIP",)


@dataclass
class Row:
    """A customer as somebody types it, and as it is to be stored."""

    typed: list[str]
    texts: dict[str, str]
    email: str = ""
    phone: str = ""
    tags: set[str] = field(default_factory=set[str])
    categories: set[str] = field(default_factory=set[str])


class Rows:
    """Makes row after row."""

    def __init__(self) -> None:
        self._chance = random.Random(2026)  # noqa: S311 - made-up people, the same every time
        self._number = 0

    def next(self) -> Row:
        """Return the next customer; its tax_id is a word that no other has."""
        self._number += 1
        texts = self._texts() | {"tax_id": f"TX{self._number:05}"}
        texts = {name: value for name, value in texts.items() if value}
        row = Row([f"{name}={value}" for name, value in texts.items()], texts)
        if self._chance.random() < 0.7:
            local = folded(texts.get("last_name", "office")).replace("'", "")
            local = local if local.isascii() else "info"
            row.email = f"{local}.{self._number}@example.{self._chance.choice(('com', 'org', 'net'))}"
            row.typed.append(f"email={row.email}")
        if self._chance.random() < 0.7:
            digits = f"600{100000 + self._number * 37}"
            row.phone = f"+48{digits}"
            row.typed.append(
                self._chance.choice((f"phone=+48 {digits[:3]} {digits[3:6]} {digits[6:]}", f"phone=0048-{digits}"))
            )
        self._label(row)
        return row

    def _texts(self) -> dict[str, str]:
        pick = self._chance.choice
        company = pick(COMPANIES) if self._chance.random() < 0.3 else ""
        person = not company or self._chance.random() < 0.5
        return {
            "first_name": pick((*FIRST, "")) if person else "",
            "last_name": pick(LAST) if person else "",
            "company": company,
            "street": pick(STREETS),
            "postcode": pick(("31-146", "SW1A 1AA", "")),
            "city": pick(CITIES),
            "country": pick(("PL", "GB", "DE", "")),
            "birthday": pick(("1969-12-31", "1970-01-01", "1979-12-31", "1984-03-17", "")),
            "language": pick(("pl", "en", "")),
            "kind": pick(KINDS),
            "industry": pick(INDUSTRIES),
        }

    def _label(self, row: Row) -> None:
        row.tags = {tag for tag in TAGS if self._chance.random() < 0.15}
        row.categories = {name for name in CATEGORIES if self._chance.random() < 0.1}
        for name, labels in (("tags", row.tags), ("categories", row.categories)):
            if labels:
                row.typed.append(f"{name}={','.join(sorted(labels))}")
