"""Modules of the customer card, one file each; a file dropped in here declares a module (architecture §4)."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from oclient_tui.domain.module import Module


def registered() -> tuple[Module, ...]:
    """Return every module there is, in the card's order: each file of this folder has one in MODULE."""
    return _found(tuple(__path__))


@cache
def _found(folders: tuple[str, ...]) -> tuple[Module, ...]:
    files = [import_module(f"{__name__}.{file.name}") for file in iter_modules(folders)]
    found: list[Module] = [file.MODULE for file in files]
    if len({module.key for module in found}) < len(found):
        raise ValueError("two card modules have one key")
    return tuple(sorted(found, key=lambda module: (module.order, module.key)))
