"""The command line over SSH: which words there are, and that no file of the server is named (D17)."""

from collections.abc import Mapping
from typing import cast

import click

from oclient_tui.domain.errors import Denied, tr

KEY = "key"
"""Where a call keeps the fingerprint that proved its person; there is one only over SSH."""

NOT_SERVED = frozenset(
    {"accounts", "db", "backup", "restore", "worker", "doctor", "demo", "serve", "sign-in", "sign-out", "password"}
)
"""The operator's words, and those that write the sign-ins kept on this machine."""

_NO_FILE = tr("Over SSH a file is - alone: what you pipe in or out. Not {value}.")


def is_served(ctx: click.Context) -> bool:
    """Whether the words came over SSH."""
    flags = ctx.find_root().obj
    return isinstance(flags, Mapping) and KEY in flags


def refuse_files(ctx: click.Context) -> None:
    """Raise Denied where a word over SSH names a file: it would be one of the server's.

    What takes a file says FILE in its metavar, which tests/doors/ssh holds every word to.
    """
    if not is_served(ctx):
        return
    for param in ctx.command.params:
        given: object = ctx.params.get(param.name or "")
        if "FILE" in (param.metavar or ""):
            for value in cast("tuple[object, ...]", given) if isinstance(given, tuple) else (given,):
                _refuse_file(param, value)


def _refuse_file(param: click.Parameter, value: object) -> None:
    may_be_name = "NAME" in (param.metavar or "") and not str(value).endswith(".toml")
    if value not in (None, "", "-") and not may_be_name:
        raise Denied(_NO_FILE, value=value)


def refuse_path(path: str) -> None:
    """Raise Denied for a file named inside a word, as in file=@PATH, where the word came over SSH."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None and is_served(ctx) and path != "-":
        raise Denied(_NO_FILE, value=path)
