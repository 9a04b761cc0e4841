"""Keeps the days before elections; what was recorded is taken back, never edited."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.dated import supersede
from learning.errors import NotFound, Refusal
from learning.people.actions.holding import hold
from learning.publishing import queries
from learning.publishing.models import PreElectionPeriod

LONGEST = 366  # days of a pre-election period; more is a slip of the pen


def add_period(
    session: Session,
    *,
    organisation_id: int,
    starts_on: date,
    polling_on: date,
    election: str,
    by: int,
    at: datetime,
) -> PreElectionPeriod:
    """A council's days before an election; the same sent twice is recorded once."""
    if polling_on < starts_on:
        raise Refusal("Polling day comes after the first day", field="polling_on")
    if (polling_on - starts_on).days > LONGEST:
        raise Refusal("A pre-election period lasts some weeks, not years", field="starts_on")
    if polling_on < day_of(at):
        raise Refusal("Choose a polling day that is not past", field="polling_on")
    hold(session, organisation_id)
    for known in queries.periods_of(session, organisation_id):
        if (known.starts_on, known.polling_on) == (starts_on, polling_on):
            return known
    period = PreElectionPeriod(
        organisation_id=organisation_id,
        starts_on=starts_on,
        polling_on=polling_on,
        election=election,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(period)
    _audit_period(session, "election.added", period, by=by, at=at)
    return period


def take_back_period(
    session: Session, *, organisation_id: int, number: int, by: int, at: datetime
) -> None:
    """The period was entered wrongly, or the election does not take place."""
    hold(session, organisation_id)
    period = queries.period_numbered(session, organisation_id, number)
    if period is None:
        raise NotFound
    if period.superseded_at is not None:
        return  # sent twice
    supersede(session, period, at=at)
    _audit_period(session, "election.taken-back", period, by=by, at=at)


def _audit_period(
    session: Session, deed: str, period: PreElectionPeriod, *, by: int, at: datetime
) -> None:
    added = deed.endswith("added")
    values = {
        "election": period.election,
        "starts_on": period.starts_on,
        "polling_on": period.polling_on,
    }
    audit.write(
        session,
        deed,
        by=by,
        at=at,
        organisation_id=period.organisation_id,
        changes={name: (None, v) if added else (v, None) for name, v in values.items()},
    )
