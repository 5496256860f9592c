"""What is known of a file that is being imported, in a few words."""

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.services.customers.importing.looking import FileLook

_DELIMITERS = {";": tr("semicolons"), ",": tr("commas"), "\t": tr("tabs"), "|": tr("bars")}


def about(look: FileLook) -> str:
    """Return what was found out about a file: its format, charset and what separates its cells."""
    parts = [look.format.value.upper(), look.charset.upper()] if look.delimiter else [look.format.value.upper()]
    if look.delimiter in _DELIMITERS:
        parts.append(translate(_DELIMITERS[look.delimiter]))
    return " · ".join(parts)
