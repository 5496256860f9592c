"""Every refusal of the working day: who types what, the exit code, the one sentence, and what the audit calls it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.doors.day_model import CustomerListModel

MISSING = "There is no such customer."
NOBODY = "Nobody with that address is on this list."
RESTRICTED = "This customer is restricted: it is shown, but not edited. Lift the restriction first."
RIGHTS = "account_limit, assign, delete, export, extract, group_send, import, invoice, loyalty, merge"
FIELDS = (
    "first_name, last_name, company, email, phone, tax_id, street, postcode, city, country, delivery_street,"
    " delivery_postcode, delivery_city, delivery_country, birthday, language, kind, industry, tags, categories,"
    " interests, gdpr_ignore, restricted, email2 … email9, phone2 … phone9, measurement.NAME"
)
OLA, ADAM, MIA, MAX = (f"{name}@example.com" for name in ("ola", "adam", "mia", "max"))


@dataclass(frozen=True)
class Refusal:
    """One; `reason` is what the list's audit says of it, '' for what is not audited (a value, not an attempt)."""

    by: str
    words: tuple[str, ...]
    code: int
    sentence: str
    reason: str = ""


def refusals(lists: Mapping[str, CustomerListModel]) -> Iterator[tuple[str, Refusal]]:
    """Return them all with the list each is about."""
    meble, salon = lists["Meble Wawel"], lists["Salon Łódź"]
    own = next(record for record in meble.visible(MIA) if record.author == MIA).id
    hidden = meble.hidden(MIA)[0].id
    elsewhere = next(iter(lists["Northwind"].records))
    found = [
        *_missing(meble.id, [hidden, elsewhere, "1", "0", "no-id", "99999999999999999999", f"{hidden}0", f" {own}"]),
        *_denied(meble.id, own, hidden),
        *_values(meble.id, own),
        *_filters(meble.id),
        *_rules(meble),
        *_duplicates(meble, own),
    ]
    for refusal in found:
        yield "Meble Wawel", refusal
    frozen = next(record.id for record in salon.records.values() if record.restricted)
    for refusal in _restricted(salon.id, frozen):
        yield "Salon Łódź", refusal


def _missing(reference: str, ids: list[str]) -> Iterator[Refusal]:
    """Hidden, of another list, missing and malformed are one answer, whatever is asked (D1, D2)."""
    verbs = [("customers", verb) for verb in ("show", "activate", "deactivate", "why")] + [("consents", "list")]
    for wanted in ids:
        for noun, verb in verbs:
            yield Refusal(MIA, (noun, verb, reference, wanted), 66, MISSING, "not_found")
        yield Refusal(MIA, ("customers", "edit", reference, wanted, "city=Łódź"), 66, MISSING, "not_found")
        yield Refusal(MIA, ("customers", "edit", reference, wanted, "categories+=No"), 66, MISSING, "not_found")
        for verb in ("give", "withdraw"):
            yield Refusal(MIA, ("consents", verb, reference, wanted, "email"), 66, MISSING, "not_found")


def _denied(reference: str, own: str, hidden: str) -> Iterator[Refusal]:
    """What a role does not include is refused before anything is looked for (O42, D4)."""
    needs = [
        (ADAM, "settings", ("settings", "show", reference)),
        (MIA, "settings", ("settings", "show", reference)),
        (ADAM, "settings", ("settings", "set", reference, "assigned_only", "off")),
        (MIA, "settings", ("settings", "set", reference, "no such", "thing")),
        (ADAM, "invite", ("members", "invite", reference, "new@example.com")),
        (MIA, "invite", ("members", "invitations", reference)),
        (MIA, "invite", ("members", "uninvite", reference, "new@example.com")),
        (ADAM, "roles", ("members", "role", reference, MIA, "admin")),
        (MIA, "roles", ("members", "grant", reference, MIA, "delete")),
        (ADAM, "roles", ("members", "revoke", reference, MIA, "delete")),
        (MIA, "roles", ("members", "remove", reference, MAX)),
        (ADAM, "catalogues", ("categories", "add", reference, "Gold")),
        (MIA, "catalogues", ("sale-types", "rename", reference, "no such", "Gold")),
        (ADAM, "catalogues", ("interests", "move", reference, "no such", "1")),
        (ADAM, "catalogues", ("measurements", "remove", reference, "no such", "--yes")),
        (MIA, "catalogues", ("consent-kinds", "wording", reference, "email", "Anything")),
        (ADAM, "audit", ("audit", "list", reference)),
        (MIA, "audit", ("audit", "verify", reference)),
        (MIA, "delete", ("customers", "delete", reference, own)),
        (MIA, "delete", ("customers", "delete", reference, hidden)),
        (MIA, "assign", ("customers", "assign", reference, hidden, MIA)),
        (MIA, "assign", ("customers", "assign", reference, "-", MIA, "--filter", "active:any")),
        (MIA, "assign", ("customers", "unassign", reference, own, MAX)),
    ]
    for by, right, words in needs:
        sentence = f"Your role on this list does not include that: it needs {right}."
        yield Refusal(by, words, 77, sentence, "denied")
    for by in (ADAM, MIA):
        for words in (("list",), ("count",), ("show", own)):
            case = ("customers", words[0], reference, *words[1:], "--see-as", OLA)
            sentence = "Only the list's owner can see the list as somebody else does."
            yield Refusal(by, case, 77, sentence, "denied")
    sentence = "Only the owner and admins can ask what others see."
    yield Refusal(MIA, ("customers", "why", reference, own, OLA), 77, sentence, "denied")


