"""Works imports out and applies them: what is small in the request that asks for it.

The rest is for whoever runs `work`, with a lease, so that two of them do no harm and a killed
one is followed by another.
"""

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.errors import Conflict, NotFound, Refusal
from learning.imports.actions import uploads
from learning.imports.files import CHANGED, Changed, File, Progress, apply_file, plan_of
from learning.imports.models import PeopleImport, Status
from learning.imports.queries.uploads import Task, next_waiting, task_of
from learning.imports.queries.world import importer_of
from learning.imports.rules.packing import unpacked
from learning.imports.rules.planning import Leavers, nobody_counts
from learning.timed.queue import kick

IMPORTS = "import-people"  # the worker's job
SMALL = 2_000  # rows that are worked out while somebody waits


class Overtaken(Conflict):
    """It was cancelled, or is another one's to work on, since it was asked to be applied."""

    def __init__(self) -> None:
        super().__init__(
            "This import was cancelled, or its dry run is being made again. Nothing has been"
            " changed by this. Look at it again"
        )


def file_of(session: Session, task: Task) -> File:
    """An import as it is planned: with the scope its sender has today."""
    who = importer_of(session, task.organisation_id, task.lead_id, on=day_of(now()))
    if who is None:
        raise NotFound
    leavers = Leavers(task.last_day, task.chosen) if task.last_day else None
    return File(who, unpacked(task.rows), task.day, task.month_first, leavers, task.name)


def dry_run(number: int, catalogue: Catalogue, progress: Progress = nobody_counts) -> None:
    """Works out what an import would do, and keeps that for its sender to look at."""
    task = _task(number)
    planned = plan_of(current_session(), file_of(current_session(), task), catalogue, progress)
    with transaction() as session:
        uploads.keep_plan(session, task, planned, at=now())


def apply(
    number: int,
    catalogue: Catalogue,
    *,
    fingerprint: str,
    good_rows: bool,
    invites: bool = True,
    progress: Progress = nobody_counts,
) -> None:
    """Applies what the dry run showed; twice changes nothing. Raises Changed with a fresh one."""
    task = _task(number)

    def keep(session: Session, people: int) -> bool:
        sent = session.get_one(PeopleImport, number, with_for_update=True)
        if sent.status == Status.APPLIED:
            return False
        if sent.status not in (Status.READY, Status.APPLYING) or sent.lease != task.lease:
            raise Overtaken
        sent.status, sent.applied_at, sent.written = Status.APPLIED, now(), people
        sent.lease = sent.leased_until = sent.trouble = None
        sent.invites = invites
        return True

    if task.status == Status.APPLIED:
        return
    try:
        file = file_of(current_session(), task)
        apply_file(
            file,
            catalogue,
            fingerprint=fingerprint,
            good_rows=good_rows,
            invites=invites,
            keep=keep,
            progress=progress,
        )
    except Changed as changed:
        with transaction() as session:
            uploads.keep_plan(session, task, changed.fresh, trouble=CHANGED, at=now())
        raise


def _task(number: int) -> Task:
    task = task_of(current_session(), number)
    if task is None:
        raise Refusal("The rows of this file are no longer kept. Send it again")
    return task


def work(catalogue: Catalogue) -> int:
    """Does everything that waits, one after the other; returns how many there were."""
    done = 0
    while (number := next_waiting(current_session(), at=now())) is not None:
        with transaction() as session:
            lease = uploads.claim(session, number, at=now())
        if lease is not None:
            _do(number, catalogue)
        done += 1
    return done


def _do(number: int, catalogue: Catalogue) -> None:
    task = _task(number)

    def progress(rows: int) -> None:
        with transaction() as session:
            uploads.report(session, task, rows, at=now())

    try:
        if task.status == Status.APPLYING:
            apply(
                number,
                catalogue,
                fingerprint=task.fingerprint,
                good_rows=task.good_rows,
                invites=task.invites,
                progress=progress,
            )
        else:
            dry_run(number, catalogue, progress)
    except (Changed, Overtaken):
        return  # the fresh dry run says so, or whoever came before
    except (Refusal, NotFound) as refusal:
        with transaction() as session:
            sent = session.get_one(PeopleImport, number)
            sent.status, sent.lease, sent.leased_until = Status.FAILED, None, None
            sent.trouble = getattr(refusal, "message", "You may no longer import people here")


def wake() -> None:
    """Something waits; where nobody hears, the worker looks for it within a minute."""
    kick(IMPORTS)
