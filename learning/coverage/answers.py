"""What an answer to a reader holds, and what every kind of answer is made with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage.content import Requirement
from learning.coverage.queries import Question
from learning.coverage.rules.figures import (
    Filters,
    Line,
    Profile,
    Report,
    report,
    role_facts,
)
from learning.coverage.rules.gaps import Gap, gaps
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.trend import TrendPoint
from learning.errors import NotFound, Refusal
from learning.people.requirements import Needs, needs_in_force, requirements_in_force
from learning.people.standing import WHOLE, OrganisationFacts, Scope


@dataclass(frozen=True)
class Answer:
    """A report with all that its page says about it."""

    report: Report | None  # none: the council has no figures for the day
    gaps: tuple[Gap, ...]
    filters: Filters
    as_at: date
    known_at: datetime
    asked_for: date | None  # the day asked for, where the answer is about an earlier one
    is_no_name: bool
    coming: date | None = None  # a later month end that has closed and is still worked out
    framework: Line | None = None  # overall without the councils' own settings, where they have any
    newest_row: datetime | None = None  # leads only: when anything it rests on was recorded
    left_out: int = 0  # restricted people this lead does not see
    overlap: int | None = None  # partnership: people who serve several of its councils
    councils: tuple[str, ...] = ()
    told_of: frozenset[int] = frozenset()  # partnership: the councils whose figures are in it
    population: int | None = None  # leads only: people here, whether or not they need anything
    exempt: int | None = None  # people in it who are let off a path; none where it is not said
    # Partnership: figures that come within the hour: all of them, or those still to be judged.
    awaits: Literal["all", "the rest"] | None = None
    trend: tuple[TrendPoint, ...] = ()  # the overall line, oldest first
    trend_to_come: int = 0  # month ends left out of it, as they are still worked out
    self_assessed: tuple[Line, ...] = ()  # by skill: what people say of themselves


def check_filters(filters: Filters, catalogue: Catalogue, scope: Scope | None) -> None:
    """NotFound for a value there is not; without names, one group at a time."""
    known: dict[str, set[str]] = {
        "role": set(catalogue.roles),
        "tier": {role.tier.value for role in catalogue.roles.values()},
        "service": set(catalogue.services),
        "skill": set(catalogue.skills),
    }
    for name, value in filters.given.items():
        if value not in known[name]:
            raise NotFound
    if scope is None and len(set(filters.given) - {"skill"}) > 1:
        raise Refusal("Choose one of group, role and service at a time", field="role")


def check_day(as_at: date | None, *, at: datetime) -> date:
    """The day asked for, today where none is; a future one is refused."""
    today = day_of(at)
    if as_at is not None and as_at > today:
        raise Refusal("Choose today or an earlier day", field="as_at")
    return as_at or today


def within(
    profiles: tuple[Profile, ...], scope: Scope, catalogue: Catalogue
) -> tuple[Profile, ...]:
    """The profiles with a role in a lead's tiers or services."""
    if scope.whole:
        return profiles
    return tuple(
        profile
        for profile in profiles
        if profile.services & scope.services
        or any(catalogue.roles[role].tier.value in scope.tiers for role in profile.roles)
    )


def framework_line(
    profiles: tuple[Profile, ...], filters: Filters, catalogue: Catalogue, scope: Scope = WHOLE
) -> Line | None:
    """The overall line, of profiles under the framework's own requirements; none needed is none."""
    roles = role_facts(catalogue)
    line = report(narrow(within(profiles, scope, catalogue), roles, filters), roles).overall
    return line if line.required else None


def gaps_shown(found: tuple[Gap, ...], hidden: Report | None) -> tuple[Gap, ...]:
    """Gaps whose own skill line is shown with its numbers."""
    if hidden is None:
        return ()
    in_full = {line.skill for line in hidden.skills if not line.suppressed}
    return tuple(gap for gap in found if gap.skill in in_full)


def gaps_of(
    profiles: tuple[Profile, ...], needs: Needs, catalogue: Catalogue, *, by_people: bool
) -> tuple[Gap, ...]:
    """The gaps of these people, the one that matters most first."""
    return gaps(profiles, role_facts(catalogue), needs.levels, catalogue, by_people=by_people)


def needs_of(session: Session, question: Question) -> Needs:
    """What is asked where and when a question is about."""
    return needs_in_force(
        session, question.organisations, on=question.as_at, known_at=question.known_at
    )


def requirements_of(
    session: Session, organisation: OrganisationFacts, *, as_at: date, known_at: datetime
) -> tuple[Requirement, ...]:
    """What each role asks in one council, by role and skill."""
    rows = session.execute(
        requirements_in_force((organisation.id,), on=as_at, known_at=known_at)
    ).all()
    return tuple(
        Requirement(role=row.role, skill=row.skill, level=row.level, own=bool(row.own))
        for row in sorted(rows, key=lambda row: (row.role, row.skill))
    )