def _values(reference: str, own: str) -> Iterator[Refusal]:
    """Values that cannot be understood (65), on add and on edit alike (O21, A6)."""
    bad = [
        (("first_name",), "“first_name” is not field=value."),
        (("id=5",), f"There is no field “id”. Fields are: {FIELDS}."),
        (("list_id=5",), f"There is no field “list_id”. Fields are: {FIELDS}."),
        (("email10=a@example.com",), f"There is no field “email10”. Fields are: {FIELDS}."),
        (("first_name=A", "first_name=B"), "first_name is given twice."),
        (("email=nobody",), "“nobody” is not an e-mail address."),
        (("phone=12",), "“12” is not a phone number in PL."),
        (("birthday=31.12.1980",), "birthday is a date such as 1980-12-31, not “31.12.1980”."),
        (("country=Polska",), "country may have at most 2 characters."),
        (("country=1A",), "country is a code of two letters such as PL, not “1A”."),
        (("restricted=perhaps",), "restricted is on or off, not “perhaps”."),
        (("city+=Łódź",), "city holds one value: write city=…"),
        (("interests=Gold",), "The list has no interest “Gold”. It has: "),
        (("measurement.Hips=90",), "The list has no measurement “hips”. It has: "),
        (("measurement.hips=",), "The list has no measurement “hips”. It has: "),
        (
            ("measurement.hips=wide",),
            "measurement.hips is a number such as 92,5, with up to 9 digits and 3 decimals, not",
        ),
        (("measurement.hips+=1",), "measurement.hips holds one value: write measurement.hips=…"),
        (("measurement.hips=1", "measurement.Hips=2"), "measurement.hips is given twice."),
        (("measurement._=1",), f"There is no field “measurement._”. Fields are: {FIELDS}."),
        ((f"last_name={'ż' * 81}",), "last_name may have at most 80 characters."),
    ]
    for words, sentence in bad:
        yield Refusal(MIA, ("customers", "add", reference, "company=X", *words), 65, sentence)
        yield Refusal(MIA, ("customers", "edit", reference, own, *words), 65, sentence)
    nameless = "A customer needs at least one of first_name, last_name and company."
    yield Refusal(MIA, ("customers", "add", reference, "city=Łódź"), 65, nameless)
    yield Refusal(MIA, ("customers", "edit", reference, own, "first_name=", "last_name=", "company="), 65, nameless)


def _filters(reference: str) -> Iterator[Refusal]:
    """Filter lines, orders, page sizes and cursors that are none (A7)."""
    bad = [
        (("--filter", "list_id:5"), "A filter knows no field “list_id”. It knows: "),
        (("--filter", "city>Łódź"), "city cannot be compared with “>”. It takes : =."),
        (("--filter", "created>yesterday"), "created is a date such as 2026-01-31, not “yesterday”."),
        (("--filter", "category:Gold"), "The list has no category “gold”. It has: "),
        (("--filter", "consent:fax"), "The list has no consent kind “fax”. It has: E-mail, SMS, Telefon, Poczta."),
        (("--filter", "interest:Gold"), "The list has no interest “gold”. It has: "),
        (("--filter", "measurement.hips>90"), "The list has no measurement “hips”. It has: "),
        (("--filter", "measurement.hips>wide"), "measurement.hips is a number such as 92,5, with up to 9 digits"),
        (("--filter", "assigned:eve@example.com"), "Nobody with the address eve@example.com is on this list."),
        (("--filter", "(city:Łódź"), "The filter has a “(” that is never closed."),
        (("--filter", "city:Łódź)"), "The filter has a “)” too many."),
        (("--filter", "or"), "“or” stands between two terms."),
        (("--limit", "0"), "A page has 1 to 1000 rows."),
        (("--limit", "1001"), "A page has 1 to 1000 rows."),
        (("--after", "WyJuYW1lIiw1LDVd"), "That page marker does not belong to this list in this order. Start from"),
        (("--sort", "id; --"), "Customers are sorted by name, created, updated, company, city, email, with - in front"),
    ]
    for words, sentence in bad:
        yield Refusal(MIA, ("customers", "list", reference, *words), 65, sentence)


