"""What was wrong with the words of a command, in the person's language (exit 2)."""

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr

_MISSING = tr("{name} is missing.")
_NO_COMMAND = tr("There is no command “{name}”.")
_NO_OPTION = tr("There is no option “{name}”.")
_BAD_VALUE = tr("{name}: {problem}")
_TOO_MANY = tr("Too many words: {words}.")
_HELP = tr("See: {command} --help")


def usage_sentence(error: click.UsageError) -> str:
    """Return one sentence that says what was wrong and where the help is."""
    sentence, values = _told(error)
    told = translate(sentence).format(**values) if sentence else error.format_message()
    if error.ctx is None:
        return told
    return f"{told} {translate(_HELP).format(command=error.ctx.command_path)}"


def _told(error: click.UsageError) -> tuple[str, dict[str, str]]:
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _NO_COMMAND, {"name": error.command_name}
    if isinstance(error, click.NoSuchOption):
        return _NO_OPTION, {"name": error.option_name}
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _MISSING, {"name": error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name)}
    if error.message.startswith("Got unexpected extra argument"):
        return _TOO_MANY, {"words": error.message.partition("(")[2].rstrip(")")}
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _BAD_VALUE, {"name": "/".join(error.param.opts), "problem": error.message}
    return "", {}
