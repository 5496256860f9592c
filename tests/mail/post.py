"""A list with a mail server, and what tests do with it."""

import asyncio
from dataclasses import dataclass

from oclient_tui.domain.outbox import OutboxMessage
from oclient_tui.services.messages.reading import ListOutbox, Opened, ShowMessage
from oclient_tui.services.messages.sending import SendSingle
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import Clock, World, add
from tests.mail.sink import Sink


@dataclass
class Post:
    """The world's list, and the server that it sends through."""

    world: World
    sink: Sink
    clock: Clock

    @classmethod
    def of(cls, world: World, sink: Sink, clock: Clock) -> "Post":
        made = cls(world, sink, clock)
        for key, value in (("host", "127.0.0.1"), ("port", str(sink.port)), ("security", "none"),
                           ("from_name", "Sklep Żółw"), ("from_address", "shop@example.com")):  # fmt: skip
            made.set(f"smtp.{key}", value)
        return made

    def set(self, key: str, value: str) -> None:
        """Change a setting."""
        self.world.ola.do(ChangeSetting(self.world.id, key, value))

    def customer(self, name: str, by: Session | None = None, **fields: str) -> int:
        """Add a customer with an address."""
        values = {"company": name, "email": f"{name}@example.com", **fields}
        return add(by or self.world.mia, self.world.id, **values).id

    def write(self, name: str, by: Session | None = None) -> OutboxMessage:
        """Add a customer and write to them."""
        session = by or self.world.mia
        return session.do(SendSingle(self.world.id, self.customer(name, session), f"Hello {name}", "A text.\n\nBye."))

    def work(self, lanes: int = 1) -> int:
        """Let a worker deliver what is due, and return how many attempts ended."""
        worker = self.world.house.worker(lanes)
        asyncio.run(worker.run(until_empty=True))
        return worker.delivered

    def shown(self, message: OutboxMessage) -> Opened:
        """Return how a message stands."""
        return self.world.ola.do(ShowMessage(self.world.id, message.id))

    def states(self) -> dict[str, str]:
        """Return the states of all messages by recipients' names."""
        found = self.world.ola.do(ListOutbox(self.world.id, limit=1000))
        return {one.message.recipient.partition("@")[0]: one.message.state.value for one in found}
