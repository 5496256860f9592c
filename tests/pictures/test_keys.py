"""The README tells the keys as they are, and shows pictures that are there."""

import re

import pytest

from tests.pictures import keys


def test_the_table_of_keys_is_the_program_s_own() -> None:
    assert keys.written("en") == keys.table("en"), "run `make pictures`"


def test_the_polish_table_has_the_same_keys() -> None:
    rows = {
        language: [line.split(" | ")[1] for line in keys.written(language).splitlines()[2:]]
        for language in ("en", "pl")
    }
    assert rows["pl"] == rows["en"], "run `make pictures`"


@pytest.mark.parametrize("language", keys.READMES)
def test_every_picture_is_there_dark_and_light(language: str) -> None:
    text = keys.READMES[language].read_text("utf-8")
    shown = re.findall(r"docs/pictures/([\w-]+)\.svg", text)
    assert len(shown) >= 6
    for name in shown:
        svg = (keys.ROOT / "docs" / "pictures" / f"{name}.svg").read_text("utf-8")
        assert "oClient" in svg
        assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", svg), "a picture asks no server for a font"
