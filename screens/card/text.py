"""What stands on a customer's card, as text: main data in columns, and records of modules."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from oclient_tui.config.language import translate
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.errors import tr
from oclient_tui.domain.visibility import SENTENCES, Sight
from oclient_tui.services.records.showing import ShownRecord
from screens.ink import block, cut, line

LABEL = 10


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
    sides = [contact, people] if width < 100 else [contact, people, _measured(customer)]
    room = (width - 2) // len(sides)
    filled = [[pair for pair in side if pair[1]] for side in sides]
    rows = [
        line(*(_pair(side[row], room) if row < len(side) else " " * room for side in filled))
        for row in range(max((len(side) for side in filled), default=0))
    ]
    return Content("\n").join(rows[:4])


def _measured(customer: Customer) -> list[tuple[str, str]]:
    found = [(tr("Interests"), ", ".join(customer.interests))]
    return found + [(one.name, f"{one.amount} {one.unit}".strip()) for one in customer.measurements[:3]]


def _pair(pair: tuple[str, str], room: int) -> Content:
    label = line((f"{cut(translate(pair[0]), LABEL):<{LABEL}} ", "$oc-muted"))
    value = cut(pair[1], room - LABEL - 2)
    gap = room - LABEL - 1 - Content(value).cell_length
    return line(label, (value, "$oc-text"), " " * max(gap, 0))


def record(shown: ShownRecord, when: str) -> Content:
    """Return a record: when and by whom, then each of its fields that says something."""
    first, *others = [field.name for field in shown.module.every_field]
    lead = str(shown.values.get(first) or "")
    state = str(shown.values.get("state") or "")
    head = line((when, "$oc-muted"), "  ", (lead.split("\n")[0], "bold $oc-text"), f"  {state}", f"  {shown.author}")
    rows = [head]
    if "\n" in lead:
        rows.append(block(lead.partition("\n")[2]))
    for name in others:
        value = shown.values.get(name)
        if value and name != "state":
            rows.append(line((f"  {name}: ", "$oc-muted"), (str(value), "$oc-text")))
    return Content("\n").join(rows)


def sights(found: Sequence[Sight]) -> Content:
    """Return who sees a customer, and why."""
    seeing = [sight for sight in found if sight.visible]
    rows: list[Content] = [line((translate(tr("Who sees this")), "bold $oc-muted"), f"  {len(seeing)}/{len(found)}")]
    rows += _people(seeing)
    return Content("\n").join(rows)


def _people(found: Iterable[Sight]) -> list[Content]:
    return [
        line((cut(sight.email, 26), "$oc-text"), "  ", (translate(SENTENCES[sight.rule]), "$oc-muted"))
        for sight in found
    ]
