import csv
import io
from collections.abc import Sequence
from random import Random

import pytest
from flask import Flask

from learning.assessments.figures import FEWEST
from learning.catalogue.content import Question
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Course
from learning.database import transaction
from tests.assessments.attempts import Builder
from tests.builders import Town, a_person
from tests.courses_by_hand import a_check, a_course, a_question, published
from tests.page import Browser
from tests.statements import most_asked

EASY, HARD, SELDOM = a_question("easy"), a_question("hard"), a_question("seldom")
REVERSED = a_question("reversed")
ASKED = (EASY, HARD, REVERSED)


@pytest.fixture
def admin(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.administrator)


def ask(app: Flask, number: int, asked: Sequence[Question], *, first: int = 0) -> None:
    """So many people: all right in `easy`; the first half right in `hard`, not in `reversed`."""
    with app.app_context(), transaction() as session:
        builder = Builder(session, Random(first))
        builder.store(tuple(asked))
        for n in range(number):
            knows = n < number // 2
            right = {"easy": True, "hard": knows, "reversed": not knows}
            answers = {
                one.id: [["right-1"] if right.get(one.id) else [("wrong-1", "wrong-2")[n % 2]]]
                for one in asked
            }
            person = a_person(session, f"Learner {first + n}")
            builder.attempt(person, tuple(asked), answers=answers)


@pytest.fixture
def asked(app: Flask, town: Town) -> None:
    ask(app, FEWEST + 2, ASKED)
    ask(app, FEWEST - 1, (SELDOM,), first=100)


def rows(admin: Browser, address: str = "/admin/questions.csv") -> dict[str, dict[str, str]]:
    text = admin.client.get(address).text
    return {row["question"]: row for row in csv.DictReader(io.StringIO(text))}


def test_before_anybody_was_asked(admin: Browser) -> None:
    page = admin.get("/admin/questions")
    assert page.h1 == "Figures of questions"
    assert "0 questions" in page.words
    assert "No question matches" in page.words
    assert rows(admin) == {}
    assert 'href="/admin/questions"' in admin.get("/admin").text


def test_authors_read_how_hard_and_how_telling_each_question_is(
    admin: Browser, asked: None
) -> None:
    page = admin.get("/admin/questions")
    assert "4 questions" in page.words
    assert "12 100% Not defined" in page.words
    assert "Very easy" in page.words
    assert "Those who know more get it wrong" in page.words
    assert "Learner" not in page.text
    row = rows(admin)["reversed"]
    assert (row["attempts"], row["facility"], row["flags"]) == ("12", "0.5", "negative")
    assert float(row["discrimination"]) < 0
    assert row["choices"] == "right-1=6; wrong-1=3; wrong-2=3"
    assert rows(admin)["easy"]["discrimination"] == ""


def test_of_a_question_that_fewer_than_ten_were_asked_nothing_is_told(
    admin: Browser, asked: None
) -> None:
    assert "Fewer than 10" in admin.get("/admin/questions?check=awareness").words
    row = rows(admin)["seldom"]
    told = {name for name, value in row.items() if value and name not in {"checks", "course"}}
    assert told == {"question", "revision", "suppressed"}
    page = admin.get(f"/admin/questions/{question_revision(SELDOM)}")
    assert "Fewer than 10 people have been asked this question" in page.words
    assert "What people chose" not in page.words
    for address in ("/admin/questions?flag=too-hard", "/admin/questions?flag=never-chosen"):
        assert "seldom" not in admin.get(address).words


def test_one_question_shows_its_wording_and_what_was_chosen(admin: Browser, asked: None) -> None:
    page = admin.get(f"/admin/questions/{question_revision(HARD)}")
    assert page.h1 == "Figures of the question hard"
    assert "Fog comes in." in page.words
    assert "50% of the point on average" in page.words
    assert "Option right-1 of hard Right650%" in page.words
    assert "Option wrong-1 of hard325%" in page.words
    assert admin.get("/admin/questions/never-was").status == 404


def test_a_wording_of_today_is_told_from_an_earlier_one(
    app: Flask, admin: Browser, asked: None
) -> None:
    course = a_course(checks=(a_check(questions=(EASY, a_question("hard", text="Now\n\nWhat?"))),))
    with published(app, course):
        assert "wording of today" in admin.get(f"/admin/questions/{question_revision(EASY)}").words
        assert "earlier wording" in admin.get(f"/admin/questions/{question_revision(HARD)}").words
        words = admin.get("/admin/questions?course=harbour-lights").words
    assert "hardHarbour lights, check awareness, an earlier wording" in words


def ids(admin: Browser, address: str) -> list[str]:
    return list(rows(admin, address))


def test_filters_and_order_stand_in_the_address(admin: Browser, asked: None) -> None:
    top = "/admin/questions.csv"
    assert ids(admin, f"{top}?course=harbour-lights") == ["easy", "hard", "reversed", "seldom"]
    assert ids(admin, f"{top}?course=elsewhere") == []
    assert ids(admin, f"{top}?check=elsewhere") == []
    assert ids(admin, f"{top}?flag=too-easy") == ["easy"]
    assert ids(admin, f"{top}?sort=-facility") == ["easy", "hard", "reversed", "seldom"]
    page = admin.get("/admin/questions?flag=negative&sort=-facility")
    assert "2 questions," in page.words
    assert "/admin/questions.csv?flag=negative&amp;sort=-facility" in page.text


@pytest.mark.parametrize(
    "narrower", ["organisation=fernleigh", "from=2026-01-01", "as_at=2026-01-01", "tier=councillor"]
)
def test_nothing_narrows_a_question_to_fewer_people(
    admin: Browser, asked: None, narrower: str
) -> None:
    everything = admin.client.get("/admin/questions.csv").text
    assert admin.client.get(f"/admin/questions.csv?{narrower}").text == everything


def test_fifty_a_page(app: Flask, admin: Browser) -> None:
    ask(app, 1, [a_question(f"q-{n:02}") for n in range(53)])
    first, second = admin.get("/admin/questions"), admin.get("/admin/questions?page=2")
    assert "Page 1 of 2" in first.words
    assert "q-49" in first.words
    assert "q-50" not in first.words
    assert "q-52" in second.words


def test_pages_of_questions_ask_the_database_little(
    app: Flask, admin: Browser, asked: None, course: Course
) -> None:
    pages = [admin.get("/admin/questions"), admin.get("/admin/questions?sort=time")]
    pages.append(admin.get(f"/admin/questions/{question_revision(HARD)}"))
    pages.append(admin.get("/admin/questions.csv"))
    assert most_asked(app, *pages) <= 4
