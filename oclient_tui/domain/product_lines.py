"""Product lines of a sale: how many of what, at which price."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from oclient_tui.domain.errors import Invalid, tr
from oclient_tui.domain.money import LIMIT, read_money, show_money
from oclient_tui.domain.text import one_line

LINE_LIMIT = 100
PRODUCT_LENGTH = 120
_LINE = re.compile(r"(?:([0-9]{1,6}) ?[x×*] )?(.+)@(.+)\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a product; `price` is that of one, in hundredths."""

    quantity: int
    product: str
    price: int


def read_lines(name: str, text: str) -> tuple[Line, ...]:
    """Read lines such as `2 x Chair @ 49.90; Table @ 120`, one to a line or parted by ; and raise Invalid."""
    parts = [one_line(part) for part in re.split(r"[;\n]", text)]
    lines = tuple(_line(name, part) for part in parts if part)
    if len(lines) > LINE_LIMIT:
        raise Invalid(tr("{field} has more than {limit} lines."), field=name, limit=LINE_LIMIT)
    if abs(total(lines)) > LIMIT:
        raise Invalid(tr("{field} is larger than {limit}."), field=name, limit=show_money(LIMIT))
    return lines


def _line(name: str, part: str) -> Line:
    found = _LINE.match(part)
    quantity, product, price = found.groups() if found else (None, "", "")
    product = product.strip()
    if not product or len(product) > PRODUCT_LENGTH or (quantity is not None and not int(quantity)):
        raise Invalid(
            tr("{field} has lines such as “2 x Chair @ 49.90; Table @ 120”, not “{value}”."),
            field=name,
            value=part[:40],
        )
    return Line(int(quantity or 1), product, read_money(name, price))


def total(lines: Sequence[Line]) -> int:
    """Return what the lines come to, in hundredths."""
    return sum(line.quantity * line.price for line in lines)


def show_lines(lines: Sequence[Line]) -> str:
    """Return lines as they can be typed again."""
    return "; ".join(f"{line.quantity} x {line.product} @ {show_money(line.price)}" for line in lines)


def pack_lines(lines: Sequence[Line]) -> str:
    """Return lines as they are stored."""
    packed = [[line.quantity, line.product, line.price] for line in lines]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpack_lines(text: str) -> tuple[Line, ...]:
    """Return lines from how they are stored."""
    return tuple(Line(quantity, product, price) for quantity, product, price in json.loads(text or "[]"))
