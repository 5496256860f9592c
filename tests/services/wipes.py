"""Wipes stopped on their way, for tests: between the removal and the certificate, or with the list closed."""

import pytest

from oclient_tui.domain.errors import Busy
from oclient_tui.services.privacy.wiping import WipeList
from oclient_tui.services.session import Session
from oclient_tui.services.sharing.lists import CreateList
from storage.wiping.traces import Traces
from tests.factories import PASSWORD, SHOP
from tests.services.stages import Stage


def never(*_: object) -> bool:
    """Return no, whatever is asked."""
    return False


def owed(stage: Stage, who: str) -> str:
    """Let somebody make and wipe a list while another reads to the end; return the list's id."""
    session = stage.session(who)
    made = session.do(CreateList(f"{who.title()}'s wiped list", SHOP))
    wiped_unclean(session, made.id, made.name)
    return str(made.id)


def wiped_unclean(session: Session, list_id: int, name: str) -> None:
    """Wipe a list whose files cannot be cleaned to the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Traces, "clean", never)
        with pytest.raises(Busy, match="No certificate was issued"):
            session.do(WipeList(list_id, name, PASSWORD))
