"""Text on the screen: always `Content`, never markup, and inert (T1-T3)."""

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.text import inert, inert_block

Part = Content | str | tuple[str, str]


def plain(text: str, style: str = "") -> Content:
    """Return text of people as it stands, in one style."""
    return Content.styled(inert(text), style) if style else Content(inert(text))


def block(text: str) -> Content:
    """Return text of several lines."""
    return Content(inert_block(text))


def line(*parts: Part) -> Content:
    """Return one line put together from texts and styled texts."""
    return Content.assemble(*(_part(part) for part in parts))


def said(message: str, **values: object) -> Content:
    """Return a sentence of ours in the language spoken here, its values filled in as inert text."""
    return Content(translate(message).format(**{name: inert(str(value)) for name, value in values.items()}))


def cut(text: str, width: int) -> str:
    """Return text that takes at most `width` columns, cut at its end with an ellipsis."""
    content = Content(inert(text))
    if content.cell_length <= width:
        return content.plain
    return content.truncate(max(width - 1, 0)).plain.rstrip() + "…" if width > 0 else ""


def _part(part: Part) -> Content:
    if isinstance(part, Content):
        return part
    return plain(part) if isinstance(part, str) else plain(*part)
