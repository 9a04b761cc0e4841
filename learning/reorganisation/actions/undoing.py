"""Takes a reorganisation back: what was known before is said again, from now on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assessments.models import Adjustment
from learning.assignments.actions import follow_rules
from learning.assignments.exemptions import Exemption
from learning.assignments.facts import parts
from learning.assignments.models import Assigned
from learning.catalogue.published import Catalogue
from learning.dated import OF_EVERY_ROW, Recorded
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Restriction,
)
from learning.reorganisation.actions.along import bring_back
from learning.reorganisation.actions.telling import tell_undone
from learning.reorganisation.models import (
    CarriedAssignment,
    MovedPlace,
    ReorganisationRun,
)
from learning.reorganisation.rules.plans import Plan

OF_PLACES = (MembershipPeriod, HeldRole, Pause, Restriction)


def undo_some(
    session: Session,
    plan: Plan,
    run: ReorganisationRun,
    people: Collection[int],
    *,
    catalogue: Catalogue,
    by: int | None,
    at: datetime,
) -> None:
    """Of these people everything is as if nothing had been; that it was stays on record."""
    moved = {
        one.membership_id: Moved(one.kind, one.moved_at, organisation, person)
        for one, organisation, person in session.execute(
            select(MovedPlace, Membership.organisation_id, Membership.person_id)
            .join(Membership, Membership.id == MovedPlace.membership_id)
            .where(
                MovedPlace.run_id == run.id,
                MovedPlace.undone_at.is_(None),
                Membership.person_id.in_(people),
            )
        )
    }
    for table in OF_PLACES:
        rows = _rows_of(session, table, moved)
        supersede_rows(session, table, [row.id for row in rows if _is_since(row, moved)], at=at)
        _restore(session, table, rows, moved, by=by, at=at)
    _asked_as_before(session, run, moved, by=by, at=at)
    for of_people in (Particulars, Exemption):
        _no_longer_said(session, of_people, moved, at=at)
    _time_as_before(session, moved, by=by, at=at)
    bring_back(session, run, people, by=by, at=at)
    session.execute(
        update(MovedPlace)
        .where(MovedPlace.run_id == run.id, MovedPlace.membership_id.in_(moved))
        .values(undone_at=at),
        execution_options={"synchronize_session": False},
    )
    audit.write_all(
        session,
        "place.returned",
        sorted(people),
        by=by,
        at=at,
        organisation_id=plan.leaving[0].council.id,
    )
    tell_undone(session, plan, sorted(people), at=at)
    follow_rules(session, memberships=moved, by=by, at=at, catalogue=catalogue)


@dataclass(frozen=True)
class Moved:
    """What a run did with a membership, and when."""

    kind: str
    at: datetime
    organisation_id: int
    person_id: int


ByMembership = Mapping[int, Moved]


def _rows_of(session: Session, table: Any, moved: ByMembership) -> Sequence[Any]:
    """Every row of the moved places that the run or somebody after it wrote or superseded."""
    return [
        row
        for some in parts(moved)
        for row in session.execute(
            select(table.__table__).where(table.membership_id.in_(some)).order_by(table.id)
        )
        if row.recorded_at >= moved[row.membership_id].at
        or row.superseded_at == moved[row.membership_id].at
    ]


def _is_since(row: Any, moved: ByMembership) -> bool:
    """What the run recorded, and what was changed since in places that it made or ended."""
    move = moved[row.membership_id]
    is_mine = row.recorded_at == move.at or move.kind != "joined"
    return row.superseded_at is None and row.recorded_at >= move.at and is_mine


def supersede_rows(session: Session, table: Any, ids: Collection[int], *, at: datetime) -> None:
    """From `at` these rows no longer say what is known."""
    for some in parts(ids):
        session.execute(
            update(table).where(table.id.in_(some)).values(superseded_at=at),
            execution_options={"synchronize_session": False},
        )


def _restore(
    session: Session,
    table: Any,
    rows: Sequence[Any],
    moved: ByMembership,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """What the run superseded is said again, from now on."""
    mine = [row for row in rows if row.superseded_at == moved[row.membership_id].at]
    say_again(session, table, mine, by=by, at=at)


def say_again(
    session: Session,
    table: type[Recorded],
    rows: Sequence[Any],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """What these rows said is said again, as known from `at`."""
    names = [one.key for one in inspect(table).columns if one.key not in OF_EVERY_ROW]
    again = [{name: getattr(row, name) for name in names} for row in rows]
    if again:
        recorded = {"recorded_at": at, "recorded_by": by}
        session.execute(insert(table), [one | recorded for one in again])


def _asked_as_before(
    session: Session, run: ReorganisationRun, moved: ByMembership, *, by: int | None, at: datetime
) -> None:
    """Of what the successor asks, what came with them; of what it asks itself, nothing is left."""
    carried = set(
        session.scalars(
            select(CarriedAssignment.assignment_id).where(CarriedAssignment.run_id == run.id)
        )
    )
    rows = _rows_of(session, Assigned, moved)
    going = [
        row.id
        for row in rows
        if row.superseded_at is None
        and row.recorded_at >= moved[row.membership_id].at
        and (moved[row.membership_id].kind != "joined" or row.assignment_id in carried)
    ]
    supersede_rows(session, Assigned, going, at=at)
    _restore(session, Assigned, rows, moved, by=by, at=at)


def _no_longer_said(session: Session, table: Any, moved: ByMembership, *, at: datetime) -> None:
    """What came to the successor with its people: it says nothing of them any more."""
    came = {
        (one.organisation_id, one.person_id): one for one in moved.values() if one.kind != "ended"
    }
    rows = [
        row
        for some in parts([one.person_id for one in came.values()])
        for row in session.execute(
            select(table.id, table.organisation_id, table.person_id, table.recorded_at).where(
                table.person_id.in_(some), table.superseded_at.is_(None)
            )
        )
    ]
    going = [
        row.id
        for row in rows
        if (move := came.get((row.organisation_id, row.person_id)))
        and (row.recorded_at == move.at or (move.kind == "made" and row.recorded_at > move.at))
    ]
    supersede_rows(session, table, going, at=at)


def _time_as_before(session: Session, moved: ByMembership, *, by: int | None, at: datetime) -> None:
    """Extra time that ended in a predecessor goes on there, and nowhere else."""
    moves = {(one.organisation_id, one.person_id): one for one in moved.values()}
    rows = [
        (row, moves[row.organisation_id, row.person_id])
        for row in session.scalars(
            select(Adjustment)
            .where(Adjustment.person_id.in_({person for _, person in moves}))
            .order_by(Adjustment.id)
        )
        if (row.organisation_id, row.person_id) in moves
    ]
    going = [
        row.id
        for row, move in rows
        if row.superseded_at is None
        and (row.recorded_at == move.at or (move.kind == "made" and row.recorded_at > move.at))
    ]
    supersede_rows(session, Adjustment, going, at=at)
    former = [row for row, move in rows if row.superseded_at == move.at]
    say_again(session, Adjustment, former, by=by, at=at)
