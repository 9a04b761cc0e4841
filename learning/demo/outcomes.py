"""Made-up uses and results: who was asked, what they and colleagues said, and short cases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from learning.clock import add_months, day_of
from learning.coverage.rules.months import newest_closed
from learning.dated import in_force
from learning.demo.builder import Builder, Built
from learning.evidence.models import Evidence
from learning.outcomes import asking
from learning.outcomes.actions import answers, cases, confirming
from learning.outcomes.models import Confirmation, OutcomeQuestion
from learning.outcomes.queries.cases import Reader, case_of
from learning.outcomes.rules.answering import Answer, Said, Seen
from learning.outcomes.rules.cases import State, Words
from learning.people.models import HeldRole, Membership, Organisation
from learning.policies.actions import decide
from learning.policies.rules import Outcomes

COURSE, SKILL = "cyber-security-essentials", "cyber-security"
YES = (
    "I ring back on the number in our directory before I change anybody’s bank details.",
    "I report odd messages with the button now. Before, I just deleted them.",
    "We stopped sharing one password for the front-desk screen.",
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
PUBLISHED = Words(
    title="Three days instead of eleven for a first planning answer",
    changed="After planners and the digital team took the path on planning data together, they "
    "stopped typing details from paper forms into three systems. One form now fills all of them.\n"
    "\nResidents who apply for an extension hear within days whether something is missing. "
    "Agents told the planning committee that they plan their own work by it.",
    figures="Median days to a first answer: 11 in the quarter before, 3 in the quarter after",
    source="Planning register of Demo Council, quarterly return (made up)",
    skills=("digital-planning",),
    happened_on=date.min,  # so many days before the demo is seeded: see STORY
    officer="Marged Ellis, head of planning (made up)",
)
SECOND = Words(
    title="A false invoice stopped before it was paid",
    changed="A supplier’s mailbox had been taken over, and an invoice came with new bank details. "
    "The officer who handled it rang the number on the contract, as the course suggests.\n\n"
    "The money stayed with the council, and the supplier could warn four others.",
    figures="£18,400 not paid out",
    source="Internal audit note 14 (made up)",
    skills=(SKILL,),
    happened_on=date.min,
    officer="Idris Farrow, chief internal auditor (made up)",
)
PROPOSED = Words(
    title="Fewer missed visits since carers see the rota on their phones",
    changed="Since the team learned to keep its digital rota right, carers find visits that moved.",
    figures="",
    source="",
    skills=("digital-adult-care",),
    happened_on=date.min,
    officer="Callum Osei, adult care (made up)",
)

# Each case, how many days ago its result could be seen, and whether a lead wrote it.
STORY = ((PUBLISHED, 150, False), (SECOND, 200, True), (PROPOSED, 240, False))


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
    learners = _learners(builder, here, days)
    for one in learners:
        _learn(builder, one, days.passed)
    _learn(builder, people["twinhat@demo.example"], days.standing_passed)
    standing = people["twinhat@demo.example"].person_id
    for day, asked in (
        (days.asked, [one.person_id for one in learners]),
        (days.standing_asked, [standing]),
    ):
        due = asking.due_among(builder.session, dict.fromkeys(asked, here.id), on=day)
        asking.ask(builder.session, due, at=builder.moment(day))
    _answer(builder, learners, days.asked)
    _cases(builder, here, lead, people["care@demo.example"])


def _learners(builder: Builder, here: Organisation, days: Days) -> list[Built]:
    """Officers who had not shown the skill before."""
    knew = exists().where(Evidence.person_id == Membership.person_id, Evidence.skill == SKILL)
    rows = builder.session.scalars(
        select(Membership)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .where(
            Membership.organisation_id == here.id,
            HeldRole.role == "all-staff",
            in_force(HeldRole, builder.today),
            HeldRole.starts_on < days.passed,
            ~knew,
        )
        .order_by(Membership.id)
        .limit(len(SAID))
    )
    return [Built(one.person_id, one, ("all-staff",), builder.first_day) for one in rows]


def _learn(builder: Builder, one: Built, day: date) -> None:
    course = builder.catalogue.courses[COURSE]
    builder.read(one, course, len(course.lessons), day)
    builder.attempt(one, course, course.assessments[0].id, day)


def _answer(builder: Builder, learners: list[Built], asked: date) -> None:
    session = builder.session
    numbers = dict(
        session.execute(
            select(OutcomeQuestion.person_id, OutcomeQuestion.id).where(
                OutcomeQuestion.asked_on == asked
            )
        ).all()
    )
    at = builder.moment(asked + timedelta(days=4))
    for place, (one, (answer, seen)) in enumerate(zip(learners, SAID, strict=False)):
        if answer is None or one.person_id not in numbers:
            continue
        words = YES[place % len(YES)] if answer is Answer.YES else ""
        colleague = "reviewer@demo.example" if seen else ""
        answers.answer(
            session,
            numbers[one.person_id],
            Said(answer, words, colleague),
            person_id=one.person_id,
            at=at,
        )
        if seen:
            mark = session.scalars(
                select(Confirmation.mark).where(Confirmation.question_id == numbers[one.person_id])
            ).one()
            confirming.confirm(session, mark, seen, at=at + timedelta(days=6))


def _cases(builder: Builder, here: Organisation, lead: Built, member: Built) -> None:
    for number, (words, days_ago, is_leads) in enumerate(STORY):
        by = lead if is_leads else member
        at = builder.moment(builder.today - timedelta(days=60 - number))
        case = cases.write(
            builder.session,
            here.id,
            here.slug,
            replace(words, happened_on=builder.today - timedelta(days=days_ago)),
            is_lead=is_leads,
            form_key=f"demo-case-{number}",
            by=by.person_id,
            at=at,
        )
        if words is PUBLISHED:
            session = builder.session
            found = case_of(session, case, here.id, Reader(lead.person_id, is_lead=True))
            if found is None:
                raise LookupError(words.title)
            cases.change(
                session,
                case,
                here.id,
                here.slug,
                State.PUBLISHED,
                seen=found.version,
                by=lead.person_id,
                at=at + timedelta(days=1),
            )
