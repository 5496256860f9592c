"""Roles and rights, written out once more as a table (D4, C2-C4, X03, X04)."""

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.access import DEFAULT_RIGHTS, GRANTABLE, INSTALLATION, Access, Permission, Role, rights_after
from oclient_tui.domain.visibility import Rule, sight

ALWAYS = {
    Role.OWNER: "view add edit import export merge delete assign invoice group_send extract loyalty account_limit"
    " finance wipe lift_restriction settings invite roles catalogues templates audit suppression see_as",
    Role.ADMIN: "view add edit import export merge delete assign invoice group_send lift_restriction",
    Role.MEMBER: "view add edit",
}
MAY_BE_GRANTED = {
    Role.OWNER: "",
    Role.ADMIN: "extract loyalty account_limit finance wipe",
    Role.MEMBER: "group_send import export merge delete assign invoice extract loyalty account_limit",
}
OWNERS_ONLY = "settings invite roles catalogues templates audit suppression see_as"
RIGHTS = st.frozensets(st.sampled_from(sorted(Permission)))


def _set(names: str) -> frozenset[Permission]:
    return frozenset(Permission(name) for name in names.split())


def _access(role: Role, rights: frozenset[Permission] = frozenset(), *, assigned_only: bool = True) -> Access:
    return Access(1, 2, role, rights, assigned_only)


def test_each_role_has_what_the_table_says_and_no_more() -> None:
    for role, names in ALWAYS.items():
        assert {right for right in Permission if _access(role).may(right)} == _set(names), role


def test_each_role_can_be_granted_what_the_table_says_and_no_more() -> None:
    for role, names in MAY_BE_GRANTED.items():
        everything = _access(role, frozenset(Permission))
        assert {right for right in Permission if everything.may(right)} == _set(f"{ALWAYS[role]} {names}"), role
        assert GRANTABLE.get(role, frozenset()) == _set(names)


def test_the_owner_s_own_affairs_cannot_be_granted() -> None:  # O42
    assert not _set(OWNERS_ONLY) & (GRANTABLE[Role.ADMIN] | GRANTABLE[Role.MEMBER])


def test_no_role_on_a_list_reaches_the_installation() -> None:
    for role in Role:
        assert not [right for right in INSTALLATION if _access(role, frozenset(Permission)).may(right)]


def test_a_new_member_may_write_to_groups_and_not_import() -> None:  # C2, D4
    assert DEFAULT_RIGHTS[Role.MEMBER] == _set("group_send")
    assert DEFAULT_RIGHTS[Role.ADMIN] == frozenset()


@given(st.sampled_from(sorted(Role)), st.sampled_from(sorted(Role)), RIGHTS)
def test_a_change_of_role_never_adds_a_right(before: Role, after: Role, rights: frozenset[Permission]) -> None:
    held = rights_after(before, rights)
    assert rights_after(after, held) <= held
    gained = {right for right in Permission if _access(after, held).may(right)} - _set(ALWAYS[after])
    assert gained <= held & _set(MAY_BE_GRANTED[after])


@given(st.sampled_from(sorted(Role)), st.booleans(), st.booleans(), st.booleans(), RIGHTS)
def test_the_reason_told_is_the_rule_that_holds(
    role: Role, assigned_only: bool, assigned: bool, author: bool, rights: frozenset[Permission]
) -> None:  # N06, O07, O10
    access = _access(role, rights, assigned_only=assigned_only)
    seen = sight(access, "a@b.pl", assigned=assigned, author=author)
    assert seen.visible is (role is not Role.MEMBER or not assigned_only or assigned)
    assert seen.visible is (seen.rule is not Rule.NOT_ASSIGNED)
    assert access.sees_all is (role is not Role.MEMBER or not assigned_only)
    assert (seen.rule is Rule.AUTHOR) is (not access.sees_all and assigned and author)
