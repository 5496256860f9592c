"""Plays commands as a person would type them, and shows what they print."""

import io
import json
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout

import click

from oclient_tui.config.language import translate


class Stage:
    """Where the demo plays."""

    def tell(self, message: str, **values: object) -> None:
        """Say what comes next."""
        click.echo()
        click.secho(translate(message).format(**values), bold=True)

    def play(self, who: str | None, *argv: str, given: str = "", quiet: bool = False) -> str:
        """Run one command as somebody, show it with what it printed (quiet: only if refused), return the answer."""
        from oclient_tui.doors.cli.main import run

        out, err, before = io.StringIO(), io.StringIO(), sys.stdin
        sys.stdin = io.StringIO(f"{given}\n")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = run([*(["--as", who] if who else []), *argv])
        finally:
            sys.stdin = before
        if code or not quiet:
            name = who.partition("@")[0] if who else "operator"
            click.echo(click.style(f"{name}$ ", fg="cyan") + f"oclient {shlex.join(argv)}")
            click.echo(out.getvalue(), nl=False)
            click.echo(err.getvalue(), nl=False)
            if code:
                click.echo(f"  → exit {code}")
        return out.getvalue() if not code else ""

    def first_id(self, who: str, reference: str, line: str) -> str:
        """Return the id of the first customer that somebody sees through a filter."""
        answer = self.play(who, "customers", "list", reference, "--filter", line, "--limit", "1", "--json", quiet=True)
        return str(json.loads(answer)["items"][0]["id"])
