"""A file that is imported: what it would do, and doing it, as people stand at that moment.

Reading and matching happen outside the transaction; what they rest on is compared inside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import count_anew, current_session, transaction
from learning.errors import Conflict, Refusal
from learning.imports.actions import applying
from learning.imports.actions.batch import batch_of
from learning.imports.inviting import after_applying, invite_all
from learning.imports.queries.world import Importer, stamp, world_of
from learning.imports.rules.columns import layout
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.planning import Leavers, Plan, nobody_counts, plan
from learning.imports.rules.titles import Titles
from learning.people.actions.holding import hold
from learning.policies.queries import policies_of
from learning.policies.rules import Purpose
from learning.spreadsheets.table import Table

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


def has_purpose(session: Session, council: int) -> bool:
    """Whether the council has said what the results are for."""
    return bool(policies_of(session, council, on=day_of(now())).of(Purpose).text.strip())


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
    invites: bool = True,
    keep: Callable[[Session, int], bool] = lambda _session, _people: True,
    progress: Progress = nobody_counts,
) -> Plan:
    """Writes what the file would do, all of it or nothing, and returns what that was.

    With a `fingerprint` only what was shown under it is written; Conflict else. `keep` runs in
    the transaction, with how many people are written; where it says no, nothing is. Without
    `invites` those who are new are invited by hand, when the council chooses.
    """
    for _ in range(TIMES):
        session = current_session()
        before = stamp(session, file.who)
        planned = plan_of(session, file, catalogue, progress)
        if fingerprint is not None and planned.fingerprint != fingerprint:
            raise Changed(planned)
        if planned.of(Outcome.ERROR) and not good_rows:
            raise InError(planned)
        if _written(session, file, planned, before, keep, invites=invites):
            count_anew(len(planned.deeds))
            invite_all()
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
    *,
    invites: bool,
) -> bool:
    """True once it is written; False where people changed since they were read."""
    by, council = file.who.lead_id, file.who.organisation_id
    deeds, at = planned.deeds, now()
    batch = batch_of(deeds, organisation_id=council, name=file.name, invites=invites, by=by, at=at)
    prepared = applying.prepare(session, batch)
    try:
        with transaction() as writing:
            hold(writing, council)
            if stamp(writing, file.who) != before:
                return False
            if keep(writing, len(deeds)) and deeds:
                to_invite = applying.write(writing, prepared)
                after_applying(writing, to_invite, by=by)
            return True
    except IntegrityError:  # PostgreSQL: somebody else wrote the same in this very moment
        return False
