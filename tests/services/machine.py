"""The machine's ground: it does one thing after another to a stage and to the model, and compares (A1-A3, D7).

Every operation is a use case done through a session. Its outcome must be the one that the model foretells. After a
refusal no table but the audit's and the throttle's differs, the refusal stands in the right chain, and nothing of a
hidden record is in what was said.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Generic, NoReturn, TypeVar, cast

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from oclient_tui.domain.errors import Conflict, Denied, Duplicate, NotFound, OClientError, Refused
from oclient_tui.services.customers.probing import TooManyDuplicates
from oclient_tui.services.session import Session
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, PASSWORD
from tests.services.model import AT_FIRST, Listing, Model, Person, Place, Refusal, token, tokens
from tests.services.stages import FURNISHED, PLACES, Stage, Stages

R = TypeVar("R")
Play = TypeVar("Play", bound=Callable[..., None])

AUDITED = (NotFound, Denied, Refused, Conflict, Duplicate, TooManyDuplicates)
STORY = 12
"""How many of the last operations a failure tells."""

EVERYBODY = ("adam", "mia", "max", "ola", "bob", "eve", "guest", "nobody", "operator")
WHO = st.sampled_from(["mia", "owner", "max", "adam", "mia", "owner", "max", *EVERYBODY])
OWNER_OFTEN = st.sampled_from([*["owner"] * len(EVERYBODY) * 2, *EVERYBODY])
SOMEBODY = st.sampled_from(["mia", "max", "mia", "max", "adam", "eve", "guest", "ola", "bob", "ghost"])
ONE_OR_TWO = st.lists(
    st.sampled_from(["mia", "max", "mia", "max", "adam", "ola", "bob", "ghost"]), min_size=1, max_size=2
)
WHERE = st.sampled_from([0, 0, 0, 1, 1, 2])
RECORD = st.integers(0, 127)
TURN = st.integers(0, 3)

PLAYED: dict[type[UseCase[Any]], str] = {}
"""Use cases with a rule, and the rule's name."""


WEIGHTS: dict[str, int] = {}
"""How often a rule stands in the machine, by its name."""


def plays(*cases: type[UseCase[Any]], weight: int = 1, **given: st.SearchStrategy[Any]) -> Callable[[Play], Play]:
    """Mark a rule of the machine, naming its use cases; after it, a little of what somebody sees is compared."""

    def mark(function: Play) -> Play:
        PLAYED.update(dict.fromkeys(cases, function.__name__))
        WEIGHTS[function.__name__] = weight

        @wraps(function)
        def played(ground: Ground, **drawn: object) -> None:
            before = ground.tally.compared
            function(ground, **drawn)
            if ground.tally.compared == before:
                ground.compare_some()

        return cast("Play", cast("Any", rule)(**given)(played))

    return mark


@dataclass
class Tally:
    """What was done over all runs of one test."""

    operations: int = 0

    done: Counter[type[UseCase[Any]]] = field(default_factory=Counter[type[UseCase[Any]]])
    refused: Counter[type[UseCase[Any]]] = field(default_factory=Counter[type[UseCase[Any]]])
    compared: int = 0
    texts: dict[tuple[type[UseCase[Any]], str], str] = field(default_factory=dict[tuple[type[UseCase[Any]], str], str])


@dataclass(frozen=True)
class Done(Generic[R]):
    """An operation that was allowed: its answer, and the audit chains that it made longer."""

    value: R
    chains: frozenset[int]


