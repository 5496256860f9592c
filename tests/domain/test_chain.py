"""The audit's chain by itself: any one change to it is found (N08)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.domain.audit import START, Entry, Event, Values, entry_hash, values_digest, values_text, verify

Chain = list[tuple[Entry, Values | None]]
TEXTS = ("door", "action", "subject", "outcome", "reason", "values_digest", "previous", "hash")
NUMBERS = ("list_id", "seq", "at", "actor")


def _chain(length: int, list_id: int = 5) -> Chain:
    chain: Chain = []
    previous = START
    for seq in range(1, length + 1):
        event = Event("Did", str(seq), after={"name": f"Żółw {seq}"} if seq % 3 else None)
        values = Values(f"salt{seq}", values_text(event)) if event.after else None
        digest = values_digest(values) if values else ""
        entry = Entry(list_id, seq, 1000 + seq, 7, "test", "Did", str(seq), "done", "", digest, previous, "")
        entry = replace(entry, hash=entry_hash(entry))
        chain.append((entry, values))
        previous = entry.hash
    return chain


def _head(chain: Chain) -> tuple[int, str]:
    return len(chain), chain[-1][0].hash if chain else START


LENGTHS = st.integers(1, 12)


@given(st.integers(0, 12))
def test_a_whole_chain_holds(length: int) -> None:
    chain = _chain(length)
    verdict = verify(chain, _head(chain))
    assert (verdict.entries, verdict.broken_at, verdict.problem, verdict.erased) == (length, None, "", ())


@given(LENGTHS, st.data())
def test_one_changed_letter_is_found_where_it_stands(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    place, name = data.draw(st.integers(0, length - 1)), data.draw(st.sampled_from((*TEXTS, *NUMBERS)))
    entry, values = chain[place]
    old = getattr(entry, name)
    new = old + data.draw(st.integers(1, 9)) if isinstance(old, int) else data.draw(st.text(max_size=70))
    if new == old:
        return
    changed = replace(entry, **{name: new})  # type: ignore[arg-type]
    verdict = verify([*chain[:place], (changed, values), *chain[place + 1 :]], _head(chain))
    assert verdict.broken_at == (new if name == "seq" else place + 1)


@given(LENGTHS, st.data())
def test_changed_values_are_found_and_erased_ones_told(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    place = data.draw(st.integers(0, length - 1))
    entry, values = chain[place]
    other = Values(data.draw(st.text(max_size=8)), data.draw(st.text(max_size=30)))
    if other != values:
        forged = verify([*chain[:place], (entry, other), *chain[place + 1 :]], _head(chain))
        assert (forged.broken_at, forged.problem) == (place + 1, "its values were changed")
    erased = verify([*chain[:place], (entry, None), *chain[place + 1 :]], _head(chain))
    assert (erased.broken_at, erased.erased) == (None, (place + 1,) if values else ())


@given(LENGTHS, st.data())
def test_what_was_taken_out_put_in_or_moved_is_found(length: int, data: st.DataObject) -> None:
    chain = _chain(length)
    first, last = sorted(data.draw(st.tuples(st.integers(0, length), st.integers(0, length))))
    cut = [*chain[:first], *chain[last:]]
    assert (verify(cut, _head(chain)).broken_at is None) is (first == last)
    order = data.draw(st.permutations(chain))
    assert (verify(order, _head(chain)).broken_at is None) is (order == chain)
    assert verify([*chain, chain[-1]], _head(chain)).broken_at is not None
    assert verify(_chain(length, list_id=6), _head(chain)).broken_at is not None


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.booleans() | st.none(), max_size=3))
def test_values_have_one_writing(after: dict[str, object]) -> None:
    backwards = dict(reversed(after.items()))
    assert values_text(Event("A", after=after)) == values_text(Event("A", after=backwards))
    assert values_text(Event("A")) == ""
    assert values_text(Event("A", before={})) != ""
