"""What becomes of the rows of a file, by kind: ready, there already, wrong (looks 06)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.imports import ImportReport, Rejection
from screens.ink import Part, line
from screens.moving.field_words import field_words

KINDS = ("ready", "duplicates", "problems")
_GLYPHS = {"ready": ("✓", "$oc-ok"), "duplicates": ("▲", "$oc-warn"), "problems": ("✗", "$oc-error")}
_MORE = tr("The first {number} are shown; after the import all that stay out stand in a file.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: its line, what it says in short, and what becomes of it."""

    line: int
    row: str
    then: str


def counts(report: ImportReport) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    return {
        "ready": report.added + report.updated,
        "duplicates": report.duplicates,
        "problems": report.invalid,
    }


def verdicts(report: ImportReport, kind: str) -> list[Verdict]:
    """Return the first rows of a kind, in the file's order."""
    if kind == "ready":
        found = [_ready(row, tr("new customer")) for row in report.first]
        found += [_ready(row, tr("updates the customer")) for row in report.changes]
    else:
        found = [_refused(one) for one in report.rejections if one.duplicate == (kind == "duplicates")]
    return sorted(found, key=lambda one: one.line)


def left_untold(report: ImportReport, kind: str, shown: int) -> str:
    """Return a sentence where there are more rows of a kind than are shown."""
    return translate(_MORE).format(number=shown) if counts(report)[kind] > shown else ""


def causes(report: ImportReport) -> str:
    """Return which fields are to blame how often, the most frequent first."""
    found = Counter(one.field for one in report.rejections if not one.duplicate and one.field)
    return " · ".join(f"{field_words(name)} {number}" for name, number in found.most_common(6))


def _ready(row: Mapping[str, object], then: str) -> Verdict:
    names = [str(row[name]) for name in ("last_name", "first_name", "company") if row.get(name)]
    return Verdict(int(str(row["line"])), " ".join(names) or _short(tuple(map(str, row.values()))[1:]), translate(then))


def _refused(one: Rejection) -> Verdict:
    return Verdict(one.line, _short(one.cells), one.text(translate))


def _short(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell.strip())[:80]


def told(report: ImportReport, here: str) -> Content:
    """Return the kinds with their keys and numbers, the one that is shown in bold."""
    words = {"ready": tr("ready"), "duplicates": tr("duplicates"), "problems": tr("problems")}
    parts: list[Part] = []
    for place, (kind, number) in enumerate(counts(report).items(), 1):
        glyph, ink = _GLYPHS[kind]
        strong = "bold $oc-text on $oc-sel" if kind == here else "$oc-muted"
        parts += [
            (f" {place} ", "bold $oc-accent"),
            (f"{glyph} ", ink),
            (f"{number} {translate(words[kind])} ", strong),
        ]
        parts.append("  ")
    return line(*parts)


def share(report: ImportReport, width: int) -> Content:
    """Return a bar of the kinds: none that has a row goes without a sign."""
    numbers, every = counts(report), max(sum(counts(report).values()), 1)
    signs = {"ready": "━", "duplicates": "═", "problems": "╍"}
    lengths = {kind: max(number * width // every, 1) if number else 0 for kind, number in numbers.items()}
    largest = max(lengths, key=lambda kind: lengths[kind])
    lengths[largest] = max(lengths[largest] + width - sum(lengths.values()), 0)
    return line(*((signs[kind] * length, _GLYPHS[kind][1]) for kind, length in lengths.items()))