def _duplicates(of: CustomerListModel, own: str) -> Iterator[Refusal]:
    """What the list has already, on add and on edit alike: named where it is seen, else in the same words (N01)."""
    listed = "This customer is on the list already. If you do not see it, ask for it: oclient customers request"
    hidden = next(record for record in of.hidden(MIA) if record.email and record.phone)
    seen = next(record for record in of.visible(MIA) if record.active and record.email and record.id != own)
    for field in (f"email={hidden.email.upper()}", f"phone={hidden.phone}", f"tax_id={hidden.canary.lower()}"):
        yield Refusal(MIA, ("customers", "add", of.id, "company=X", field), 1, listed, "duplicate")
        yield Refusal(MIA, ("customers", "edit", of.id, own, field), 1, listed, "duplicate")
        yield Refusal(ADAM, ("customers", "add", of.id, "company=X", field), 1, "This customer is on the", "duplicate")
    words = ("customers", "add", of.id, "company=X", f"email={seen.email}", f"phone={hidden.phone}")
    yield Refusal(MIA, words, 1, "This customer is on the list already: ", "duplicate")


def _rules(of: CustomerListModel) -> Iterator[Refusal]:
    """What a rule of the house speaks against (1), and people who are not there (66)."""
    edited = next(record for record in of.records.values() if record.text("city") == "Zakopane").id
    taken = "cannot be granted to the role member. Rights it can hold:"
    clash = "Somebody else changed the same fields meanwhile: city. Look at the customer again, then save."
    stale = ("customers", "edit", of.id, edited, "city=Zabrze", "--version", "1", "--json")
    return iter((
        Refusal(ADAM, stale, 1, clash, "conflict"),  # N18
        Refusal(OLA, ("categories", "add", of.id, "vip"), 1, "The list has a category “vip” already.", "refused"),
        Refusal(OLA, ("categories", "add", of.id, "a,b"), 65, "A category's name has 1 to 60 characters and no comma."),
        Refusal(OLA, ("members", "invite", of.id, MIA), 1, f"{MIA} is on this list already.", "refused"),
        Refusal(OLA, ("members", "invite", of.id, "x@example.com", "--role", "owner"), 65,
                "A role is member or admin, not “owner”."),
        Refusal(OLA, ("members", "grant", of.id, MIA, "settings"), 1, f"“settings” {taken} {RIGHTS}.", "refused"),
        Refusal(OLA, ("members", "grant", of.id, MIA, "all"), 65, f"“all” {taken} {RIGHTS}."),
        Refusal(OLA, ("members", "role", of.id, OLA, "member"), 1,
                "The owner's own place on the list cannot be changed.", "refused"),
        Refusal(OLA, ("members", "remove", of.id, "eve@example.com"), 66, NOBODY, "not_found"),
        Refusal(OLA, ("customers", "list", of.id, "--see-as", "eve@example.com"), 66, NOBODY, "not_found"),
        Refusal(OLA, ("customers", "assign", of.id, edited, "eve@example.com"), 66, NOBODY, "not_found"),
        Refusal(OLA, ("lists", "leave", of.id), 1, "The owner cannot leave the list.", "refused"),
        Refusal(OLA, ("settings", "set", of.id, "assigned_only", "maybe"), 65,
                "assigned_only is either on or off, not “maybe”."),
        Refusal(OLA, ("settings", "set", of.id, "region", "XX"), 65, "There is no region XX with phone numbers."),
        Refusal(OLA, ("customers", "assign", of.id, "-", MIA), 65, "Name one customer, or - and a --filter for many."),
        Refusal(OLA, ("lists", "create", "  "), 65, "A list needs a name."),
        Refusal(OLA, ("lists", "create", "X", "--type", "zoo"), 65, "There is no business type “zoo”. Types are:"),
    ))  # fmt: skip


def _restricted(reference: str, frozen: str) -> Iterator[Refusal]:
    """A restricted customer is shown and never edited; lifting that is for the owner and the admins (D14)."""
    lift = "Only the owner and admins can lift a restriction."
    give = "This customer is restricted: a consent can be withdrawn, not given."
    yield Refusal(OLA, ("customers", "edit", reference, frozen, "city=Łódź"), 1, RESTRICTED, "refused")
    yield Refusal(MAX, ("customers", "deactivate", reference, frozen), 1, RESTRICTED, "refused")
    yield Refusal(MAX, ("customers", "edit", reference, frozen, "restricted=off"), 77, lift, "denied")
    yield Refusal(OLA, ("consents", "give", reference, frozen, "email"), 1, give, "refused")
