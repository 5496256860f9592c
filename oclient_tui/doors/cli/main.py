"""Runs one command: exit codes as in ux.md, one sentence on stderr, nothing but the answer on stdout."""

import os
import sys
from collections.abc import Callable, Sequence

import click

from oclient_tui import __version__
from oclient_tui.config.language import choose, speak, translate
from oclient_tui.domain.errors import (
    Busy,
    CannotCreate,
    Denied,
    Invalid,
    Misconfigured,
    NotFound,
    OClientError,
    Refused,
    SignInNeeded,
    Throttled,
    Unavailable,
    tr,
)
from oclient_tui.domain.text import inert, inert_block
from oclient_tui.doors.cli.served import KEY
from oclient_tui.doors.cli.usage import usage_sentence
from oclient_tui.doors.cli.words import Flag, Program

EXIT_CODES: dict[type[OClientError], int] = {
    Refused: 1,
    Invalid: 65,
    NotFound: 66,
    Unavailable: 69,
    CannotCreate: 73,
    Busy: 75,
    Throttled: 75,
    Denied: 77,
    SignInNeeded: 77,
    Misconfigured: 78,
}
USAGE, BUG, INTERRUPTED = 2, 70, 130

NOUNS = {
    "lists": ("lists:lists", tr("Customer lists: create, show, leave, wipe.")),
    "customers": ("customers:customers", tr("Customers: add, show, edit, list, count, find, assign.")),
    "records": ("records:records", tr("Notes, tasks, contracts, sales, files and other records of customers.")),
    "sales": ("sales:sales", tr("Sales of a list.")),
    "undo": ("undoing:undo", tr("Take back what you did last on a list, unless somebody went on since.")),
    "redo": ("undoing:redo", tr("Do again what you took back last.")),
    "sets": ("sets:sets", tr("Customer sets: filters kept under a name.")),
    "duplicates": ("duplicates:duplicates", tr("Customers that a list has more than once.")),
    "consents": ("consents:consents", tr("Consents of a customer: list, give, withdraw.")),
    "categories": ("catalogues:categories", tr("Categories of a list.")),
    "sale-types": ("catalogues:sale_types", tr("Sale types of a list, in the order of the funnel.")),
    "interests": ("catalogues:interests", tr("Interests that a list's customers may have.")),
    "measurements": ("catalogues:measurements", tr("Measurements of a list's customers, each with its unit.")),
    "consent-kinds": (
        "catalogues:consent_kinds",
        tr("Consents that a list asks for, up to ten, each with its wording."),
    ),
    "send": ("sending:send", tr("Send e-mail.")),
    "templates": ("templates:templates", tr("Templates of e-mails and SMS.")),
    "outbox": ("outbox:outbox", tr("Messages that wait, went out, failed, or are in doubt.")),
    "conversation": ("outbox:conversation", tr("Show what a customer was sent, newest first.")),
    "suppression": ("suppression:suppression", tr("Addresses that a list does not write to.")),
    "smtp": ("sending:smtp", tr("The list's own mail server.")),
    "members": ("members:members", tr("The people of a list: invite, roles, rights.")),
    "invitations": ("invitations:invitations", tr("Invitations to you: list, accept, reject.")),
    "settings": ("settings:settings", tr("The owner's settings of a list.")),
    "audit": ("audit:audit", tr("Who did what, and the proof of it.")),
    "sign-in": ("signing:sign_in", tr("Sign in, and stay signed in for 12 hours.")),
    "sign-out": ("signing:sign_out", tr("End the kept sign-in.")),
    "whoami": ("signing:whoami", tr("Show who is signed in.")),
    "password": ("signing:password", tr("Change your own password.")),
    "keys": ("keys:keys", tr("Your own public SSH keys.")),
    "accounts": ("accounts:accounts", tr("The operator's hand on accounts.")),
    "db": ("db:db", tr("Upgrade and check the database.")),
    "backup": ("backups:backup", tr("Copy the database to a file, while others work.")),
    "restore": ("backups:restore", tr("Put a backup in the database's place; what is there is kept as a copy.")),
    "worker": (
        "worker:worker",
        tr("Deliver messages; any number of workers may run, on any number of machines."),
    ),
    "serve": ("serve:serve", tr("Let people in over the network.")),
    "doctor": ("doctor:doctor", tr("Look at everything behind this installation, and say what to do.")),
    "demo": ("demo:demo", tr("Show the program at work on a made-up customer file.")),
}

program = Program(
    name="oclient",
    nouns=NOUNS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=tr("Shared customer lists in the terminal."),
)
program = click.version_option(
    __version__, prog_name="oclient", cls=Flag, help=tr("Show the version and exit."), message="%(prog)s %(version)s"
)(program)


_SCREEN: tuple[list[str], ...] = ([], ["--no-worker"])
"""The full screen, with a worker beside it or without (D31)."""


def run(argv: Sequence[str], *, key: str | None = None) -> int:
    """Run one command and return its exit code; key is the fingerprint that proved who acts, over SSH alone."""
    flags: dict[str, object] = {} if key is None else {KEY: key}
    return _answered(lambda: _called(argv, flags))


def run_screen(key: str) -> int:
    """Show the full screen over SSH to whoever the key belongs to, and return the exit code."""
    return _answered(lambda: _serve_screen(key))


def _called(argv: Sequence[str], flags: dict[str, object]) -> object:
    if list(argv) in _SCREEN and not flags and _at_a_terminal():
        return _open_screen(worker=not argv)
    return program.main(args=_words(argv), prog_name="oclient", standalone_mode=False, obj=flags)


def _answered(act: Callable[[], object]) -> int:
    speak(choose(os.environ.get("OCLIENT_LANGUAGE")))
    try:
        outcome = act()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        _complain(usage_sentence(error))
        return USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        _complain(error.format_message())
        return USAGE
    except OClientError as error:
        _complain(error.text(translate))
        return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
    except Exception as error:  # noqa: BLE001 - the named place of D12: a bug becomes a number and a sentence
        from oclient_tui.doors.cli.bugs import remember

        _complain(remember(error))
        return BUG
    return outcome if isinstance(outcome, int) else 0


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _open_screen(*, worker: bool) -> int:
    from oclient_tui.config.settings import load
    from oclient_tui.doors.terminal import open_screen

    return open_screen(load(), worker=worker)


def _serve_screen(key: str) -> int:
    from oclient_tui.config.settings import load
    from oclient_tui.doors.terminal import serve_screen

    return serve_screen(load(), key)


def _words(argv: Sequence[str]) -> list[str]:
    """Return the words of the command line; raise Invalid for bytes that are no text, which no database takes."""
    for word in argv:
        if "\0" in word or any("\ud800" <= sign <= "\udfff" for sign in word):
            raise Invalid(tr("“{word}” is not text in UTF-8."), word=inert(word)[:40])
    return list(argv)


def _complain(sentence: str) -> None:
    click.echo(f"oclient: {' '.join(inert_block(sentence).splitlines())}", err=True)
