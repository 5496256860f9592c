"""Whoever changes one byte of the audit by hand is found, and the row is named (N08, D8)."""

from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from oclient_tui.domain.audit import Verdict
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit, VerifyInstallation
from oclient_tui.services.sharing.lists import CreateList
from tests.factories import DOOR, SHOP, World, add
from tests.storage.backdoor import Hand, backdoor
from tests.storage.crowd import another_house

ENTRY = ("at", "actor", "door", "action", "subject", "outcome", "reason", "values_digest", "previous", "hash")
BIT = 1 << 40
"""Flipped in a number, it makes one that no other row has."""


@pytest.fixture
def length(world: World) -> int:
    """Let something happen on the list, and return the length of its chain."""
    customer = add(world.mia, world.id, last_name="Żółw", city="Łódź")
    world.ola.do(EditCustomer(world.id, customer.id, Typed({"city": "Gdynia"})))
    with pytest.raises(Exception, match="no such customer"):
        world.mia.do(EditCustomer(world.id, 17, Typed({"city": "Gdynia"})))
    verdict = _verify(world)
    assert (verdict.broken_at, verdict.erased) == (None, ())
    return verdict.entries


def _verify(world: World) -> Verdict:
    return world.ola.do(VerifyAudit(world.id))


def _flipped(value: Any, place: int) -> Any:
    """Return a value with one bit of one byte turned over."""
    if isinstance(value, int):
        return value ^ BIT
    if not value:
        return "x"
    raw = bytearray(value.encode())
    raw[place % len(raw)] ^= 1
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _flipped(value, place + 1)


@contextmanager
def _damage(hand: Hand, table: str, column: str, seq: int, world: World, place: int = 0) -> Any:
    """Turn over one bit of one value, and put it back afterwards."""
    where = "WHERE list_id = ? AND seq = ?"
    [(value,)] = hand.sql(f"SELECT {column} FROM {table} {where}", world.id, seq)  # noqa: S608
    wrong = _flipped(value, place)
    assert wrong != value
    hand.sql(f"UPDATE {table} SET {column} = ? {where}", wrong, world.id, seq)  # noqa: S608
    yield
    there = (wrong if column == "list_id" else world.id, wrong if column == "seq" else seq)
    hand.sql(f"UPDATE {table} SET {column} = ? {where}", value, *there)  # noqa: S608


