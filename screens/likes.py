"""What the person at the screen likes: read once at sign-in, kept when it changes (services/preferences)."""

from oclient_tui.domain.preferences import Preferences, Value


class Likes:
    """Theme and language everywhere; columns, order and the like on each list."""

    def __init__(self, found: Preferences | None = None) -> None:
        found = found or Preferences()
        self._everywhere = dict(found.everywhere)
        self._on_lists = {number: dict(likes) for number, likes in found.on_lists.items()}

    def get(self, key: str, list_id: int | None = None) -> Value | None:
        """Return what is liked; None where nothing was ever said."""
        return (self._everywhere if list_id is None else self._on_lists.get(list_id, {})).get(key)

    def put(self, key: str, value: Value | None, list_id: int | None = None) -> None:
        """Remember it; None forgets."""
        likes = self._everywhere if list_id is None else self._on_lists.setdefault(list_id, {})
        likes.pop(key, None)
        if value is not None:
            likes[key] = value
