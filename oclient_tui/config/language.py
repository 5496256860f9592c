"""The language of messages, per person: English is the source, Polish ships (D16)."""

import gettext
import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "pl")
_LOCALES = Path(__file__).parent.parent / "locale"


@dataclass(slots=True)
class Voice:
    """The language of one person. Contexts copied from the person's own share it, so that a change reaches them all."""

    language: str = "en"


_current: ContextVar[Voice] = ContextVar("language", default=Voice())  # noqa: B039 - nobody changes the default


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("oclient", _LOCALES, [language], fallback=True)


def choose(language: str | None, environment: Mapping[str, str] | None = None) -> str:
    """Return the language to speak: the one asked for, else the terminal's, else English."""
    env = os.environ if environment is None else environment
    spoken = (language, env.get("LC_ALL"), env.get("LC_MESSAGES"), env.get("LANG"))
    first = next((name for name in spoken if name), "en")[:2].lower()
    return first if first in LANGUAGES else "en"


def speak(language: str) -> Voice:
    """Speak a language from here on, in this context and its later copies: many people may share one process."""
    voice = Voice(language)
    _current.set(voice)
    return voice


def spoken() -> str:
    """Return the language spoken here."""
    return _current.get().language


def other_language(message: str) -> str:
    """Return a message in the language that is not spoken here: commands are found by either name."""
    return _catalogue("en" if spoken() == "pl" else "pl").gettext(message) if message else ""


def translate(message: str) -> str:
    """Return a message in the language spoken here."""
    return _catalogue(spoken()).gettext(message) if message else ""
