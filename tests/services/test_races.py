"""Somebody works on a customer while somebody else takes the right to it away (S1, S2, D10).

Whatever order the database decides, the outcome is that of one after the other: work that comes second is refused and
leaves no trace, and no work lands after the commit that took the right away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.composition import House
from oclient_tui.domain.errors import Denied, NotFound, OClientError, SignInNeeded
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.accounts import DisableAccount, ResetPassword, TransferList
from oclient_tui.services.sharing.lists import LeaveList
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RemoveMember, RevokeRight
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR
from tests.services.racing import AT_ONCE, CHECKED, WRITING, WRITTEN, Runner, race
from tests.services.stages import PostgresStages, Stage, address, opened
from tests.services.use_cases import Case

MIA = address("mia")
Make = Callable[[int, int], UseCase[Any]]

WORK: tuple[Make, ...] = (
    lambda of, customer: EditCustomer(of, customer, Typed({"city": "Gdynia", "last_name": "Raced"})),
    lambda of, customer: SetActive(of, customer, False),
    lambda of, customer: RecordConsent(of, customer, "email", True),
    lambda of, customer: DeleteCustomer(of, customer),
    lambda of, customer: Assign(of, (address("max"),), customer),
)
"""What Mia does to a customer."""


@dataclass(frozen=True)
class Taking:
    """A way of losing the right: what comes before, who takes what, and how Mia is answered from then on."""

    by: str
    take: Make
    answer: type[OClientError]
    before: tuple[Make, ...] = ()
    work: tuple[Make, ...] = WORK


def _unassigned(of: int, customer: int) -> UseCase[Any]:
    return Unassign(of, (MIA,), customer)


_GRANTS: tuple[Make, ...] = (
    lambda of, _: GrantRight(of, MIA, "delete"),
    lambda of, _: GrantRight(of, MIA, "assign"),
)

TAKINGS: Mapping[str, Taking] = {
    "unassigned": Taking("ola", _unassigned, NotFound, _GRANTS, (*WORK[:3], WORK[4])),
    "removed": Taking("ola", lambda of, _: RemoveMember(of, MIA), NotFound, _GRANTS),
    "left": Taking("mia", lambda of, _: LeaveList(of), NotFound, _GRANTS),
    "downgraded": Taking(
        "ola",
        lambda of, _: ChangeRole(of, MIA, "member"),
        NotFound,
        (lambda of, _: ChangeRole(of, MIA, "admin"), _unassigned),
        WORK[:3],
    ),
    "restricted": Taking(
        "ola",
        lambda of, _: ChangeSetting(of, "assigned_only", "on"),
        NotFound,
        (*_GRANTS, lambda of, _: ChangeSetting(of, "assigned_only", "off"), _unassigned),
    ),
    "right revoked": Taking("ola", lambda of, _: RevokeRight(of, MIA, "delete"), Denied, _GRANTS, (WORK[3],)),
    "deleted": Taking(
        "ola", lambda of, customer: DeleteCustomer(of, customer), NotFound, _GRANTS, (*WORK[:3], WORK[4])
    ),
    "disabled": Taking("operator", lambda _, __: DisableAccount(MIA), SignInNeeded, _GRANTS),
    "password reset": Taking("operator", lambda _, __: ResetPassword(MIA, "another secret"), SignInNeeded, _GRANTS),
    "dethroned": Taking(
        "operator",
        lambda of, _: TransferList(str(of), address("max")),
        Denied,
        (),
        (lambda of, _: ChangeSetting(of, "name", "Raced"), lambda of, _: RevokeRight(of, MIA, "group_send")),
    ),
}


WORK_HELD, TAKING_HELD = True, False
PLAN = (
    (CHECKED, WORK_HELD),
    (WRITTEN, TAKING_HELD),
    (WRITING, WORK_HELD),
    (CHECKED, TAKING_HELD),
    (WRITTEN, WORK_HELD),
    (AT_ONCE, TAKING_HELD),
    (WRITTEN, TAKING_HELD),
    (AT_ONCE, WORK_HELD),
    (WRITING, TAKING_HELD),
    (WRITTEN, TAKING_HELD),
)
"""Who is held where, race after race."""


def races(stages: PostgresStages, folder: Path, patch: pytest.MonkeyPatch, name: str, rounds: int) -> None:
    """Race so many times, with every work, held at every place, in both directions."""
    first = 0
    for number in range(rounds):
        with stages.fresh() as stage:
            beside = opened(stage.url, folder, stage.clock)
            first += _race(stage, beside, patch, TAKINGS[name], number)
            beside.close()
    print(f"{name}: {rounds} races, in {first} of them the work came first")
    assert 0 < first < rounds, "both orders must have been seen"


def _race(stage: Stage, beside: House, patch: pytest.MonkeyPatch, taking: Taking, number: int) -> bool:
    """Race once and return whether the work was done, which is to say: came first."""
    list_id = stage.cast.lists["A"]
    customer = next(record.id for title, record in stage.cast.records if title == "A" and record.assigned == {"mia"})
    for prepare in taking.before:
        stage.session("ola").do(prepare(list_id, customer))
    worker = "ola" if taking.answer is Denied and taking.by == "operator" else "mia"
    case = taking.work[(number + number // len(PLAN)) % len(taking.work)](list_id, customer)
    work = Runner(stage.house, stage.session(worker), case)
    take = Runner(beside, _session(stage, beside, taking.by), taking.take(list_id, customer))
    place, work_held = PLAN[number % len(PLAN)]
    held, other = (work, take) if work_held else (take, work)
    overtaken = race(stage.url, held, other, place, patch)
    told = f"{case!r} beside {take.case!r}, {'the work' if work_held else 'the taking'} held {place}"
    assert take.error is None, f"{told}: the right is taken whoever comes first: {take.error!r}"
    done = work.error is None
    assert done or type(work.error) is taking.answer, f"{told}: {work.error!r}"
    if overtaken is not None:
        assert done is (overtaken is not work_held), f"{told}: the work {'landed' if done else 'was refused'}"
    if type(take.case) in ACTIONS:
        _in_order(stage, worker, case, take.case, done=done, told=told)
    return done


def _session(stage: Stage, house: House, name: str) -> Session:
    return house.operator(DOOR) if name == "operator" else house.person(stage.cast.people[name], DOOR)


def _in_order(stage: Stage, worker: str, work: UseCase[Any], take: UseCase[Any], *, done: bool, told: str) -> None:
    """Expect the audit to have the work before the taking, and only if it was done; its order is the commits'."""
    owner = "max" if isinstance(take, TransferList) else "ola"
    lines = stage.session(owner).do(ListAudit(stage.cast.lists["A"], limit=6))
    entries = [line.entry for line in reversed(lines)]
    taken = max(entry.seq for entry in entries if entry.action in ACTIONS[type(take)])
    actor = stage.cast.people[worker].id
    mine = [entry for entry in entries if entry.actor == actor and entry.outcome == "done"]
    after = [entry.action for entry in mine if entry.seq > taken]
    assert not after, f"{told}: {after} stands in the audit after the right was taken"
    before = [entry.action for entry in mine if entry.seq < taken and entry.action in ACTIONS[type(work)]]
    assert bool(before) is done, f"{told}: {before} before the right was taken"


ACTIONS: Mapping[Case, tuple[str, ...]] = {
    EditCustomer: ("CustomerEdited",),
    SetActive: ("CustomerDeactivated",),
    RecordConsent: ("ConsentGiven",),
    DeleteCustomer: ("CustomerDeleted",),
    Assign: ("CustomersAssigned",),
    Unassign: ("CustomersUnassigned",),
    RemoveMember: ("MemberRemoved",),
    LeaveList: ("MemberLeft",),
    ChangeRole: ("MemberChanged",),
    RevokeRight: ("MemberChanged",),
    ChangeSetting: ("SettingChanged",),
    TransferList: ("ListTransferred",),
}
"""Under which names the audit knows what was done."""


@pytest.mark.parametrize("name", TAKINGS)
def test_no_work_lands_after_the_right_is_gone(
    postgres_stages: PostgresStages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:  # S2
    races(postgres_stages, tmp_path, monkeypatch, name, 10)


@pytest.mark.soak
@pytest.mark.parametrize("name", TAKINGS)
def test_no_work_lands_after_the_right_is_gone_for_long(
    postgres_stages: PostgresStages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:  # S2
    races(postgres_stages, tmp_path, monkeypatch, name, 100)
