"""The palette: every command that can be used now, found in one's own language, without accents (ux.md, looks 12b)."""

from collections.abc import AsyncGenerator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from oclient_tui.config.language import translate
from oclient_tui.domain.text import fold
from screens.ink import line
from screens.shell import hints


class Commands(Provider):
    """The commands of the screen under the palette."""

    async def discover(self) -> Hits:
        """Return them all, as the footer orders them."""
        async for hit in self._all():
            yield hit

    async def _all(self) -> AsyncGenerator[DiscoveryHit]:
        for keys, command in hints(self.screen):
            yield DiscoveryHit(
                line(translate(command.words), "  ", (keys, "bold $oc-accent")),
                lambda action=command.action: self.screen.run_action(action),
                text=translate(command.words),
                help=translate(command.tip) or None,
            )

    async def search(self, query: str) -> Hits:
        """Return what fits, in English or in the language spoken here: `wys` finds `Wyślij`."""
        matcher, wanted = self.matcher(query), fold(query)
        for keys, command in hints(self.screen):
            names = dict.fromkeys((translate(command.words), command.words))
            score = max(
                max(matcher.match(name), matcher.match(fold(name)), 0.5 * (wanted in fold(name))) for name in names
            )
            if score > 0:
                yield Hit(
                    score,
                    line(translate(command.words), "  ", (keys, "bold $oc-accent")),
                    lambda action=command.action: self.screen.run_action(action),
                    text=translate(command.words),
                    help=translate(command.tip) or None,
                )
