"""Takes a reorganisation back: what was known before is said again, from now on."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, inspect, or_, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.actions import follow_rules
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.claims.models import AcceptanceRule
from learning.clock import day_of
from learning.dated import OF_EVERY_ROW, Recorded
from learning.people.models import (
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Pause,
    RequirementSetting,
    Restriction,
    Sharing,
)
from learning.policies.models import Policy
from learning.reorganisation.actions.telling import tell_undone
from learning.reorganisation.models import (
    CarriedAssignment,
    MovedPlace,
    Predecessor,
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
    moved = session.scalars(
        select(MovedPlace)
        .join(Membership, Membership.id == MovedPlace.membership_id)
        .where(
            MovedPlace.run_id == run.id,
            MovedPlace.undone_at.is_(None),
            Membership.person_id.in_(people),
        )
    ).all()
    numbers = [one.id for one in moved]
    which = MovedPlace.id.in_(numbers)
    for table in OF_PLACES:
        _take_back(session, table, which, at=at)
        _restore(session, table, which, by=by, at=at)
    _asked_as_before(session, run, which, by=by, at=at)
    for of_people in (Particulars, Exemption):
        _no_longer_said(session, of_people, which, at=at)
    session.execute(update(MovedPlace).where(which).values(undone_at=at))
    audit.write_all(
        session,
        "place.returned",
        sorted(people),
        by=by,
        at=at,
        organisation_id=plan.leaving[0].council.id,
    )
    tell_undone(session, plan, sorted(people), at=at)
    memberships = [one.membership_id for one in moved]
    follow_rules(session, memberships=memberships, by=by, at=at, catalogue=catalogue)


def _take_back(session: Session, table: Any, which: ColumnElement[bool], *, at: datetime) -> None:
    """What the run recorded, and what was changed since in places that it made or ended."""
    since = or_(
        table.recorded_at == MovedPlace.moved_at,
        and_(MovedPlace.kind != "joined", table.recorded_at > MovedPlace.moved_at),
    )
    _supersede(session, table, _rows_of(table, which, since), at=at)


def _rows_of(table: Any, which: ColumnElement[bool], *more: ColumnElement[bool]) -> Any:
    return (
        select(table.id)
        .join(MovedPlace, MovedPlace.membership_id == table.membership_id)
        .where(which, table.superseded_at.is_(None), *more)
    )


def _supersede(session: Session, table: Any, rows: Any, *, at: datetime) -> None:
    session.execute(
        update(table).where(table.id.in_(rows)).values(superseded_at=at),
        execution_options={"synchronize_session": False},
    )


def _restore(
    session: Session, table: Any, which: ColumnElement[bool], *, by: int | None, at: datetime
) -> None:
    """What the run superseded is said again, from now on."""
    rows = session.scalars(
        select(table)
        .join(MovedPlace, MovedPlace.membership_id == table.membership_id)
        .where(which, table.superseded_at == MovedPlace.moved_at)
        .order_by(table.id)
    ).all()
    _say_again(session, table, rows, by=by, at=at)


def _say_again(
    session: Session,
    table: type[Recorded],
    rows: Sequence[Any],
    *,
    by: int | None,
    at: datetime,
) -> None:
    names = [one.key for one in inspect(table).columns if one.key not in OF_EVERY_ROW]
    again = [{name: getattr(row, name) for name in names} for row in rows]
    if again:
        recorded = {"recorded_at": at, "recorded_by": by}
        session.execute(insert(table), [one | recorded for one in again])


def _asked_as_before(
    session: Session,
    run: ReorganisationRun,
    which: ColumnElement[bool],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """Of what the successor asks, what came with them; of what it asks itself, nothing is left."""
    carried = select(CarriedAssignment.assignment_id).where(CarriedAssignment.run_id == run.id)
    theirs = or_(MovedPlace.kind != "joined", Assigned.assignment_id.in_(carried))
    since = Assigned.recorded_at >= MovedPlace.moved_at
    _supersede(session, Assigned, _rows_of(Assigned, which, theirs, since), at=at)
    _restore(session, Assigned, which, by=by, at=at)


def _no_longer_said(
    session: Session, table: Any, which: ColumnElement[bool], *, at: datetime
) -> None:
    """What came to the successor with its people: it says nothing of them any more."""
    rows = (
        select(table.id)
        .join(
            Membership,
            and_(
                Membership.person_id == table.person_id,
                Membership.organisation_id == table.organisation_id,
            ),
        )
        .join(MovedPlace, MovedPlace.membership_id == Membership.id)
        .where(
            which,
            table.superseded_at.is_(None),
            or_(
                table.recorded_at == MovedPlace.moved_at,
                and_(MovedPlace.kind == "made", table.recorded_at > MovedPlace.moved_at),
            ),
        )
    )
    _supersede(session, table, rows, at=at)


def undo_rest(
    session: Session,
    plan: Plan,
    run: ReorganisationRun,
    *,
    catalogue: Catalogue,
    by: int | None,
    at: datetime,
) -> None:
    """The councils go on as before, and what successors had taken over no longer holds."""
    if run.finished_at is not None:
        _councils_go_on(session, plan, run, by=by, at=at)
    following = [council.id for council in plan.following]
    for table in (RequirementSetting, Policy, AcceptanceRule):
        mine = select(table.id).where(
            table.organisation_id.in_(following),
            table.recorded_at == run.started_at,
            table.superseded_at.is_(None),
        )
        _supersede(session, table, mine, at=at)
    _end_assignments(session, run, catalogue=catalogue, by=by, at=at)
    run.undone_at, run.undone_by = at, by
    for organisation in plan.councils:
        audit.write(
            session,
            "reorganisation.undone",
            by=by,
            at=at,
            organisation_id=organisation,
            changes={"plan": (None, plan.name), "vests_on": (None, plan.vests_on)},
        )


def _councils_go_on(
    session: Session, plan: Plan, run: ReorganisationRun, *, by: int | None, at: datetime
) -> None:
    councils = list(plan.councils)
    for predecessor in session.scalars(select(Predecessor).where(Predecessor.plan_id == plan.id)):
        if not predecessor.goes_on:
            council = session.get_one(Organisation, predecessor.organisation_id)
            council.ends_on, predecessor.ended_before = predecessor.ended_before, None
    for table in (Sharing, Appointment):
        here = table.organisation_id.in_(councils)
        mine = select(table.id).where(
            here, table.recorded_at == run.finished_at, table.superseded_at.is_(None)
        )
        _supersede(session, table, mine, at=at)
        former = session.scalars(
            select(table).where(here, table.superseded_at == run.finished_at).order_by(table.id)
        ).all()
        _say_again(session, table, former, by=by, at=at)


def _end_assignments(
    session: Session, run: ReorganisationRun, *, catalogue: Catalogue, by: int | None, at: datetime
) -> None:
    carried: Iterable[Assignment] = session.scalars(
        select(Assignment)
        .join(CarriedAssignment, CarriedAssignment.assignment_id == Assignment.id)
        .where(CarriedAssignment.run_id == run.id)
    ).all()
    for one in carried:
        one.ends_on = max(one.starts_on, day_of(at))
    session.flush()  # what follows reads it
    asked = session.scalars(
        select(Assigned.membership_id).where(
            Assigned.assignment_id.in_([one.id for one in carried]),
            Assigned.superseded_at.is_(None),
        )
    ).all()
    follow_rules(session, memberships=asked, by=by, at=at, catalogue=catalogue)
