"""Every use case for every role on both engines; every refusal in its chain; rights that come and go (D4, A10)."""

from typing import Any

import pytest

from oclient_tui.domain.access import Permission
from oclient_tui.domain.errors import Denied, Invalid, NotFound, OClientError, Refused
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.finding import ShowCustomer
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RemoveMember, RevokeRight
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.usecase import UseCase
from tests.services.machine import AUDITED
from tests.services.model import ADMIN, ALWAYS, AT_FIRST, MAY_HOLD, MEMBER, OWNER
from tests.services.rows import ACTORS, ROWS, Answer, Row, Scene
from tests.services.stages import Stage, address
from tests.services.use_cases import Case, every_use_case, name_of

ON_THE_LIST = ("owner", "admin", "member")
RIGHTS = sorted({*MAY_HOLD[MEMBER], *MAY_HOLD[ADMIN]})


def answer(stage: Stage, who: str, case: UseCase[Any]) -> OClientError | None:
    """Return the error that somebody is answered with."""
    try:
        stage.session(who).do(case)
    except OClientError as error:
        return error
    return None


def test_every_use_case_has_a_row() -> None:
    missing = [case.__name__ for case in every_use_case() if case not in ROWS]
    assert not missing, f"add to tests/services/rows.py: {missing}"


def _order(row: Row) -> list[tuple[str, Answer]]:
    """Return the roles, the refused first: they change nothing, so all may follow each other on one stage."""
    return sorted(row.answers.items(), key=lambda item: item[1] is None)


@pytest.mark.parametrize("kind", every_use_case(), ids=name_of)
def test_each_role_is_answered_as_ruled(stage: Stage, kind: Case) -> None:  # D4, D7, A2, A10
    row, scene = ROWS[kind], Scene(stage)
    assert set(row.answers) == set(ACTORS)
    for role, wanted in _order(row):
        case = row.make(scene, ACTORS[role])
        if wanted is not None:
            scene.used.clear()
            _refused(stage, role, case, wanted)
            continue
        error = answer(stage, ACTORS[role], case)
        assert error is None, f"{role} must be allowed {case!r}, and was told {type(error).__name__}: {error}"


def _refused(stage: Stage, role: str, case: UseCase[Any], wanted: type[OClientError]) -> None:
    tables = stage.tables()
    try:
        content, heads = tables.content(), tables.heads()
        error = answer(stage, ACTORS[role], case)
        assert error is not None, f"{role} must be refused {case!r}"
        assert type(error) is wanted, f"{role}, {case!r}: {type(error).__name__}: {error}"
        assert tables.content() == content, f"{case!r} was refused to {role} and changed something"
        now = tables.heads()
        grown = {chain: length for chain, length in now.items() if length != heads.get(chain)}
        if wanted not in AUDITED:
            assert not grown, f"{case!r} by {role} is not audited"
            return
        on_list = case.about_list is not None and role in ON_THE_LIST
        chain = stage.cast.lists["A"] if on_list else 0
        assert grown == {chain: heads[chain] + 1}, f"the refusal of {case!r} to {role} stands in chains {grown}"
        actor = stage.cast.people[ACTORS[role]].id if ACTORS[role] in stage.cast.people else 0
        assert tables.entry(chain, now[chain]) == (actor, type(case).__name__, "refused", error.reason)
    finally:
        tables.close()


def test_the_owner_reads_refusals_in_the_audit(stage: Stage) -> None:  # X05, D8
    list_id = stage.cast.lists["A"]
    answer(stage, "mia", ShowSettings(list_id))
    answer(stage, "eve", ShowSettings(list_id))
    newest, *_ = stage.session("ola").do(ListAudit(list_id, limit=1))
    shown = (newest.actor, newest.entry.action, newest.entry.outcome, newest.entry.reason, newest.entry.door)
    assert shown == (address("mia"), "ShowSettings", "refused", "denied", "test")


