"""Brings a made-up council to life, person by person, through the real actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from learning.assessments import actions as assessments
from learning.assessments import queries as attempts
from learning.catalogue.framework import Nation
from learning.catalogue.published import Catalogue, Course
from learning.certificates import actions as certificates
from learning.certificates import queries as certificate_queries
from learning.certificates.rules import Choices
from learning.clock import LONDON, day_of, start_of
from learning.demo.answers import right_answer, wrong_answer
from learning.demo.councils import SERVICES, CouncilPlan
from learning.evidence import actions as evidence
from learning.people.actions import identity, places
from learning.people.models import Membership
from learning.study import actions as study


@dataclass(frozen=True)
class Built:
    """A made-up person in a made-up council."""

    person_id: int
    membership: Membership
    roles: tuple[str, ...]
    starts_on: date


@dataclass
class Builder:
    """What is needed to add people: the session, the files, chance, and when it ends."""

    session: Session
    catalogue: Catalogue
    chance: Random
    at: datetime
    first_day: date
    pace: Random = field(default_factory=lambda: Random("pace"))  # noqa: S311  # made-up people

    @property
    def today(self) -> date:
        """The last day."""
        return day_of(self.at)

    def moment(self, day: date) -> datetime:
        """Some time in a working day; of today one that is over.

        What is recorded later than now would be known by and by: the figures of one day would
        move by themselves.
        """
        clock = time(9 + self.chance.randrange(8), self.chance.randrange(60))
        over = max(start_of(self.today), self.at - timedelta(minutes=30))
        moment = datetime.combine(day, clock, LONDON)
        return min(moment, over) if day == self.today else moment

    def day_between(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.chance.randint(0, max(0, (last - first).days)))

    def add(
        self,
        organisation_id: int,
        roles: Sequence[str],
        *,
        name: str,
        address: str,
        starts_on: date | None = None,
        service: str | None = None,
        person_id: int | None = None,
    ) -> Built:
        """A person with a membership and roles from the day they start."""
        starts = starts_on or self._start()
        at = self.moment(max(starts, self.first_day))
        if person_id is None:
            added = identity.add_person(self.session, name=name, address=address, by=None, at=at)
            person_id = added.id
        membership = places.join(
            self.session,
            person_id=person_id,
            organisation_id=organisation_id,
            starts_on=starts,
            by=None,
            at=at,
        )
        for role in roles:
            self.give(membership, role, starts_on=starts, service=service, at=at)
        return Built(person_id, membership, tuple(roles), starts)

    def give(
        self,
        membership: Membership,
        role: str,
        *,
        starts_on: date,
        service: str | None = None,
        at: datetime,
    ) -> None:
        """A role with its base."""
        found = self.catalogue.roles[role]
        places.give_role(
            self.session,
            membership,
            found,
            base=self.catalogue.roles[found.base] if found.base else None,
            starts_on=starts_on,
            service=service if found.tier != "councillor" else None,
            by=None,
            at=at,
        )

    def _start(self) -> date:
        """Most were there before the records begin; some joined since."""
        if self.chance.random() < 0.86:
            return self.first_day - timedelta(days=self.chance.randint(0, 2000))
        return self.day_between(
            self.first_day + timedelta(days=30), self.today - timedelta(days=10)
        )

    def people_of(
        self, plan: CouncilPlan, names: Iterator[str]
    ) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
        """(roles, name, address, service) of everybody the plan asks for."""
        number = 0
        for roles, count in plan.shape:
            for _ in range(count):
                number += 1
                service = self.chance.choice(SERVICES)
                yield roles, next(names), f"person{number:03d}@{plan.domain}", service

    def needs(self, roles: Sequence[str]) -> dict[str, int]:
        """The highest level the framework asks of these roles, by skill."""
        needed: dict[str, int] = {}
        for role in roles:
            found = self.catalogue.roles[role]
            for slug in (role, found.base):
                for need in self.catalogue.roles[slug].requirements if slug else ():
                    needed[need.skill] = max(need.level, needed.get(need.skill, 0))
        return needed

    def learn(self, built: Built, keenness: float) -> None:
        """Two years of learning elsewhere: each needed skill shown, part shown, or not at all."""
        own_keenness = min(0.97, max(0.05, self.chance.gauss(keenness, 0.22)))
        for skill, level in self.needs(built.roles).items():
            if self.chance.random() > own_keenness:
                continue
            reached = level if self.chance.random() < 0.8 else max(1, level - 1)
            self.prior_learning(built, skill, reached)

    def prior_learning(
        self,
        built: Built,
        skill: str,
        level: int,
        *,
        shown_on: date | None = None,
        months: int | None = None,
    ) -> None:
        """Something learned elsewhere, accepted by a lead some weeks later."""
        first = max(built.starts_on, self.first_day)
        shown = shown_on or self.day_between(first, self.today)
        lasts = months or {"cyber-security": 12, "data-protection": 24}.get(skill)
        recorded = min(self.today, max(shown, first) + timedelta(days=self.chance.randint(0, 30)))
        evidence.record(
            self.session,
            person_id=built.person_id,
            skill=skill,
            level=level,
            source="observed" if self.chance.random() < 0.07 else "prior-learning",
            shown_on=shown,
            lasts_months=lasts,
            reference=f"demo-{built.membership.id}-{skill}-{shown.isoformat()}",
            summary=f"{self.catalogue.skills[skill].name}: learned before, accepted with proof",
            by=None,
            at=self.moment(recorded),
        )

    def read(self, built: Built, course: Course, lessons: int, day: date) -> None:
        """The first lessons of a course marked as read."""
        for lesson in course.lessons[:lessons]:
            study.mark_as_read(self.session, lesson, person_id=built.person_id, at=self.moment(day))

    def attempt(
        self,
        built: Built,
        course: Course,
        check: str,
        day: date,
        *,
        right: float = 1.0,
        answered: float = 1.0,
        submit: bool = True,
        says_how_sure: bool = False,
    ) -> None:
        """A real attempt; `answered` is the share of questions answered, `right` of those right."""
        found = course.assessment(check)
        if found is None:
            raise LookupError(f"{course.slug} has no check {check}")
        at = self.moment(day)
        attempt = assessments.start(
            self.session,
            person_id=built.person_id,
            course=course,
            assessment=found,
            nation=Nation.ENGLAND,
            at=at,
        )
        asked = attempts.asked_in(self.session, attempt.id)
        for one in asked[: round(len(asked) * answered)]:
            knows = self.chance.random() < right
            at += timedelta(seconds=self.pace.randint(15, 95))
            assessments.answer(
                self.session,
                attempt_id=attempt.id,
                person_id=built.person_id,
                place=one.place,
                chosen=right_answer(one) if knows else wrong_answer(one),
                sure=self._how_sure(knows=knows) if says_how_sure else "",
                at=at,
            )
        if submit:
            assessments.submit(
                self.session,
                attempt_id=attempt.id,
                person_id=built.person_id,
                at=at + timedelta(minutes=2),
            )

    def show_newest_certificate(self, built: Built, choices: Choices, day: date) -> None:
        """The holder agrees to show the certificate they got last."""
        _, (newest, *_) = certificate_queries.held_by(self.session, built.person_id)
        certificates.choose(
            self.session,
            code=newest.code,
            person_id=built.person_id,
            choices=choices,
            at=self.moment(day),
        )

    def _how_sure(self, *, knows: bool) -> str:
        """Mostly surer of what they know, and sometimes sure of what they do not."""
        return self.pace.choice("22333" if knows else "1123")
