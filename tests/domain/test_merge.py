"""One save on top of another: what the merge of two people's edits may do, and what it never does (N18)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.customers import Change, Customer, Value, applied, differences, every_field, merged
from oclient_tui.domain.errors import Conflict, Invalid
from oclient_tui.domain.fields import FIELDS, FLAGS, LABELS, SLOTS, TEXTS
from oclient_tui.domain.text import fold

NAMES = st.sampled_from(("first_name", "city", "street", "email", "email2", "email3", "phone", "gdpr_ignore", "tags"))
LABEL_SETS = st.lists(st.sampled_from(("a", "A", "b", "ć", "c", "d")), max_size=3).map(tuple)
TEXT = st.sampled_from(("", "x", "y", "z"))


def _value(name: str) -> st.SearchStrategy[Value]:
    if name in LABELS:
        return LABEL_SETS
    return st.booleans() if name in FLAGS else TEXT


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Return an edit of up to three fields, and labels to add and to take away."""
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    values = {name: draw(_value(name)) for name in names}
    add, remove = ({"tags": draw(LABEL_SETS)} if draw(st.booleans()) else {} for _ in range(2))
    return Change(values, add, remove)


CUSTOMERS = st.builds(
    Customer,
    st.just(1),
    company=st.just("C"),
    city=TEXT,
    emails=st.lists(st.sampled_from(("x", "y", "z")), max_size=3, unique=True).map(tuple),
    tags=st.sampled_from(((), ("a",), ("a", "b"), ("b", "c"))),
)


def _saved(before: Customer, change: Change) -> Customer:
    """Return what is stored when the change is saved by somebody who saw `before`."""
    after = applied(before, change)
    changed = differences(before, after)
    if not changed:
        return before
    version = before.version + 1
    return replace(after, version=version, changed_in={**before.changed_in, **dict.fromkeys(changed, version)})


def _merged(current: Customer, change: Change, seen: int) -> Customer | Conflict:
    try:
        return merged(current, change, seen)
    except Conflict as conflict:
        return conflict


def _labels(value: Value) -> set[str]:
    return {fold(label) for label in value} if isinstance(value, tuple) else set()


@given(CUSTOMERS, changes(), changes())
def test_a_stale_save_never_writes_over_what_it_did_not_see(start: Customer, theirs: Change, mine: Change) -> None:
    current = _saved(start, theirs)
    result = _merged(current, mine, start.version)
    if isinstance(result, Conflict):
        assert result.fields
        assert result.fields.keys() <= set(differences(start, current))
        assert result.fields.keys() <= set(differences(current, applied(current, mine)))
        assert str(result).startswith("Somebody else changed the same fields meanwhile: ")
        return
    assert result == applied(current, mine)
    for name in set(differences(start, current)) & set(differences(current, result)):
        assert name == "tags", f"{name} was written over"
        assert "tags" not in mine.values or _labels(current.tags) == _labels(result.tags)


@given(CUSTOMERS, changes(), changes())
def test_labels_added_or_taken_away_never_conflict(start: Customer, theirs: Change, mine: Change) -> None:  # D21
    current = _saved(start, theirs)
    only_labels = Change({}, mine.add, mine.remove)
    result = merged(current, only_labels, start.version)
    added, removed = _labels(mine.add.get("tags", ())), _labels(mine.remove.get("tags", ()))
    assert _labels(result.tags) == (_labels(current.tags) - removed) | added


@given(CUSTOMERS, changes(), changes())
def test_whoever_saw_the_newest_is_never_asked(start: Customer, theirs: Change, mine: Change) -> None:
    current = _saved(start, theirs)
    for seen in (current.version, None):
        assert merged(current, mine, seen) == applied(current, mine)


@given(CUSTOMERS, changes())
def test_saving_the_same_twice_changes_nothing_more(start: Customer, change: Change) -> None:
    if set(change.values) & {"email", "email2", "email3"}:
        return  # places move up when one is emptied: the same words then mean another address
    once = applied(start, change)
    assert differences(once, applied(once, change)) == {}


@given(CUSTOMERS, changes())
def test_differences_tell_everything_that_changed(start: Customer, change: Change) -> None:
    after = applied(start, change)
    told = differences(start, after)
    assert all(old != new for old, new in told.values())
    untold = [name for name in every_field() if name not in told]
    assert all(start.value(name) == after.value(name) for name in untold)
    assert (start == after) is not bool(told)
    assert (after.version, after.changed_in) == (start.version, start.changed_in)


def test_every_field_is_compared() -> None:
    bases = {name for name in every_field() if name in FIELDS}
    assert bases == set(FIELDS)
    assert len(every_field()) == len(set(every_field())) == len(TEXTS) + len(FLAGS) + len(LABELS) + 2 * SLOTS


def test_a_nameless_customer_is_refused() -> None:
    with pytest.raises(Invalid, match="at least one of first_name, last_name and company"):
        applied(Customer(1, company="C"), Change({"company": ""}))