def test_what_a_role_may_from_the_start(stage: Stage) -> None:  # D4
    list_id = stage.cast.lists["A"]
    of_lists = {right.value for right in Permission} - {"operator", "visitor", "account"}
    for role in ON_THE_LIST:
        session = stage.session(ACTORS[role])
        found = {right for right in of_lists if session.may(Permission(right), list_id)}
        assert found == ALWAYS[role] | AT_FIRST.get(role, frozenset()), role
    for role in ("stranger", "signed out", "operator"):
        assert not any(stage.session(ACTORS[role]).may(Permission(right), list_id) for right in of_lists), role


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("role", [MEMBER, ADMIN])
def test_a_right_comes_and_goes_with_the_next_action(stage: Stage, role: str, right: str) -> None:  # D4, S1
    list_id, owner, session = stage.cast.lists["A"], stage.session("ola"), stage.session(ACTORS[role])
    email = address(ACTORS[role])
    if right not in MAY_HOLD[role]:
        error = answer(stage, "ola", GrantRight(list_id, email, right))
        assert type(error) is Refused, f"{right} cannot be granted to an {role}: {error!r}"
        assert session.may(Permission(right), list_id) is (right in ALWAYS[role])
        return
    at_first = right in AT_FIRST[role]
    assert session.may(Permission(right), list_id) is at_first
    owner.do(GrantRight(list_id, email, right))
    assert session.may(Permission(right), list_id)
    owner.do(RevokeRight(list_id, email, right))
    assert not session.may(Permission(right), list_id)


def test_a_member_deletes_and_assigns_only_while_granted(stage: Stage) -> None:  # D4
    scene, owner = Scene(stage), stage.session("ola")
    for right in ("delete", "assign"):
        record = scene.record()
        case: UseCase[Any] = (
            DeleteCustomer(scene.list_id, record)
            if right == "delete"
            else Assign(scene.list_id, (address("max"),), record)
        )
        assert type(answer(stage, "mia", case)) is Denied
        owner.do(GrantRight(scene.list_id, address("mia"), right))
        owner.do(RevokeRight(scene.list_id, address("mia"), right))
        assert type(answer(stage, "mia", case)) is Denied
        owner.do(GrantRight(scene.list_id, address("mia"), right))
        assert answer(stage, "mia", case) is None


@pytest.mark.parametrize("right", [*sorted(ALWAYS[OWNER] - set(RIGHTS)), "owner", "operator", "", "Delete everything"])
def test_what_belongs_to_the_owner_cannot_be_granted(stage: Stage, right: str) -> None:  # D4, A6
    for name in ("adam", "mia"):
        error = answer(stage, "ola", GrantRight(stage.cast.lists["A"], address(name), right))
        assert type(error) in (Refused, Invalid), f"{right!r} was granted to {name}, or {error!r}"


def test_rights_that_the_new_role_cannot_hold_fall_away(stage: Stage) -> None:  # D4
    list_id, owner, mia = stage.cast.lists["A"], stage.session("ola"), stage.session("mia")
    owner.do(GrantRight(list_id, address("mia"), "assign"))
    owner.do(ChangeRole(list_id, address("mia"), "admin"))
    owner.do(GrantRight(list_id, address("mia"), "wipe"))
    assert mia.may(Permission.WIPE, list_id)
    owner.do(ChangeRole(list_id, address("mia"), "member"))
    assert not mia.may(Permission.WIPE, list_id)
    assert not mia.may(Permission.ASSIGN, list_id), "what was granted before the promotion does not come back"


@pytest.mark.parametrize("key", ["name", "assigned_only", "region", "language", "owner_id", "nonsense"])
def test_settings_are_the_owners_alone(stage: Stage, key: str) -> None:  # A10, O42
    list_id = stage.cast.lists["A"]
    for name, wanted in (("adam", Denied), ("mia", Denied), ("eve", NotFound), ("bob", NotFound)):
        for case in (ShowSettings(list_id), ChangeSetting(list_id, key, "on")):
            assert type(answer(stage, name, case)) is wanted, f"{name}: {case!r}"


def test_a_removed_member_loses_the_next_action(stage: Stage) -> None:  # S1
    scene, mia = Scene(stage), stage.session("mia")
    mia.do(ShowCustomer(scene.list_id, scene.record()))
    stage.session("ola").do(RemoveMember(scene.list_id, address("mia")))
    for kind, row in ROWS.items():
        if row.answers["stranger"] is NotFound:
            scene.used.clear()
            error = answer(stage, "mia", row.make(scene, "mia"))
            assert type(error) is NotFound, f"{kind.__name__}: {error!r}"
