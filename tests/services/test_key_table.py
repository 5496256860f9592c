"""The table of keys that a plan keeps holds what a dictionary holds."""

from hypothesis import given
from hypothesis import strategies as st

from oclient_tui.services.customers.importing.key_table import KeyTable

NEAR = st.binary(min_size=1, max_size=1).map(lambda end: b"\x00" * 7 + b"\x01" + b"\x00" * 7 + end)
"""Keys that all want the same place."""


@given(st.lists(st.tuples(NEAR | st.binary(min_size=16, max_size=16), st.integers(1, 1 << 62)), max_size=60))
def test_it_holds_what_a_dictionary_holds(pairs: list[tuple[bytes, int]]) -> None:
    table, known = KeyTable(), dict[bytes, int]()
    for key, customer in pairs:
        assert table.get(key) == known.get(key)
        table.put(key, customer)
        known[key] = customer
    assert {key: table.get(key) for key in known} == known
    assert table.get(b"\xff" * 16) == known.get(b"\xff" * 16)


def test_it_grows() -> None:
    table = KeyTable()
    keys = [(number * 0x9E3779B97F4A7C15 % (1 << 64)).to_bytes(8) * 2 for number in range(1, 5000)]
    for number, key in enumerate(keys, start=1):
        table.put(key, number)
    assert [table.get(key) for key in keys] == list(range(1, 5000))
