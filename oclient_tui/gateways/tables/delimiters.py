"""Which sign separates the cells of a file of text: the one by which the header and the rows below it agree."""

from collections.abc import Mapping, Sequence

DELIMITERS = ("\t", "|", ";", ",")
"""The rarer a sign is within texts and amounts, the sooner it is taken, where two explain a file alike."""

_TITLES = 20
"""How many rows may stand above the header."""

_SHORT = 0.5
"""What a row that ends early speaks for a sign; one of the header's width speaks in full."""

_HEADER_ALONE = 0.1
"""What a header speaks for a sign where none of the rows below does: each of them may end behind its first cell."""

_WORDY = 0.6
"""What is left to a sign that stands before a blank wherever it stands, as in a sentence: Kos, Jan."""


def chosen(sample: str, widths: Mapping[str, Sequence[int]]) -> str:
    """Return the delimiter, from how many cells each sign makes of the first rows; '' where none separates columns."""
    scores = {sign: _score(sample, sign, found) for sign, found in widths.items()}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best][0] > 0 else ""


def _score(sample: str, sign: str, widths: Sequence[int]) -> tuple[float, int]:
    """Return how well a sign explains the rows, and into how many columns.

    The first row counts most: it is the header unless a title stands above. A sign that splits rows but not the
    header stands within cells, such as labels or the comma of an amount.
    """
    wordy = sample.count(f"{sign} ") == sample.count(sign)
    places = range(min(_TITLES, len(widths)))
    found = [(_fit(widths, place, wordy=wordy), widths[place]) for place in places if widths[place] > 1]
    return max(found, default=(0.0, 0))


def _fit(widths: Sequence[int], place: int, *, wordy: bool) -> float:
    """Return how well the row at a place serves as the header of those below it.

    A row below others must be joined by rows of its own width, and make three columns or more: two are what a comma
    makes of the names in a file of one column.
    """
    width, below = widths[place], widths[place + 1 :]
    if place and (width == 2 or wordy or width not in below):
        return 0.0
    fits = sum(1 if found == width else _SHORT for found in below if 1 < found <= width)
    fit = fits / len(below) if below else 1.0
    if wordy:
        return fit * _WORDY
    return max(fit, 0 if place else _HEADER_ALONE) / (1 + place / 2)
