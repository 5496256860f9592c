"""Keeping what was typed, so that a lost connection loses nothing (N15). Nobody else meets it, not even the owner."""

from dataclasses import dataclass, replace

from oclient_tui.domain.access import Permission
from oclient_tui.domain.drafts import Draft, checked
from oclient_tui.services.customers.reading import seen
from oclient_tui.services.usecase import UseCase, Work


@dataclass
class KeepDraft(UseCase[None], needs=Permission.VIEW, writes=True):
    """Keep what somebody typed into a form, in the place of what was kept before."""

    list_id: int
    form: str
    draft: Draft
    customer_id: int | None = None
    """The customer that the form is about, if there is one already."""

    def run(self, work: Work) -> None:
        """Keep it; raise Invalid for what no form makes, NotFound for a missing or hidden customer (D2)."""
        checked(self.form, self.draft)
        about = seen(work, self.customer_id).id if self.customer_id is not None else None
        work.unit.drafts.put(work.me.id, self.form, about, replace(self.draft, kept_at=work.now))


@dataclass
class ShowDraft(UseCase[Draft | None], needs=Permission.VIEW):
    """Show what was kept of a form."""

    list_id: int
    form: str

    def run(self, work: Work) -> Draft | None:
        """Return it; None where nothing is kept, and where the customer it is about is hidden by now (D2)."""
        found = work.unit.drafts.get(work.me.id, self.form)
        if found is None:
            return None
        about, draft = found
        return draft if about is None or work.unit.customers.get(about) is not None else None


@dataclass
class DropDraft(UseCase[None], needs=Permission.VIEW, writes=True):
    """Forget what was kept of a form, since it was saved or discarded."""

    list_id: int
    form: str

    def run(self, work: Work) -> None:
        """Forget it, if there is anything."""
        work.unit.drafts.drop(work.me.id, self.form)
