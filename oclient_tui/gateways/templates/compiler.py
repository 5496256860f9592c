"""Templates as they are filled in: looked at by the grammar, then compiled by python-liquid once for each wording."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.templates import Rendered, Source
from oclient_tui.domain.text import one_line
from oclient_tui.gateways.templates.grammar import pieces
from oclient_tui.gateways.templates.markup import check_markup

if TYPE_CHECKING:
    from liquid import BoundTemplate

_COMPILED_KEPT = 64


class LiquidTemplate:
    """One wording, ready to be filled in for each recipient."""

    def __init__(self, subject: "BoundTemplate", text: "BoundTemplate", html: "BoundTemplate | None") -> None:
        self._subject, self._text, self._html = subject, text, html

    def render(self, fields: Mapping[str, str]) -> Rendered:
        """Return what one recipient gets; raise Invalid for a subject that is no single line, and for too much text."""
        values = _nested(fields)
        subject = _filled("subject", self._subject, values)
        if one_line(subject) != " ".join(subject.split()):
            raise Invalid(tr("With these values the subject has a line break or another control character in it."))
        html = _filled("html", self._html, values) if self._html else ""
        return Rendered(one_line(subject), _filled("text", self._text, values), html)


@lru_cache(maxsize=_COMPILED_KEPT)
def compiled(source: Source) -> LiquidTemplate:
    """Return what fills a template in; raise Invalid, naming the place, for one that cannot be read (O28)."""
    subject, text = (_part(name, getattr(source, name)) for name in ("subject", "text"))
    if not source.html:
        return LiquidTemplate(subject, text, None)
    check_markup(source.html, pieces("html", source.html))
    return LiquidTemplate(subject, text, _part("html", source.html))


def _part(name: str, written: str) -> "BoundTemplate":
    from liquid.exceptions import LiquidError

    from oclient_tui.gateways.templates.environment import MARKUP, TEXT

    found = pieces(name, written)
    try:
        return (MARKUP if name == "html" else TEXT).from_string(written)
    except LiquidError as error:
        start = error.token.start_index if error.token else -1
        near = next((piece for piece in reversed(found) if start < 0 or piece.start <= start), None)
        raise Invalid(
            tr("{field}, line {line}: the conditions do not fit together near “{piece}”. Each if needs an endif."),
            field=name,
            line=near.line if near else 1,
            piece=near.shown if near else written[:80],
        ) from error


def _filled(name: str, template: "BoundTemplate", values: Mapping[str, object]) -> str:
    from liquid.exceptions import LiquidError

    try:
        return template.render(**values)
    except LiquidError as error:
        raise Invalid(tr("With these values the {field} becomes longer than it may be."), field=name) from error


def _nested(fields: Mapping[str, str]) -> Mapping[str, object]:
    """Return the values as Liquid finds them: nothing counts as no, and `sender.name` is a name of `sender`."""
    nested = dict[str, dict[str, str | None]]()
    for name, value in fields.items():
        of, _, inner = name.rpartition(".")
        nested.setdefault(of, {})[inner] = value or None
    return {**nested.pop("", {}), **nested}
