"""Command lines to be typed on one's own computer, where this screen is somebody else's terminal (D17)."""

import re
import shlex

from oclient_tui.domain.lists import CustomerList

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.]*\Z")
_TAME = re.compile(r"[^'\"\\$`!]*\Z")


def reference(of: CustomerList) -> str:
    """Return how a command names a list: by its name where that is one plain word, else by its id.

    A name is what somebody typed: in a shell, and in the next one behind ssh, it could mean anything.
    """
    return of.name if _WORD.match(of.name) else str(of.id)


def twice_quoted(text: str) -> str:
    """Return a word as it is typed before ssh: one's own shell takes one pair of quotes, the far side the other."""
    once = shlex.quote(text)
    if once == text:
        return text
    return f'"{once}"' if _TAME.match(text) else shlex.quote(once)
