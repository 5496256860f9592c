"""What the machine does with accounts and lists, and with the audit (O01, S6, D8, D19)."""

from dataclasses import replace

from hypothesis import strategies as st

from oclient_tui.domain.accounts import PublicKey
from oclient_tui.domain.errors import Invalid, NotFound, Refused
from oclient_tui.services.operations.noting import NoteOperation
from oclient_tui.services.privacy.auditing import ListAudit, VerifyAudit, VerifyInstallation
from oclient_tui.services.sharing.accounts import (
    AddAccount,
    AddKey,
    DisableAccount,
    ListAccounts,
    ListKeys,
    RemoveKey,
    ResetPassword,
)
from oclient_tui.services.sharing.lists import CreateList, FindList, MyLists, ShowList
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, ListOwnKeys, RemoveOwnKey, WhoAmI
from oclient_tui.services.usecase import UseCase
from tests.factories import DOOR, SHOP
from tests.services.keys import fingerprint, key_line
from tests.services.machine import EVERYBODY, OWNER_OFTEN, SOMEBODY, TURN, WHERE, WHO, Ground, plays
from tests.services.model import OWNER, Listing, Person, Place, Refusal

OPERATOR = st.sampled_from(["operator", "operator", "operator", "ola", "mia", "nobody"])
HALF_OPERATOR = st.sampled_from([*["operator"] * len(EVERYBODY), *EVERYBODY])
NO_ACCOUNT = Refusal(NotFound, "account")
NO_KEY = Refusal(NotFound, "key")
TAKEN = Refusal(Refused, "taken")
MOST_LISTS = 4
MOST_PEOPLE = 9


