"""The outcome ladder stands on the very people of the report's lines, and is kept with them."""

from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import add_months, day_of, now, start_of
from learning.coverage import keeping, kept
from learning.coverage.ladders import keep_ladders, shown_exactly
from learning.coverage.rules import months
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from learning.outcomes.keeping import work_out
from learning.outcomes.models import LadderMonthEnd, OutcomeAnswer, OutcomeQuestion
from learning.outcomes.queries.figures import facts_of
from learning.outcomes.queries.ladders import ladder
from learning.outcomes.rules.ladder import Rung, Step, by_skill
from learning.people.models import HeldRole, Membership
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts
from learning.study.models import LessonRead
from tests.builders import Town, some_evidence
from tests.coverage import reference
from tests.coverage.engine import NO_PATHS, Engine
from tests.coverage.reference_pairs import Filters, pairs_of, roles_held
from tests.coverage.reference_rows import live_counted_evidence
from tests.coverage.strategies import Case, cases
from tests.page import Browser
from tests.statements import most_asked

COURSE, SKILL = "cyber-security-essentials", "cyber-security"


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(case=cases())
def test_who_needs_and_who_knows_are_the_reference_s(engine: Engine, case: Case) -> None:
    world, asked = case.world, case.question
    assume(not reference.gives_no_figures(world, asked.organisation, asked.as_at))
    found = facts_of(
        engine.session,
        engine.ids(world)[asked.organisation],
        month_end=asked.as_at,
        known_at=asked.known_at,
        catalogue=NO_PATHS,
    )
    need = {(skill, person) for skill, people in found.need.items() for person in people}
    know = {(skill, person) for skill, people in found.know.items() for person in people}
    held = roles_held(world, [asked.organisation], asked.as_at, asked.known_at)
    pairs = pairs_of(world, held, asked.as_at, asked.known_at, Filters())
    assert need == {(pair.skill, pair.person) for pair in pairs}
    assert need & know == {
        (pair.skill, pair.person)
        for pair in pairs
        for evidence in live_counted_evidence(
            world, pair.person, pair.skill, asked.as_at, asked.known_at
        )
        if evidence.source == "assessment"
    }
    for pair in pairs:  # so the rung is a part of what the line says
        assert (pair.skill, pair.person) not in know or not pair.is_none


def council(town: Town) -> OrganisationFacts:
    return next(one for one in all_facts(current_session()) if one.id == town.council)


def newest(town: Town) -> date:
    return months.newest_closed(now(), day_of(now()), council(town).nation)


def planners() -> list[int]:
    return list(
        current_session().scalars(
            select(Membership.person_id)
            .join(HeldRole, HeldRole.membership_id == Membership.id)
            .where(HeldRole.role == "planning-officer")
            .order_by(Membership.person_id)
        )
    )


def life(town: Town, catalogue: Catalogue, month_end: date) -> None:
    """By a month end: eleven planners were asked, four use it; three read the whole course."""
    people = planners()[:11]
    read_at = start_of(month_end)
    with transaction() as session:
        for place, person in enumerate(people):
            day = add_months(month_end, -4)
            piece = some_evidence(
                session, person, SKILL, 1, shown_on=day, source="assessment", at=start_of(day)
            )
            session.flush()
            question = OutcomeQuestion(
                person_id=person,
                organisation_id=town.council,
                evidence_id=piece.id,
                skill=SKILL,
                level=1,
                title="A check",
                passed_on=day,
                asked_on=add_months(day, 3),
                asked_at=start_of(add_months(day, 3)),
            )
            session.add(question)
            session.flush()
            if place < 6:
                said = "yes" if place < 4 else "not-yet"
                session.add(
                    OutcomeAnswer(
                        question_id=question.id,
                        answer=said,
                        words="",
                        recorded_at=read_at,
                        recorded_by=person,
                    )
                )
            for lesson in catalogue.courses[COURSE].lessons[: 99 if place < 3 else 1]:
                session.add(
                    LessonRead(
                        person_id=person,
                        course=lesson.course,
                        lesson=lesson.slug,
                        revision="",
                        read_at=read_at,
                    )
                )


