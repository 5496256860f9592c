"""The colours: own dark and light, and a twin of each for terminals of 256 colours (D27).

Every ink stands at 4.5:1 or more on every ground, in all four; a test computes it. The twins are not rounded from the
others: rounding makes grounds equal and takes inks below 3:1, so each was chosen by its result.
"""

from collections.abc import Mapping

from textual.theme import Theme

GROUNDS = ("bg", "surface", "panel", "field", "sel", "selblur", "marked")
INKS = ("text", "muted", "accent", "ok", "warn", "error", "info")

_NAMES = (
    "bg", "surface", "panel", "field", "line", "edge", "text", "muted", "disabled", "accent", "onaccent", "sel",
    "selblur", "marked", "ok", "warn", "error", "info",
)  # fmt: skip

_COLOURS = {
    "oclient-dark": (
        "#14181c #1b2126 #252d34 #323c45 #3b4751 #8796a2 #e4e8ea #aab6be #9aa6b0 #6fcfbf #0c1f1c #23464a #28323a"
        " #1c2b2f #8bd19a #e8bf6a #ff9d94 #8fc1f2"
    ),
    "oclient-light": (
        "#fcfbf8 #f3f1ec #e9e6df #dbd6ca #cdc8bd #766f62 #1d2326 #50585d #5a6165 #0a5c54 #ffffff #c6e4df #e0ded6"
        " #e8f1ec #1f5f2d #6b4700 #9b1c14 #174f87"
    ),
    "oclient-dark-256": (
        "#121212 #1c1c1c #262626 #3a3a3a #585858 #a8a8a8 #eeeeee #c6c6c6 #9e9e9e #87d7d7 #000000 #444444 #303030"
        " #262626 #afffaf #ffd787 #ffafaf #afd7ff"
    ),
    "oclient-light-256": (
        "#ffffff #f5f5f5 #ebebeb #e0e0e0 #b2b2b2 #626262 #1c1c1c #4e4e4e #585858 #005f5f #ffffff #d7ffff #e0e0e0"
        " #f5f5f5 #005f00 #5f5f00 #870000 #005f87"
    ),
}


def colours(name: str) -> Mapping[str, str]:
    """Return the colours of a theme by what they are for."""
    return dict(zip(_NAMES, _COLOURS[name].split(), strict=True))


def themes() -> list[Theme]:
    """Return the themes to register."""
    return [_theme(name, colours(name)) for name in _COLOURS]


def chosen(shade: str, colour_system: str | None) -> str:
    """Return the name of the theme of a shade (dark or light) for what the terminal can show."""
    twin = "" if colour_system == "truecolor" else "-256"
    return f"oclient-{shade}{twin}"


def _theme(name: str, of: Mapping[str, str]) -> Theme:
    footer = ("footer-background", "footer-key-background", "footer-item-background", "footer-description-background")
    return Theme(
        name=name,
        primary=of["accent"],
        secondary=of["info"],
        accent=of["accent"],
        success=of["ok"],
        warning=of["warn"],
        error=of["error"],
        foreground=of["text"],
        background=of["bg"],
        surface=of["surface"],
        panel=of["panel"],
        dark="dark" in name,
        variables={
            **{f"oc-{part}": colour for part, colour in of.items()},
            **dict.fromkeys(footer, of["surface"]),
            "text-muted": of["muted"],
            "text-disabled": of["disabled"],
            "block-cursor-background": of["sel"],
            "block-cursor-foreground": of["text"],
            "block-cursor-blurred-background": of["selblur"],
            "block-cursor-blurred-foreground": of["text"],
            "block-hover-background": of["marked"],
            "border-blurred": of["edge"],
            "input-cursor-background": of["text"],
            "input-cursor-foreground": of["bg"],
            "input-selection-background": of["sel"],
            "footer-key-foreground": of["accent"],
            "footer-description-foreground": of["muted"],
            "scrollbar": of["muted"],
            "scrollbar-hover": of["text"],
            "scrollbar-active": of["accent"],
            "scrollbar-background": of["bg"],
            "scrollbar-background-hover": of["bg"],
            "scrollbar-background-active": of["bg"],
        },
    )
