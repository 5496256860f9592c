"""What a session's process is told of the world: the server's own settings, and little of what the client sent.

A client's variables reach interpreters and libraries before any of our code runs: PYTHONPATH loads modules, LD_PRELOAD
libraries, TEXTUAL_LOG writes a file. So the list names what may pass, and everything else is dropped (ssh.md trap 6).
"""

import os
import re
from collections.abc import Mapping

_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}")
_TOLD = frozenset({"LANG", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "NO_COLOR"})
_VALUE = re.compile(r"[A-Za-z0-9@:;,./_+ -]{0,127}")
_OWN = ("OCLIENT_", "XDG_")
_SECRET = frozenset({"OCLIENT_PASSWORD", "OCLIENT_AS", "OCLIENT_LANGUAGE"})
"""Who acts, and in what language, is the client's matter: never the shell's in which the server was started."""


def is_terminal(kind: str) -> bool:
    """Whether a client may name its terminal so."""
    return _TERM.fullmatch(kind) is not None


def environment(sent: Mapping[str, str], kind: str | None) -> dict[str, str]:
    """Return the whole environment of a session; kind is its TERM, None where there is no terminal."""
    own = {name: os.environ[name] for name in os.environ if name.startswith(_OWN) and name not in _SECRET}
    own |= {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    told = {name: text for name, text in sent.items() if _may_pass(name) and _VALUE.fullmatch(text)}
    return {"LANG": "C.UTF-8", **own, **told, "PYTHONUTF8": "1", "TERM": kind or "dumb"}


def _may_pass(name: str) -> bool:
    return name in _TOLD or re.fullmatch(r"LC_[A-Z]{1,20}", name) is not None
