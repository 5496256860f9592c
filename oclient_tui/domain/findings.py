"""What a look at the installation finds, as sentences for the operator; never a value of a customer's (E7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

OK, WARNING, PROBLEM = "ok", "warning", "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is about, how it stands, what was found, and what to do about it."""

    about: str
    state: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    advice: str = ""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentences, translated and filled in."""
        said = translate(self.message).format(**self.values)
        return f"{said} {translate(self.advice).format(**self.values)}" if self.advice else said


def problem(about: str, message: str, advice: str = "", **values: object) -> Finding:
    """Return something that is wrong."""
    return Finding(about, PROBLEM, message, values, advice)


def warning(about: str, message: str, advice: str = "", **values: object) -> Finding:
    """Return something that may become wrong."""
    return Finding(about, WARNING, message, values, advice)


def ok(about: str, message: str, **values: object) -> Finding:
    """Return something that is as it should be."""
    return Finding(about, OK, message, values)
