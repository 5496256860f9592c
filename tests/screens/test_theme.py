"""Every ink on every ground, in all four themes (D27)."""

import itertools

import pytest

from screens.theme import GROUNDS, INKS, chosen, colours, themes

NAMES = ("oclient-dark", "oclient-light", "oclient-dark-256", "oclient-light-256")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_ink_can_be_read_on_every_ground(name: str) -> None:
    of = colours(name)
    pairs = {(ink, ground): contrast(of[ink], of[ground]) for ink, ground in itertools.product(INKS, GROUNDS)}
    pairs |= {
        ("onaccent", "accent"): contrast(of["onaccent"], of["accent"]),
        ("bg", "warn"): contrast(of["bg"], of["warn"]),
    }
    pairs |= {("disabled", ground): contrast(of["disabled"], of[ground]) for ground in ("bg", "surface", "panel")}
    weak = {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5}
    assert not weak, f"{name}: {weak}"


@pytest.mark.parametrize("name", NAMES)
def test_edges_can_be_seen_on_every_ground(name: str) -> None:
    of = colours(name)
    weak = {ground: contrast(of["edge"], of[ground]) for ground in GROUNDS if contrast(of["edge"], of[ground]) < 3}
    assert not weak, f"{name}: {weak}"


def test_the_twin_is_chosen_where_the_terminal_has_fewer_colours() -> None:
    assert chosen("dark", "truecolor") == "oclient-dark"
    assert [chosen("light", system) for system in ("256", "standard", None)] == ["oclient-light-256"] * 3
    assert {theme.name for theme in themes()} == set(NAMES)
