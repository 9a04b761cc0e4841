"""Ends the predecessors, and names those who may look after and read what follows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.dated import in_force
from learning.people.actions.holding import hold
from learning.people.actions.organisations import appoint
from learning.people.models import Appointment
from learning.people.standing import Kind
from learning.reorganisation.actions.ending import end
from learning.reorganisation.models import Predecessor, ReorganisationRun
from learning.reorganisation.rules.plans import Plan, What

READERS = (Kind.LEARNING_LEAD, Kind.REVIEWER)


def finish(
    session: Session, plan: Plan, run: ReorganisationRun, *, by: int | None, at: datetime
) -> None:
    """Everybody has moved: what is left is done on one day, at one moment, and once."""
    hold(session, *plan.councils)
    session.refresh(run)
    if run.finished_at is not None:
        return
    for predecessor in session.scalars(select(Predecessor).where(Predecessor.plan_id == plan.id)):
        if not predecessor.goes_on:
            end(session, plan, run, predecessor, by=by, at=at)
    for council in plan.following:
        for what, kind in ((What.LEADS, Kind.LEARNING_LEAD), (What.VIEWERS, Kind.REVIEWER)):
            for old in plan.takes(council.id, what):
                _appoint(session, plan, _of(session, plan, old, (kind,)), council.id, by, at)
        session.flush()  # whoever was named just now reads the past too
        for old in plan.takes(council.id, What.PAST):
            readers = _of(session, plan, council.id, READERS)
            _appoint(session, plan, readers, old, by, at, kind=Kind.REVIEWER)
    run.finished_at = at
    for organisation in plan.councils:
        audit.write(
            session,
            "reorganisation.finished",
            by=by,
            at=at,
            organisation_id=organisation,
            changes={"plan": (None, plan.name), "vests_on": (None, plan.vests_on)},
        )


def _of(
    session: Session, plan: Plan, organisation_id: int, kinds: Iterable[Kind]
) -> Sequence[Appointment]:
    """The appointments of some kinds in an organisation on vesting day."""
    return session.scalars(
        select(Appointment)
        .where(
            Appointment.organisation_id == organisation_id,
            Appointment.kind.in_(kinds),
            in_force(Appointment, plan.vests_on),
        )
        .order_by(Appointment.id)
    ).all()


def _appoint(
    session: Session,
    plan: Plan,
    rows: Sequence[Appointment],
    to: int,
    by: int | None,
    at: datetime,
    *,
    kind: Kind | None = None,
) -> None:
    """The same people, in another organisation; a `kind` of its own sees everybody, unnamed."""
    there = {
        (one.person_id, one.kind, one.tiers, one.services)
        for one in _of(session, plan, to, READERS)
    }
    read_already = {person for person, *_ in there}
    for row in rows:
        said = ("", "") if kind else (row.tiers, row.services)
        which = (row.person_id, kind or row.kind, *said)
        if which in there or (kind and row.person_id in read_already):
            continue
        there.add(which)
        read_already.add(row.person_id)
        appoint(
            session,
            person_id=row.person_id,
            kind=kind or Kind(row.kind),
            organisation_id=to,
            tiers=said[0].split(),
            services=said[1].split(),
            starts_on=plan.vests_on,
            ends_on=None if kind else row.ends_on,
            by=by,
            at=at,
        )
