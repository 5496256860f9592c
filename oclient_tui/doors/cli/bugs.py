"""What nobody expected: the trace goes to a log of the person's own, without values of variables (E7)."""

import os
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def remember(error: BaseException) -> str:
    """Write the trace under a number and return the sentence that names both."""
    number = "".join(secrets.choice(_SIGNS) for _ in range(4))
    try:
        path = write(number, error)
    except OSError:
        return translate(tr("An error that should not happen ({number}). It could not be logged.")).format(
            number=number
        )
    return translate(tr("An error that should not happen. Its number is {number}; the log is {path}.")).format(
        number=number, path=path
    )


def write(title: str, error: BaseException | None) -> Path:
    """Write a trace under a title, without values of variables, and return the log; raise OSError where it cannot."""
    path = user_log_path("oclient") / "errors.log"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat()} {title}\n{''.join(_trace(error))}\n")
    return path


def _trace(error: BaseException | None) -> list[str]:
    """Return the lines of code and the kinds of errors, the cause first; an error's own words may quote values."""
    if error is None:
        return []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*_trace(cause), *traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}\n"]
