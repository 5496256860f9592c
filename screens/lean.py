"""Colours said once: what a frame writes to the terminal without repeating what is in force already (P7).

Every piece of a line comes with all its colours and a reset behind it. Over SSH that is most of what a move of the
cursor writes, so colours and attributes are sent only where they differ from those in force, and blanks, of which only
the ground is seen, take whatever ink there is. A long run of blanks is erased in the ground in force and stepped over
(ECH and CUF of ECMA-48), which every terminal does that erases in colour; `screen` does not, so it is told apart.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_SEQUENCE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\[[0-9;]*H")
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
_SEEN_ON_BLANKS = frozenset("479")
_RESET = "\x1b[0m"
_BLANKS = re.compile(" {12,}")
_STEP = r"\x1b\[[0-9]+X\x1b\[([0-9]+)C"
_PASSED_BY = re.compile(r"\x1b\[[0-9;]*H((?:\x1b\[[0-9;]*m)*)(?:\r?\n)?(?=\x1b\[[0-9;]*H)")
"""A place where nothing is written before the cursor goes to another one."""
_LAST = re.compile(_STEP + r"(?=(?:\x1b\[[0-9;]*m)*(?:\r?\n|\x1b\[[0-9;]*H|$))")
_NUMBER = re.compile("([0-9]+)C")
_RUN = re.compile(f" *{_STEP} *(?:{_STEP} *)*")


@dataclass(frozen=True, slots=True)
class _Pen:
    """How the next sign is written."""

    ink: str = "39"
    ground: str = "49"
    attributes: frozenset[str] = frozenset()

    @property
    def under_blanks(self) -> tuple[str, frozenset[str]]:
        return self.ground, self.attributes & _SEEN_ON_BLANKS


_PLAIN = _Pen()


def erases_in_colour(term: str) -> bool:
    """Whether a terminal of this name erases in the ground in force: those that only call themselves screen may not."""
    return not term.startswith(("screen", "vt", "dumb", "ansi"))


def lean(data: str, *, erase: bool = True) -> str:
    """Return what draws the same with fewer bytes; data with a colour sequence that is not understood stays as it is.

    Nothing is in force before, and nothing is left in force behind it, as with what Textual writes.
    """
    if data.count(_RESET) < 2:
        return data
    parts: list[str] = []
    now = wanted = _PLAIN
    last = 0
    for found in _SEQUENCE.finditer(data):
        if text := data[last : found.start()]:
            now = _written(parts, text, now, wanted, erase=erase)
        last = found.end()
        codes = found[1]
        if codes is None:
            parts.append(found[0])  # moving the cursor is the same with any pen
            continue
        changed = _turned(wanted, codes)
        if changed is None:
            return data
        wanted = changed
    if text := data[last:]:
        now = _written(parts, text, now, wanted, erase=erase)
    if now != wanted:
        parts.append(_change(now, wanted))
    drawn = _PASSED_BY.sub(r"\1", "".join(parts))
    return _LAST.sub(_written_out, _RUN.sub(_joined, drawn)) if erase else drawn


def _written(parts: list[str], text: str, now: _Pen, wanted: _Pen, *, erase: bool) -> _Pen:
    """Write text, changing the pen before as far as that can be seen; return the pen in force."""
    if text.isspace() and text.isprintable():
        wanted = now if now.under_blanks == wanted.under_blanks else replace(wanted, ink=now.ink)
    if now != wanted:
        parts.append(_change(now, wanted))
    parts.append(_BLANKS.sub(_stepped, text) if erase and not wanted.attributes & _SEEN_ON_BLANKS else text)
    return wanted


def _stepped(blanks: re.Match[str]) -> str:
    return _steps(len(blanks[0]))


def _joined(run: re.Match[str]) -> str:
    """Return one step for blanks that came in several pieces."""
    return _steps(run[0].count(" ") + sum(int(number) for number in _NUMBER.findall(run[0])))


def _written_out(step: re.Match[str]) -> str:
    """Return the blanks at the end of a line as such: copies of a screen leave out what was only erased there."""
    return " " * int(step[1])


def _steps(number: int) -> str:
    return f"\x1b[{number}X\x1b[{number}C"


@lru_cache(4096)
def _change(now: _Pen, wanted: _Pen) -> str:
    if wanted == _PLAIN:
        return _RESET
    begin = f"\x1b[{';'.join(['0', *_codes(_PLAIN, wanted)])}m"
    return min(f"\x1b[{';'.join(_codes(now, wanted))}m", begin, key=len)


def _codes(now: _Pen, wanted: _Pen) -> list[str]:
    off = sorted({_OFF[code] for code in now.attributes - wanted.attributes})
    kept = frozenset(code for code in now.attributes if _OFF[code] not in off)
    codes = [*off, *sorted(wanted.attributes - kept)]
    codes += [wanted.ink] if wanted.ink != now.ink else []
    codes += [wanted.ground] if wanted.ground != now.ground else []
    return codes


@lru_cache(4096)
def _turned(pen: _Pen, codes: str) -> _Pen | None:
    """Return a pen after a colour sequence; None for one that is not understood."""
    rest = codes.split(";") if codes else ["0"]
    while rest:
        code = rest.pop(0)
        if code in ("38", "48"):
            size = {"2": 4, "5": 2}.get(rest[0] if rest else "", 0)
            if not size or len(rest) < size:
                return None
            colour, rest = ";".join([code, *rest[:size]]), rest[size:]
            pen = replace(pen, ink=colour) if code == "38" else replace(pen, ground=colour)
        elif (simple := _simple(pen, code)) is not None:
            pen = simple
        else:
            return None
    return pen


def _simple(pen: _Pen, code: str) -> _Pen | None:
    if code in ("0", ""):
        return _PLAIN
    if code in _OFF:
        return replace(pen, attributes=pen.attributes | {code})
    if re.fullmatch("3[0-79]|9[0-7]", code):
        return replace(pen, ink=code)
    if re.fullmatch("4[0-79]|10[0-7]", code):
        return replace(pen, ground=code)
    return None
