"""One person of an organisation as their lead sees them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, cast, exists, false, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from learning.assignments.exemptions import Exemption
from learning.database import AnySelect
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
    Restriction,
)
from learning.people.sight import Eyes, looked_after, said_here
from learning.staffing.queries.people import ADDRESS, NAME
from learning.staffing.rules import Days, Held


@dataclass(frozen=True)
class RoleHeld(Held):
    """A role somebody held, holds or will hold."""

    substitute: bool


@dataclass(frozen=True)
class Away(Days):
    """Days on which somebody is away."""

    id: int


@dataclass(frozen=True)
class ExemptFrom(Days):
    """A path that somebody need not take."""

    id: int
    path: str
    authority: str


@dataclass(frozen=True)
class Stay(Days):
    """One membership with what hangs on it."""

    id: int
    period_id: int
    roles: tuple[RoleHeld, ...]
    pauses: tuple[Away, ...]

    def away_on(self, day: date) -> Away | None:
        """The time away that holds on a day."""
        return next((one for one in self.pauses if one.holds(day)), None)


@dataclass(frozen=True)
class PersonFacts:
    """One person as their lead sees them; the newest membership stands first."""

    person_id: int
    code: str
    name: str
    address: str
    reference: str | None
    particulars_id: int | None
    restricted: bool
    said_name: str | None  # what the organisation calls them, where it has said so
    stays: tuple[Stay, ...]
    exemptions: tuple[ExemptFrom, ...]

    @property
    def left_on(self) -> date | None:
        """The first day they no longer belonged here; None where they do or will."""
        ends = [stay.ends_on for stay in self.stays]
        return max((end for end in ends if end), default=None) if None not in ends else None

    def stay_on(self, day: date) -> Stay | None:
        """The membership that holds on a day."""
        return next((stay for stay in self.stays if stay.holds(day)), None)

    def roles_on(self, day: date) -> frozenset[str]:
        """The roles they hold here on a day."""
        stay = self.stay_on(day)
        return frozenset(one.role for one in stay.roles if one.holds(day)) if stay else frozenset()


def person_in(session: Session, eyes: Eyes, code: str, *, on: date) -> PersonFacts | None:
    """The person with that code here, if this lead looks after them: two statements."""
    rows = session.execute(
        _memberships().where(Membership.person_code == code, looked_after(eyes, on))
    ).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    found = defaultdict(list)
    dated = session.execute(_dated(ids, rows[0].person_id, eyes.organisation_id))
    for row in dated:
        found[row.kind, row.membership_id].append(row)
    return PersonFacts(
        person_id=rows[0].person_id,
        code=code,
        name=rows[0].name,
        address=rows[0].address,
        reference=rows[0].reference,
        particulars_id=rows[0].particulars_id,
        restricted=any(row.restricted for row in rows),
        said_name=rows[0].said_name,
        stays=tuple(_stay(row, found) for row in rows),
        exemptions=tuple(map(_exempt, found["exemption", 0])),
    )


def _memberships() -> AnySelect:
    marked = aliased(Membership)
    restricted = exists().where(
        Restriction.superseded_at.is_(None),
        Restriction.membership_id == marked.id,
        marked.person_code == Membership.person_code,
    )
    found: AnySelect = (
        select(
            Membership.id,
            Membership.person_id,
            NAME.label("name"),
            ADDRESS.label("address"),
            Particulars.reference,
            Particulars.id.label("particulars_id"),
            Particulars.name.label("said_name"),
            restricted.label("restricted"),
            MembershipPeriod.id.label("period_id"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .outerjoin(Particulars, said_here())
        .where(MembershipPeriod.superseded_at.is_(None))
        .order_by(MembershipPeriod.starts_on.desc(), Membership.id.desc())
    )
    return found


def _dated(memberships: list[int], person_id: int, organisation_id: int) -> Any:
    """Roles, times away and exemptions in force, in one statement."""
    kind, none = literal("role").label("kind"), cast(null(), String)
    roles = select(
        kind,
        HeldRole.membership_id,
        HeldRole.id,
        HeldRole.role.label("what"),
        HeldRole.service.label("more"),
        HeldRole.substitute,
        HeldRole.starts_on,
        HeldRole.ends_on,
    ).where(HeldRole.membership_id.in_(memberships), HeldRole.superseded_at.is_(None))
    pauses = select(
        literal("pause"),
        Pause.membership_id,
        Pause.id,
        none,
        none,
        false(),
        Pause.paused_from,
        Pause.paused_until,
    ).where(Pause.membership_id.in_(memberships), Pause.superseded_at.is_(None))
    exemptions = select(
        literal("exemption"),
        literal(0),
        Exemption.id,
        Exemption.path,
        Exemption.authority,
        false(),
        Exemption.starts_on,
        Exemption.ends_on,
    ).where(
        Exemption.person_id == person_id,
        Exemption.organisation_id == organisation_id,
        Exemption.superseded_at.is_(None),
    )
    both = union_all(roles, pauses, exemptions).subquery()
    return select(both).order_by(both.c.starts_on, both.c.kind, both.c.id)


def _stay(row: Any, found: dict[tuple[str, int], list[Any]]) -> Stay:
    return Stay(
        row.starts_on,
        row.ends_on,
        row.id,
        row.period_id,
        tuple(
            RoleHeld(r.starts_on, r.ends_on, r.id, r.what, r.more, bool(r.substitute))
            for r in found["role", row.id]
        ),
        tuple(Away(p.starts_on, p.ends_on, p.id) for p in found["pause", row.id]),
    )


def _exempt(row: Any) -> ExemptFrom:
    return ExemptFrom(row.starts_on, row.ends_on, row.id, row.what, row.more)
