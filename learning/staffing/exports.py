"""The exports of truth: rows from which anyone can work the coverage figures out again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement
from learning.database import AnySelect
from learning.dated import known
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
    RequirementSetting,
)
from learning.people.rules import Span, overlay
from learning.people.sight import Eyes, seen
from learning.staffing.queries.people import ADDRESS, NAME

PEOPLE = (
    "person",
    "name",
    "email",
    "starts_on",
    "ends_on",
    "tier",
    "service",
    "role",
    "role_starts_on",
    "role_ends_on",
    "paused_from",
    "paused_until",
    "substitute",
)
EVIDENCE = ("person", "skill", "level", "source", "shown_on", "expires_on", "withdrawn_on")
REQUIREMENTS = ("role", "skill", "level", "from", "until")
FOR_EVER = date.max


@dataclass(frozen=True)
class Days:
    """From a day until the first day that no longer counts; none for ever."""

    starts_on: date
    ends_on: date | None


def people_rows(
    session: Session, eyes: Eyes, *, on: date, known_at: datetime
) -> Iterable[tuple[Any, ...]]:
    """One row for each role held, ended and future ones included; pauses split rows."""
    pauses = _pauses(session, eyes.organisation_id, known_at)
    for row in session.execute(_roles_held(eyes, on=on, known_at=known_at)).all():
        role = eyes.catalogue.roles.get(row.role)
        held = Days(row.role_starts_on, row.role_ends_on)
        for part, pause in split(held, pauses[row.id]):
            yield (
                row.person_code,
                row.name,
                row.address or None,
                row.starts_on,
                row.ends_on,
                role.tier.value if role else None,
                row.service,
                row.role,
                part.starts_on,
                part.ends_on,
                pause.starts_on if pause else None,
                pause.ends_on if pause else None,
                "yes" if row.substitute else None,
            )


def _pauses(
    session: Session, organisation_id: int, known_at: datetime
) -> defaultdict[int, list[Days]]:
    """By membership, in order."""
    found: defaultdict[int, list[Days]] = defaultdict(list)
    rows = session.execute(
        select(Pause.membership_id, Pause.paused_from, Pause.paused_until)
        .join(Membership, Membership.id == Pause.membership_id)
        .where(Membership.organisation_id == organisation_id, known(Pause, known_at))
        .order_by(Pause.paused_from, Pause.id)
    )
    for row in rows:
        found[row.membership_id].append(Days(row.paused_from, row.paused_until))
    return found


def _roles_held(eyes: Eyes, *, on: date, known_at: datetime) -> AnySelect:
    said = and_(
        Particulars.organisation_id == Membership.organisation_id,
        Particulars.person_id == Membership.person_id,
        known(Particulars, known_at),
    )
    rows: AnySelect = (
        select(
            Membership.id,
            Membership.person_code,
            NAME.label("name"),
            ADDRESS.label("address"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
            HeldRole.role,
            HeldRole.service,
            HeldRole.starts_on.label("role_starts_on"),
            HeldRole.ends_on.label("role_ends_on"),
            HeldRole.substitute,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .outerjoin(Particulars, said)
        .where(known(MembershipPeriod, known_at), known(HeldRole, known_at), seen(eyes, on))
        .order_by(Membership.person_code, HeldRole.role, HeldRole.starts_on, HeldRole.id)
    )
    return rows


def split(held: Days, pauses: Sequence[Days]) -> list[tuple[Days, Days | None]]:
    """The role's days in parts that each meet one pause at most; `pauses` are in order."""
    meeting = [
        pause
        for pause in pauses
        if (held.ends_on is None or pause.starts_on < held.ends_on)
        and (pause.ends_on is None or pause.ends_on > held.starts_on)
    ]
    if len(meeting) < 2:
        return [(held, meeting[0] if meeting else None)]
    edges = [held.starts_on, *(max(p.starts_on, held.starts_on) for p in meeting[1:]), held.ends_on]
    return [
        (Days(edges[n] or held.starts_on, edges[n + 1]), pause) for n, pause in enumerate(meeting)
    ]


def evidence_rows(
    session: Session, eyes: Eyes, *, on: date, known_at: datetime
) -> Iterable[tuple[Any, ...]]:
    """Every piece shown on or before a person's last day here, whoever it was shown to."""
    last_day = func.max(func.coalesce(MembershipPeriod.ends_on, FOR_EVER)).label("last_day")
    people = (
        select(Membership.person_id, Membership.person_code, last_day)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            known(MembershipPeriod, known_at),
            seen(eyes, on),
        )
        .group_by(Membership.person_id, Membership.person_code)
        .subquery()
    )
    return (
        tuple(row)
        for row in session.execute(
            select(
                people.c.person_code,
                Evidence.skill,
                Evidence.level,
                Evidence.source,
                Evidence.shown_on,
                Evidence.expires_on,
                Withdrawal.effective_on,
            )
            .join(people, people.c.person_id == Evidence.person_id)
            .outerjoin(
                Withdrawal,
                and_(Withdrawal.evidence_id == Evidence.piece(), known(Withdrawal, known_at)),
            )
            .where(known(Evidence, known_at), Evidence.shown_on < people.c.last_day)
            .order_by(people.c.person_code, Evidence.skill, Evidence.shown_on, Evidence.id)
        )
    )


def requirement_rows(
    session: Session, organisation_id: int, *, known_at: datetime
) -> Iterable[tuple[Any, ...]]:
    """What holds here, the council's own settings merged in; never two rows for one day."""
    framework = _spans(
        session.execute(
            select(FrameworkRequirement).where(known(FrameworkRequirement, known_at))
        ).scalars()
    )
    own = _spans(
        session.execute(
            select(RequirementSetting).where(
                RequirementSetting.organisation_id == organisation_id,
                known(RequirementSetting, known_at),
            )
        ).scalars()
    )
    for role, skill in sorted({*framework, *own}):
        for span in overlay(framework.get((role, skill), []), own.get((role, skill), [])):
            yield role, skill, span.level, span.starts_on, span.ends_on


def _spans(rows: Iterable[Any]) -> dict[tuple[str, str], list[Span]]:
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for row in rows:
        found[row.role, row.skill].append(Span(row.starts_on, row.ends_on, row.level))
    return found
