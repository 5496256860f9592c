"""What somebody typed and did not save is theirs alone, and goes with what it is about (N15)."""

import pytest

from oclient_tui.domain.drafts import DRAFTS_MOST, Draft
from oclient_tui.domain.errors import NotFound
from oclient_tui.services.customers.assigning import Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.drafts.keeping import DropDraft, KeepDraft, ShowDraft
from oclient_tui.services.privacy.auditing import ListAudit
from oclient_tui.services.sharing.members import RemoveMember
from tests.factories import World, add


def test_a_draft_is_its_writers_alone(world: World) -> None:
    draft = Draft({"city": "[@click=app.quit]Łódź[/]"}, "city", 3)
    world.mia.do(KeepDraft(world.id, "customer.new", draft))
    seen = world.mia.do(ShowDraft(world.id, "customer.new"))
    assert seen is not None
    assert (seen.values, seen.field, seen.version) == (draft.values, "city", 3)
    assert seen.kept_at
    for other in (world.ola, world.adam, world.max):
        assert other.do(ShowDraft(world.id, "customer.new")) is None
        other.do(DropDraft(world.id, "customer.new"))
    assert world.mia.do(ShowDraft(world.id, "customer.new")) == seen, "nobody else can drop it"
    assert "Łódź" not in repr(world.ola.do(ListAudit(world.id, limit=50))), "the audit knows nothing of it"
    world.ola.do(RemoveMember(world.id, "mia@example.com"))
    with pytest.raises(NotFound):
        world.mia.do(ShowDraft(world.id, "customer.new"))


def test_a_draft_about_a_customer_goes_and_hides_with_it(world: World) -> None:
    customer = add(world.mia, world.id, company="Meble")
    world.mia.do(KeepDraft(world.id, "customer.edit", Draft({"city": "Ustka"}), customer.id))
    assert world.mia.do(ShowDraft(world.id, "customer.edit")) is not None
    world.ola.do(Unassign(world.id, ("mia@example.com",), customer.id))
    assert world.mia.do(ShowDraft(world.id, "customer.edit")) is None, "what is hidden is missing (D2)"
    world.ola.do(KeepDraft(world.id, "customer.edit", Draft({"city": "Hel"}), customer.id))
    world.adam.do(DeleteCustomer(world.id, customer.id))
    assert world.ola.do(ShowDraft(world.id, "customer.edit")) is None, "it went with the customer"


def test_beyond_so_many_the_oldest_makes_room(world: World) -> None:
    for number in range(DRAFTS_MOST + 1):
        world.ola.do(KeepDraft(world.id, f"form.n{number}", Draft({"city": str(number)})))
    assert world.ola.do(ShowDraft(world.id, "form.n0")) is None
    assert world.ola.do(ShowDraft(world.id, "form.n1")) is not None
