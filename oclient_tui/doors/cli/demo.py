"""The word `oclient demo`: at a terminal the full screen over a filled list, three people to switch between.

Elsewhere it plays real commands, one after the other: who sees what, what is refused and why. Both work on a database
of their own and send nothing anywhere.
"""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import click

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import tr
from oclient_tui.doors.cli.stage import Stage
from oclient_tui.doors.cli.words import Flag, Verb

OWNER, MEMBERS = "ola@example.com", ("piotr@example.com", "hanna@example.com")
PASSWORD = "demo-demo"  # noqa: S105 - of made-up people, on a database of the demo's own
LIST = "Meble Wawel"
HIDDEN = f"author:{OWNER} -assigned:{MEMBERS[0]}"
"""What Piotr does not see."""


@click.command("demo", cls=Verb, help=tr("Show the program at work on a made-up customer file."))
@click.option("--keep", metavar="DIR", cls=Flag, help=tr("Keep the filled database in this folder."))
def demo(keep: str | None) -> None:
    """Play the demo."""
    from oclient_tui.doors.terminal import at_a_terminal

    with _folder(keep) as folder, _own_place(folder):
        if at_a_terminal():
            _on_screen(folder)
            return
        stage = Stage()
        _open(stage)
        _fill(stage, folder)
        _look(stage)
        _refuse(stage)
        _ask(stage)
        _share(stage)
        _prove(stage)
        if keep:
            stage.tell(tr("The database stays in {folder}. Try it:"), folder=folder)
            database = folder / "oclient.db"
            click.echo(f"  export OCLIENT_DB='{database}' OCLIENT_AS={OWNER} OCLIENT_PASSWORD={PASSWORD}")
            click.echo(f"  oclient customers list '{LIST}'")


def _on_screen(folder: Path) -> None:
    """Fill a list, unless the folder (--keep) has one of an earlier demo, and open the full screen as its owner."""
    from oclient_tui.composition import open_house
    from oclient_tui.config.settings import load
    from oclient_tui.doors.cli import demo_list
    from oclient_tui.doors.post_box import post_box
    from oclient_tui.doors.terminal import show_screen

    with post_box(folder / "mail") as box:
        os.environ["OCLIENT_ALLOW_HOSTS"] = f"127.0.0.1:{box.port}"
        settings = load()
        house = open_house(settings)
        if Path(settings.database).exists():
            owner = house.gate.by_password(demo_list.OWNER, demo_list.PASSWORD, demo_list.DOOR)
        else:
            owner = demo_list.fill(house, lambda message: click.echo(translate(message)))
        demo_list.deliver_to(house, owner, "127.0.0.1", box.port)
        people = translate(demo_list.WHO).format(**demo_list.told(), folder=box.folder)
        click.echo(people)
        show_screen(house, settings, owner, people)


@contextmanager
def _folder(keep: str | None) -> Generator[Path]:
    if keep:
        yield Path(keep).absolute()
        return
    with tempfile.TemporaryDirectory(prefix="oclient-demo-") as folder:
        yield Path(folder)


@contextmanager
def _own_place(folder: Path) -> Generator[None]:
    """Point everything a command reads or writes into the demo's folder, for the time it plays."""
    before = dict(os.environ)
    for name in [name for name in before if name.startswith("OCLIENT_") and name != "OCLIENT_LANGUAGE"]:
        del os.environ[name]
    os.environ["OCLIENT_DB"] = str(folder / "oclient.db")
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _open(stage: Stage) -> None:
    stage.tell(tr("The operator of this machine makes three accounts; each person signs in."))
    for email in (OWNER, *MEMBERS):
        stage.play(None, "accounts", "add", email, "--password-stdin", given=PASSWORD)
    for email in (OWNER, *MEMBERS):
        stage.play(email, "sign-in", "--password-stdin", given=PASSWORD, quiet=True)
    stage.tell(tr("Ola makes a list for her furniture shop: a phone without a country code is Polish, and members see"
                  " only what they added or were assigned."))  # fmt: skip
    stage.play(OWNER, "lists", "create", LIST, "--type", "shop", "--language", "en")
    stage.play(OWNER, "settings", "set", LIST, "region", "PL")
    stage.play(OWNER, "settings", "set", LIST, "assigned_only", "on")
    stage.tell(tr("She invites Piotr and Hanna, who accept."))
    for email in MEMBERS:
        token = stage.play(OWNER, "members", "invite", LIST, email).strip()
        stage.play(email, "invitations", "accept", token)


