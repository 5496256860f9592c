"""What the machine does with what people like: each meets their own, and on a list only while they are on it."""

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.domain.preferences import Value
from oclient_tui.services.preferences.keeping import SetListPreference, SetPreference, ShowPreferences
from tests.services.machine import WHERE, WHO, Ground, plays
from tests.services.model import Refusal

BAD = Refusal(Invalid, "preference")
EVERYWHERE = st.sampled_from([("theme", "light"), ("theme", "dark"), ("theme", None), ("theme", "pink"), ("sort", "x")])
HERE = st.sampled_from(
    [("sort", "city"), ("columns", ("name", "city")), ("preview", True), ("sort", None), ("preview", "yes"), ("x", "y")]
)


class PreferenceRules(Ground):
    """What people like."""

    @plays(SetPreference, ShowPreferences, who=WHO, liked=EVERYWHERE)
    def like_everywhere(self, who: str, liked: tuple[str, Value | None]) -> None:
        key, value = liked
        who = self.actor(who)
        refusal = self.model.account(who) or (BAD if value in ("pink", "x") else None)
        done = self.play(who, SetPreference(key, value), refusal)
        if done is None:
            return
        self.audited(done, None, changed=False)
        person = self.model.people[who]
        person.likes.pop(key, None)
        if value is not None:
            person.likes[key] = value
        self._shown(who)

    @plays(SetListPreference, ShowPreferences, who=WHO, where=WHERE, liked=HERE)
    def like_on_a_list(self, who: str, where: int, liked: tuple[str, Value | None]) -> None:
        key, value = liked
        listing = self.listing(where)
        who = self.actor(who, listing)
        refusal = self.model.gate(who, listing, "view") or (BAD if value in ("yes", "y") else None)
        done = self.play(who, SetListPreference(listing.id, key, value), refusal, listing)
        if done is None:
            return
        self.audited(done, listing, changed=False)
        likes = listing.places[who].likes
        likes.pop(key, None)
        if value is not None:
            likes[key] = value
        self._shown(who)

    def _shown(self, who: str) -> None:
        done = self.play(who, ShowPreferences(), None)
        if done is None:
            return
        places = {found.id: found.places.get(who) for found in self.model.lists}
        wanted = {number: place.likes for number, place in places.items() if place is not None and place.likes}
        self.expect("What one likes everywhere", done.value.everywhere, self.model.people[who].likes)
        self.expect("What one likes on lists", done.value.on_lists, wanted)
