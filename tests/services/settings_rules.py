"""What the machine does with settings, one by one and as one text (O42, A10, N24, E7)."""

import json

from hypothesis import strategies as st

from oclient_tui.domain.errors import Invalid
from oclient_tui.services.sharing.settings import ChangeSetting, ShowSettings
from oclient_tui.services.sharing.settings_file import ApplySettings, DumpSettings, PlanSettings
from tests.services.machine import OWNER_OFTEN, TURN, WHERE, Ground, plays
from tests.services.model import Listing, Refusal
from tests.services.settings_model import CHOICES, SECRETS, choose, shown

MOSTLY = ("assigned_only", "assigned_only", "assigned_only", "duplicates.rules", "name", "region", "language")
KEY = st.sampled_from([*MOSTLY, *MOSTLY, *CHOICES, "owner_id", "version", "modules.nonsense"])
BAD_KEY, BAD_VALUE = Refusal(Invalid, "setting"), Refusal(Invalid, "value")
CHANGES = st.lists(st.tuples(st.sampled_from(sorted(CHOICES)), TURN), min_size=1, max_size=4, unique_by=lambda c: c[0])


class SettingsRules(Ground):
    """The owner's settings."""

    @plays(ShowSettings, who=OWNER_OFTEN, where=WHERE)
    def show_settings(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ShowSettings(listing.id), self.model.gate(who, listing, "settings"), listing)
        if done is not None:
            self.expect("The settings", done.value, shown(listing))

    @plays(DumpSettings, who=OWNER_OFTEN, where=WHERE)
    def dump_settings(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, DumpSettings(listing.id), self.model.gate(who, listing, "settings"), listing)
        if done is not None:
            self.expect("The settings dumped", done.value.values, shown(listing))
            for kind, rows in done.value.sections["catalogues"].items():
                names = [row if isinstance(row, str) else row["name"] for row in rows]
                self.expect(f"The {kind} dumped", names, listing.entries(kind))

    @plays(ChangeSetting, weight=2, who=OWNER_OFTEN, where=WHERE, key=KEY, turn=TURN)
    def change_setting(self, who: str, where: int, key: str, turn: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        typed, wanted = CHOICES[key][turn] if key in CHOICES else ("1", None)
        refusal = self.model.gate(who, listing, "settings")
        if refusal is None and wanted is None:
            refusal = BAD_VALUE if key in CHOICES else BAD_KEY
        done = self.play(who, ChangeSetting(listing.id, key, typed), refusal, listing)
        if done is not None:
            before = shown(listing)
            choose(listing, key, str(wanted))
            self.expect("The settings after a change", done.value, shown(listing))
            self.audited(done, listing, changed=before != shown(listing))

    @plays(ChangeSetting, who=OWNER_OFTEN, where=WHERE, key=st.sampled_from(SECRETS), turn=TURN)
    def change_secret(self, who: str, where: int, key: str, turn: int) -> None:
        """Set a secret that nobody may ever be told, the same once more, none, or one that is no line."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        present = listing.chosen.get(key, "")
        typed = (self.next_token(), present, "", f"{self.next_token()}\n")[turn]
        refusal = self.model.gate(who, listing, "settings") or (BAD_VALUE if turn == 3 else None)
        done = self.play(who, ChangeSetting(listing.id, key, typed), refusal, listing)
        if done is not None:
            listing.chosen[key] = typed
            self.expect("The settings after a secret", done.value, shown(listing))
            self.audited(done, listing, changed=typed != present)

    @plays(PlanSettings, ApplySettings, weight=2, who=OWNER_OFTEN, where=WHERE, changes=CHANGES, keep=st.booleans())
    def apply_settings(self, who: str, where: int, changes: list[tuple[str, int]], keep: bool) -> None:
        """Plan or apply several at once: what is planned is what happens, and one bad value stops them all."""
        listing = self.listing(where)
        who = self.actor(who, listing)
        asked = {key: CHOICES[key][turn] for key, turn in changes}
        text = "\n".join(f"{json.dumps(key)} = {json.dumps(typed)}" for key, (typed, _) in asked.items())
        bad = any(wanted is None for _, wanted in asked.values())
        refusal = self.model.gate(who, listing, "settings") or (BAD_VALUE if bad else None)
        case = ApplySettings(listing.id, text) if keep else PlanSettings(listing.id, text)
        done = self.play(who, case, refusal, listing)
        if done is None:
            return
        before = shown(listing)
        wanted = {key: (before[key], str(new)) for key, (_, new) in asked.items() if before[key] != new}
        found = {change.key: (change.before, change.after) for change in done.value}
        self.expect("What a text of settings changes", found, wanted)
        if keep:
            self._chosen(listing, {key: after for key, (_, after) in wanted.items()})
        self.audited(done, listing, changed=keep and bool(wanted))

    def _chosen(self, listing: Listing, changes: dict[str, str]) -> None:
        for key in sorted(changes, key=list(CHOICES).index):
            choose(listing, key, changes[key])