class Ground(RuleBasedStateMachine):
    """A stage, its model, and the one way to act on both."""

    def __init__(self, stages: Stages, tally: Tally) -> None:
        super().__init__()
        self._left = ExitStack()
        self.stage: Stage = self._left.enter_context(stages.fresh())
        self.tables = self.stage.tables()
        self.tally = tally
        self.model = _model(self.stage)
        self.first_invitations = {found.id: len(found.places) - 1 for found in self.model.lists}
        self.sessions: dict[str, Session] = {}
        self.story: list[str] = []
        self.made = len(self.stage.cast.records)
        self.turns: int = 0
        self.wiped: list[tuple[str, int]] = []
        """Who wiped which list, the newest first."""
        self._heads = self.tables.heads()
        self._content: Mapping[str, object] | None = None
        self._failed = False

    def teardown(self) -> None:
        """Compare everything once more, and leave the stage."""
        try:
            if not self._failed:
                self.compare_all()
        finally:
            self.tables.close()
            self._left.close()

    def compare_all(self) -> None:
        """Compare everything that everybody sees."""

    def compare_some(self) -> None:
        """Compare a little of what somebody sees: another person, another way after every operation."""

    def failure(self, problem: str) -> AssertionError:
        """Return the failure to raise; it tells what was done last."""
        self._failed = True
        return AssertionError("\n".join([problem, "The last operations:", *self.story[-STORY:]]))

    def fail(self, problem: str) -> NoReturn:
        """Fail."""
        raise self.failure(problem)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Fail unless two things are equal."""
        if found != wanted:
            self.fail(f"{what}:\n  the program says {found!r}\n  the model says   {wanted!r}")

    # People, lists and records by the small numbers that a rule draws.

    def actor(self, who: str, listing: Listing | None = None) -> str:
        """Return who acts: `guest` is whoever the operator added last, `owner` is the list's."""
        if who == "owner":
            return (listing or self.model.lists[0]).owner
        if who == "guest":
            return next((name for name in reversed(self.model.people) if name.startswith("guest")), "eve")
        return who

    def listing(self, where: int) -> Listing:
        """Return a list."""
        return self.model.lists[where % len(self.model.lists)]

    def customer_id(self, listing: Listing, number: int, who: str) -> int:
        """Return a record's id: one that the person sees, any of the list, any of all lists, or a missing one."""
        kind, place = number % 8, number // 8
        choices = {
            0: [0, 12345],
            1: [record for found in self.model.lists for record in found.records],
            2: list(listing.records),
            3: list(listing.records),
        }
        chosen = choices.get(kind, [record.id for record in listing.visible(who)])
        return chosen[-1 - place % len(chosen)] if chosen else 0

    def session(self, who: str) -> Session:
        """Return somebody's session, which stays the same for as long as the program lets it."""
        if who not in self.sessions:
            person = self.model.people.get(who)
            self.sessions[who] = self.sign_in(person) if person else self.stage.session(who)
        return self.sessions[who]

    def sign_in(self, person: Person) -> Session:
        """Return a new session, proved by the password."""
        found = self.stage.house.gate.by_password(person.email, person.password, "machine")
        self._longer()
        return self.stage.house.person(found, DOOR)

    # The one way to act.

    def play(
        self, who: str, case: UseCase[R], refusal: Refusal | None, listing: Listing | None = None
    ) -> Done[R] | None:
        """Do something: None if it was refused. Anything but what the model foretells fails."""
        told = f"  {who} ({self._standing(who, listing)}): {case!r}"
        if self._often(told):
            reject()
        self.tally.operations += 1
        self.story.append(told)
        if refusal and self._content is None:
            self._content = self.tables.content()
        allowed = tokens(repr(case)) | (listing.tokens(who) if listing else set[str]())
        session = self.session(who)
        try:
            value = session.do(case)
        except OClientError as error:
            self._refused(who, case, error, refusal, listing)
            self.silent(f"{error} {vars(error)!r}", allowed)
            return None
        except Exception as error:
            self._failed = True
            error.add_note("\n".join(["The last operations:", *self.story[-STORY:]]))
            raise
        self.story[-1] += f" -> {value!r}"[:200]
        if refusal:
            self.fail(f"This was done, and should have been refused with {refusal.kind.__name__} ({refusal.about}).")
        self.tally.done[type(case)] += 1
        self.silent(repr(value), allowed)
        if case.writes:
            self._content = None
        return Done(value, self._longer())

    def _often(self, told: str) -> bool:
        """Whether just this was done twice already: a third time teaches nothing, so hypothesis tries another play."""
        return len(self.story) >= 2 and all(done.startswith(told) for done in self.story[-2:])

    def audited(self, done: Done[R], listing: Listing | None, *, changed: bool = True) -> None:
        """Expect a change in the audit of its list or of the installation, and nothing where nothing changed."""
        wanted = frozenset({listing.id if listing else 0}) if changed else frozenset[int]()
        self.expect("Audit chains that grew", done.chains, wanted)

    def _standing(self, who: str, listing: Listing | None) -> str:
        if listing is None:
            return "–"
        place = listing.places.get(who)
        return " ".join([place.role, *sorted(place.rights)]) if place else "not on the list"

    def _refused(
        self, who: str, case: UseCase[R], error: OClientError, refusal: Refusal | None, listing: Listing | None
    ) -> None:
        self.story[-1] += f" -> {type(error).__name__}: {error}"
        self.tally.refused[type(case)] += 1
        if refusal is None or type(error) is not refusal.kind:
            wanted = f"{refusal.kind.__name__} ({refusal.about})" if refusal else "that it is done"
            self.fail(f"The model foretells {wanted}.")
        content = self.tables.content()
        if content != self._content:
            known = self._content or {}
            changed = ", ".join(name for name in content if content[name] != known.get(name))
            self.fail(f"A refused operation changed: {changed}")
        self._in_the_audit(who, case, error, listing)
        if isinstance(error, NotFound) or refusal.about == "a hidden duplicate":
            text = self.tally.texts.setdefault((type(case), refusal.about), str(error))
            self.expect("Hidden and missing are answered alike", str(error), text)

    def _in_the_audit(self, who: str, case: UseCase[R], error: OClientError, listing: Listing | None) -> None:
        longer = self._longer()
        if type(error) not in AUDITED:
            self.expect("Audit chains that grew by what is not audited", longer, frozenset[int]())
            return
        chain = listing.id if listing and who in listing.places else 0
        self.expect("Audit chains that grew by a refusal", longer, frozenset({chain}))
        person = self.model.people.get(who)
        wanted = (person.id if person else 0, type(case).__name__, "refused", error.reason)
        self.expect("The audit of a refusal", self.tables.entry(chain, self._heads[chain]), wanted)

    def _longer(self) -> frozenset[int]:
        heads, before = self.tables.heads(), self._heads
        self._heads = heads
        return frozenset(chain for chain, length in heads.items() if length != before.get(chain, 0))

    def silent(self, told: str, allowed: set[str]) -> None:
        """Fail if what was told holds the word of a record that the person does not see (A3)."""
        leaked = tokens(told) - allowed
        if leaked:
            self.fail(f"What was told holds {sorted(leaked)} of hidden records: {told[:600]}")

    def next_token(self) -> str:
        """Return the word of the next record."""
        self.made += 1
        return token(self.made)


def _model(stage: Stage) -> Model:
    people = {name: Person(name, found.id, PASSWORD) for name, found in stage.cast.people.items()}
    lists = [
        Listing(
            stage.cast.lists[title],
            f"List {title}",
            assigned_only=True,
            categories=["VIP", "Regular"],
            places={name: Place(role, AT_FIRST.get(role, frozenset())) for name, role in places.items()},
            chosen={f"modules.{key}": "on" for key in FURNISHED.modules},
        )
        for title, places in PLACES.items()
    ]
    for title, record in stage.cast.records:
        lists[list(PLACES).index(title)].records[record.id] = deepcopy(record)
    return Model(people, lists)
