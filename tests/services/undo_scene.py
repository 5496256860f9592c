"""A list with something of everything on it, for the tests of undo, and pictures of all its tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oclient_tui.modules import registered
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign, Unassign
from oclient_tui.services.customers.deleting import DeleteCustomer
from oclient_tui.services.customers.duplicates import RULES
from oclient_tui.services.customers.editing import EditCustomer, SetActive
from oclient_tui.services.customers.many.changing import DeleteCustomers, SetManyActive
from oclient_tui.services.customers.many.editing import EditCustomers
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.customers.requests import GrantRequest, ListRequests, RequestAssignment
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.records.changing import AddRecord, EditRecord, RemoveRecord
from oclient_tui.services.records.typed import GivenFile, TypedRecord
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.settings import ChangeSetting
from tests.factories import World, add
from tests.services.record_samples import typed
from tests.storage.backdoor import Row, contents

JOURNAL = ("undo_steps", "undo_images", "version_floors")
AUDIT = ("audit_entries", "audit_heads", "audit_values")
EVERYTHING = {
    "first_name": "Łucja", "last_name": "Żak", "company": "Kwiaty", "city": "Łódź", "street": "Długa 1",
    "email": "lucja@example.com", "email2": "druga@example.com", "phone": "600100200", "tags": "stały,vip",
    "categories": "VIP", "interests": "Music", "measurement.waist": "90.5", "birthday": "1980-02-29",
}  # fmt: skip

MANY_CHANGES = Typed({"city": "Radom", "email": "", "measurement.waist": "60"}, {"tags": "x", "categories": "VIP"})


def picture(url: str) -> Mapping[str, list[Row]]:
    """Return every row of every table but the audit's and the journal's own."""
    return contents(url, besides=(*JOURNAL, *AUDIT))


@dataclass
class Furnished:
    """The world, one customer with everything, and one that is hidden from Mia."""

    world: World
    whole: int
    hidden: int
    records: Mapping[str, int]

    @property
    def id(self) -> int:
        return self.world.id

    def customer(self, session: Session, name: str, **fields: str) -> int:
        return add(session, self.id, company=name, **fields).id


def furnish(world: World) -> Furnished:
    """Put something into every table of customers."""
    ola, here = world.ola, world.id
    ola.do(ChangeSetting(here, RULES, "email; phone"))
    for module in registered():
        ola.do(ChangeSetting(here, f"modules.{module.key}", "on"))
    whole = ola.do(AddCustomer(here, Typed(EVERYTHING))).id
    hidden = add(ola, here, company="Hidden", email="hidden@example.com").id
    ola.do(Assign(here, ("mia@example.com", "max@example.com"), whole))
    ola.do(RecordConsent(here, whole, "email", True, "yes", "form"))
    records = {
        module.key: ola.do(AddRecord(here, module.key, whole, typed(module, "word"))).record.id
        for module in registered()
    }
    ola.do(AddRecord(here, "files", whole, TypedRecord(files={"file": GivenFile("same", b"shared bytes")})))
    world.mia.do(RequestAssignment(here, Typed({"email": "hidden@example.com"})))
    return Furnished(world, whole, hidden, records)


Act = Callable[[Furnished, Session], object]


def edited(**fields: str) -> Act:
    """Return the act of editing the customer that has everything."""
    return lambda scene, who: who.do(EditCustomer(scene.id, scene.whole, Typed(fields)))


def _request(scene: Furnished, who: Session) -> object:
    return who.do(GrantRequest(scene.id, who.do(ListRequests(scene.id))[0].id))


ACTS: Mapping[str, Act] = {
    "add": lambda scene, who: scene.customer(who, "New", email="new@example.com", tags="a", categories="VIP"),
    "edit texts": edited(city="Opole", first_name="Ola", last_name="Adamska", birthday=""),
    "edit contacts": edited(email="other@example.com", email2="", phone="600100999"),
    "edit labels": edited(categories="Regular", interests="", tags="nowy", **{"measurement.waist": ""}),
    "edit measurement": edited(**{"measurement.waist": "77"}),
    "add labels": lambda scene, who: who.do(
        EditCustomer(scene.id, scene.whole, Typed({}, {"tags": "x", "categories": "regular"}, {"tags": "vip"}))
    ),
    "deactivate": lambda scene, who: who.do(SetActive(scene.id, scene.whole, active=False)),
    "restrict": edited(restricted="on"),
    "assign": lambda scene, who: who.do(Assign(scene.id, ("adam@example.com", "max@example.com"), scene.whole)),
    "assign many": lambda scene, who: who.do(Assign(scene.id, ("max@example.com",), None, "active:any")),
    "unassign": lambda scene, who: who.do(Unassign(scene.id, ("max@example.com", "ola@example.com"), scene.whole)),
    "unassign many": lambda scene, who: who.do(Unassign(scene.id, ("ola@example.com",), None, "active:any")),
    "grant a request": _request,
    "edit many": lambda scene, who: who.do(EditCustomers(scene.id, "active:any", typed=MANY_CHANGES)),
    "deactivate many": lambda scene, who: who.do(SetManyActive(scene.id, "company:*", active=False)),
    "delete many": lambda scene, who: who.do(DeleteCustomers(scene.id, "company:Hidden")),
    "delete": lambda scene, who: who.do(DeleteCustomer(scene.id, scene.hidden)),
    "add a note": lambda scene, who: who.do(AddRecord(scene.id, "notes", scene.whole, typed(registered()[0], "new"))),
    "add a file": lambda scene, who: who.do(
        AddRecord(scene.id, "files", scene.whole, TypedRecord(files={"file": GivenFile("new", b"new bytes")}))
    ),
    "change a file": lambda scene, who: who.do(
        EditRecord(scene.id, "files", scene.records["files"], TypedRecord(files={"file": GivenFile("x", b"other")}))
    ),
    "rename a file": lambda scene, who: who.do(
        EditRecord(scene.id, "files", scene.records["files"], TypedRecord({"note": "another note"}))
    ),
    **{
        f"remove from {module.key}": lambda scene, who, key=module.key: who.do(  # type: ignore[misc]
            RemoveRecord(scene.id, key, scene.records[key])
        )
        for module in registered()
    },
}
"""Everything that can be taken back, done by somebody who sees all."""
