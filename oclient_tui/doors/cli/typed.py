"""field=value, categories+=vip, tags-=old: what stands on the command line for a customer's fields (D21)."""

import re
from collections.abc import Sequence

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.text import one_line
from oclient_tui.services.customers.reading import Typed

_FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|measurement\.[^=]+?)(\+=|-=|=)(.*)\Z", re.DOTALL)


def typed(words: Sequence[str]) -> Typed:
    """Return the fields; raise Invalid for a word that is none, or for a field named twice."""
    parts: dict[str, dict[str, str]] = {"=": {}, "+=": {}, "-=": {}}
    for word in words:
        found = _FIELD.match(word)
        if found is None:
            raise Invalid(tr("“{word}” is not field=value."), word=one_line(word)[:60])
        name, operator, value = found.groups()
        if name in parts[operator]:
            raise Invalid(tr("{field} is given twice."), field=name)
        parts[operator][name] = value
    return Typed(parts["="], parts["+="], parts["-="])
