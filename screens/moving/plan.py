"""An import on its way through the steps: the file, what was found in it, and what is to be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oclient_tui.domain.fields import NAMES
from oclient_tui.domain.import_headers import CONSENT, CONSENT_DATE, CONSENT_SOURCE, WHOLE_NAME
from oclient_tui.domain.imports import ImportRequest, OnDuplicate
from oclient_tui.services.customers.importing.looking import FileLook


@dataclass
class Plan:
    """What the steps hand on."""

    path: Path
    look: FileLook
    fields: dict[int, str] = field(default_factory=dict[int, str])
    """The field of each column that is used, by the column's place."""

    update: bool = False
    create_categories: bool = False
    consent_source: str = ""
    consent_date: str = ""

    def __post_init__(self) -> None:
        """Begin with what was guessed."""
        if not self.fields:
            self.take(self.look.columns)

    def take(self, columns: Mapping[str, int]) -> None:
        """Map as somebody else says."""
        self.fields = {place: name for name, place in columns.items()}

    def put(self, place: int, name: str) -> None:
        """Make a column a field, which no other column is any more; '' leaves the column out."""
        self.fields = {there: known for there, known in self.fields.items() if known != name and there != place}
        if name:
            self.fields[place] = name

    def sample(self, place: int, most: int = 1) -> list[str]:
        """Return the first values of a column that are not empty."""
        values = dict.fromkeys(row[place] for row in self.look.rows if place < len(row) and row[place].strip())
        return list(values)[:most]

    @property
    def named(self) -> bool:
        """Whether some column is a name; a file that updates needs none."""
        return self.update or bool({WHOLE_NAME, *NAMES} & set(self.fields.values()))

    @property
    def needs_consent_words(self) -> bool:
        """Whether consents come without where or when they were given (E10)."""
        used = set(self.fields.values())
        if not any(name.startswith(CONSENT) for name in used):
            return False
        return not (self.consent_source or CONSENT_SOURCE in used) or not (self.consent_date or CONSENT_DATE in used)

    @property
    def columns(self) -> dict[str, str]:
        """The columns by field, as mappings are saved."""
        return {name: self.look.header[place] for place, name in self.fields.items()}

    def request(self) -> ImportRequest:
        """Return what is asked of the import."""
        return ImportRequest(
            template={name: f"#{place + 1}" for place, name in self.fields.items()},
            on_duplicate=OnDuplicate.UPDATE if self.update else OnDuplicate.SKIP,
            create_categories=self.create_categories,
            consent_source=self.consent_source,
            consent_date=self.consent_date,
        )
