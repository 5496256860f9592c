"""The word `oclient doctor`: the operator's."""

import locale
import os
import shutil
import sys
from collections.abc import Iterator

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.domain.findings import PROBLEM, Finding, ok, warning
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Verb

_LEAST = (80, 24)


@click.command("doctor", cls=Verb, help=tr("Look at everything behind this installation, and say what to do."))
@command
def doctor(call: Call) -> int:
    """Diagnose the installation."""
    found = [*call.house.diagnose(), *_terminal()]
    rows = [{"about": one.about, "state": one.state, "text": one.text(translate)} for one in found]
    sick = any(one.state == PROBLEM for one in found)
    states = {"ok": tr("ok"), "warning": tr("warning"), "problem": tr("problem")}
    call.answer(
        {"ok": not sick, "findings": rows},
        table([[translate(states[row["state"]]), row["about"], row["text"]] for row in rows]),
    )
    return 1 if sick else 0


def _terminal() -> Iterator[Finding]:
    """Look at where the full screen would be drawn; without a terminal there is nothing to say."""
    coding = locale.getpreferredencoding(do_setlocale=False)
    if coding.lower().replace("-", "") != "utf8":
        said = tr("The locale writes {coding}: letters of other languages cannot be shown.")
        yield warning("terminal", said, tr("Set LANG to one that ends in UTF-8."), coding=coding)
    if not sys.stdout.isatty():
        return
    wide, high = shutil.get_terminal_size()
    if wide < _LEAST[0] or high < _LEAST[1]:
        said = tr("The terminal has {wide} columns and {high} rows; the full screen needs 80 and 24.")
        yield warning("terminal", said, wide=wide, high=high)
    colours = "24 bit" if os.environ.get("COLORTERM") in {"truecolor", "24bit"} else os.environ.get("TERM", "dumb")
    yield ok("terminal", tr("{wide} columns, {high} rows, colours: {colours}."), wide=wide, high=high, colours=colours)
