"""Keys of duplicate control that a plan has given out: a few bytes each, as a file may have millions."""

from array import array

from oclient_tui.domain.duplicates import DIGEST_SIZE

_FIRST = 1 << 10
_FULL = 0.6


class KeyTable:
    """Customers by key, without taking any back: a hash table with open addressing (Knuth, 6.4, algorithm L)."""

    def __init__(self) -> None:
        self._used = 0
        self._make(_FIRST)

    def get(self, key: bytes) -> int | None:
        """Return who has a key; None where nobody has it."""
        return self._ids[self._place(key)] or None

    def put(self, key: bytes, customer_id: int) -> None:
        """Give a key to somebody."""
        if self._used >= self._size * _FULL:
            self._grow()
        place = self._place(key)
        self._used += not self._ids[place]
        self._ids[place] = customer_id
        self._keys[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE] = key

    def _place(self, key: bytes) -> int:
        """Return where a key stands, or would stand. Keys are digests, so that any of their bytes spread evenly."""
        ids, keys, last = self._ids, self._keys, self._size - 1
        place = int.from_bytes(key[:8]) & last
        while ids[place] and not keys.startswith(key, place * DIGEST_SIZE):
            place = (place + 1) & last
        return place

    def _make(self, size: int) -> None:
        self._size = size
        self._ids = array("q", bytes(8 * size))
        self._keys = bytearray(DIGEST_SIZE * size)

    def _grow(self) -> None:
        ids, keys = self._ids, self._keys
        self._make(self._size * 2)
        for number, customer_id in enumerate(ids):
            if customer_id:
                key = bytes(keys[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE])
                place = self._place(key)
                self._ids[place] = customer_id
                self._keys[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE] = key
