"""Which servers a list may use: none inside this network, unless the operator says so (E4, D32).

The name is looked up once, and the address that was checked is the one connected to: a name that changes its mind in
between (DNS rebinding) changes nothing. Every refusal says the same, so that nobody learns what stands inside.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from oclient_tui.domain.errors import tr
from oclient_tui.domain.mail import NotReached
from oclient_tui.domain.mail_replies import SILENT, MailReply, Phase
from oclient_tui.gateways.mail import limits

PORTS = frozenset({25, 465, 587, 2525})
"""Of mail servers."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
_REFUSED = 550

NOT_ALLOWED = tr("This server may not be used from here. The operator can allow it with OCLIENT_ALLOW_HOSTS.")
NO_SUCH_HOST = tr("The server's name could not be looked up.")

Allowed = frozenset[tuple[str, int]]


def is_internal(text: str) -> bool:
    """Whether an address leads into a network that is not the world's; addresses within addresses are unwrapped."""
    address = _unwrapped(ip_address(text.partition("%")[0]))
    return not address.is_global or address.is_multicast or address.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return inner or address


async def addresses(
    host: str, port: int, ports: frozenset[int], allowed: Allowed
) -> list[tuple[socket.AddressFamily, str]]:
    """Return the addresses that may be connected to; raise NotReached where there is none."""
    free = (host, port) in allowed
    if not free and port not in ports:
        raise NotReached(MailReply(Phase.CONNECT, _REFUSED, NOT_ALLOWED))
    lookup = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.wait_for(lookup, limits.RESOLVE)
    except (OSError, UnicodeError) as error:
        raise NotReached(MailReply(Phase.CONNECT, SILENT, NO_SUCH_HOST)) from error
    usable = [(family, str(place[0])) for family, _, _, _, place in found if free or not is_internal(str(place[0]))]
    if not usable:
        raise NotReached(MailReply(Phase.CONNECT, _REFUSED, NOT_ALLOWED))
    return list(dict.fromkeys(usable))
