import re
from datetime import timedelta

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.certificates import actions as certificates
from learning.certificates.rules import Choices
from learning.clock import day_in_words, day_of, now
from learning.database import transaction
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.home.rules.year import first_day, year_of
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from learning.study import actions as study
from learning.study.models import LessonRead
from tests.assessments.checks import begin, pass_check
from tests.builders import LONG_AGO, Town, a_certificate, a_member, days_ago, some_evidence
from tests.courses_by_hand import a_check, a_course, published
from tests.page import Browser
from tests.statements import most_asked

LIGHTS = a_course("lights", checks=(a_check("lights"),))
THIS_YEAR = year_of(day_of(now()))


@pytest.fixture
def ada(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.councillor)


def read(app: Flask, person_id: int, *, days: int = 0) -> None:
    """The first lesson of the lights, so many days ago."""
    with app.app_context(), transaction() as session:
        at = now() - timedelta(days=days)
        study.mark_as_read(session, LIGHTS.lessons[0], person_id=person_id, at=at)


def leave(app: Flask, person_id: int) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=person_id).one()
        places.change_membership_days(
            session,
            membership,
            starts_on=day_of(LONG_AGO),
            ends_on=days_ago(2),
            by=None,
            at=now(),
        )


def test_what_runs_out_says_which_check_renews_it(
    app: Flask, ada: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        piece: Evidence = some_evidence(session, town.councillor, "data-protection", 2)
        piece.expires_on = days_ago(-30)
    page = ada.get("/record")
    link = re.search(r'renews it: <a class="govuk-link" href="(/courses/[^"]+)">([^<]+)', page.text)
    assert link
    check = ada.get(link.group(1))
    assert "data" in check.words
    assert "at level 2" in check.words


def test_what_is_not_yet_shown_says_which_course_shows_it(ada: Browser, town: Town) -> None:
    page = ada.get("/record")
    link = re.search(r'Course: <a class="govuk-link" href="(/courses/[^"]+)">', page.text)
    assert link, page.words
    assert ada.get(link.group(1)).status == 200


def test_the_learning_hours_stand_by_year(app: Flask, ada: Browser, town: Town) -> None:
    assert "They are counted from the lessons" in ada.get("/record").words
    with published(app, LIGHTS):
        read(app, town.councillor, days=400)
        pass_check(ada, "lights")
        page = ada.get("/record")
    hours = page.words.partition("Learning hours")[2]
    assert f"{THIS_YEAR} to {THIS_YEAR + 1}5 minutes01" in hours
    then = year_of(days_ago(400))
    assert f"{then} to {then + 1}7 minutes10" in hours


def test_a_lesson_read_before_minutes_were_kept_counts_as_it_is_today(
    app: Flask, ada: Browser, town: Town
) -> None:
    with published(app, LIGHTS):
        read(app, town.councillor)
        assert "7 minutes" in ada.get("/record/year").words
        with app.app_context(), transaction() as session:
            session.query(LessonRead).update({"minutes": None})
        assert "7 minutes" in ada.get("/record/year").words
    page = ada.get("/record/year")  # the course is gone
    assert "0 minutes, 1 lesson read" in page.words  # said, not guessed
    assert "no longer offered could not be counted" in page.words


def test_the_year_page_has_words_to_copy_and_to_download(
    app: Flask, ada: Browser, town: Town
) -> None:
    with published(app, LIGHTS):
        read(app, town.councillor)
        pass_check(ada, "lights")
        page = ada.get("/record/year")
        file = ada.get(f"/record/year/{THIS_YEAR}.txt")
    today = day_in_words(day_of(now()))
    start = day_in_words(first_day(THIS_YEAR))
    said = (
        f"Between {start} and {today} I spent 12 minutes on learning for my work as a councillor"
        " at Fernleigh Council. I worked on 1 course and passed 1 check."
    )
    assert page.h1 == f"My learning, {THIS_YEAR} to {THIS_YEAR + 1}"
    assert re.search(r"<textarea[^>]*readonly[^>]*>\s*Between ", page.text)
    assert said in page.words
    assert file.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store"
    assert file.text.startswith(said)
    assert f"check passed on {today} (Cyber security" in file.text


@pytest.mark.parametrize("counted", [False, True])
def test_a_pass_that_should_never_have_counted_is_not_among_the_words(
    app: Flask, ada: Browser, town: Town, counted: bool
) -> None:
    with published(app, LIGHTS):
        pass_check(ada, "lights")
        with app.app_context(), transaction() as session:
            piece = session.query(Evidence).one()
            if counted:  # it stopped being true today, and was shown before
                piece.shown_on = days_ago(1)
            evidence.withdraw(
                session,
                piece,
                effective_on=day_of(now()),
                reason="Not so.",
                by=town.administrator,
                at=now(),
            )
        words = ada.get(f"/record/year/{THIS_YEAR}.txt").text
    assert ("passed 1 check" in words) is counted
    assert ("check passed on" in words) is counted


def test_a_check_that_was_not_passed_is_not_spoken_of(app: Flask, ada: Browser, town: Town) -> None:
    with published(app, LIGHTS):
        attempt = begin(ada, "lights")
        assert ada.post(f"{attempt}/submit").status == 303
        page, file = ada.get("/record/year"), ada.get(f"/record/year/{THIS_YEAR}.txt")
    assert "Lights" not in page.words
    assert "I recorded no learning" in file.text


def test_years_lead_to_each_other_and_none_lies_ahead(app: Flask, ada: Browser, town: Town) -> None:
    with published(app, LIGHTS):
        read(app, town.councillor, days=800)
        page = ada.get("/record/year")
        then = year_of(days_ago(800))
        assert f'href="/record/year/{then}"' in page.text
        assert "1 lesson read" in ada.get(f"/record/year/{then}").words
    assert "I recorded no learning" in ada.get("/record/year/2000").words
    for year in (THIS_YEAR + 1, 1999, 0, 9999, 10**20):
        assert ada.get(f"/record/year/{year}").status == 404
        assert ada.get(f"/record/year/{year}.txt").status == 404


def test_an_officer_s_year_speaks_of_their_work(app: Flask, browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.planner).get("/record/year")
    assert "for my work at Fernleigh Council" in page.words
    assert "as a councillor" not in page.words


def test_a_twin_hatter_s_year_names_both_councils(
    app: Flask, ada: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.query(Organisation).filter_by(slug=town.other_slug).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
    assert (
        "as a councillor at Fernleigh Council and Otmoor Council" in ada.get("/record/year").words
    )
    assert "at Fernleigh Council and Otmoor Council." in ada.get("/record").words


def test_who_left_keeps_the_record_and_the_years(app: Flask, ada: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "evaluation", 1)
    read(app, town.councillor, days=1)
    leave(app, town.councillor)
    page = ada.get("/record")
    assert "You belong to no council today. Your record stays yours" in page.words
    assert "Evaluating what works" in page.words
    assert 'href="/record"' in ada.get("/").text
    assert "as a councillor at Fernleigh Council" in ada.get("/record/year").words
    assert ada.get("/record.json").status == 200
    assert "nothing to assess" in ada.get("/self-assessment").words


def test_who_never_had_a_council_has_an_empty_record(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.administrator).get("/record")
    assert "No skill is needed of you today, and none is shown yet." in page.words
    assert "I recorded no learning." in browser.get("/record/year").words


@pytest.mark.parametrize(
    ("number", "shown", "says"),
    [
        (0, 0, "one for each check you passed; you decide who sees them"),
        (1, 0, "1 certificate, seen by nobody but you"),
        (1, 1, "1 certificate, which can be seen by others"),
        (3, 2, "3 certificates, 2 of them can be seen by others"),
    ],
)
def test_the_record_says_how_many_certificates_there_are_and_who_sees_them(
    app: Flask, ada: Browser, catalogue: Catalogue, town: Town, number: int, shown: int, says: str
) -> None:
    with app.app_context(), transaction() as session:
        other = a_certificate(session, catalogue, town.planner, reference="of somebody else")
        codes = [
            a_certificate(session, catalogue, town.councillor, reference=f"attempt {n}").code
            for n in range(number)
        ]
        agreed = {"choices": Choices(shown=True), "at": now()}
        certificates.choose(session, code=other.code, person_id=town.planner, **agreed)
        for code in codes[:shown]:
            certificates.choose(session, code=code, person_id=town.councillor, **agreed)
    page = ada.get("/record")
    assert f"My certificates: {says} My learning this year" in page.words
    assert most_asked(app, page) <= 4


def test_the_pages_of_the_record_ask_the_database_little(
    app: Flask, ada: Browser, town: Town
) -> None:
    with published(app, LIGHTS):
        read(app, town.councillor)
        pass_check(ada, "lights")
        pages = [ada.get(a) for a in ("/record", "/record/year", f"/record/year/{THIS_YEAR}.txt")]
    assert most_asked(app, *pages) <= 4
