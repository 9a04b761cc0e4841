"""Keeps the figures of a recent day, and brings them up to date from the people changed since.

Nothing that is asked later writes: the people whose figures may have changed are taken out as
they were then and put in as they are now, by the same statement that counts everybody.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.coverage.changed import changed_between
from learning.coverage.models import LatestFigures
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.profiles import as_now, from_json, to_json
from learning.people.requirements import needs_in_force

# Nothing recorded before the kept moment may still be on its way into the database when the
# figures are worked out: no transaction of ours lasts this long.
SETTLED = timedelta(hours=1)


class Latest:
    """What was kept of one organisation, to answer a question about it."""

    def __init__(self, session: Session, question: Question) -> None:
        """Reads what was kept."""
        self.session = session
        self.question = question
        rows = session.execute(
            select(
                LatestFigures.own_settings,
                LatestFigures.as_at,
                LatestFigures.known_at,
                LatestFigures.profiles,
            ).where(
                LatestFigures.organisation_id.in_(question.organisations),
                LatestFigures.as_at <= question.as_at,
                LatestFigures.known_at <= question.known_at,
            )
        ).all()
        self._kept = {row.own_settings: row for row in rows}

    def profiles(self, *, own_settings: bool = True) -> tuple[Profile, ...]:
        """The profiles, from the kept ones where they lead there; worked out whole, the same."""
        asked = replace(self.question, own_settings=own_settings)
        kept = self._kept.get(own_settings)
        if kept is None or self._changed is None:
            return profiles_of(self.session, asked)
        if not self._changed:
            return from_json(kept.profiles)
        then = replace(self._then, own_settings=own_settings)
        return as_now(
            from_json(kept.profiles),
            before=profiles_of(self.session, replace(then, people=self._changed)),
            after=profiles_of(self.session, replace(asked, people=self._changed)),
        )

    @cached_property
    def _then(self) -> Question:
        """The question that what was kept answers: about everybody, with and without settings."""
        row = next(iter(self._kept.values()))
        return replace(self.question, as_at=row.as_at, known_at=row.known_at, lead_id=None)

    @cached_property
    def _changed(self) -> tuple[int, ...] | None:
        return changed_between(self.session, self._then, self.question)


def work_out(session: Session, organisation_id: int, *, at: datetime) -> list[LatestFigures]:
    """The figures of this day to keep; without a council's own settings too, where it has any."""
    question = Question((organisation_id,), day_of(at), at - SETTLED)
    found = [figures_of(session, question)]
    needs = needs_in_force(
        session, question.organisations, on=question.as_at, known_at=question.known_at
    )
    if needs.has_own:
        found.append(figures_of(session, replace(question, own_settings=False)))
    return found


def figures_of(session: Session, question: Question) -> LatestFigures:
    """Figures to keep of a question about everybody in one organisation."""
    return LatestFigures(
        organisation_id=question.organisations[0],
        own_settings=question.own_settings,
        as_at=question.as_at,
        known_at=question.known_at,
        profiles=to_json(profiles_of(session, question)),
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
