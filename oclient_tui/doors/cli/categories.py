"""The words of `oclient categories`."""

import click

from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.call import Call, command, table
from oclient_tui.doors.cli.words import Noun
from oclient_tui.services.sharing.categories import AddCategory, ListCategories

categories = Noun("categories", help=tr("Categories of a list."))


@categories.command("list", help=tr("Show the categories."))
@click.argument("reference", metavar="LIST")
@command
def list_(call: Call, reference: str) -> None:
    """Show the categories."""
    found = call.session.do(ListCategories(call.list_id(reference)))
    call.answer([{"id": str(c.id), "name": c.name} for c in found], table([[c.name] for c in found]))


@categories.command("add", help=tr("Add a category."))
@click.argument("reference", metavar="LIST")
@click.argument("name", metavar="NAME")
@command
def add(call: Call, reference: str, name: str) -> None:
    """Add a category."""
    found = call.session.do(AddCategory(call.list_id(reference), name))
    call.answer({"id": str(found.id), "name": found.name}, [str(found.id)])
