"""The list's templates: its owner writes them, whoever may send reads them (O28, S34)."""

from dataclasses import dataclass, field

from oclient_tui.domain.access import Permission
from oclient_tui.domain.audit import Event
from oclient_tui.domain.errors import Invalid, Refused, tr
from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Source, Template, TemplateVersion, no_template, source_of, template_name
from oclient_tui.domain.text import fold
from oclient_tui.services.ports import Tools
from oclient_tui.services.usecase import UseCase, Work

ANSWER = "autoresponder.template"
"""The setting that names what new customers are answered with."""


@dataclass(frozen=True, slots=True)
class OpenedTemplate:
    """A template with the version that was asked for, and all that there are, newest first."""

    template: Template
    asked: TemplateVersion
    versions: tuple[TemplateVersion, ...]


@dataclass
class ListTemplates(UseCase[list[Template]], needs=Permission.ADD):
    """Show the templates, as they stand."""

    list_id: int
    channel: str = ""

    def run(self, work: Work) -> list[Template]:
        """Return them by name, those of one channel or all."""
        return [one for one in work.unit.templates.all() if self.channel in ("", one.channel.value)]


@dataclass
class ShowTemplate(UseCase[OpenedTemplate], needs=Permission.ADD):
    """Show what a template says, or said: 0 is the version in force."""

    list_id: int
    name: str
    version: int = 0

    def run(self, work: Work) -> OpenedTemplate:
        """Return it; raise NotFound for a template or a version that is not there."""
        found = chosen_template(work, self.name)
        versions = tuple(work.unit.templates.versions(found.id))
        return OpenedTemplate(found, said(work, found, self.version), versions)


@dataclass
class SetTemplate(UseCase[Template], needs=Permission.TEMPLATES, writes=True):
    """Write a template, or let one say something else from now on; what was said before is kept as a version."""

    list_id: int
    name: str
    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    channel: str = Channel.EMAIL.value

    def prepare(self, tools: Tools) -> None:
        """Load the compiler."""
        tools.templates.load()

    def run(self, work: Work) -> Template:
        """Store it and return it; raise Refused for a name that a template of the other channel has.

        Raise Invalid, naming the place, for what cannot be read, or names a field that there is not (O28).
        """
        name, source = template_name(self.name), self._source()
        work.tools.templates.compile(source)
        found = work.unit.templates.hold(name)
        if found is not None and found.current.source == source and found.channel == self.channel:
            return found
        if found is not None and found.channel != self.channel:
            raise Refused(tr("“{name}” is a template of the other kind; e-mail and SMS have their own."), name=name)
        version = TemplateVersion(found.current.version + 1 if found else 1, source, work.me.id, work.now)
        if found is None:
            made = Template(work.tools.ids.next(), Channel(self.channel), name, work.now, version)
            work.unit.templates.add(made)
        else:
            made = Template(found.id, found.channel, found.name, found.created_at, version)
            work.unit.templates.supersede(found, version)
        after = {"name": made.name, "channel": made.channel.value, "version": version.version}
        work.record(Event("TemplateSet", str(made.id), before=_told(found), after=after))
        return made

    def _source(self) -> Source:
        if self.channel not in list(Channel):
            raise Invalid(
                tr("Messages go by {accepted}, not “{value}”."), accepted=", ".join(Channel), value=self.channel[:40]
            )
        return source_of(Channel(self.channel), Source(self.title, self.text, self.html))


@dataclass
class RemoveTemplate(UseCase[None], needs=Permission.TEMPLATES, writes=True):
    """Remove a template with all its versions. Messages made of it keep what they say."""

    list_id: int
    name: str

    def run(self, work: Work) -> None:
        """Remove it; raise NotFound, and Refused while new customers are answered with it."""
        found = work.unit.templates.hold(self.name)
        if found is None:
            raise no_template()
        if fold(work.unit.lists.setting(ANSWER) or "") == fold(found.name):
            raise Refused(
                tr("New customers are answered with “{name}”: choose another in autoresponder.template first."),
                name=found.name,
            )
        work.unit.templates.remove(found.id)
        work.record(Event("TemplateRemoved", str(found.id), before=_told(found)))


def chosen_template(work: Work, name: str, channel: Channel | None = None) -> Template:
    """Return the template of a name; raise NotFound, and Invalid for one of another channel."""
    found = work.unit.templates.named(name)
    if found is None:
        raise no_template()
    if channel is not None and found.channel is not channel:
        raise Invalid(tr("“{name}” is a template of the other kind; e-mail and SMS have their own."), name=found.name)
    return found


def said(work: Work, template: Template, version: int) -> TemplateVersion:
    """Return a version of a template, 0 for the one in force; raise NotFound."""
    found = work.unit.templates.version(template.id, version) if version else template.current
    if found is None:
        raise no_template()
    return found


def _told(found: Template | None) -> dict[str, object]:
    if found is None:
        return {}
    return {"name": found.name, "channel": found.channel.value, "version": found.current.version}
