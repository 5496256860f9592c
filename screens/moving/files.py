"""Runs over the file of an import: planned or carried out, with the file of what stayed out beside it."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from oclient_tui.config.language import translate
from oclient_tui.domain.errors import CannotCreate
from oclient_tui.domain.imports import ImportReport
from oclient_tui.services.customers.importing.rejecting import RejectsFile
from oclient_tui.services.customers.importing.running import ImportCustomers, ImportFile, PlanImport
from oclient_tui.services.operations.placing import Output, placed, unwritable
from oclient_tui.services.session import Session
from screens.moving import disk
from screens.moving.job import Job
from screens.moving.plan import Plan


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did or would do; where the rows stand that stayed out, or why they stand nowhere."""

    report: ImportReport
    rejects: Path | None = None
    problem: CannotCreate | None = None


def planned(session: Session, list_id: int, plan: Plan) -> Callable[[Job], Imported]:
    """Return the run that tells what importing would do."""

    def run(job: Job) -> Imported:
        with disk.opened(plan.path) as source:
            file = ImportFile(source, plan.path.name)
            return Imported(session.do(PlanImport(list_id, file, plan.request(), progress=job)))

    return run


def carried_out(session: Session, list_id: int, plan: Plan, *, rejects: bool) -> Callable[[Job], Imported]:
    """Return the run that imports, and writes the rows that stay out to a new file beside the one they come from."""

    def run(job: Job) -> Imported:
        with ExitStack() as opened:
            source = opened.enter_context(disk.opened(plan.path))
            place = beside(plan.path) if rejects else None
            output = opened.enter_context(placed(place)) if place else None
            wanted = RejectsFile(output.file, translate) if output else None
            file = ImportFile(source, plan.path.name)
            report = session.do(ImportCustomers(list_id, file, plan.request(), wanted, job))
            return _kept(report, place, output)

    return run


def _kept(report: ImportReport, place: Path | None, output: Output | None) -> Imported:
    """Give the file its name. The import is done by now: a full disk must not be told as its failure."""
    if output is None or not report.rejections:
        return Imported(report)
    try:
        output.keep()
    except OSError as error:
        return Imported(report, problem=unwritable(str(place), error))
    except CannotCreate as error:
        return Imported(report, problem=error)
    return Imported(report, place)


def beside(path: Path) -> Path:
    """Return a free name for the rows that stay out: where the file is, or in the own folder where that is closed."""
    folder = path.parent if os.access(path.parent, os.W_OK) else Path.home()
    names = (folder / f"{path.stem}-rejects{'' if number == 1 else f'-{number}'}.csv" for number in count(1))
    return next(name for name in names if not disk.taken(name))
