"""Names and addresses of servers, as people type them."""

import re
from ipaddress import ip_address

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")


def host_name(text: str) -> str | None:
    """Return a server's name in small ASCII letters, or its IP address in the usual form; None for anything else.

    A name whose last label is a number is refused: resolvers read `127.1` and `2130706433` as addresses (E4).
    """
    value = text.strip().removeprefix("[").removesuffix("]").rstrip(".")
    try:
        return None if "%" in value else str(ip_address(value))
    except ValueError:
        pass
    try:
        name = value.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(name) > 253 or labels[-1].isdigit() or labels[-1].startswith("0x"):
        return None
    return name if all(map(_LABEL.match, labels)) else None
