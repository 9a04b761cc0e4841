"""Works out the figures of councils together from what is kept of each, exactly.

Their kept profiles are added up. Whoever has a place in two or more of them is taken out of each as
it counts them, and put in once as all together count them: with the highest level any of
them needs. So the evidence of those few alone is looked at, and nothing grows with people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.coverage.changed import changed_between
from learning.coverage.models import MonthEndFigures
from learning.coverage.queries import Question, having_own, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.combined import Combined
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.profiles import as_now, from_json
from learning.database import in_parts
from learning.people.models import Membership
from learning.people.standing import OrganisationFacts


@dataclass(frozen=True)
class Worked:
    """The figures of councils together."""

    profiles: tuple[Profile, ...]
    published: tuple[Profile, ...] | None  # without own levels, where a council has set any
    overlap: int  # people who serve several of them


def closes_at(councils: Iterable[OrganisationFacts], month_end: date) -> datetime:
    """When the month end of councils together closes: when the last of them does."""
    return max(months.closes_at(month_end, nation) for nation in {one.nation for one in councils})


def combined(session: Session, councils: Sequence[OrganisationFacts], month_end: date) -> Worked:
    """The figures of these councils together at a closed month end."""
    working = _Working(session, councils, month_end)
    profiles, overlap = working.whole(own_settings=True)
    published = working.whole(own_settings=False)[0] if working.having_own else None
    return Worked(profiles, published, overlap)


def people_shared(session: Session, organisations: Sequence[int]) -> tuple[int, ...]:
    """Whoever ever had a place in two or more of these councils."""
    return tuple(
        session.scalars(
            select(Membership.person_id)
            .where(Membership.organisation_id.in_(organisations))
            .group_by(Membership.person_id)
            .having(func.count(func.distinct(Membership.organisation_id)) > 1)
            .order_by(Membership.person_id)
        )
    )


class _Working:
    def __init__(
        self, session: Session, councils: Sequence[OrganisationFacts], month_end: date
    ) -> None:
        self.session, self.councils = session, councils
        ids = tuple(one.id for one in councils)
        self.question = Question(ids, month_end, closes_at(councils, month_end))
        self.having_own = having_own(session, self.question)
        self.shared = people_shared(session, ids)
        self.shared_in = self._shared_in()

    def _shared_in(self) -> dict[int, list[int]]:
        """Those people, by the councils they have a place in."""
        found: dict[int, list[int]] = {one.id: [] for one in self.councils}
        for some in in_parts(self.shared):
            rows = self.session.execute(
                select(Membership.organisation_id, Membership.person_id)
                .where(
                    Membership.person_id.in_(some),
                    Membership.organisation_id.in_(self.question.organisations),
                )
                .distinct()
            )
            for organisation_id, person_id in rows:
                found[organisation_id].append(person_id)
        return found

    def whole(self, *, own_settings: bool) -> tuple[tuple[Profile, ...], int]:
        """The profiles of all together, and how many people serve several councils."""
        asked = replace(self.question, own_settings=own_settings)
        total = Combined()
        for council in self.councils:
            alone = replace(asked, organisations=(council.id,))
            if council.id not in self.having_own:
                alone = replace(alone, own_settings=True)  # the same, and kept
            total.add(known_by(self.session, alone, council.nation))
            for some in in_parts(sorted(self.shared_in[council.id])):
                total.add(profiles_of(self.session, replace(alone, people=some)), sign=-1)
        overlap = 0
        for some in in_parts(self.shared):
            profiles = profiles_of(self.session, replace(asked, people=some))
            total.add(profiles)
            overlap += sum(one.people for one in profiles if _serves_several(one))
        return total.profiles(), overlap


def known_by(session: Session, question: Question, nation: str) -> tuple[Profile, ...]:
    """One council's profiles at a month end, known by a moment when others close later.

    From what was kept of it; what is not kept is worked out whole, the same.
    """
    (organisation_id,) = question.organisations
    kept = session.execute(
        select(MonthEndFigures.profiles, MonthEndFigures.published).where(
            MonthEndFigures.organisation_id == organisation_id,
            MonthEndFigures.month_end == question.as_at,
        )
    ).one_or_none()
    rows = kept and (kept.profiles if question.own_settings else kept.published)
    if rows is None:
        return profiles_of(session, question)
    then = replace(question, known_at=months.closes_at(question.as_at, nation))
    changed = changed_between(session, then, question)
    if changed is None:
        return profiles_of(session, question)
    if not changed:
        return from_json(rows)
    return as_now(
        from_json(rows),
        before=profiles_of(session, replace(then, people=changed)),
        after=profiles_of(session, replace(question, people=changed)),
    )


def _serves_several(profile: Profile) -> bool:
    return len({held.organisation for held in profile.held}) > 1
