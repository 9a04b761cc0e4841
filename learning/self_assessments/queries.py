"""Answers about one person's own sittings, and nobody else's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import NotFound
from learning.evidence.models import Evidence, Withdrawal
from learning.self_assessments.models import SelfAssessment, SelfAssessmentAnswer
from learning.self_assessments.rules import SkillQuestion, View


@dataclass(frozen=True)
class Sitting:
    """A sitting with the answers that hold."""

    id: int
    asks: tuple[tuple[str, str], ...]  # (skill, tier)
    started_at: datetime
    finished_at: datetime | None
    answers: dict[str, int]  # skill → level

    @property
    def skills(self) -> tuple[str, ...]:
        """What it asks about, in order."""
        return tuple(skill for skill, _ in self.asks)

    @property
    def first_open(self) -> str | None:
        """The first skill without an answer; none when there is none."""
        return next((skill for skill in self.skills if skill not in self.answers), None)

    def after(self, skill: str) -> str | None:
        """The skill that is asked next; none after the last."""
        following = self.skills[self.skills.index(skill) + 1 :]
        return following[0] if following else None


def sittings_of(
    session: Session, person_id: int, *, number: int | None = None
) -> tuple[Sitting, ...]:
    """A person's sittings, oldest first (or the one of that number), in one statement."""
    rows = session.execute(
        select(SelfAssessment, SelfAssessmentAnswer.skill, SelfAssessmentAnswer.level)
        .outerjoin(
            SelfAssessmentAnswer, SelfAssessmentAnswer.self_assessment_id == SelfAssessment.id
        )
        .where(
            SelfAssessment.person_id == person_id,
            *([SelfAssessment.id == number] if number is not None else []),
        )
        .order_by(SelfAssessment.id, SelfAssessmentAnswer.id)
    )
    found: dict[int, SelfAssessment] = {}
    answers: dict[int, dict[str, int]] = defaultdict(dict)
    for sitting, skill, level in rows:
        found[sitting.id] = sitting
        if skill is not None:
            answers[sitting.id][skill] = level  # the newest comes last
    return tuple(
        Sitting(
            id=key,
            asks=tuple((skill, tier) for skill, tier in one.asks),
            started_at=one.started_at,
            finished_at=one.finished_at,
            answers=answers[key],
        )
        for key, one in found.items()
    )


def views_in(sittings: Collection[Sitting]) -> dict[str, list[View]]:
    """Where somebody put themselves in finished sittings, by skill, oldest first.

    Of two sittings on one day the later one stands.
    """
    by_day: dict[str, dict[date, int]] = defaultdict(dict)
    for sitting in sittings:
        if sitting.finished_at is not None:
            for skill, level in sitting.answers.items():
                by_day[skill][day_of(sitting.finished_at)] = level
    return {skill: [View(*one) for one in sorted(days.items())] for skill, days in by_day.items()}


def question_in(asks: Sequence[Sequence[str]], skill: str, catalogue: Catalogue) -> SkillQuestion:
    """The question of a sitting about a skill, if it asks one."""
    tier = next((tier for slug, tier in asks if slug == skill), None)
    if tier is None or skill not in catalogue.skills:
        raise NotFound
    return SkillQuestion(catalogue.skills[skill], Tier(tier))


def standing_views(
    session: Session, person_id: int, skills: Collection[str], *, on: date
) -> tuple[Evidence, ...]:
    """The self-assessed evidence of some skills that is live on a day."""
    withdrawn = exists().where(
        Withdrawal.evidence_id == Evidence.piece(),
        Withdrawal.superseded_at.is_(None),
        Withdrawal.effective_on <= on,
    )
    live = and_(Evidence.superseded_at.is_(None), Evidence.source == "self-assessment", ~withdrawn)
    return tuple(
        session.scalars(
            select(Evidence)
            .where(Evidence.person_id == person_id, Evidence.skill.in_(skills), live)
            .order_by(Evidence.id)
        )
    )
