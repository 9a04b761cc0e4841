"""Answers about statements that were kept, and about the days before elections."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from learning.clock import day_of
from learning.coverage.content import Audience
from learning.people.models import Membership, Person
from learning.publishing.content import StatementContent
from learning.publishing.models import (
    PreElectionPeriod,
    RestatingDecision,
    Statement,
    StatementFile,
)


def newest_number(session: Session, organisation_id: int) -> int:
    """The highest number given so far; 0 where there is none."""
    return (
        session.scalar(
            select(func.max(Statement.number)).where(Statement.organisation_id == organisation_id)
        )
        or 0
    )


def earlier_than(
    session: Session, organisation_id: int, audience: Audience, as_at: date
) -> Statement | None:
    """The last word on the newest day before this one, for the same readers."""
    after = aliased(Statement)
    return session.scalar(
        select(Statement)
        .outerjoin(after, after.restates_id == Statement.id)
        .where(
            Statement.organisation_id == organisation_id,
            Statement.audience == audience.value,
            Statement.as_at < as_at,
            after.id.is_(None),
        )
        .order_by(Statement.as_at.desc(), Statement.number.desc())
        .limit(1)
    )


def of_day(
    session: Session, organisation_id: int, audience: Audience, as_at: date
) -> Statement | None:
    """The first statement about a day for these readers."""
    return session.scalar(
        select(Statement).where(
            Statement.organisation_id == organisation_id,
            Statement.audience == audience.value,
            Statement.as_at == as_at,
            Statement.restates_id.is_(None),
        )
    )


def days_stated(session: Session, organisation_id: int, audience: Audience) -> set[date]:
    """The days that statements for these readers are about."""
    rows = session.scalars(
        select(Statement.as_at).where(
            Statement.organisation_id == organisation_id, Statement.audience == audience.value
        )
    )
    return set(rows)


def chain_of(session: Session, statement_id: int) -> list[Statement]:
    """A statement and those whose place it took, the first one first."""
    found: list[Statement] = []
    wanted: int | None = statement_id
    while wanted is not None:
        found.append(session.get_one(Statement, wanted))
        wanted = found[-1].restates_id
    return found[::-1]


def newest_decision(
    session: Session, statement_id: int, *, since: datetime
) -> RestatingDecision | None:
    """What may be said anew of a statement, as asked for last: decided, or still to be."""
    return session.scalar(
        select(RestatingDecision)
        .where(RestatingDecision.statement_id == statement_id, RestatingDecision.known_at >= since)
        .order_by(RestatingDecision.known_at.desc(), RestatingDecision.id.desc())
        .limit(1)
    )


def decided_as_known(session: Session, statement_id: int, known_at: datetime) -> list[str] | None:
    """The names of the lines that may be said anew; none where that is not decided."""
    return session.scalar(
        select(RestatingDecision.anew).where(
            RestatingDecision.statement_id == statement_id, RestatingDecision.known_at == known_at
        )
    )


def to_decide(session: Session, *, since: datetime) -> Sequence[RestatingDecision]:
    """What is asked for and not decided, the first one first; nobody waits for what is older."""
    return session.scalars(
        select(RestatingDecision)
        .where(RestatingDecision.decided_at.is_(None), RestatingDecision.known_at >= since)
        .order_by(RestatingDecision.id)
    ).all()


def periods_of(session: Session, organisation_id: int) -> Sequence[PreElectionPeriod]:
    """The pre-election periods that a council has recorded, the latest first."""
    return session.scalars(
        select(PreElectionPeriod)
        .where(
            PreElectionPeriod.organisation_id == organisation_id,
            PreElectionPeriod.superseded_at.is_(None),
        )
        .order_by(PreElectionPeriod.starts_on.desc(), PreElectionPeriod.id.desc())
    ).all()


def period_on(session: Session, organisation_id: int, day: date) -> PreElectionPeriod | None:
    """The pre-election period that a day lies in; of several, the one that ends last."""
    return session.scalar(
        select(PreElectionPeriod)
        .where(
            PreElectionPeriod.organisation_id == organisation_id,
            PreElectionPeriod.superseded_at.is_(None),
            and_(PreElectionPeriod.starts_on <= day, PreElectionPeriod.polling_on >= day),
        )
        .order_by(PreElectionPeriod.polling_on.desc(), PreElectionPeriod.id)
        .limit(1)
    )


def period_numbered(
    session: Session, organisation_id: int, number: int
) -> PreElectionPeriod | None:
    """One of them, taken back or not."""
    return session.scalar(
        select(PreElectionPeriod).where(
            PreElectionPeriod.organisation_id == organisation_id, PreElectionPeriod.id == number
        )
    )


def days_of_linking(session: Session, organisation_id: int, since: datetime) -> list[date]:
    """Each day on which two records of somebody with a place there became one, oldest first."""
    here = select(Membership.person_id).where(Membership.organisation_id == organisation_id)
    rows = session.scalars(
        select(Person.linked_at)
        .where(Person.linked_to.in_(here), Person.linked_at > since)
        .order_by(Person.linked_at, Person.id)
    )
    return [day_of(at) for at in rows if at is not None]


def said_in(session: Session, statement_id: int) -> StatementContent:
    """What a statement says, read from its data file."""
    content = session.scalars(
        select(StatementFile.content).where(
            StatementFile.statement_id == statement_id, StatementFile.kind == "json"
        )
    ).one()
    return StatementContent.model_validate_json(content)


def all_of(
    session: Session, organisation_id: int, number: int | None = None
) -> Sequence[Statement]:
    """A council's statements (or the one of that number), oldest first."""
    found = select(Statement).where(Statement.organisation_id == organisation_id)
    if number is not None:
        found = found.where(Statement.number == number)
    return session.scalars(found.order_by(Statement.number)).all()