class AccountRules(Ground):
    """Accounts, lists and the audit."""

    @plays(AddAccount, who=OPERATOR, again=st.booleans(), short=st.sampled_from([False, False, True]))
    def add_account(self, who: str, again: bool, short: bool) -> None:
        name = "eve" if again or len(self.model.people) >= MOST_PEOPLE else f"guest{len(self.model.people)}"
        password = "short" if short else f"secret of {name}"
        refusal = Refusal(Invalid, "password") if short else self.model.operator(who)
        refusal = refusal or (TAKEN if name == "eve" else None)
        done = self.play(who, AddAccount(f"{name}@example.com", name, password), refusal)
        if done is not None:
            self.model.people[name] = Person(name, done.value.id, password)
            self.sessions[name] = self.stage.house.person(done.value, DOOR)
            self.audited(done, None)

    @plays(ListAccounts, who=OPERATOR)
    def list_accounts(self, who: str) -> None:
        done = self.play(who, ListAccounts(), self.model.operator(who))
        if done is not None:
            wanted = sorted((person.email, person.disabled) for person in self.model.people.values())
            self.expect("The accounts", [(found.email, found.disabled) for found in done.value], wanted)

    @plays(DisableAccount, who=OPERATOR, whom=st.sampled_from(["guest", "ghost", "ghost"]))
    def disable_account(self, who: str, whom: str) -> None:
        name = self.actor(whom)
        if not name.startswith(("guest", "ghost")):
            return
        refusal = self.model.operator(who) or (None if name in self.model.people else NO_ACCOUNT)
        done = self.play(who, DisableAccount(f"{name}@example.com"), refusal)
        if done is not None:
            self.model.people[name].disabled = True
            self.audited(done, None)
            self._ended(name)

    @plays(ResetPassword, who=OPERATOR, whom=SOMEBODY)
    def reset_password(self, who: str, whom: str) -> None:
        name = self.actor(whom)
        refusal = self.model.operator(who) or (None if name in self.model.people else NO_ACCOUNT)
        done = self.play(who, ResetPassword(f"{name}@example.com", f"reset {name}"), refusal)
        if done is not None:
            self.model.people[name].password = f"reset {name}"
            self.audited(done, None)
            self._ended(name)

    def _ended(self, name: str) -> None:
        """The session that was open before is refused whatever it asks; then the person signs in again (S6)."""
        person = self.model.people[name]
        if name in self.sessions:
            person.ended = True
            self.play(name, WhoAmI(), self.model.account(name))
            person.ended = False
        if not person.disabled:
            self.sessions[name] = self.sign_in(person)

    @plays(ChangeOwnPassword, who=WHO, short=st.sampled_from([False, False, True]))
    def change_own_password(self, who: str, short: bool) -> None:
        who = self.actor(who)
        password = "short" if short else f"{who} chose this"
        refusal = Refusal(Invalid, "password") if short else self.model.account(who)
        done = self.play(who, ChangeOwnPassword(password), refusal)
        if done is not None:
            self.model.people[who].password = password
            self.audited(done, None)
            self._ended(who)

    # Keys.

    def _taken(self, number: int) -> Refusal | None:
        bound = [key for person in self.model.people.values() for key in person.keys]
        return TAKEN if fingerprint(number) in bound else None

    @plays(AddKey, AddOwnKey, who=HALF_OPERATOR, whom=SOMEBODY, own=st.booleans(), number=st.integers(0, 9))
    def add_key(self, who: str, whom: str, own: bool, number: int) -> None:
        who, name = self.actor(who), self.actor(whom)
        case: UseCase[PublicKey]
        if own:
            name, case, refusal = who, AddOwnKey(key_line(number)), self.model.account(who)
        else:
            case, refusal = AddKey(f"{name}@example.com", key_line(number)), self.model.operator(who)
            refusal = refusal or (None if name in self.model.people else NO_ACCOUNT)
        done = self.play(who, case, refusal or self._taken(number))
        if done is not None:
            self.model.people[name].keys.append(done.value.fingerprint)
            self.audited(done, None)

    @plays(ListKeys, ListOwnKeys, who=HALF_OPERATOR, whom=SOMEBODY, own=st.booleans())
    def list_keys(self, who: str, whom: str, own: bool) -> None:
        who, name = self.actor(who), self.actor(whom)
        case: UseCase[list[PublicKey]]
        if own:
            name, case, refusal = who, ListOwnKeys(), self.model.account(who)
        else:
            case, refusal = ListKeys(f"{name}@example.com"), self.model.operator(who)
            refusal = refusal or (None if name in self.model.people else NO_ACCOUNT)
        done = self.play(who, case, refusal)
        if done is not None:
            self.expect("The keys", sorted(key.fingerprint for key in done.value), sorted(self.model.people[name].keys))

    @plays(RemoveKey, RemoveOwnKey, who=HALF_OPERATOR, whom=SOMEBODY, own=st.booleans(), number=st.integers(0, 9))
    def remove_key(self, who: str, whom: str, own: bool, number: int) -> None:
        who, name = self.actor(who), self.actor(whom)
        name = who if own else name
        person = self.model.people.get(name)
        word = person.keys[0] if person and person.keys and number else fingerprint(number)
        case: UseCase[None] = RemoveOwnKey(word) if own else RemoveKey(f"{name}@example.com", word)
        if own:
            refusal = self.model.account(who)
        else:
            refusal = self.model.operator(who)
            refusal = refusal or (None if name in self.model.people else NO_ACCOUNT)
        refusal = refusal or (None if person and word in person.keys else NO_KEY)
        done = self.play(who, case, refusal)
        if done is not None and person is not None:
            person.keys.remove(word)
            self.audited(done, None)
            self._ended(name)

    @plays(WhoAmI, who=WHO)
    def who_am_i(self, who: str) -> None:
        who = self.actor(who)
        done = self.play(who, WhoAmI(), self.model.account(who))
        if done is not None:
            self.expect("Who one is", done.value.email, self.model.people[who].email)

    # Lists.

    @plays(CreateList, who=WHO, turn=TURN)
    def create_list(self, who: str, turn: int) -> None:
        who = self.actor(who)
        if len(self.model.lists) >= MOST_LISTS:
            return
        name = f"List {len(self.model.lists)}" if turn else " "
        kind = replace(SHOP, key="made", categories=("Regular",), assigned_only=turn == 2)
        refusal = self.model.account(who) or (None if turn else Refusal(Invalid, "name"))
        done = self.play(who, CreateList(name, kind, "pl"), refusal)
        if done is None:
            return
        places = {who: Place(OWNER, frozenset())}
        listing = Listing(done.value.id, name, turn == 2, ["Regular"], places)
        self.model.lists.append(listing)
        self.audited(done, listing)

    @plays(MyLists, who=WHO)
    def my_lists(self, who: str) -> None:
        who = self.actor(who)
        done = self.play(who, MyLists(), self.model.account(who))
        if done is not None:
            wanted = {found.id: found.places[who].role for found in self.model.lists if who in found.places}
            self.expect("The lists one is on", {m.list.id: m.role for m in done.value}, wanted)

    @plays(FindList, who=WHO, where=WHERE, by=st.sampled_from(["id", "name", "nonsense"]))
    def find_list(self, who: str, where: int, by: str) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        word = {"id": str(listing.id), "name": listing.name.upper(), "nonsense": "0'; --"}[by]
        fitting = [found for found in self.model.lists if who in found.places and found.name == listing.name]
        refusal = self.model.account(who)
        if refusal is None and (by == "nonsense" or (who not in listing.places if by == "id" else not fitting)):
            refusal = Refusal(NotFound, "list")
        elif refusal is None and by == "name" and len(fitting) > 1:
            refusal = Refusal(Invalid, "several")
        done = self.play(who, FindList(word), refusal)
        if done is not None:
            self.expect("The list that is found", done.value.id, listing.id if by == "id" else fitting[0].id)

    @plays(ShowList, who=WHO, where=WHERE)
    def show_list(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        done = self.play(who, ShowList(listing.id), self.model.gate(who, listing, "view"), listing)
        if done is not None:
            shown = (done.value.list.id, done.value.list.name, done.value.role)
            self.expect("The list", shown, (listing.id, listing.name, listing.places[who].role))

    # The audit.

    @plays(ListAudit, who=OWNER_OFTEN, where=WHERE, limit=st.integers(1, 60))
    def list_audit(self, who: str, where: int, limit: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        length = self.tables.heads().get(listing.id, 0)
        done = self.play(who, ListAudit(listing.id, limit), self.model.gate(who, listing, "audit"), listing)
        if done is not None:
            wanted = list(range(length, max(0, length - limit), -1))
            self.expect("The audit, newest first", [line.entry.seq for line in done.value], wanted)
            self.expect("The lists in the audit", {line.entry.list_id for line in done.value}, {listing.id})

    @plays(VerifyAudit, who=OWNER_OFTEN, where=WHERE)
    def verify_audit(self, who: str, where: int) -> None:
        listing = self.listing(where)
        who = self.actor(who, listing)
        length = self.tables.heads().get(listing.id, 0)
        done = self.play(who, VerifyAudit(listing.id), self.model.gate(who, listing, "audit"), listing)
        if done is not None:
            self.expect("The chain", (done.value.entries, done.value.broken_at), (length, None))

    @plays(VerifyInstallation, who=OPERATOR)
    def verify_installation(self, who: str) -> None:
        length = self.tables.heads()[0]
        done = self.play(who, VerifyInstallation(), self.model.operator(who))
        if done is not None:
            self.expect("The installation's chain", (done.value.entries, done.value.broken_at), (length, None))

    @plays(NoteOperation, who=OPERATOR)
    def note_operation(self, who: str) -> None:
        done = self.play(who, NoteOperation("BackupMade", {"rows": 7}), self.model.operator(who))
        if done is not None:
            self.audited(done, None)