def test_a_month_end_is_kept_once_and_for_good(
    app: Flask, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        month_end = newest(busy)
        life(busy, catalogue, month_end)
        keeping.keep_figures(catalogue, at=now(), decided=1)
        assert keep_ladders(catalogue, at=now()) == 2  # a council each
        found = ladder(current_session(), busy.council, month_end)
        assert found is not None
        rungs = by_skill(found.rungs)[SKILL]
        people = rungs[Step.KNOWS].of
        assert people is not None
        assert people >= 13
        # Those of `busy` claimed what they know: that is no check.
        assert rungs[Step.KNOWS] == Rung(Step.KNOWS, SKILL, people=11, of=people)
        assert rungs[Step.TAKEN_PART] == Rung(Step.TAKEN_PART, SKILL, people=3, of=people)
        uses = Rung(Step.USES, SKILL, people=4, of=11, answered=6, confirmed=0)
        assert rungs[Step.USES] == uses
        with transaction() as session:
            session.execute(OutcomeAnswer.__table__.delete())  # as an erasure would
            session.execute(LessonRead.__table__.delete())
        assert keep_ladders(catalogue, at=now()) == 0
        assert ladder(current_session(), busy.council, month_end) == found


def test_a_skill_whose_line_is_not_shown_exactly_has_no_figures_of_people(
    app: Flask, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        month_end = newest(busy)
        life(busy, catalogue, month_end)
        keeping.keep_figures(catalogue, at=now(), decided=1)
        shown = shown_exactly(current_session(), council(busy), month_end, catalogue)
        keep_ladders(catalogue, at=now())
        found = ladder(current_session(), busy.council, month_end)
        assert found is not None
        hidden = {rung.skill for rung in found.rungs} - shown
        assert hidden
        assert shown
        for rung in found.rungs:
            if rung.step in (Step.TAKEN_PART, Step.KNOWS):
                assert rung.suppressed == (rung.skill in hidden)
            assert not rung.suppressed or rung == Rung(rung.step, rung.skill, suppressed=True)


def test_what_came_after_the_month_end_is_not_in_it(
    app: Flask, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        month_end = newest(busy)
        life(busy, catalogue, month_end)
        known_at = months.closes_at(month_end, council(busy).nation)

        def of(day: date) -> dict[str, Rung]:
            found = work_out(
                current_session(),
                busy.council,
                month_end=day,
                known_at=known_at,
                shown={SKILL},
                threshold=5,
                catalogue=catalogue,
            )
            return by_skill(found)[SKILL]

        now_in, before = of(month_end), of(month_end - timedelta(days=1))
        assert (now_in[Step.USES].answered, before[Step.USES].answered) == (6, 0)
        assert (now_in[Step.TAKEN_PART].people, before[Step.TAKEN_PART].people) == (3, 0)
        with transaction() as session:  # recorded after it closed
            session.execute(Evidence.__table__.update().values(recorded_at=known_at + timedelta(1)))
        assert of(month_end)[Step.KNOWS].people == 0


def test_the_page_is_the_same_for_leads_and_report_viewers_and_asks_little(
    app: Flask, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context():
        month_end = newest(busy)
        life(busy, catalogue, month_end)
        keeping.keep_figures(catalogue, at=now(), decided=1)
        keep_ladders(catalogue, at=now())
    address = f"/organisations/{busy.slug}/outcomes"
    lead, reviewer = Browser(app).sign_in(busy.lead), Browser(app).sign_in(busy.reviewer)
    pages = [lead.get(address), reviewer.get(address)]
    assert most_asked(app, *pages) <= 6
    for page in pages:
        assert "4 of 11 asked" in page.words
        assert "11 of" in page.words
        assert "never added up" in page.words
    files = [one.get(f"{address}.csv").text for one in (lead, reviewer)]
    assert files[0] == files[1]
    assert f"{SKILL},uses,4,11,6,0,,false" in files[0].splitlines()
    one_skill = reviewer.get(f"{address}.csv?skill={SKILL}").text
    assert {line.partition(",")[0] for line in one_skill.splitlines()[1:]} == {SKILL}
    for query, status in (
        ("skill=ropes", 404),
        ("as_at=31.13.2026", 422),
        (f"as_at={day_of(now()) + timedelta(days=1)}", 422),
        ("as_at=2001-01-31", 200),
    ):
        assert reviewer.get(f"{address}?{query}").status == status
    assert "There are no figures yet" in reviewer.get(f"{address}?as_at=2001-01-31").words
    assert Browser(app).sign_in(busy.councillor).get(address).status == 404
    with app.app_context():
        assert kept.undecided(current_session(), busy.council)
        assert len(current_session().scalars(select(LadderMonthEnd.id)).all()) == 2
