"""A template filled in for one customer: what a person looks at is what is sent (O28, S34)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.customers import Customer
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Rendered, Source, merge_fields, source_of
from oclient_tui.services.customers.reading import seen
from oclient_tui.services.messages.templates import chosen_template, said
from oclient_tui.services.ports import Tools
from oclient_tui.services.sharing.in_force import current_list
from oclient_tui.services.usecase import UseCase, Work


@dataclass(frozen=True, slots=True)
class Filled:
    """What a customer would get, and of which version of the template."""

    rendered: Rendered
    version: int


@dataclass
class FillTemplate(UseCase[Filled], needs=Permission.ADD):
    """Fill a template in for a customer; nothing is sent. 0 is the version in force."""

    list_id: int
    customer_id: int
    name: str
    channel: str = Channel.EMAIL.value
    version: int = 0

    def prepare(self, tools: Tools) -> None:
        """Load the compiler."""
        tools.templates.load()

    def run(self, work: Work) -> Filled:
        """Return it; raise NotFound for the customer or the template, and Invalid where they make no message."""
        customer = seen(work, self.customer_id)
        return filled(work, customer, self.name, Channel(self.channel), self.version)


@dataclass
class FillText(UseCase[Rendered], needs=Permission.ADD):
    """Fill in for a customer what is being written and not stored yet."""

    list_id: int
    customer_id: int
    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    channel: str = Channel.EMAIL.value

    def prepare(self, tools: Tools) -> None:
        """Load the compiler."""
        tools.templates.load()

    def run(self, work: Work) -> Rendered:
        """Return it; raise NotFound, and Invalid, naming the place, for what is no template (O28)."""
        customer = seen(work, self.customer_id)
        return rendered(work, customer, source_of(Channel(self.channel), Source(self.title, self.text, self.html)))


def filled(work: Work, customer: Customer, name: str, channel: Channel, version: int = 0) -> Filled:
    """Return a template filled in for a customer who is seen; raise NotFound and Invalid."""
    chosen = said(work, chosen_template(work, name, channel), version)
    return Filled(rendered(work, customer, chosen.source), chosen.version)


def rendered(work: Work, customer: Customer, source: Source) -> Rendered:
    """Return a wording filled in for a customer who is seen, sent by the person acting; raise Invalid."""
    fields = merge_fields(customer, work.me, current_list(work).name)
    return work.tools.templates.compile(source).render(fields)
