"""What a change would move, by the report's own figures, with nothing recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import add_months, day_of
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.figures import (
    Filters,
    Line,
    Profile,
    Report,
    report,
    role_facts,
)
from learning.coverage.rules.gaps import Remedy, remedy_of
from learning.coverage.rules.narrowing import narrow
from learning.people.requirements import Supposed, needs_in_force
from learning.people.sight import Eyes
from learning.requirements.queries import Concerned, people_concerned
from learning.requirements.rules import Pair, Wanted, first_day, level_on, own_after


@dataclass(frozen=True)
class Moved:
    """A line of the report before and after; none where nobody needs it."""

    before: Line | None
    after: Line | None


@dataclass(frozen=True)
class MeetAll:
    """How many people meet everything they need, of how many who need anything."""

    met: int
    people: int


@dataclass(frozen=True)
class DayMoved:
    """What the report of a day would say, before and after the change."""

    on: date
    if_already: bool  # the change begins later: this is how it would be, did it hold today
    everyone: Moved
    skill: Moved
    role: Moved  # the skill, among the people with the role
    all_met: tuple[MeetAll, MeetAll]
    role_all_met: tuple[MeetAll, MeetAll]
    concerned: tuple[Profile, ...]  # as they would be


@dataclass(frozen=True)
class Preview:
    """Everything that a lead is shown before saving."""

    pair: Pair
    wanted: Wanted
    on: date  # the first day on which anything changes
    before: int | None  # the level asked of the role on that day
    after: int | None
    days: tuple[DayMoved, ...]
    concerned: int
    would_meet: int  # of those concerned
    people: tuple[Concerned, ...]  # one page of them
    remedy: Remedy | None
    first_month_end: date  # the first figures without names that show the change


def preview(
    session: Session,
    eyes: Eyes,
    pair: Pair,
    wanted: Wanted,
    *,
    page: int,
    at: datetime,
) -> Preview:
    """People and roles as known now; evidence as far as it will be live on the day."""
    today, on = day_of(at), first_day(pair, wanted)
    own = level_on(own_after(pair, wanted), on)
    asks = level_on(pair.framework, on) if own is None else own
    days = []
    if on > today and not wanted.takes_back:
        days.append(_moved(session, eyes, pair, wanted.level, on=today, if_already=True, at=at))
    days.append(_moved(session, eyes, pair, own, on=on, if_already=False, at=at))
    concerned = days[-1].concerned
    return Preview(
        pair=pair,
        wanted=wanted,
        on=on,
        before=pair.holds(on),
        after=asks,
        days=tuple(days),
        concerned=sum(profile.people for profile in concerned),
        would_meet=sum(p.cells[pair.skill].met for p in concerned if pair.skill in p.cells),
        people=_people(session, eyes, pair, asks, on=on, page=page, at=at) if concerned else (),
        remedy=remedy_of(pair.skill, concerned, eyes.catalogue),
        first_month_end=_month_end_from(on),
    )


def _moved(
    session: Session,
    eyes: Eyes,
    pair: Pair,
    level: int | None,
    *,
    on: date,
    if_already: bool,
    at: datetime,
) -> DayMoved:
    """The report of a day as it is, and as if the council's own level were this one."""
    question = Question((eyes.organisation_id,), on, at, eyes.lead_id)
    supposed = Supposed(eyes.organisation_id, pair.role, pair.skill, level)
    before = profiles_of(session, question)
    after = profiles_of(session, replace(question, supposed=supposed))
    return day_moved(before, after, pair, eyes.catalogue, on=on, if_already=if_already)


def day_moved(
    before: Sequence[Profile],
    after: Sequence[Profile],
    pair: Pair,
    catalogue: Catalogue,
    *,
    on: date,
    if_already: bool = False,
) -> DayMoved:
    """The lines that a reader looks for first, before and after."""
    facts = role_facts(catalogue)
    reports = [report(some, facts) for some in (before, after)]
    of_role = [
        report(narrow(some, facts, Filters(role=pair.role)), facts) for some in (before, after)
    ]
    return DayMoved(
        on=on,
        if_already=if_already,
        everyone=Moved(reports[0].overall, reports[1].overall),
        skill=Moved(*(_line(one.skills, pair.skill, pair.skill) for one in reports)),
        role=Moved(*(_line(one.roles, pair.role, pair.skill) for one in reports)),
        all_met=(_all_met(reports[0]), _all_met(reports[1])),
        role_all_met=(_all_met(of_role[0]), _all_met(of_role[1])),
        concerned=_concerned(before, after, pair.skill),
    )


def _line(lines: Sequence[Line], name: str, skill: str) -> Line | None:
    return next((one for one in lines if one.name == name and one.skill == skill), None)


def _all_met(found: Report) -> MeetAll:
    return MeetAll(found.people_meeting_all, found.overall.people)


def _concerned(
    before: Sequence[Profile], after: Sequence[Profile], skill: str
) -> tuple[Profile, ...]:
    """Who would need another level of the skill than they do: by the roles they hold."""
    levels = {profile.held: _needed(profile, skill) for profile in before}
    return tuple(one for one in after if levels[one.held] != _needed(one, skill))


def _needed(profile: Profile, skill: str) -> int:
    cell = profile.cells.get(skill)
    return cell.level if cell else 0


def _people(
    session: Session,
    eyes: Eyes,
    pair: Pair,
    asks: int | None,
    *,
    on: date,
    page: int,
    at: datetime,
) -> tuple[Concerned, ...]:
    """Those concerned, by name: who holds another role that asks as much anyway is not."""
    highest = max(pair.holds(on) or 0, asks or 0)
    needs = needs_in_force(session, [eyes.organisation_id], on=on, known_at=at)
    others = [
        role
        for (_, role, skill), level in sorted(needs.levels.items())
        if skill == pair.skill and role != pair.role and level >= highest
    ]
    return people_concerned(session, eyes, pair, others=others, on=on, page=page)


def _month_end_from(day: date) -> date:
    """The first month end on or after a day."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
