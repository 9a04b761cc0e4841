"""Made-up uses and results: who was asked, what they and colleagues said, and short cases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle

from sqlalchemy import exists, select

from learning.clock import add_months, day_of
from learning.coverage.rules.months import newest_closed
from learning.dated import in_force
from learning.demo import cases
from learning.demo.builder import Builder, Built
from learning.evidence.models import Evidence
from learning.outcomes import asking
from learning.outcomes.actions import answers, confirming
from learning.outcomes.models import Confirmation, OutcomeQuestion
from learning.outcomes.rules.answering import Answer, Said, Seen
from learning.people.models import HeldRole, Membership, Organisation
from learning.people.sight import is_member
from learning.policies.actions import decide
from learning.policies.rules import Outcomes


@dataclass(frozen=True)
class Group:
    """People who took a course because they lacked what its first check shows."""

    course: str
    skill: str
    role: str
    people: int
    yes: tuple[str, ...]  # what they do differently


# The first one's figures stand in the journeys; the others' depend on who lacked the skill.
GROUPS = (
    Group(
        "cyber-security-essentials",
        "cyber-security",
        "all-staff",
        12,
        (
            "I ring back on the number in our directory before I change anybody’s bank details.",
            "I report odd messages with the button now. Before, I just deleted them.",
            "We stopped sharing one password for the front-desk screen.",
        ),
    ),
    Group(
        "digital-planning-foundations",
        "digital-planning",
        "planning-officer",
        12,
        (
            "I look at the map layer before the file, and find constraints a week earlier.",
            "I read what a tool suggests against the drawings, and note where I disagree.",
        ),
    ),
    Group(
        "personal-data-in-council-work",
        "data-protection",
        "all-staff",
        18,
        (
            "I ask what we need the date of birth for. On two forms it is gone.",
            "When an e-mail went to the wrong family I rang the same hour, not the week after.",
        ),
    ),
    Group(
        "records-foi-and-messaging",
        "information-governance",
        "all-staff",
        18,
        (
            "Decisions from the team chat go into the case file the same day.",
            "I write notes as if the resident will read them, and some have.",
        ),
    ),
    Group(
        "accessible-and-inclusive-by-default",
        "digital-inclusion",
        "all-staff",
        18,
        (
            "I check with the keyboard alone before a page goes live.",
            "Letters say how to reach us without a smartphone, above the web address.",
        ),
    ),
)
# What each of the people asked says, and what a colleague says of it, if one is named.
SAID: tuple[tuple[Answer | None, Seen | None], ...] = (
    (Answer.YES, Seen.SAW),
    (Answer.YES, Seen.SAW),
    (Answer.NOT_YET, None),
    (None, None),
    (Answer.YES, Seen.DID_NOT_SEE),
    (Answer.YES, None),
    (Answer.DOES_NOT_FIT, None),
    (None, None),
    (Answer.YES, Seen.SAW),
    (Answer.NOT_YET, None),
    (Answer.YES, Seen.RATHER_NOT),
    (None, None),
)


@dataclass(frozen=True)
class Days:
    """When the story happens: asked and answered before the newest month end has closed."""

    passed: date
    asked: date
    standing_passed: date
    standing_asked: date


def _days(builder: Builder, at: datetime) -> Days:
    month_end = newest_closed(at, day_of(at), "England")
    passed = add_months(month_end.replace(day=3), -3)
    recent = builder.today - timedelta(days=20)
    standing = add_months(recent, -3)
    return Days(passed, add_months(passed, 3), standing, add_months(standing, 3))


def add(
    builder: Builder, world: Mapping[str, Organisation], people: Mapping[str, Built], at: datetime
) -> None:
    """Demo Council asks; some answered and were confirmed, one account has a question to answer."""
    here, lead = world["demo-council"], people["lead@demo.example"]
    days = _days(builder, at)
    decide(
        builder.session,
        Outcomes(on=True),
        organisation_id=here.id,
        authority="Learning board, evaluation plan, section 4",
        starts_on=builder.today - timedelta(days=400),
        by=lead.person_id,
        at=builder.moment(builder.today - timedelta(days=400)),
    )
    learners: dict[int, Built] = {}
    for group in GROUPS:
        for one in _lacking(builder, here, group, days, but=learners):
            _learn(builder, one, group.course, days.passed)
            learners[one.person_id] = one
    standing = people["twinhat@demo.example"]
    _learn(builder, standing, _new_to(builder, standing, days), days.standing_passed)
    for day, asked in (
        (days.asked, learners),
        (days.standing_asked, {standing.person_id: standing}),
    ):
        due = asking.due_among(builder.session, dict.fromkeys(asked, here.id), on=day)
        asking.ask(builder.session, due, at=builder.moment(day))
    for group in GROUPS:
        _answer(builder, group, days.asked)
    cases.add(builder, here, lead, people["care@demo.example"])


def _lacking(
    builder: Builder, here: Organisation, group: Group, days: Days, *, but: Collection[int]
) -> list[Built]:
    """Holders of a role who had not shown the skill before, and are in no other group."""
    knew = exists().where(Evidence.person_id == Membership.person_id, Evidence.skill == group.skill)
    rows = builder.session.scalars(
        select(Membership)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .where(
            Membership.organisation_id == here.id,
            is_member(builder.today),
            HeldRole.role == group.role,
            in_force(HeldRole, builder.today),
            HeldRole.starts_on < days.passed,
            Membership.person_id.not_in(but),
            ~knew,
        )
        .order_by(Membership.id)
        .limit(group.people)
    )
    return [Built(one.person_id, one, (group.role,), builder.first_day) for one in rows]


def _new_to(builder: Builder, one: Built, days: Days) -> str:
    """The first of the courses that shows a skill which somebody had not shown by then."""
    earlier = (Evidence.person_id == one.person_id, Evidence.shown_on < days.standing_passed)
    shown = set(builder.session.scalars(select(Evidence.skill).where(*earlier)))
    return next(group.course for group in GROUPS if group.skill not in shown)


def _learn(builder: Builder, one: Built, slug: str, day: date) -> None:
    course = builder.catalogue.courses[slug]
    builder.read(one, course, len(course.lessons), day)
    builder.attempt(one, course, course.assessments[0].id, day)


def _answer(builder: Builder, group: Group, asked: date) -> None:
    """Each of those asked says what stands in SAID at their place."""
    session = builder.session
    of_group = (OutcomeQuestion.asked_on == asked, OutcomeQuestion.skill == group.skill)
    questions = session.scalars(
        select(OutcomeQuestion).where(*of_group).order_by(OutcomeQuestion.id)
    ).all()
    at = builder.moment(asked + timedelta(days=4))
    for place, (question, (answer, seen)) in enumerate(zip(questions, cycle(SAID), strict=False)):
        if answer is None:
            continue
        words = group.yes[place % len(group.yes)] if answer is Answer.YES else ""
        said = Said(answer, words, "reviewer@demo.example" if seen else "")
        answers.answer(session, question.id, said, person_id=question.person_id, at=at)
        if seen:
            mark = session.scalars(
                select(Confirmation.mark).where(Confirmation.question_id == question.id)
            ).one()
            confirming.confirm(session, mark, seen, at=at + timedelta(days=6))
