"""What stands on a customer's card, as text: main data in columns, and records of modules."""

from collections.abc import Sequence

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from oclient_tui.domain.visibility import Rule, Sight
from screens.ink import cut, line

LABEL = 10
WORDS = {
    Rule.OWNER: tr("owner"),
    Rule.ADMIN: tr("admin"),
    Rule.OPEN_LIST: tr("sees all"),
    Rule.AUTHOR: tr("added it"),
    Rule.ASSIGNED: tr("assigned"),
    Rule.NOT_ASSIGNED: tr("does not"),
}
_WORD, _SEEN_MOST = 10, 20


def title(customer: Customer) -> Content:
    """Return the name, whether it is active, and its categories."""
    state = ("●", "$oc-ok") if customer.active else ("○", "$oc-muted")
    word = translate(tr("active")) if customer.active else translate(tr("inactive"))
    chips = [part for label in customer.categories for part in ("  ", (f" {label} ", "$oc-text on $oc-field"))]
    banned = ("  ⊘ " + translate(tr("do not contact")), "$oc-error") if customer.gdpr_ignore else ""
    held = ("  ! " + translate(tr("restricted")), "$oc-warn") if customer.restricted else ""
    return line((customer.name, "bold $oc-text"), "  ", state, " ", word, *chips, banned, held)


def under_title(customer: Customer) -> Content:
    """Return the company and the tax number, where the name does not say them already."""
    company = customer.company if customer.company != customer.name else ""
    parts = [company, customer.tax_id, customer.industry, customer.kind]
    return line((" · ".join(part for part in parts if part), "$oc-muted"))


def columns(customer: Customer, width: int) -> Content:
    """Return the main data in as many columns as fit: contact, people, and what else is known."""
    address = ", ".join(part for part in (customer.street, f"{customer.postcode} {customer.city}".strip()) if part)
    contact = [(tr("Phone"), phone) for phone in customer.phones[:2]] + [
        (tr("E-mail"), one) for one in customer.emails[:2]
    ]
    contact += [(tr("Address"), address)]
    people = [(tr("Assigned"), ", ".join(customer.assigned)), (tr("Tags"), ", ".join(customer.tags))]
    people += [(tr("Birthday"), customer.birthday), (tr("Language"), customer.language)]
    measured = _measured(customer) if width >= 100 else []
    sides = [contact, people, measured] if measured else [contact, people]
    shares = (1, 1, 1) if measured else (3, 2)  # an address is longer than what stands beside it
    rooms = [(width - 2) * share // sum(shares) for share in shares]
    filled = [[pair for pair in side if pair[1]] for side in sides]
    rows = [
        line(
            *(
                _pair(side[row], room) if row < len(side) else " " * room
                for side, room in zip(filled, rooms, strict=True)
            )
        )
        for row in range(max((len(side) for side in filled), default=0))
    ]
    return Content("\n").join(rows[:4])


def _measured(customer: Customer) -> list[tuple[str, str]]:
    found = [(tr("Interests"), ", ".join(customer.interests))] if customer.interests else []
    return found + [(one.name, f"{one.amount} {one.unit}".strip()) for one in customer.measurements[:3]]


def _pair(pair: tuple[str, str], room: int) -> Content:
    label = line((f"{cut(translate(pair[0]), LABEL):<{LABEL}} ", "$oc-muted"))
    value = cut(pair[1], room - LABEL - 2)
    gap = room - LABEL - 1 - Content(value).cell_length
    return line(label, (value, "$oc-text"), " " * max(gap, 0))


def sights(found: Sequence[Sight], width: int) -> Content:
    """Return who sees a customer, and why in a word; the tab Access has the sentences."""
    seeing = [sight for sight in found if sight.visible]
    rows: list[Content] = [line((translate(tr("Who sees this")), "bold $oc-muted"), f"  {len(seeing)}/{len(found)}")]
    room = max(width - _WORD - 1, 12)
    rows += [_seeing(sight, room) for sight in seeing[:_SEEN_MOST]]
    return Content("\n").join(rows)


def _seeing(sight: Sight, room: int) -> Content:
    email = cut(sight.email, room)
    gap = " " * (room - Content(email).cell_length + 1)
    return line((email, "$oc-text"), gap, (translate(WORDS[sight.rule]), "$oc-muted"))
