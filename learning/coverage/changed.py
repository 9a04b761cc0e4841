"""Finds the people whose figures may differ between two questions about one organisation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement
from learning.coverage.queries import Question
from learning.dated import Recorded
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import EXPIRES_SOON
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Pause,
    Person,
    RequirementSetting,
)
from learning.people.sight import hidden_from

_OF_MEMBERS: tuple[tuple[Any, Any], ...] = (
    (MembershipPeriod, MembershipPeriod.starts_on),
    (HeldRole, HeldRole.starts_on),
    (Pause, Pause.paused_from),
)
MOST = 5_000  # people: for more, working everybody out is as quick


def changed_between(session: Session, then: Question, now: Question) -> tuple[int, ...] | None:
    """The people to work out again; None for everybody: what is needed changed, or most did.

    `then` saw everybody. It comes no later than `now`, and its day is not before its moment's:
    what was known then and dated later is ends and expiries alone.
    """
    rows = session.scalars(_changed(then, now).limit(MOST + 1)).all()
    people = tuple(row for row in rows if row is not None)
    return people if len(people) == len(rows) <= MOST else None


@dataclass(frozen=True)
class Touched:
    """Who was recorded anew between two moments, and from which day on it may matter."""

    since: Mapping[int, date]  # by person
    everybody_since: date | None  # what is needed changed, or who is one person

    def by(self, day: date) -> tuple[int, ...] | None:
        """The people to work out again on a day; None for everybody."""
        people = tuple(sorted(one for one, since in self.since.items() if since <= day))
        changed = self.everybody_since is not None and self.everybody_since <= day
        return None if changed or len(people) > MOST else people


def touched_between(
    session: Session,
    question: Question,
    *,
    after: datetime,
    until: datetime,
    linked_since: datetime,
) -> Touched:
    """Of days on or before the question's, whose figures changed between two moments.

    Those a lead may not see are among them from the first day on.
    """
    (organisation,) = question.organisations
    here = _here(organisation)
    is_here = here.where(Membership.person_id == Evidence.person_id).exists()
    own = RequirementSetting.organisation_id == organisation

    def recorded(table: type[Recorded], starts: Any) -> ColumnElement[bool]:
        moments = (table.recorded_at, table.superseded_at)
        between = or_(*(and_(at > after, at <= until) for at in moments))
        return and_(between, starts <= question.as_at)

    nobody = cast(null(), Integer)
    parts = [
        *(
            here.add_columns(starts.label("since"))
            .join(table, table.membership_id == Membership.id)
            .where(recorded(table, starts))
            for table, starts in _OF_MEMBERS
        ),
        select(Evidence.person_id, Evidence.shown_on).where(
            recorded(Evidence, Evidence.shown_on), is_here
        ),
        select(Evidence.person_id, Withdrawal.effective_on)
        .join(Withdrawal, Withdrawal.evidence_id == Evidence.id)
        .where(recorded(Withdrawal, Withdrawal.effective_on), is_here),
        *(
            select(nobody, table.starts_on).where(recorded(table, table.starts_on), *where)
            for table, *where in ((FrameworkRequirement,), (RequirementSetting, own))
        ),
        select(nobody, cast(literal(date.min), Date)).where(_linked(linked_since, here)),
    ]
    if question.lead_id is not None:
        always = cast(literal(date.min), Date)
        parts.append(here.add_columns(always).where(hidden_from(question.lead_id)))
    return _touched(session, parts)


def _touched(session: Session, parts: Sequence[Any]) -> Touched:
    """Of each person the first day; of nobody, the first day from which it is everybody."""
    rows = union_all(*parts).subquery()
    found = session.execute(
        select(rows.c.person_id, func.min(rows.c.since).label("since")).group_by(rows.c.person_id)
    ).all()
    since = {row.person_id: row.since for row in found}
    return Touched(
        {person: day for person, day in since.items() if person is not None}, since.get(None)
    )


def linked_since(session: Session, organisations: Iterable[int], at: datetime) -> bool:
    """Whether records of one person who has a place there became one after a moment."""
    here = select(Membership.person_id).where(Membership.organisation_id.in_(organisations))
    return bool(session.scalar(select(_linked(at, here))))


def _changed(then: Question, now: Question) -> Any:
    """(person); one row is null where what is needed changed."""
    (organisation,) = now.organisations
    own = RequirementSetting.organisation_id == organisation
    here = _here(organisation)
    is_here = here.where(Membership.person_id == Evidence.person_id).exists()
    parts = [
        _members(here, then, now, MembershipPeriod, "starts_on", "ends_on"),
        _members(here, then, now, HeldRole, "starts_on", "ends_on"),
        _members(here, then, now, Pause, "paused_from", "paused_until"),
        select(Evidence.person_id).where(_evidence_differs(then, now), is_here),
        select(Evidence.person_id)
        .join(Withdrawal, Withdrawal.evidence_id == Evidence.id)
        .where(_differs(Withdrawal, then, now), is_here),
        select(null()).where(
            or_(
                _some(then, now, FrameworkRequirement),
                _some(then, now, RequirementSetting, own),
                _linked(then.known_at, here),
            )
        ),
    ]
    if now.lead_id is not None:
        parts.append(here.where(hidden_from(now.lead_id)))
    return select(union(*parts).subquery().c.person_id)


def _here(organisation: int) -> Any:
    return (
        select(Membership.person_id.label("person_id"))
        .select_from(Membership)
        .where(Membership.organisation_id == organisation)
    )


def _members(here: Any, then: Question, now: Question, table: Any, *days: str) -> Any:
    differs = _differs(table, then, now, *days)
    return here.join(table, table.membership_id == Membership.id).where(differs)


def _some(then: Question, now: Question, table: Any, *where: Any) -> ColumnElement[bool]:
    differs = _differs(table, then, now, "starts_on", "ends_on")
    return select(table.id).where(differs, *where).exists()


def _linked(at: datetime, here: Any) -> ColumnElement[bool]:
    """Records of one person became one: what was kept knew them as two, then too."""
    linked = select(Person.id).where(
        Person.linked_to.is_not(None),
        Person.linked_at > at,
        here.where(Membership.person_id == Person.linked_to).exists(),
    )
    return linked.exists()


def _differs(
    table: type[Recorded], then: Question, now: Question, *days: str
) -> ColumnElement[bool]:
    """Rows recorded or superseded between the moments, or turning between the days."""
    recorded = (table.recorded_at, table.superseded_at)
    turning = [_within(getattr(table, day), then.as_at, now.as_at) for day in days]
    return or_(
        *(and_(at > then.known_at, at <= now.known_at) for at in recorded),
        *(turning if then.as_at < now.as_at else ()),
    )


def _evidence_differs(then: Question, now: Question) -> ColumnElement[bool]:
    """Evidence that runs out between the days, or comes within 90 days of it, counts too."""
    recorded = _differs(Evidence, then, now)
    if then.as_at == now.as_at:
        return recorded
    ends = Evidence.expires_on
    soon = _within(ends, then.as_at + EXPIRES_SOON, now.as_at + EXPIRES_SOON)
    return or_(recorded, _within(ends, then.as_at, now.as_at), soon)


def _within(day: Any, after: date, until: date) -> ColumnElement[bool]:
    return and_(day > after, day <= until)
