"""What is overdue for so long that a council's policy speaks of it, and whom the policy names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.database import UtcDateTime
from learning.dated import in_force
from learning.oversight import letters
from learning.oversight.models import Escalated
from learning.oversight.reporting import eyes_of_nobody, manager_of
from learning.oversight.requested import Wanted, requests
from learning.people.models import Appointment, Membership, MembershipPeriod, Person
from learning.policies.models import Policy
from learning.policies.queries import policies_of_all
from learning.policies.rules import Decided, Escalation, Name

Step = Literal["person", "manager", "officer"]
STEPS: tuple[Step, ...] = ("person", "manager", "officer")
TOLD_BEFORE = timedelta(days=7)  # a weekly digest reaches whoever is overdue before others know


@dataclass(frozen=True)
class Officer:
    """The person the council named."""

    id: int
    name: str


@dataclass(frozen=True)
class Case:
    """A path of somebody that is overdue, and who was told of it before."""

    membership_id: int
    person_id: int
    name: str
    path: str
    due_on: date
    manager_id: int | None
    told: dict[Step, datetime]  # when each step was taken


@dataclass(frozen=True)
class Policed:
    """A council with the policy that it decided."""

    organisation_id: int
    policy: Escalation
    decided: Decided
    officer: Officer | None

    def others(self, one: Case) -> list[tuple[Step, int]]:
        """Whom the policy tells of a case beside the person it is about."""
        found: list[tuple[Step, int]] = []
        if self.policy.to_manager and one.manager_id is not None:
            found.append(("manager", one.manager_id))
        if self.officer is not None and self.officer.id != one.person_id:
            found.append(("officer", self.officer.id))
        return found

    def whom(self, one: Case) -> str:
        """The same in words, for that person."""
        others = dict(self.others(one))
        named = self.officer.name if self.officer and "officer" in others else None
        return letters.to_whom(manager="manager" in others, officer=named)


def councils(session: Session, today: date) -> list[Policed]:
    """Those that decided to escalate."""
    decided = select(Policy.organisation_id).where(
        Policy.name == Name.ESCALATION.value, in_force(Policy, today)
    )
    ids = list(session.scalars(decided.order_by(Policy.organisation_id)))
    found = []
    for organisation_id, policies in policies_of_all(session, ids, on=today).items():
        policy = policies.of(Escalation)
        if policy.after_days is not None and (policy.to_manager or policy.officer_id is not None):
            officer = _officer(session, organisation_id, policy.officer_id, today)
            authority = policies.authority(Name.ESCALATION)
            found.append(Policed(organisation_id, policy, authority, officer))
    return found


def _officer(
    session: Session, organisation_id: int, person_id: int | None, today: date
) -> Officer | None:
    """The officer, while they belong to the council or work for it here."""
    members = (
        select(Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(Membership.organisation_id == organisation_id, in_force(MembershipPeriod, today))
    )
    appointed = select(Appointment.person_id).where(
        Appointment.organisation_id == organisation_id, in_force(Appointment, today)
    )
    row = session.execute(
        select(Person.id, Person.name).where(
            Person.id == person_id, Person.id.in_(members) | Person.id.in_(appointed)
        )
    ).one_or_none()
    return Officer(row.id, row.name) if row else None


def cases(session: Session, council: Policed, catalogue: Catalogue, today: date) -> list[Case]:
    """What is overdue for long enough that the person is to be told, in one statement."""
    wait = timedelta(days=max(1, (council.policy.after_days or 0) - TOLD_BEFORE.days))
    request = requests(eyes_of_nobody(council.organisation_id, catalogue), Wanted(), on=today)
    manager = manager_of(council.organisation_id, today).subquery()
    told = _told_before(council.organisation_id)
    same = and_(
        told.c.membership_id == request.c.membership_id,
        told.c.path == request.c.path,
        told.c.due_on == request.c.due_on,
    )
    rows = session.execute(
        select(request, Person.name, manager.c.manager_id, *(told.c[step] for step in STEPS))
        .join(Person, Person.id == request.c.person_id)
        .outerjoin(manager, manager.c.person_id == request.c.person_id)
        .outerjoin(told, same)
        .where(request.c.status != "done", request.c.due_on <= today - wait)
        .order_by(request.c.due_on, request.c.membership_id, request.c.path)
    )
    return [_case(row) for row in rows]


def _told_before(organisation_id: int) -> Subquery:
    """When each step of a case was taken, one column for each."""
    taken = [
        func.min(case((Escalated.step == step, Escalated.told_at)), type_=UtcDateTime()).label(step)
        for step in STEPS
    ]
    same = (Escalated.membership_id, Escalated.path, Escalated.due_on)
    return (
        select(*same, *taken)
        .where(Escalated.organisation_id == organisation_id)
        .group_by(*same)
        .subquery()
    )


def _case(row: Any) -> Case:
    taken = {step: getattr(row, step) for step in STEPS if getattr(row, step) is not None}
    return Case(
        row.membership_id, row.person_id, row.name, row.path, row.due_on, row.manager_id, taken
    )
