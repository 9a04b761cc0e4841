"""Works out the figures of a statement, and how they came about month by month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.answers import Answer, gaps_of, gaps_shown
from learning.coverage.answers import needs_of as needs_at
from learning.coverage.content import Audience, Rung
from learning.coverage.joined_and_left import rows_of
from learning.coverage.rules.figures import Filters, Line, Profile, report, role_facts
from learning.coverage.rules.joined_and_left import Points, moves
from learning.coverage.rules.no_name import Hiding
from learning.coverage.rules.said import said_lines
from learning.coverage.rules.trend import TrendPoint
from learning.coverage.trending import as_closed, may_be_shown, whom_of
from learning.outcomes.queries.figures import who_knows, who_needs
from learning.outcomes.queries.ladders import ladder
from learning.outcomes.rules.ladder import Step
from learning.people.standing import WHOLE
from learning.publishing.figures import About, left_out, profiles_about

Last = tuple[Sequence[Profile], Line]  # everybody on the day itself, and the line about them
EVERYTHING = Filters()
MONTHS = 24  # of the trend, before the day itself


def answer_about(
    session: Session,
    about: About,
    catalogue: Catalogue,
    hiding: Hiding | None,
    trend_days: Sequence[date],
) -> Answer:
    """The answer that its report says; `trend_days` come before its own, oldest first."""
    facts = role_facts(catalogue)
    profiles = profiles_about(session, about)
    needs = needs_at(session, about.question)
    found, said = report(profiles, facts), said_lines(profiles, facts)
    ordered = gaps_of(profiles, needs, catalogue, by_people=hiding is not None)
    as_published: Line | None = None
    if needs.has_own:
        whole = profiles_about(session, about, own_settings=False)
        as_published = report(whole, facts).overall
    if hiding is not None:
        found, said = hiding.hide(found, EVERYTHING), hiding.lines(said, EVERYTHING)
        ordered = gaps_shown(ordered, found)
        as_published = hiding.as_published(as_published, EVERYTHING) if as_published else None
    return Answer(
        report=found,
        gaps=ordered,
        filters=EVERYTHING,
        as_at=about.as_at,
        known_at=about.known_at,
        asked_for=None,
        is_no_name=hiding is not None,
        framework=as_published,
        trend=_trend(session, about, catalogue, trend_days, (profiles, found.overall)),
        self_assessed=said,
    )


def days_before(session: Session, about: About, *, at: datetime) -> list[date]:
    """The month ends before a day that its trend is made of, oldest first.

    Without names, those of which it is decided what they hide.
    """
    if about.audience is Audience.NO_NAME:
        found = kept.decided(session, about.organisation.id, closed_by=at)[::-1]
    else:
        first = kept.first_day(session, about.organisation)
        found = kept.closed_month_ends(about.organisation, first, at=at)
    return [day for day in found if day < about.as_at][-MONTHS:]


def _trend(
    session: Session, about: About, catalogue: Catalogue, days: Sequence[date], last: Last
) -> tuple[TrendPoint, ...]:
    """Without names, each as it was kept and by what it hides itself."""
    if not days:
        return ()
    points = (*days, about.as_at)
    lines = [*(_overall(session, about, catalogue, day) for day in days), last[1]]
    moved = [(0, 0), *_moved(session, about, catalogue, points, last[0])]
    if about.audience is Audience.NO_NAME:
        return may_be_shown(points, dict(zip(points, lines, strict=True)), moved)
    return (
        TrendPoint(points[0], lines[0], None, None),
        *(
            TrendPoint(day, line, *change)
            for day, line, change in zip(points[1:], lines[1:], moved[1:], strict=True)
        ),
    )


def _moved(
    session: Session,
    about: About,
    catalogue: Catalogue,
    days: tuple[date, ...],
    last: Sequence[Profile],
) -> list[tuple[int, int]]:
    """Who joined and who left between the days, of those the figures are about."""
    is_no_name = about.audience is Audience.NO_NAME
    points = (
        as_closed(about.organisation, days)
        if is_no_name
        else Points(days, (about.known_at,) * len(days))
    )
    rows = rows_of(session, (about.organisation.id,), points, lead_id=None)
    hidden = left_out(session, about)
    for membership in [one for one, person in rows.places.items() if person in hidden]:
        del rows.places[membership]
    return moves(rows, points, whom_of(EVERYTHING, WHOLE, catalogue), last)


def _overall(session: Session, about: About, catalogue: Catalogue, day: date) -> Line:
    facts = role_facts(catalogue)
    if about.audience is Audience.LEADS:
        return report(profiles_about(session, replace(about, as_at=day)), facts).overall
    then = kept.month_end_of(session, about.organisation, day, catalogue)
    return then.hiding.line(report(then.profiles, facts).overall, EVERYTHING)


def ladder_of(session: Session, about: About) -> tuple[Rung, ...]:
    """The outcome ladder of a month end, if it was kept; results are cases, not people."""
    kept_of = ladder(session, about.organisation.id, about.as_at)
    if kept_of is None or kept_of.month_end != about.as_at:
        return ()
    return tuple(
        Rung(
            step=one.step,
            skill=one.skill,
            people=one.people,
            of=one.of,
            suppressed=one.suppressed,
        )
        for one in kept_of.rungs
        if one.step != Step.RESULT and (one.suppressed or one.people is not None)
    )


def rungs_by_check(session: Session, about: About) -> tuple[Rung, ...]:
    """How many of those who need each skill know it by a check, as known at the moment asked."""
    need = who_needs(session, about.organisation.id, on=about.as_at, known_at=about.known_at)
    know = who_knows(session, about.organisation.id, on=about.as_at, known_at=about.known_at)
    return tuple(
        Rung(
            step=Step.KNOWS,
            skill=skill,
            people=len(people & know.get(skill, set())),
            of=len(people),
        )
        for skill, people in sorted(need.items())
    )