def _fill(stage: Stage, folder: Path) -> None:
    file = folder / "customers.csv"
    file.write_bytes((files("oclient_tui") / "data" / "demo" / "customers.csv").read_bytes())
    stage.tell(tr("Ola imports the customer file of her old program: Polish headers, semicolons, dates in two ways, a"
                  " customer twice, and values that cannot be. Every row that stays out is told why:"))  # fmt: skip
    stage.play(OWNER, "customers", "import", LIST, str(file))


def _look(stage: Stage) -> None:
    stage.tell(tr("Who sees how many? The owner all of them, the others their own:"))
    for email in (OWNER, *MEMBERS):
        stage.play(email, "customers", "count", LIST)
    stage.tell(tr("The same search by two people; Polish letters need not be typed:"))
    stage.play(OWNER, "customers", "list", LIST, "--search", "zol")
    stage.play(MEMBERS[0], "customers", "list", LIST, "--search", "zol")
    stage.tell(tr("A filter line, and the list with Piotr's eyes:"))
    stage.play(OWNER, "customers", "list", LIST, "--filter", "city:Kraków -phone:* active:yes", "--limit", "5")
    stage.play(OWNER, "customers", "list", LIST, "--see-as", MEMBERS[0], "--limit", "3")


def _refuse(stage: Stage) -> None:
    hidden = stage.first_id(OWNER, LIST, HIDDEN)
    stage.tell(tr("What is refused: Piotr asks for a record of Ola's; the answer is as if it did not exist:"))
    stage.play(MEMBERS[0], "customers", "show", LIST, hidden)
    stage.tell(
        tr("He opens the settings, which are the owner's alone, and deletes his own record without the right to:")
    )
    stage.play(MEMBERS[0], "settings", "show", LIST)
    own = stage.first_id(MEMBERS[0], LIST, "")
    stage.play(MEMBERS[0], "customers", "delete", LIST, own)
    stage.tell(tr("He sets a category that the list does not have:"))
    stage.play(MEMBERS[0], "customers", "edit", LIST, own, "categories+=Gold")


def _ask(stage: Stage) -> None:
    stage.tell(
        tr("The list takes no e-mail twice. Piotr types in a customer of Ola's, whom he does not see, and asks:")
    )
    email = "email=lucja.zolkiewska@example.com"
    stage.play(MEMBERS[0], "customers", "add", LIST, "company=Piotr's find", email)
    stage.play(MEMBERS[0], "customers", "request", LIST, email)
    stage.tell(tr("Ola sees who asks for what, and says yes; then he is told which customer it is:"))
    asked = stage.play(OWNER, "customers", "requests", LIST)
    stage.play(OWNER, "customers", "grant", LIST, asked.split()[0])
    stage.play(MEMBERS[0], "customers", "add", LIST, "company=Piotr's find", email)


def _share(stage: Stage) -> None:
    shared = stage.first_id(OWNER, LIST, HIDDEN)
    stage.tell(tr("Ola assigns her record to Piotr. Why does each of them see it, or not?"))
    stage.play(OWNER, "customers", "assign", LIST, shared, MEMBERS[0])
    stage.play(OWNER, "customers", "why", LIST, shared)
    stage.tell(tr("Both edit the version they saw: other fields merge, the same field is a conflict, nothing is lost."))
    stage.play(OWNER, "customers", "edit", LIST, shared, "street=Floriańska 12", "--version", "1")
    stage.play(MEMBERS[0], "customers", "edit", LIST, shared, "tags+=vip", "--version", "1")
    stage.play(MEMBERS[0], "customers", "edit", LIST, shared, "street=Grodzka 3", "--version", "1")
    stage.tell(tr("A consent is an event with its wording and source:"))
    stage.play(MEMBERS[0], "consents", "give", LIST, shared, "email", "--source", "fair in Kraków", "--wording", "news")
    stage.play(MEMBERS[0], "consents", "list", LIST, shared)


def _prove(stage: Stage) -> None:
    stage.tell(tr("Everything above stands in the audit, the refusals too, and the chain can be proved:"))
    stage.play(OWNER, "audit", "list", LIST, "--limit", "8")
    stage.play(OWNER, "audit", "verify", LIST)
