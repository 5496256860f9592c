"""What people did and can take back, in words."""

from collections.abc import Mapping

from oclient_tui.domain.errors import tr

ACTIONS: Mapping[str, str] = {
    "CustomerAdded": tr("adding a customer"),
    "CustomerEdited": tr("editing a customer"),
    "CustomerActivated": tr("activating a customer"),
    "CustomerDeactivated": tr("deactivating a customer"),
    "CustomerDeleted": tr("deleting a customer"),
    "CustomersImported": tr("an import"),
    "CustomersEdited": tr("editing many customers"),
    "CustomersActivated": tr("activating many customers"),
    "CustomersDeactivated": tr("deactivating many customers"),
    "CustomersDeleted": tr("deleting many customers"),
    "CustomersAssigned": tr("assigning customers"),
    "CustomersUnassigned": tr("taking assignments away"),
    "RequestGranted": tr("granting a request"),
    "RecordAdded": tr("adding a record"),
    "RecordEdited": tr("changing a record"),
    "RecordRemoved": tr("removing a record"),
}
"""What people did, as a person reads it."""


def told(action: str) -> str:
    """Return an action in words, to be translated; one without any is called by its name."""
    return ACTIONS.get(action, action)
