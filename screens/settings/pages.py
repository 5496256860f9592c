"""The pages of the settings: for each its area, what holds now in words, and what it opens. One entry each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from oclient_tui.config.language import translate
from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import tr
from oclient_tui.domain.lists import CustomerList
from oclient_tui.domain.settings import ON, Group
from oclient_tui.modules import registered
from oclient_tui.services.sharing.in_force import known_settings
from screens.base import HouseScreen
from screens.messages.suppressed import SuppressedScreen
from screens.messages.templates import TemplatesScreen
from screens.people.audit import AuditScreen
from screens.people.members import MembersScreen
from screens.settings import words
from screens.settings.catalogue import CatalogueScreen
from screens.settings.catalogue_words import TITLES
from screens.settings.duplicates import DuplicatesScreen
from screens.settings.group import GroupScreen
from screens.settings.modules import ModulesScreen
from screens.settings.requests import RequestsScreen
from screens.settings.rule_words import rules_in_short
from screens.settings.sight import SightScreen


@dataclass(frozen=True, slots=True)
class Facts:
    """What the overview tells of: the settings in force, the names in each catalogue, and the open requests."""

    values: Mapping[str, str]
    catalogues: Mapping[str, Sequence[str]]
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What holds now, with a glyph where something is missing or well."""

    text: str
    glyph: str = " "
    ink: str = "muted"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the area it is found in, its title, what holds now, and the screen, which tells if it changed any."""

    area: str
    title: str
    says: Callable[[Facts], Said]
    opens: Callable[[CustomerList], HouseScreen[bool]]


LIST, PEOPLE, DATA, MESSAGES, RECORDS = tr("The list"), tr("People"), tr("Data"), tr("Messages"), tr("Records")


def _general(facts: Facts) -> Said:
    keys = ("name", "region", "currency", "timezone")
    return Said(", ".join(facts.values[key] for key in keys if facts.values.get(key)))


def _smtp(facts: Facts) -> Said:
    if facts.values.get("smtp.host") and facts.values.get("smtp.from_address"):
        return Said(f"{facts.values['smtp.from_address']}, {facts.values['smtp.host']}", "✓", "accent")
    return Said(translate(tr("not set up: no e-mail is sent")), "▲", "warn")


def _sms(facts: Facts) -> Said:
    if all(facts.values.get(key) for key in ("sms.account", "sms.token", "sms.sender")):
        return Said(facts.values["sms.sender"], "✓", "accent")
    return Said(translate(tr("not set up: no SMS is sent")), "▲", "warn")


def _modules(facts: Facts) -> Said:
    on = [translate(module.title) for module in registered() if facts.values.get(f"modules.{module.key}") == ON]
    told = translate(tr("{on} of {all} on")).format(on=len(on), all=len(registered()))
    return Said(": ".join([told, ", ".join(on)]) if on else told)


def _sight(facts: Facts) -> Said:
    only = facts.values.get("assigned_only") == ON
    return Said(translate(tr("only customers of their own") if only else tr("every customer")))


def _requests(facts: Facts) -> Said:
    if not facts.requests:
        return Said(translate(tr("nobody asks to be assigned")))
    return Said(translate(tr("wait for an answer: {number}")).format(number=facts.requests), "←", "warn")


def _duplicates(facts: Facts) -> Said:
    return Said(rules_in_short(facts.values.get("duplicates.rules", "")))


def _audit(_: Facts) -> Said:
    return Said(translate(tr("who did what, and when")))


def _templates(_: Facts) -> Said:
    return Said(translate(tr("texts with fields, of e-mails and SMS")))


def _suppressed(_: Facts) -> Said:
    return Said(translate(tr("addresses that nothing is sent to")))


def _people(_: Facts) -> Said:
    return Said(translate(tr("roles, rights, invitations, seeing as somebody")))


def _chosen(group: Group) -> Callable[[Facts], Said]:
    """Return what says a group's values that are not as they are at first."""
    settings = [one for one in known_settings().values() if one.group is group]

    def said(facts: Facts) -> Said:
        language = facts.values.get("language", "")
        own = [one for one in settings if facts.values.get(one.key, "") != one.unset(language)]
        told = (f"{words.name(one)}: {words.value_in_words(one, facts.values.get(one.key, ''))}" for one in own)
        return Said(", ".join(told) or translate(tr("as at first")))

    return said


def _plain(area: str, group: Group, says: Callable[[Facts], Said] | None = None) -> Page:
    """Return a group's page of plain settings."""
    title = words.GROUPS.get(group, group.value)
    return Page(area, title, says or _chosen(group), lambda of: GroupScreen(of, group))


def _catalogue(kind: CatalogueKind) -> Page:
    """Return a catalogue's page; the order of sale types is the funnel's (O35)."""
    between = " › " if kind is CatalogueKind.SALE_TYPES else ", "

    def says(facts: Facts) -> Said:
        names = facts.catalogues.get(kind.value, ())
        return Said(f"{len(names)}: {between.join(names)}" if names else translate(tr("none yet")))

    return Page(DATA, TITLES[kind], says, lambda of: CatalogueScreen(of, kind))


PAGES: tuple[Page, ...] = (
    _plain(LIST, Group.GENERAL, _general),
    Page(LIST, words.GROUPS[Group.MODULES], _modules, ModulesScreen),
    Page(PEOPLE, tr("Who is here"), _people, MembersScreen),
    Page(PEOPLE, tr("What members see"), _sight, SightScreen),
    Page(PEOPLE, tr("Requests"), _requests, RequestsScreen),
    Page(DATA, words.GROUPS[Group.DUPLICATES], _duplicates, DuplicatesScreen),
    *(_catalogue(kind) for kind in CatalogueKind),
    _plain(MESSAGES, Group.SMTP, _smtp),
    _plain(MESSAGES, Group.SMS, _sms),
    _plain(MESSAGES, Group.SENDING),
    Page(MESSAGES, tr("Templates"), _templates, TemplatesScreen),
    Page(MESSAGES, tr("Not written to"), _suppressed, SuppressedScreen),
    Page(RECORDS, tr("Audit"), _audit, AuditScreen),
)
