"""The language of messages, per person: English is the source, Polish ships (D16)."""

import gettext
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "pl")
_LOCALES = Path(__file__).parent.parent / "locale"
_current: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("oclient", _LOCALES, [language], fallback=True)


def choose(language: str | None, environment: Mapping[str, str] | None = None) -> str:
    """Return the language to speak: the one asked for, else the terminal's, else English."""
    env = os.environ if environment is None else environment
    spoken = (language, env.get("LC_ALL"), env.get("LC_MESSAGES"), env.get("LANG"))
    first = next((name for name in spoken if name), "en")[:2].lower()
    return first if first in LANGUAGES else "en"


def speak(language: str) -> None:
    """Speak a language from here on, in this context only: many people may share one process."""
    _current.set(language)


def spoken() -> str:
    """Return the language spoken here."""
    return _current.get()


def translate(message: str) -> str:
    """Return a message in the language spoken here."""
    return _catalogue(_current.get()).gettext(message) if message else ""