def test_one_bit_of_any_entry_is_found(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        for seq in range(1, length + 1):
            for column in ENTRY:
                with _damage(hand, "audit_entries", column, seq, world, place=seq):
                    assert _verify(world).broken_at == seq, f"{column} of entry {seq}"
    assert _verify(world).broken_at is None


def test_every_byte_of_one_entry_counts(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        for column, size in (("action", 14), ("subject", 18)):
            for place in range(size):
                with _damage(hand, "audit_entries", column, length - 1, world, place):
                    assert _verify(world).broken_at == length - 1, f"byte {place} of {column}"


def test_an_entry_that_was_moved_away_is_missed(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        for seq in range(1, length + 1):
            for column in ("list_id", "seq"):
                with _damage(hand, "audit_entries", column, seq, world):
                    expected = {seq, seq + 1} if column == "list_id" or seq < length else {length ^ BIT}
                    assert _verify(world).broken_at in expected, f"{column} of entry {seq}"


def test_one_bit_of_any_value_is_found(world: World, url: str) -> None:
    with backdoor(url) as hand:
        seqs = [seq for (seq,) in hand.sql("SELECT seq FROM audit_values WHERE list_id = ? ORDER BY seq", world.id)]
        assert len(seqs) >= 8
        for seq in seqs:
            for column in ("salt", "text"):
                with _damage(hand, "audit_values", column, seq, world, place=seq):
                    assert (_verify(world).broken_at, _verify(world).problem) == (seq, "its values were changed")
            for column in ("list_id", "seq"):
                with _damage(hand, "audit_values", column, seq, world):
                    assert _verify(world).erased == (seq,), f"{column} of the values of entry {seq}"


def test_one_bit_of_the_head_is_found(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        for column in ("list_id", "seq", "hash"):
            [(value,)] = hand.sql(f"SELECT {column} FROM audit_heads WHERE list_id = ?", world.id)  # noqa: S608
            wrong = _flipped(value, 5)
            hand.sql(f"UPDATE audit_heads SET {column} = ? WHERE list_id = ?", wrong, world.id)  # noqa: S608
            verdict = _verify(world)
            assert verdict.broken_at == length + 1, column
            assert "head" in verdict.problem
            there = wrong if column == "list_id" else world.id
            hand.sql(f"UPDATE audit_heads SET {column} = ? WHERE list_id = ?", value, there)  # noqa: S608
    assert _verify(world).broken_at is None


def test_values_that_were_deleted_are_told_as_erased(world: World, url: str, length: int) -> None:  # D8
    """Erasure takes the values and leaves the chain whole; the owner reads which ones went."""
    with backdoor(url) as hand:
        for seq in (2, length - 1):
            hand.sql("DELETE FROM audit_values WHERE list_id = ? AND seq = ?", world.id, seq)
    verdict = _verify(world)
    assert (verdict.broken_at, verdict.erased, verdict.entries) == (None, (2, length - 1), length)
    lines = {line.entry.seq: line.values for line in world.ola.do(ListAudit(world.id))}
    assert lines[2] is None
    assert lines[3] is not None


DELETIONS: dict[str, tuple[Callable[[int], str], Callable[[int], int]]] = {
    "the first": (lambda _: "seq = 1", lambda _: 2),
    "one in the middle": (lambda _: "seq = 5", lambda _: 6),
    "several": (lambda _: "seq BETWEEN 3 AND 6", lambda _: 7),
    "the last": (lambda length: f"seq = {length}", lambda length: length),
    "the last three": (lambda length: f"seq > {length - 3}", lambda length: length - 2),
    "all": (lambda _: "1 = 1", lambda _: 1),
}


def test_a_deleted_entry_is_missed(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        for kind, (which, expected) in DELETIONS.items():
            where = f"WHERE list_id = {world.id} AND {which(length)}"
            taken = {table: hand.sql(f"SELECT * FROM {table} {where}") for table in ("audit_entries", "audit_values")}  # noqa: S608
            for table in taken:
                hand.sql(f"DELETE FROM {table} {where}")  # noqa: S608
            assert _verify(world).broken_at == expected(length), kind
            for table, rows in taken.items():
                for row in rows:
                    hand.sql(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", *row)  # noqa: S608
    assert _verify(world).broken_at is None


def test_entries_that_changed_places_are_found(world: World, url: str) -> None:
    with backdoor(url) as hand:
        for old, new in ((3, BIT), (4, 3), (BIT, 4)):
            hand.sql("UPDATE audit_entries SET seq = ? WHERE list_id = ? AND seq = ?", new, world.id, old)
    assert _verify(world).broken_at == 3


def test_an_entry_put_in_by_hand_is_found(world: World, url: str, length: int) -> None:
    with backdoor(url) as hand:
        hand.sql(
            "INSERT INTO audit_entries SELECT list_id, seq + 1, at, actor, door, action, subject, outcome, reason,"
            " values_digest, hash, hash FROM audit_entries WHERE list_id = ? AND seq = ?",
            world.id,
            length,
        )
    assert _verify(world).broken_at == length + 1


def test_the_chains_of_two_lists_cannot_be_exchanged(world: World, url: str) -> None:  # O03
    other = world.ola.do(CreateList("Other", SHOP, "pl"))
    with backdoor(url) as hand:
        for table in ("audit_entries", "audit_values", "audit_heads"):
            hand.sql(f"DELETE FROM {table} WHERE list_id = ?", world.id)  # noqa: S608
            hand.sql(f"UPDATE {table} SET list_id = ? WHERE list_id = ?", world.id, other.id)  # noqa: S608
    assert _verify(world).broken_at == 1


def test_the_installation_s_chain_is_watched_alike(world: World, url: str) -> None:
    operator = world.house.operator(DOOR)
    whole = operator.do(VerifyInstallation())
    assert (whole.broken_at, whole.entries > 3) == (None, True)
    with backdoor(url) as hand:
        hand.sql("UPDATE audit_entries SET actor = actor + 1 WHERE list_id = 0 AND seq = 3")
        assert operator.do(VerifyInstallation()).broken_at == 3
        hand.sql("UPDATE audit_entries SET actor = actor - 1 WHERE list_id = 0 AND seq = 3")
        hand.sql("DELETE FROM audit_entries WHERE list_id = 0 AND seq = ?", whole.entries)
        assert operator.do(VerifyInstallation()).broken_at == whole.entries


def test_bytes_that_are_no_text_any_more_are_found(tmp_path: Path) -> None:
    """A turned highest bit leaves no UTF-8. SQLite keeps such bytes (PostgreSQL takes none): the row is named still."""
    url = str(tmp_path / "data" / "oclient.db")
    with closing(another_house(url, tmp_path)) as house:
        _turn_highest_bits(url, World.build(house))


def _turn_highest_bits(url: str, world: World) -> None:
    with backdoor(url) as hand:
        length = _verify(world).entries
        columns = (("audit_entries", "action", 4), ("audit_entries", "hash", length), ("audit_values", "text", 2))
        for table, column, seq in (*columns, ("audit_values", "salt", 3)):
            where = "WHERE list_id = ? AND seq = ?"
            [(value,)] = hand.sql(f"SELECT {column} FROM {table} {where}", world.id, seq)  # noqa: S608
            wrong = bytearray(value.encode())
            wrong[1] |= 0x80
            statement = f"UPDATE {table} SET {column} = CAST(? AS TEXT) {where}"  # noqa: S608
            hand.sql(statement, bytes(wrong), world.id, seq)
            assert _verify(world).broken_at == seq, f"{table}.{column}"
            assert len(world.ola.do(ListAudit(world.id))) == length
            hand.sql(statement, value, world.id, seq)
        hand.sql("UPDATE audit_heads SET hash = CAST(x'8080' AS TEXT) WHERE list_id = ?", world.id)
        assert _verify(world).broken_at == length + 1


def test_a_chain_that_is_gone_altogether_is_missed(url: str, world: World) -> None:
    with backdoor(url) as hand:
        for table in ("audit_values", "audit_entries", "audit_heads"):
            hand.sql(f"DELETE FROM {table} WHERE list_id = ?", world.id)  # noqa: S608 - a constant of this test
    verdict = world.ola.do(VerifyAudit(world.id))
    assert (verdict.broken_at, verdict.problem) == (1, "the chain is empty")
