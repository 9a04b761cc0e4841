"""Works an import out and applies it: reading and matching outside the transaction.

What is small is done in the request that asks for it; the rest by whoever runs `work`, with a
lease, so that two of them do no harm and a killed one is followed by another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.errors import Conflict, NotFound, Refusal
from learning.imports.actions import applying, uploads
from learning.imports.actions.batch import batch_of
from learning.imports.models import PeopleImport, Status
from learning.imports.queries.uploads import Task, next_waiting, task_of
from learning.imports.queries.world import Importer, importer_of, stamp, world_of
from learning.imports.rules.columns import layout
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.packing import unpacked
from learning.imports.rules.planning import Leavers, Plan, nobody_counts, plan
from learning.imports.rules.titles import Titles
from learning.policies.queries import policies_of
from learning.policies.rules import Purpose
from learning.spreadsheets.table import Table
from learning.timed.queue import kick

IMPORTS = "import-people"  # the worker's job
SMALL = 2_000  # rows that are worked out while somebody waits
TIMES = 4  # that a plan is made again because something happened meanwhile
CHANGED = (
    "People changed since the dry run. Nothing has been applied. "
    "This is a fresh dry run: look at it, then apply it"
)
NO_PURPOSE = (
    "Before people are imported your council adopts a statement of what the results are for, "
    "and what they are not for"
)
Progress = Callable[[int], None]


@dataclass(frozen=True)
class File:
    """What is read of a file, by whom, and how."""

    who: Importer
    table: Table
    day: date
    month_first: bool
    leavers: Leavers | None
    name: str


def has_purpose(session: Session, organisation_id: int) -> bool:
    """Whether the council has said what the results are for."""
    decided = policies_of(session, organisation_id, on=day_of(now()))
    return bool(decided.of(Purpose).text.strip())


def plan_of(
    session: Session, file: File, catalogue: Catalogue, progress: Progress = nobody_counts
) -> Plan:
    """What a file would do, as people stand now."""
    world = world_of(session, file.who, catalogue, day=file.day)
    return plan(
        file.table.rows,
        layout(file.table.header),
        world,
        Titles.of(catalogue, on=file.day),
        month_first=file.month_first,
        leavers=file.leavers,
        progress=progress,
    )


def apply_file(
    file: File,
    catalogue: Catalogue,
    *,
    fingerprint: str | None,
    good_rows: bool,
    keep: Callable[[Session, int], bool] = lambda _session, _people: True,
    progress: Progress = nobody_counts,
) -> Plan:
    """Writes what the file would do, all of it or nothing, and returns what that was.

    With a `fingerprint` only what was shown under it is written; Conflict else. `keep` runs in
    the transaction, with how many people are written; where it says no, nothing is.
    """
    for _ in range(TIMES):
        session = current_session()
        before = stamp(session, file.who)
        planned = plan_of(session, file, catalogue, progress)
        if fingerprint is not None and planned.fingerprint != fingerprint:
            raise Changed(planned)
        if planned.of(Outcome.ERROR) and not good_rows:
            raise InError(planned)
        if _written(session, file, planned, before, keep):
            return planned
    raise Conflict("People are being changed all the time just now. Try again in a minute")


class InError(Refusal):
    """Rows are in error, and nothing was applied; `planned` says which."""

    def __init__(self, planned: Plan) -> None:
        super().__init__("Rows are in error. Mend them, or apply the good rows alone")
        self.planned = planned


class Changed(Conflict):
    """People changed since the dry run; `fresh` is what the file would do now."""

    def __init__(self, fresh: Plan) -> None:
        super().__init__(CHANGED)
        self.fresh = fresh


def _written(
    session: Session,
    file: File,
    planned: Plan,
    before: tuple[object, ...],
    keep: Callable[[Session, int], bool],
) -> bool:
    """True once it is written; False where people changed since they were read."""
    by, council, deeds = file.who.lead_id, file.who.organisation_id, planned.deeds
    at = now()
    batch = batch_of(deeds, organisation_id=council, name=file.name, by=by, at=at)
    prepared = applying.prepare(session, batch)
    try:
        with transaction() as writing:
            applying.lock(writing, council)
            if stamp(writing, file.who) != before:
                return False
            if keep(writing, len(deeds)) and deeds:
                applying.write(writing, prepared)
            return True
    except IntegrityError:  # PostgreSQL: somebody else wrote the same in this very moment
        return False


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
    progress: Progress = nobody_counts,
) -> None:
    """Applies what the dry run showed; twice changes nothing. Raises Changed with a fresh one."""
    task = _task(number)

    def keep(session: Session, people: int) -> bool:
        sent = session.get_one(PeopleImport, number, with_for_update=True)
        if sent.status == Status.APPLIED or sent.lease != task.lease:
            return False
        sent.status, sent.applied_at, sent.written = Status.APPLIED, now(), people
        sent.lease = sent.leased_until = sent.trouble = None
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
                progress=progress,
            )
        else:
            dry_run(number, catalogue, progress)
    except Changed:
        return  # the fresh dry run says so
    except (Refusal, NotFound) as refusal:
        with transaction() as session:
            sent = session.get_one(PeopleImport, number)
            sent.status, sent.lease, sent.leased_until = Status.FAILED, None, None
            sent.trouble = getattr(refusal, "message", "You may no longer import people here")


def wake() -> None:
    """Something waits; where nobody hears, the worker looks for it within a minute."""
    kick(IMPORTS)
