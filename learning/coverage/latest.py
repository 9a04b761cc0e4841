"""Keeps the figures of a recent day and of month ends, and brings them up to date from who changed.

Nothing that is asked later writes: the people whose figures may have changed are taken out as
they were then and put in as they are now, by the same statement that counts everybody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.coverage.changed import Touched, changed_between, touched_between
from learning.coverage.models import LatestFigures
from learning.coverage.planned import Plan, carried_out
from learning.coverage.queries import Profiles, Question, profiles_of, profiles_of_each
from learning.coverage.rules.profiles import Kept, as_now, from_json, to_json
from learning.coverage.rules.trend import days_of
from learning.people.requirements import needs_in_force

# Nothing recorded before the kept moment may still be on its way into the database when the
# figures are worked out: no transaction of ours lasts this long.
SETTLED = timedelta(hours=1)


class Latest:
    """What was kept of one organisation, to answer a question about it and about days before."""

    def __init__(self, session: Session, question: Question, days: Sequence[date] = ()) -> None:
        """Reads what was kept; `days` are earlier ones of which figures are wanted too."""
        self.session = session
        self.question = question
        self.days = days
        here = LatestFigures.organisation_id.in_(question.organisations)
        newest = select(func.max(LatestFigures.as_at)).where(here).scalar_subquery()
        wanted = LatestFigures.as_at.in_((*days, question.as_at))
        rows = session.execute(
            select(
                LatestFigures.own_settings,
                LatestFigures.as_at,
                LatestFigures.known_at,
                LatestFigures.profiles,
            ).where(here, or_(LatestFigures.as_at == newest, wanted))
        ).all()
        leading = [row for row in rows if self._leads_there(row)]
        # A month's end kept soon after it leads on too, but not from the same day as the others.
        nearest = max((row.as_at for row in leading), default=None)
        self._kept = {row.own_settings: row for row in leading if row.as_at == nearest}
        self._of_days = {row.as_at: row for row in rows if row.own_settings and row.as_at in days}

    def plan(self, *, own_settings: bool = True) -> Plan[Profiles]:
        """How to come to the profiles: from the kept ones where they lead there, else whole."""
        asked = replace(self.question, own_settings=own_settings)
        kept = self._kept.get(own_settings)
        if kept is None or self._changed is None:
            return _whole(asked)
        return _up_to_date(kept, asked, self._changed)

    def plans_of_days(self) -> list[Plan[Kept]]:
        """How to come to the profiles of each earlier day, as known when the question says.

        They come as they are kept: most are as they were, and need not be read whole.
        """
        return [self._plan_of(day) for day in self.days]

    def _plan_of(self, day: date) -> Plan[Kept]:
        asked, kept = replace(self.question, as_at=day), self._of_days.get(day)
        people = self._touched.by(day) if kept is not None else None
        if kept is not None and people == ():
            return Plan((), lambda _: kept.profiles)
        plan = _whole(asked) if people is None else _up_to_date(kept, asked, people)
        return Plan(plan.questions, lambda answers: to_json(plan.finish(answers)))

    def _leads_there(self, row: Any) -> bool:
        """The same day; or an earlier one after which nothing that was known then is shown."""
        asked = self.question
        same: bool = row.as_at == asked.as_at
        earlier: bool = day_of(row.known_at) <= row.as_at < asked.as_at
        known: bool = row.known_at <= asked.known_at
        return known and (same or earlier)

    @cached_property
    def _then(self) -> Question:
        """The question that what was kept answers: about everybody, with and without settings."""
        row = next(iter(self._kept.values()))
        return replace(self.question, as_at=row.as_at, known_at=row.known_at, lead_id=None)

    @cached_property
    def _changed(self) -> tuple[int, ...] | None:
        return changed_between(self.session, self._then, self.question)

    @cached_property
    def _touched(self) -> Touched:
        kept = [row.known_at for row in self._of_days.values()]
        return touched_between(
            self.session,
            replace(self.question, as_at=max(self._of_days)),
            after=min(*kept, self.question.known_at),
            until=max(*kept, self.question.known_at),
            linked_since=min(kept),
        )


def _whole(asked: Question) -> Plan[Profiles]:
    return Plan((asked,), lambda answers: answers[0])


def _up_to_date(kept: Any, asked: Question, people: tuple[int, ...]) -> Plan[Profiles]:
    if not people:
        return Plan((), lambda _: from_json(kept.profiles))
    then = replace(asked, as_at=kept.as_at, known_at=kept.known_at, lead_id=None, people=people)
    return Plan(
        (then, replace(asked, people=people)),
        lambda answers: as_now(from_json(kept.profiles), before=answers[0], after=answers[1]),
    )


def work_out(
    session: Session,
    organisation_id: int,
    *,
    at: datetime,
    first: date = date.min,
    afresh: bool = False,
) -> list[LatestFigures]:
    """The figures to keep: of this day, and of the month ends before it from a first day on.

    Those of this day without a council's own settings too, where it has any. Month ends are
    brought up to date from what was kept of them, or worked out `afresh`.
    """
    question = Question((organisation_id,), day_of(at), at - SETTLED)
    found = [figures_of(session, question)]
    needs = needs_in_force(
        session, question.organisations, on=question.as_at, known_at=question.known_at
    )
    if needs.has_own:
        found.append(figures_of(session, replace(question, own_settings=False)))
    days = days_of(question.as_at, first=first)[:-1]
    if afresh:
        of_days = profiles_of_each(session, [replace(question, as_at=day) for day in days])
        kept = [to_json(profiles) for profiles in of_days]
    else:
        kept = carried_out(session, *Latest(session, question, days).plans_of_days())
    return found + [
        _figures(replace(question, as_at=day), profiles)
        for day, profiles in zip(days, kept, strict=True)
    ]


def figures_of(session: Session, question: Question) -> LatestFigures:
    """Figures to keep of a question about everybody in one organisation."""
    return _figures(question, to_json(profiles_of(session, question)))


def _figures(question: Question, profiles: Kept) -> LatestFigures:
    return LatestFigures(
        organisation_id=question.organisations[0],
        own_settings=question.own_settings,
        as_at=question.as_at,
        known_at=question.known_at,
        profiles=profiles,
    )


def keep(session: Session, organisation_id: int, figures: list[LatestFigures]) -> None:
    """These are the latest now."""
    session.execute(delete(LatestFigures).where(LatestFigures.organisation_id == organisation_id))
    session.add_all(figures)


def differences(session: Session) -> int:
    """How many of the kept figures differ from the same worked out afresh."""
    rows = session.scalars(select(LatestFigures).order_by(LatestFigures.id)).all()
    return sum(
        from_json(row.profiles)
        != profiles_of(
            session,
            Question(
                (row.organisation_id,), row.as_at, row.known_at, own_settings=row.own_settings
            ),
        )
        for row in rows
    )
