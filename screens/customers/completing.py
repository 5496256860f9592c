"""What the filter line completes to: fields, and the categories and people that the person may see anyway."""

from collections.abc import Sequence

from textual.suggester import Suggester

from oclient_tui.domain.text import fold


class TermSuggester(Suggester):
    """Completes the term that is being typed; the right arrow takes what it proposes."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last term completed, or None."""
        start = max(value.rfind(" "), value.rfind("("), value.rfind("-")) + 1
        begun = value[start:]
        if not begun or '"' in begun:
            return None
        wanted = fold(begun)
        found = next((word for word in self._words if fold(word).startswith(wanted) and len(word) > len(begun)), None)
        return value + found[len(begun) :] if found is not None else None


def term(field: str, value: str) -> str:
    """Return a term as the filter line reads it: a value of several words in quotes."""
    return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
