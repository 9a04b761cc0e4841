"""The people behind a figure and the evidence behind a person, for leads alone."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue, Course
from learning.clock import day_in_words, day_of, now
from learning.database import transaction
from learning.evidence import actions as evidence
from learning.housekeeping.erasing import erase
from learning.housekeeping.whose import Whom
from learning.people.actions import organisations, restricting
from learning.people.models import Membership, Organisation
from learning.people.standing import Kind
from tests.assessments.checks import pass_check
from tests.builders import Town, a_certificate, a_member, a_person, days_ago, some_evidence
from tests.courses_by_hand import a_course, published
from tests.page import Browser
from tests.statements import most_asked

SKILL = "digital-planning"


def people(town: Town, query: str = "", ending: str = "") -> str:
    return f"/organisations/{town.slug}/coverage/people{ending}{query}"


def code_of(app: Flask, person_id: int) -> str:
    with app.app_context(), transaction() as session:
        return session.query(Membership).filter_by(person_id=person_id).one().person_code


@pytest.fixture
def course(app: Flask) -> Iterator[Course]:
    """A course whose answers are known by their names."""
    made = a_course()
    with published(app, made):
        yield made


@pytest.fixture
def lead(browser: Browser, busy: Town) -> Browser:
    return browser.sign_in(busy.lead)


def test_the_people_behind_a_cell_are_as_many_as_the_report_says(lead: Browser, busy: Town) -> None:
    data = lead.client.get(f"/organisations/{busy.slug}/coverage.json?role=planning-officer").json
    line = next(one for one in data["skills"] if one["skill"] == SKILL)
    asked = f"?skill={SKILL}&role=planning-officer"
    for status in ("met", "expiring", "below", "none"):
        rows = lead.client.get(people(busy, f"{asked}&status={status}", ".csv")).text
        assert len(list(csv.DictReader(io.StringIO(rows)))) == line[status]
    page = lead.get(people(busy, asked))
    assert f"All ({line['required']})" in page.words
    assert f"Shown ({line['met']})" in page.words
    assert "Planner 1" in page.words
    assert "Level 2" in page.words
    whole = lead.client.get(f"/organisations/{busy.slug}/coverage.json").json["overall"]
    assert f"All ({whole['required']})" in lead.get(people(busy)).words


def test_people_are_found_by_name_and_put_in_order(lead: Browser, busy: Town) -> None:
    asked = f"?skill={SKILL}&status=met"
    found = lead.get(people(busy, f"{asked}&q=planner+4"))
    assert "1 person." in found.words
    assert "Planner 4" in found.words
    assert "Nobody matches" in lead.get(people(busy, f"{asked}&q=%25")).words
    for sort in ("needed", "held", "runs-out"):
        page = lead.get(people(busy, f"?skill={SKILL}&sort={sort}"))
        assert page.status == 200
    first = page.text.index("Planner 1<")  # shown for good: after those who show nothing, by name
    assert first < page.text.index("Planner 4<")


def test_from_a_person_to_the_evidence_and_what_stands_behind_each_piece(
    app: Flask, lead: Browser, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        taken = some_evidence(session, busy.planner, SKILL, 3, shown_on=days_ago(90))
        session.flush()
        taken.summary = "What they wrote to another council, An Academy"
        evidence.withdraw(
            session, taken, effective_on=days_ago(30), reason="A copied certificate.",
            by=busy.lead, at=now(),
        )  # fmt: skip
        some_evidence(session, busy.planner, SKILL, 1, shown_on=days_ago(500), months=12)
        wrong = some_evidence(session, busy.planner, SKILL, 4, shown_on=days_ago(80))
        session.flush()
        evidence.correct(
            session, wrong, level=1, shown_on=days_ago(80), expires_on=None, by=busy.lead, at=now()
        )
        some_evidence(
            session, busy.planner, SKILL, 4, shown_on=days_ago(5), source="self-assessment"
        )
        a_certificate(session, catalogue, busy.planner, skills=(SKILL,), shown_on=days_ago(3))
    code = code_of(app, busy.planner)
    page = lead.get(people(busy, f"/{code}/{SKILL}"))
    assert page.h1 == "Samina Haque, Digital planning"
    for words in (
        "A copied certificate.",
        f"Withdrawn from {day_in_words(days_ago(30))}",
        "Ran out",
        "Corrected",
        "Part way",
        "Not counted",
        "A certificate was awarded",
        "Shown at level 2",
    ):
        assert words in page.words
    assert "another council" not in page.words  # the words of a claim are for who decides it
    assert most_asked(app, page) <= 8
    then = lead.get(people(busy, f"/{code}/{SKILL}?as_at={days_ago(60)}"))
    assert "Withdrawn since" in then.words
    assert "Shown at level 3" in then.words
    assert (
        "Nothing was on record by then"
        in lead.get(
            people(busy, f"/{code}/{SKILL}?as_at={days_ago(60)}&known_at=2025-01-01T00:00:00Z")
        ).words
    )


def test_every_correction_of_a_piece_stands_in_its_order_with_what_it_said(
    app: Flask, lead: Browser, busy: Town
) -> None:
    ends = [days_ago(-300), days_ago(-200), days_ago(-100)]
    with app.app_context(), transaction() as session:
        piece = some_evidence(session, busy.planner, SKILL, 3, shown_on=days_ago(90))
        some_evidence(session, busy.planner, SKILL, 1, shown_on=days_ago(60))
        session.flush()
        for shown, expires_on in ((80, ends[0]), (50, ends[1]), (70, ends[2])):
            piece = evidence.correct(
                session,
                piece,
                level=2,
                shown_on=days_ago(shown),
                expires_on=expires_on,
                by=busy.lead,
                at=now(),
            )
    code = code_of(app, busy.planner)
    words = lead.get(people(busy, f"/{code}/{SKILL}")).words
    in_order = (
        f"Level 2, shown on {day_in_words(days_ago(70))} Counts",
        f"{day_in_words(ends[2])}, the first day it does not",
        f"Level 2, shown on {day_in_words(days_ago(50))} Corrected",
        f"It said {day_in_words(ends[1])}. Corrected on",
        f"Level 2, shown on {day_in_words(days_ago(80))} Corrected",
        f"It said {day_in_words(ends[0])}. Corrected on",
        f"Level 3, shown on {day_in_words(days_ago(90))} Corrected",
        "It said for good. Corrected on",
        f"Level 1, shown on {day_in_words(days_ago(60))} ",
    )
    places = [words.find(one) for one in in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_behind_a_passed_check_stand_its_name_and_day_and_no_score(
    app: Flask, lead: Browser, busy: Town, course: Course
) -> None:
    pass_check(Browser(app).sign_in(busy.councillor), course.slug)
    page = lead.get(people(busy, f"/{code_of(app, busy.councillor)}/cyber-security"))
    assert f"Check passed on {day_in_words(day_of(now()))}: {course.title}" in page.words
    for words in ("%", "of 4", "attempt"):
        assert words not in page.words.partition("Evidence")[2].partition("Answers,")[0]


def test_an_erased_person_stands_without_a_name_and_the_figures_stand(
    app: Flask, lead: Browser, busy: Town
) -> None:
    code = code_of(app, busy.planner)
    before = lead.get(people(busy)).words
    with app.app_context(), transaction() as session:
        erase(session, Whom((busy.planner,)), at=now())
    page = lead.get(people(busy))
    assert "Somebody whose record was erased" in page.words
    assert "Samina" not in page.words
    count = before.partition("All (")[2].partition(")")[0]
    assert f"All ({count})" in page.words
    alone = lead.get(people(busy, f"/{code}/{SKILL}"))
    assert alone.h1 == "Somebody whose record was erased, Digital planning"


def test_a_lead_of_one_group_opens_nobody_else_and_restricted_people_are_left_out(
    app: Flask, busy: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        clerk = a_person(session, "Clerk Of Members")
        a_member(session, catalogue, council, clerk, "learning-lead")
        organisations.appoint(
            session,
            person_id=clerk,
            kind=Kind.LEARNING_LEAD,
            organisation_id=busy.council,
            tiers=("councillor",),
            starts_on=days_ago(9),
            by=None,
            at=now(),
        )
        hidden = session.query(Membership).filter_by(person_id=busy.second_councillor).one()
        restricting.restrict_to(session, hidden, {busy.lead}, by=None, at=now())
        codes = [hidden.person_code]
    browser = Browser(app).sign_in(clerk)
    page = browser.get(people(busy))
    assert "Ada Merriweather" in page.words
    assert "1 person is left out" in page.words
    for name in ("Samina", "Planner", "Tomos"):
        assert name not in page.text
    for code in (*codes, code_of(app, busy.planner), code_of(app, busy.stranger)):
        assert browser.get(people(busy, f"/{code}/cyber-security")).status == 404
    assert browser.get(people(busy, f"/{code_of(app, busy.councillor)}/evaluation")).status == 200
    named = Browser(app).sign_in(busy.lead)
    assert "Tomos Greenhalgh" in named.get(people(busy, "?tier=councillor")).words


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?status=well", 404),
        ("?sort=luck", 404),
        ("?reason=luck", 404),
        ("?skill=juggling", 404),
        ("?role=astronaut", 404),
        ("?as_at=2026-02-29", 422),
        ("?as_at=9999-12-31", 422),
        ("?known_at=now", 422),
        ("?reason=gained&from=2026-03-02&to=2026-03-01", 422),
        ("?as_at=1950-01-01", 200),
        ("?page=99999999999", 200),
        ("?page=x", 200),
        ("?q=%00", 200),
        ("/nobody/cyber-security", 404),
        ("/nobody/juggling", 404),
    ],
)
def test_a_question_about_people_has_a_right_answer_or_a_clear_refusal(
    lead: Browser, busy: Town, query: str, status: int
) -> None:
    assert lead.get(people(busy, query)).status == status


def test_for_report_viewers_there_are_no_people_behind_figures(app: Flask, busy: Town) -> None:
    browser = Browser(app).sign_in(busy.reviewer)
    code = code_of(app, busy.planner)
    for ending in ("", ".csv", f"/{code}/{SKILL}", "?reason=gained"):
        assert browser.get(people(busy, ending)).status == 404


def test_a_page_of_people_takes_as_many_statements_for_few_as_for_many(
    app: Flask, lead: Browser, busy: Town, catalogue: Catalogue
) -> None:
    asked = ("?skill=cyber-security", "?reason=joined&from=2024-07-01")
    few = [lead.get(people(busy, one)).statements for one in asked]
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        for number in range(60):
            a_member(session, catalogue, council, a_person(session, f"P {number}"), "all-staff")
    many = [lead.get(people(busy, one)) for one in asked]
    assert [page.statements for page in many] == few
    assert most_asked(app, *many) <= 8
    assert "Page 1 of 2" in many[0].words
