"""Questions and texts that try to break out: answered as invalid or with nothing, never with another error (A7)."""

import contextlib
from dataclasses import replace
from typing import Any

import pytest

from oclient_tui.domain.catalogues import CatalogueKind
from oclient_tui.domain.errors import Invalid, NotFound, OClientError
from oclient_tui.services.customers.adding import AddCustomer
from oclient_tui.services.customers.assigning import Assign
from oclient_tui.services.customers.editing import EditCustomer
from oclient_tui.services.customers.finding import CountCustomers, FindCustomers, ListCustomers, ShowCustomer
from oclient_tui.services.customers.reading import Typed
from oclient_tui.services.privacy.consents import RecordConsent
from oclient_tui.services.sharing.catalogues import AddEntry
from oclient_tui.services.sharing.in_force import known_settings
from oclient_tui.services.sharing.invitations import AcceptInvitation, InviteMember, RevokeInvitation
from oclient_tui.services.sharing.lists import CreateList, FindList
from oclient_tui.services.sharing.members import ChangeRole, GrantRight, RemoveMember
from oclient_tui.services.sharing.own_account import AddOwnKey, ChangeOwnPassword, RemoveOwnKey
from oclient_tui.services.sharing.settings import ChangeSetting
from oclient_tui.services.sharing.settings_file import ApplySettings
from oclient_tui.services.usecase import UseCase
from tests.factories import SHOP
from tests.services import forms, pieces
from tests.services.rows import Scene
from tests.services.stages import Stage, address

QUESTIONS: dict[str, list[Any]] = {
    "filter": [ListCustomers(0, filter=line) for line in pieces.HOSTILE_FILTERS],
    "count": [CountCustomers(0, filter=line) for line in pieces.HOSTILE_FILTERS],
    "sort": [ListCustomers(0, sort=order) for order in pieces.HOSTILE_SORTS],
    "page marker": [ListCustomers(0, after=word) for word in pieces.HOSTILE_CURSORS],
    "numbered page marker": [ListCustomers(0, sort="created", after=word) for word in pieces.HOSTILE_NUMBER_CURSORS],
    "page size": [ListCustomers(0, limit=size) for size in (0, -1, 1001, 1 << 70)],
    "search size": [FindCustomers(0, "zq", size) for size in (0, -1, 1001, 1 << 70)],
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_cannot_be_asked_is_invalid(stage: Stage, kind: str) -> None:  # A7
    for name in ("ola", "mia"):
        for question in QUESTIONS[kind]:
            with pytest.raises(OClientError) as caught:
                stage.session(name).do(replace(question, list_id=stage.cast.lists["A"]))
            assert type(caught.value) is Invalid, f"{name} asked {question!r}: {caught.value!r}"


def test_odd_texts_find_something_visible_or_nothing(stage: Stage) -> None:  # A7
    list_id, mia = stage.cast.lists["A"], stage.session("mia")
    visible = {record.id for title, record in stage.cast.records if title == "A" and "mia" in record.assigned}
    for text in pieces.ODD_TEXTS:
        assert {found.id for found in mia.do(FindCustomers(list_id, text))} <= visible, text
        assert {found.id for found in mia.do(ListCustomers(list_id, search=text)).items} <= visible, text
        assert mia.do(CountCustomers(list_id, search=text)) <= len(visible), text


def test_no_field_but_the_declared_ones_is_taken(stage: Stage) -> None:  # A6
    scene, tables = Scene(stage), stage.tables()
    record, content = scene.record(), tables.content()
    names = [forms.foreign(name, turn) for name in forms.FOREIGN for turn in (0, 1, 2)]
    for typed in [*names, *map(forms.bad, forms.BAD)]:
        for case in (AddCustomer(scene.list_id, typed.typed), EditCustomer(scene.list_id, record, typed.typed)):
            for name in ("ola", "mia"):
                with pytest.raises(Invalid):
                    stage.session(name).do(case)
    assert tables.content() == content
    tables.close()


def _said(list_id: int, record: int, text: str) -> list[UseCase[Any]]:
    """Return every use case that takes text from a person, with one odd text in it."""
    return [
        FindList(text),
        AcceptInvitation(text),
        RemoveOwnKey(text),
        AddOwnKey(text),
        ShowCustomer(list_id, record, text),
        Assign(list_id, (text,), record),
        Assign(list_id, (address("max"),), None, f"city:{text}"),
        EditCustomer(list_id, record, Typed({"city": text, "tags": text})),
        RecordConsent(list_id, record, "email", True, text, text),
        RecordConsent(list_id, record, text, True),
        GrantRight(list_id, address("max"), text),
        ChangeRole(list_id, text, "admin"),
        RemoveMember(list_id, text),
        InviteMember(list_id, text),
        RevokeInvitation(list_id, text),
        AddEntry(list_id, CatalogueKind.CATEGORIES, text),
        ChangeSetting(list_id, text, text),
        ChangeSetting(list_id, "name", text),
        ChangeSetting(list_id, "region", text),
        *(ChangeSetting(list_id, key, text) for key in known_settings()),
        ApplySettings(list_id, text),
        CreateList(text, SHOP),
        ChangeOwnPassword(text),
    ]


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\ud800", "a\udfffb@example.com", "\u202e", "'; --", "%", "\\", "x" * 5000]
)
def test_odd_texts_are_taken_or_refused_with_a_sentence(stage: Stage, text: str) -> None:  # A7, T2
    scene = Scene(stage)
    for case in _said(scene.list_id, scene.record(), text):
        with contextlib.suppress(OClientError):
            stage.session("ola").do(case)


def test_an_answer_to_somebody_unknown_tells_nothing(stage: Stage) -> None:  # D2
    with pytest.raises(NotFound) as caught:
        stage.session("eve").do(ListCustomers(stage.cast.lists["A"], filter="zq"))
    assert str(caught.value) == "There is no such list."
