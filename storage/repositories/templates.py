"""Templates of messages, each with all it ever said."""

import peewee

from oclient_tui.domain.outbox import Channel
from oclient_tui.domain.templates import Source, Template, TemplateVersion, template_taken
from oclient_tui.domain.text import fold, one_line
from storage.scope import Scope
from storage.tables.messages import TemplateRow, TemplateVersionRow


class TemplateRepository:
    """The templates of one list."""

    def __init__(self, scope: Scope, *, locks: bool) -> None:
        self._scope = scope
        self._locks = locks

    def all(self) -> list[Template]:
        """Return them by name, each as it stands."""
        rows = list(self._scope.select(TemplateRow).order_by(TemplateRow.name_key))
        newest = (TemplateVersionRow.template_id == TemplateRow.id) & (
            TemplateVersionRow.version == TemplateRow.version
        )
        same_list = TemplateVersionRow.list_id == TemplateRow.list_id
        found = self._scope.select(TemplateVersionRow).join(TemplateRow, on=newest & same_list)
        said = {row.template_id: _version(row) for row in found}
        return [_template(row, said[row.id]) for row in rows]

    def named(self, name: str) -> Template | None:
        """Return the template of a name."""
        row = self._scope.select(TemplateRow).where(TemplateRow.name_key == fold(one_line(name))).first()
        return self._standing(row) if row else None

    def hold(self, name: str) -> Template | None:
        """Return the template of a name, which nobody else changes until the transaction ends."""
        query = self._scope.select(TemplateRow).where(TemplateRow.name_key == fold(one_line(name)))
        row = (query.for_update("FOR UPDATE") if self._locks else query).first()
        return self._standing(row) if row else None

    def versions(self, template_id: int) -> list[TemplateVersion]:
        """Return what a template said, newest first."""
        ours = self._scope.select(TemplateVersionRow).where(TemplateVersionRow.template_id == template_id)
        return [_version(row) for row in ours.order_by(TemplateVersionRow.version.desc())]

    def version(self, template_id: int, number: int) -> TemplateVersion | None:
        """Return one version; None for one that there is not."""
        one = (TemplateVersionRow.template_id == template_id) & (TemplateVersionRow.version == number)
        row = self._scope.select(TemplateVersionRow).where(one).first()
        return _version(row) if row else None

    def add(self, template: Template) -> None:
        """Store a new template; raise Refused if one of that name is there."""
        made = template.current
        row = {"id": template.id, "channel": template.channel.value, "name": template.name, "version": made.version,
               "name_key": fold(template.name), "account_id": made.account_id, "created_at": template.created_at,
               "updated_at": made.at}  # fmt: skip
        try:
            self._scope.insert(TemplateRow, row).execute()
        except peewee.IntegrityError as error:
            raise template_taken(template.name) from error
        self._keep(template.id, made)

    def supersede(self, template: Template, said: TemplateVersion) -> None:
        """Let a template say something else from now on; what it said before stays."""
        changed = {"version": said.version, "updated_at": said.at}
        self._scope.update(TemplateRow, changed).where(TemplateRow.id == template.id).execute()
        self._keep(template.id, said)

    def remove(self, template_id: int) -> None:
        """Remove a template with all its versions; messages keep what they say."""
        self._scope.delete(TemplateRow).where(TemplateRow.id == template_id).execute()

    def _keep(self, template_id: int, said: TemplateVersion) -> None:
        row = {"template_id": template_id, "version": said.version, "subject": said.source.subject,
               "body_text": said.source.text, "body_html": said.source.html, "account_id": said.account_id,
               "at": said.at}  # fmt: skip
        self._scope.insert(TemplateVersionRow, row).execute()

    def _standing(self, row: TemplateRow) -> Template:
        said = self.version(row.id, row.version)
        assert said is not None, "a template has its newest version"  # noqa: S101 - a bug, not an input
        return _template(row, said)


def _template(row: TemplateRow, said: TemplateVersion) -> Template:
    return Template(row.id, Channel(row.channel), row.name, row.created_at, said)


def _version(row: TemplateVersionRow) -> TemplateVersion:
    return TemplateVersion(row.version, Source(row.subject, row.body_text, row.body_html), row.account_id, row.at)
