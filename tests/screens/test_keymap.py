"""Keys of one's own: a line that holds is followed everywhere, a wrong one is named before the screen opens."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

import pytest

from oclient_tui.config.settings import load
from oclient_tui.domain.errors import Misconfigured
from screens.commands import known
from screens.keymap import NEVER, chosen_keys
from tests.factories import World, add
from tests.screens.seat import Seat

import_module("screens.app")  # every screen, with its commands
Run = Callable[..., Awaitable[None]]


async def test_a_remapped_key_is_the_key_in_footer_help_and_palette(seated: Run, world: World) -> None:
    add(world.ola, world.id, company="Firma")

    async def play(seat: Seat) -> None:
        seat.app.set_keymap(chosen_keys({"customers.add": "A,f7", "customers.refresh": "ctrl+r", "app.help": "f4"}))
        await seat.sign_in("ola@example.com")
        await seat.press("enter")
        await seat.until("row 1 of 1")
        assert "A add" in seat.text
        assert "f4 help" in seat.text
        await seat.press("a")
        await seat.press("f4")
        await seat.until("Narrow the list")
        assert "A f7" in seat.text
        await seat.type("read the list")
        await seat.until("ctrl+r")
        await seat.press("escape", "A")
        await seat.until("New customer")

    await seated(play)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("customers.ad", "A"), "there is no such command. There are: .*customers.add"),
        (("customers.add", "e"), "e is the key of customers.edit already"),
        (("customers.add", "j"), "j is the key of list.down already"),
        (("customers.add", "ctrl+q"), r"ctrl\+q is the key of app.quit already"),
        (("customers.add", "?"), r"\? is the key of app.help already"),
        (("customers.add", "ctrl+banana"), r"ctrl\+banana is no key"),
        (("customers.add", " , "), "a command needs a key"),
        *((("customers.add", key), "never reaches the program") for key in sorted(NEVER | {"alt+x"})),
    ],
)
def test_a_line_that_cannot_hold_is_named(line: tuple[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=f"the line {line[0]} = .*{sentence}"):
        chosen_keys(dict([line]))


def test_two_lines_may_swap_keys_and_not_share_one() -> None:
    assert chosen_keys({"customers.add": "e", "customers.edit": "a"}) == {"customers.add": "e", "customers.edit": "a"}
    with pytest.raises(Misconfigured, match="W is the key of"):
        chosen_keys({"customers.add": "W", "customers.edit": "W"})


def test_every_key_of_ours_could_be_chosen_and_none_is_one_that_gets_lost() -> None:
    for name, command in known().items():
        for key in command.keys.split(","):
            assert key not in NEVER, f"{name} is bound to {key}"
            assert "alt+" not in key, f"{name} is bound to {key}"


@pytest.mark.parametrize("text", ['[keys]\ncustomers.add = "A"\n', '[keys]\n"customers.add" = "A"\n'])
def test_the_settings_file_gives_the_keys(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'language = "pl"\n{text}')
    assert load({"OCLIENT_CONFIG": str(file)}).keys == {"customers.add": "A"}
    file.write_text("[keys]\ncustomers.add = 5\n")
    with pytest.raises(Misconfigured, match=r"keys\.customers\.add"):
        load({"OCLIENT_CONFIG": str(file)})
