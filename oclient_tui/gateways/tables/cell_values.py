"""What a cell of a workbook says, as text: dates as ISO 8601, numbers as they were typed (issue 4)."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache

_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PLACES = re.compile(r'(?:[0 ()+-]|\\.|"[^"]*")+\Z')
_PIECE = re.compile(r'\\(.)|"([^"]*)"|(.)')
_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY = timedelta(days=1)
_LEAP = 60
"""Excel's calendar has a 29 February 1900, day 60, which never was (it repeats a bug of Lotus 1-2-3)."""


class Shows(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"


@lru_cache(maxsize=1024)
def shows(number: int, code: str) -> Shows:
    """Return what a format shows: one of Excel's own by its number, another by its code."""
    if number in _DATES or number in _TIMES:
        return Shows.DATE if number in _DATES else Shows.TIME
    bare = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "general" in bare:
        return Shows.NUMBER
    if "y" in bare or "d" in bare or ("m" in bare and "h" not in bare and "s" not in bare):
        return Shows.DATE
    return Shows.TIME if "h" in bare or "s" in bare else Shows.NUMBER


def number_text(value: str, kind: Shows, code: str, *, from_1904: bool) -> str:
    """Return a number as text; what is no number comes back as it is."""
    if kind is Shows.NUMBER and _WHOLE.match(value):
        return _placed(value, code)
    try:
        number = float(value)
    except ValueError:
        return value
    if kind is not Shows.NUMBER:
        moment = _moment(number, kind, from_1904=from_1904)
        if moment:
            return moment
    if not abs(number) < 1e300:
        return value
    shown = format(Decimal(format(number, ".15g")), "f")
    return _placed(shown.rstrip("0").rstrip(".") if "." in shown else shown, code)


def _moment(number: float, kind: Shows, *, from_1904: bool) -> str:
    """Return the moment of a day's number; '' for one outside the calendar."""
    seconds = round((number % 1) * 86_400)
    day = int(number // 1) + seconds // 86_400
    minutes, second = divmod(seconds % 86_400, 60)
    clock = time(minutes // 60, minutes % 60, second)
    if kind is Shows.TIME and 0 <= number < 1:
        return clock.isoformat()
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30) + (_DAY if day < _LEAP else 0 * _DAY)
    try:
        found = first + timedelta(days=day)
    except OverflowError:
        return ""
    return found.isoformat() if seconds % 86_400 == 0 else datetime.combine(found, clock).isoformat()


def _placed(digits: str, code: str) -> str:
    """Return a whole number in a format of places, as postcodes and telephone numbers are kept: 00-000."""
    if code.count("0") < 2 or not _PLACES.match(code) or not digits.isdigit():
        return digits
    pieces = [found.groups() for found in _PIECE.finditer(code)]
    rest = digits.zfill(sum(sign == "0" for _, _, sign in pieces))
    shown: list[str] = []
    for escaped, quoted, sign in reversed(pieces):
        if sign == "0":
            shown.append(rest[-1])
            rest = rest[:-1]
        else:
            shown.append(escaped or quoted or sign or "")
    return rest + "".join(reversed(shown)) if not rest else digits


def unescaped(text: str) -> str:
    """Return a text of a workbook with what XML cannot hold, which stands in it as _x000D_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
