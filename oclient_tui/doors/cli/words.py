"""Click's commands with what this program adds: help in the person's language, and flags accepted anywhere (D21)."""

import importlib
from collections.abc import Mapping
from typing import Any, cast

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import Denied, tr
from oclient_tui.doors.cli.served import NOT_SERVED, is_served, refuse_files


class Flag(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        record = super().get_help_record(ctx)
        return (record[0], record[1].replace(self.help, translate(self.help), 1)) if record and self.help else record


def _note(name: str) -> Any:
    def keep(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            if name != "json" and is_served(ctx):
                raise Denied(tr("Over SSH your key says who you are, and the server which database."))
            ctx.find_root().ensure_object(dict)[name] = value

    return keep


def common_flags() -> list[click.Parameter]:
    """Return the flags that stand before or after any verb."""
    return [
        Flag(
            ["--db"], metavar="URL", expose_value=False, callback=_note("db"), help=tr("The database: a path or a URL.")
        ),
        Flag(["--as"], metavar="EMAIL", expose_value=False, callback=_note("as"), help=tr("The acting account.")),
        Flag(["--json"], is_flag=True, expose_value=False, callback=_note("json"), help=tr("Print one JSON value.")),
    ]


class Verb(click.Command):
    """A command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_flags()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, described in the person's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = translate(tr("Show this message and exit."))
        return option

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; raise Denied where it would lay a hand on a server's files (D17)."""
        refuse_files(ctx)
        return super().invoke(ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        usage = translate(tr("Usage"))
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{usage}: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and below a noun its verbs."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section(translate(tr("Options"))):
            formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """Return the help; it is one sentence."""
        return translate(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the help."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(self.help or ""))


class Noun(Verb, click.Group):
    """A group of verbs."""

    command_class = Verb

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the verbs."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with their summaries."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(translate(tr("Commands"))):
            formatter.write_dl([(name, verb.get_short_help_str()) for name, verb in found if verb is not None])


FIRST_STEPS = (
    "oclient accounts add you@example.com",
    "oclient sign-in you@example.com",
    "oclient lists types",
    'oclient lists create "My customers" --type shop',
    'oclient customers add "My customers" first_name=Jan phone="600 100 200"',
)


class Program(Noun):
    """The program: its nouns are loaded one by one, so that `--help` loads none of what they need."""

    def __init__(self, *args: Any, nouns: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._nouns = nouns

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the nouns in their order; over SSH without the operator's."""
        return [name for name in self._nouns if name not in NOT_SERVED or not is_served(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one noun."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, attribute = self._nouns[cmd_name][0].split(":")
        return cast("click.Command", getattr(importlib.import_module(f"oclient_tui.doors.cli.{module}"), attribute))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what a newcomer types first; over SSH the operator has done that already."""
        if is_served(ctx):
            return
        with formatter.section(translate(tr("First steps"))):
            for line in FIRST_STEPS:
                formatter.write(f"  {line}\n")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the nouns with their summaries, without loading them."""
        with formatter.section(translate(tr("Commands"))):
            formatter.write_dl([(name, translate(self._nouns[name][1])) for name in self.list_commands(ctx)])
