import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from learning.database import current_session
from learning.study.models import LessonRead
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, a_lesson, a_path, published, with_status
from tests.page import Browser
from tests.statements import most_asked

HARBOUR = a_course()
BORROWER = a_course("tide-tables", lessons=(a_lesson("tide-tables", "own"), HARBOUR.lessons[1]))
CYBER = "Cyber security and keeping services running"
ONE = "/courses/harbour-lights/lessons/one"
TWO = "/courses/harbour-lights/lessons/two"


@pytest.fixture
def ada(app: Flask, browser: Browser, town: Town) -> Iterator[Browser]:
    path = a_path("to-sea", "harbour-lights", "tide-tables", roles=("scrutiny-member",))
    with published(app, HARBOUR, BORROWER, paths=(path,)):
        yield browser.sign_in(town.councillor)


def marked(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        found = select(LessonRead.person_id, LessonRead.course + "/" + LessonRead.lesson)
        return [tuple(row) for row in current_session().execute(found.order_by(LessonRead.id))]


def test_a_course_page_says_what_it_takes_and_what_it_gives(ada: Browser) -> None:
    page = ada.get("/courses/harbour-lights")
    assert page.h1 == "Harbour lights"
    assert "After this you can read the lights." in page.words
    before, _, _ = page.text.partition(">Start</a>")
    assert f"19 minutes in all. Shows {CYBER} at level 1, for 12 months. " in before
    assert "Awaiting review by harbour master." in before
    assert page.words.count("To read") == 2
    assert f'href="{ONE}">Start' in page.text


def test_a_course_page_says_who_reviewed_it_and_how_long_each_thing_counts(
    app: Flask, browser: Browser, town: Town
) -> None:
    two = [{"skill": name, "level": 1} for name in ("data-protection", "online-conduct")]
    checks = (a_check(), a_check(id="more", file="assessment-more.toml", gives=two, lasts=None))
    reviewers = [
        {"role": "harbour master", "name": "Mary Pugh", "reviewed_on": date(2026, 5, 3)},
        {"role": "pilot", "reviewed_on": date(2026, 5, 4)},
        *({"role": role} for role in ("bosun", "cook", "mate")),
    ]
    with published(app, a_course(checks=checks, reviewer=reviewers)):
        words = browser.sign_in(town.councillor).get("/courses/harbour-lights").words
    assert f"Shows {CYBER} at level 1, for 12 months; " in words
    assert re.search(r"; [\w ]+ at level 1 and [\w ]+ at level 1\. Reviewed by", words), words
    assert "Reviewed by Mary Pugh on 3 May 2026 and pilot on 4 May 2026." in words
    assert "Awaiting review by bosun, cook and mate." in words


def test_reading_goes_from_lesson_to_lesson_and_back_to_the_course(
    app: Flask, ada: Browser, town: Town
) -> None:
    page = ada.get(ONE)
    assert page.h1 == "Lesson one"
    assert "Mark as read and go on" in page.words
    assert (read := ada.post(f"{ONE}/read")).status == 303
    assert read.location == TWO
    assert f'href="{ONE}">Previous' in ada.get(TWO).text
    assert ada.post(f"{TWO}/read").location == "/courses/harbour-lights"
    page = ada.get("/courses/harbour-lights")
    assert "To read" not in page.words
    assert 'href="/courses/harbour-lights/assessment/awareness">Continue' in page.text
    assert marked(app) == [
        (town.councillor, "harbour-lights/one"),
        (town.councillor, "harbour-lights/two"),
    ]


def test_looking_at_a_lesson_marks_nothing(app: Flask, ada: Browser) -> None:
    ada.get(ONE)
    assert marked(app) == []


def test_marking_twice_changes_nothing(app: Flask, ada: Browser) -> None:
    ada.get(ONE)
    assert [ada.post(f"{ONE}/read").location for _ in range(2)] == [TWO, TWO]
    assert len(marked(app)) == 1
    assert "Mark as read" not in ada.get(ONE).words
    assert "Go on" in ada.get(ONE).words


def test_a_lesson_shared_by_two_courses_is_read_once(app: Flask, ada: Browser) -> None:
    ada.get("/courses/tide-tables/lessons/two")
    assert ada.post("/courses/tide-tables/lessons/two/read").location == "/courses/tide-tables"
    for course in ("harbour-lights", "tide-tables"):
        page = ada.get(f"/courses/{course}")
        assert (page.words.count("To read"), page.words.count(" Read ")) == (1, 1)
        assert "Continue" in page.words
    ada.get(TWO)
    ada.post(f"{TWO}/read")
    assert [key for _, key in marked(app)] == ["harbour-lights/two"]


def test_what_one_person_reads_is_not_read_by_another(app: Flask, ada: Browser, town: Town) -> None:
    ada.get(ONE)
    ada.post(f"{ONE}/read")
    other = Browser(app).sign_in(town.second_councillor)
    assert other.get("/courses/harbour-lights").words.count("To read") == 2


@pytest.mark.parametrize(
    ("status", "words"), [("in-preparation", "in preparation"), ("retired", "has been retired")]
)
def test_lessons_of_a_course_that_is_not_open_cannot_be_marked(
    app: Flask, ada: Browser, status: str, words: str
) -> None:
    with published(app, with_status(HARBOUR, status)):
        assert words in ada.get("/courses/harbour-lights").words
        assert "Mark as read" not in ada.get(ONE).words
        page = ada.post(f"{ONE}/read")
        assert page.status == 422
        assert "This course is not open" in page.words
    assert marked(app) == []


@pytest.mark.parametrize(
    "address",
    [
        "/courses/nothing",
        "/courses/harbour-lights/lessons/nothing",
        "/courses/nothing/lessons/one",
        "/courses/tide-tables/lessons/one",  # of the course it borrows from, and not borrowed
        "/paths/nothing",
        "/courses/harbour-lights/assessment/nothing",
        "/courses/nothing/assessment",
    ],
)
def test_what_is_not_in_the_catalogue_is_not_found(ada: Browser, address: str) -> None:
    assert ada.get(address).status == 404


def test_a_lesson_that_is_not_there_cannot_be_marked(app: Flask, ada: Browser) -> None:
    ada.get(ONE)
    assert ada.post("/courses/harbour-lights/lessons/nothing/read").status == 404
    assert marked(app) == []


@pytest.mark.parametrize("address", ["/courses", "/courses/harbour-lights", ONE, "/paths/to-sea"])
def test_courses_and_paths_need_signing_in(app: Flask, ada: Browser, address: str) -> None:
    page = Browser(app).get(address)
    assert (page.status, page.location) == (303, f"/sign-in?next={address}")


def test_a_path_shows_its_stages_with_how_far_one_is(ada: Browser) -> None:
    ada.get(ONE)
    ada.post(f"{ONE}/read")
    assert "19 minutes in all, 12 still to do." in ada.get("/courses/harbour-lights").words
    page = ada.get("/paths/to-sea")
    assert page.h1 == "To sea"
    assert "It is dark. About 12 minutes." in page.words
    assert "Started" in page.words
    assert "Not started" in page.words


def test_every_course_has_a_place_on_the_page_of_all(app: Flask, ada: Browser) -> None:
    with published(app, with_status(BORROWER, "in-preparation")):
        page = ada.get("/courses")
    assert "In preparation" not in ada.get("/courses").words
    open_now, _, later = page.words.partition("In preparation")
    assert "Harbour lights" in open_now
    assert "Tide tables" in later


def test_pages_to_study_ask_the_database_little(app: Flask, ada: Browser) -> None:
    pages = [ada.get(one) for one in ("/courses", "/courses/harbour-lights", ONE, "/paths/to-sea")]
    assert most_asked(app, *pages) <= 4
