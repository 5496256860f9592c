"""Which charset a file of text has: told by its mark, by what its bytes can be, and last by what they spell."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from oclient_tui.gateways.tables.limits import BLOCK

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_COMMON = _POLISH | frozenset("„”\u2019“\u2018–—…§°€«»·×\xa0äöüßÄÖÜéáíúÉÁÇç")
_WESTERN = frozenset("ÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜÝàâäáãåæçèéêëìíîïñòóôöõøùúûüýßœ") | (_COMMON - _POLISH)
_CENTRAL = ("cp1250", "iso8859_2", "cp852")
"""What Polish files were written in: Windows, Unix, DOS."""

_WORDS_WANTED = 64 * 1024
_TRUSTED = 0.9
_FEW = 0.02


@dataclass(frozen=True, slots=True)
class Charset:
    """A charset by Python's name, and whether some bytes of the file are no text in it."""

    name: str
    lossy: bool = False

    @property
    def shown(self) -> str:
        """The name to show a person."""
        return {"utf-8-sig": "utf-8", "iso8859_2": "iso-8859-2"}.get(self.name, self.name)


def charset_of(source: BinaryIO) -> Charset:
    """Return the charset, reading the whole file once: a letter that is no UTF-8 may stand in the last row."""
    source.seek(0)
    head = source.read(BLOCK)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked in ("utf-16", "utf-32"):
        return Charset(marked, lossy=True)
    unmarked = _without_mark(head)
    if unmarked:
        return Charset(unmarked, lossy=True)
    words, errors, letters = _foreign(source, head)
    if marked or errors == 0 or (letters and errors <= letters * _FEW):
        return Charset(marked or "utf-8", lossy=errors > 0)
    return Charset(_spelled(words), lossy=True)


def _without_mark(head: bytes) -> str:
    """Return UTF-16 by its zeros: in most scripts every other byte of the delimiters and line ends is one."""
    pairs = len(head) // 2
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.3 and odd < pairs * 0.05 else ""


def _foreign(source: BinaryIO, head: bytes) -> tuple[bytes, int, int]:
    """Return lines with letters beyond ASCII, how often UTF-8 breaks in the file, and how many letters it spells."""
    words, errors, letters = bytearray(), 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    block = head
    while block:
        following = source.read(BLOCK)
        text = decoder.decode(block, final=not following)
        if not (block.isascii() and text.isascii()):
            bad = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
            errors += max(bad, 0)
            letters += len(text) - len(text.encode("ascii", "ignore"))
            if bad > 0 and len(words) < _WORDS_WANTED:
                words += b"\n".join(line for line in block.split(b"\n") if not line.isascii())[:_WORDS_WANTED]
        block = following
    return bytes(words), errors, letters - errors


def _spelled(words: bytes) -> str:
    """Return the charset in which the letters make sense: Polish first, then what the statistics of letters say."""
    scores = {name: _score(words, name, _COMMON) for name in _CENTRAL}
    best = max(_CENTRAL, key=lambda name: scores[name])
    if scores[best] >= _TRUSTED:
        return best
    if _score(words, "cp1252", _WESTERN) >= _TRUSTED:
        return "cp1252"
    from charset_normalizer import from_bytes

    guessed = from_bytes(words).best()
    return guessed.encoding if guessed is not None else best


def _score(words: bytes, name: str, expected: frozenset[str]) -> float:
    """Return which part of the letters beyond ASCII is one that files in the charset hold."""
    letters = [sign for sign in words.decode(name, "replace") if not sign.isascii()]
    return sum(sign in expected for sign in letters) / len(letters) if letters else 1.0
