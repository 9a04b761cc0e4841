"""Being asked how sure one is: off until switched on, and seen by nobody else."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

import learning
from learning.assessments import remarking
from learning.assessments.models import Answer, AsksHowSure
from learning.assessments.remarking import Corrected
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Course
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import Door, marks_of
from learning.extensions import db
from tests.assessments.attempts import Builder
from tests.assessments.checks import begin, kept_answers, right_ones
from tests.builders import Town
from tests.courses_by_hand import a_question
from tests.page import Browser, Page
from tests.statements import most_asked

PICTURE = "/record/confidence"
HOUSE = Path(learning.__file__).parent


@pytest.fixture
def ada(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


def switch(browser: Browser, ask: str = "yes", **fields: str) -> Page:
    browser.get(PICTURE)
    return browser.post(PICTURE, {"ask": ask} | fields)


def said(app: Flask) -> list[int | None]:
    with app.app_context():
        return list(current_session().scalars(select(Answer.sure).order_by(Answer.id)))


def test_nobody_is_asked_who_did_not_switch_it_on(app: Flask, ada: Browser) -> None:
    attempt = begin(ada, "harbour-lights")
    page = ada.get(f"{attempt}/questions/1")
    assert "How sure are you?" not in page.words
    sent = {"answer": right_ones(page), "sure": "3"}
    assert ada.post(f"{attempt}/questions/1", sent).status == 303
    assert said(app) == [None]


def test_it_is_switched_on_where_a_check_begins_and_leads_back_there(ada: Browser) -> None:
    page = ada.get("/courses/harbour-lights/assessment")
    assert "Ask me how sure I am" in page.words
    sent = {"ask": "yes", "course": "harbour-lights", "assessment": "awareness"}
    assert ada.post(PICTURE, sent).location == "/courses/harbour-lights/assessment/awareness"
    page = ada.get("/courses/harbour-lights/assessment/awareness")
    assert "Each question now also asks how sure you are" in page.words
    assert "Stop asking me how sure I am" in page.words
    assert "How sure are you?" in ada.get(f"{begin(ada, 'harbour-lights')}/questions/1").words


@pytest.mark.parametrize("fields", [{"course": "never-was"}, {"assessment": "x", "course": ""}])
def test_it_leads_back_to_no_other_place(ada: Browser, fields: dict[str, str]) -> None:
    assert switch(ada, **fields).status == 404


def test_it_is_switched_on_and_off_from_the_record_twice_is_once(app: Flask, ada: Browser) -> None:
    assert PICTURE in ada.get("/record").text
    for ask, rows in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0)):
        assert switch(ada, ask).location == PICTURE
        with app.app_context():
            assert len(current_session().scalars(select(AsksHowSure)).all()) == rows
    page = switch(ada, "perhaps")
    assert page.status == 422
    assert "Choose whether you want to be asked" in page.words


def choices(page: Page) -> list[str]:
    return page.choices("sure")


def checked(page: Page) -> str:
    assert page.tree is not None
    boxes = [box for box in page.tree.iter("input") if box.get("name") == "sure"]
    return "".join(box.get("value", "") for box in boxes if "checked" in box.attrib)


def test_how_sure_is_kept_with_the_answer_and_changes_with_it(app: Flask, ada: Browser) -> None:
    switch(ada)
    address = f"{begin(ada, 'harbour-lights')}/questions/1"
    page = ada.get(address)
    assert choices(page) == ["1", "2", "3"]
    assert checked(page) == ""
    for sure in ("1", "3"):
        assert ada.post(address, {"answer": right_ones(page), "sure": sure}).status == 303
        assert checked(ada.get(address)) == sure
    assert said(app) == [1, 3]


def test_an_answer_is_kept_where_sureness_is_left_empty(app: Flask, ada: Browser) -> None:
    switch(ada)
    attempt = begin(ada, "harbour-lights")
    address = f"{attempt}/questions/1"
    chosen = right_ones(ada.get(address))
    assert ada.post(address, {"answer": chosen}).status == 303
    assert ada.post(address, {"answer": chosen, "sure": ""}).status == 303
    assert said(app) == [None, None]
    assert sorted(kept_answers(app, attempt)[0]) == sorted(chosen)


@pytest.mark.parametrize("sure", ["0", "4", "sure", "1 or 2", "³"])
def test_sureness_of_another_kind_is_refused_beside_its_choices(
    app: Flask, ada: Browser, sure: str
) -> None:
    switch(ada)
    address = f"{begin(ada, 'harbour-lights')}/questions/1"
    page = ada.post(address, {"answer": right_ones(ada.get(address)), "sure": sure})
    assert page.status == 422
    assert "Choose how sure you are from this page, or leave it empty" in page.words
    assert 'href="#sure"' in page.text
    assert " checked" in page.text  # the answer that was chosen
    assert said(app) == []


def test_the_tables_take_no_other_sureness(app: Flask, ada: Browser) -> None:
    address = f"{begin(ada, 'harbour-lights')}/questions/1"
    ada.post(address, {"answer": right_ones(ada.get(address))})
    with app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.scalars(select(Answer)).one().sure = 4


QUESTIONS = tuple(a_question(f"q-{n}") for n in range(12))


def has_said(app: Flask, person: int, sure: int, *, right: int, of: int, **more: object) -> None:
    """An attempt of which so many answers are right, all so sure."""
    asked = QUESTIONS[:of]
    with app.app_context(), transaction() as session:
        builder = Builder(session, Random(f"{person} {sure}"))
        builder.store(asked)
        answers = {one.id: [["right-1" if n < right else "wrong-1"]] for n, one in enumerate(asked)}
        builder.attempt(person, asked, answers=answers, sure=sure, **more)


def test_the_picture_says_in_words_and_bars_how_often_one_was_right(
    app: Flask, town: Town, ada: Browser
) -> None:
    assert "you have not said of any answer how sure you were" in ada.get(PICTURE).words
    has_said(app, town.councillor, 3, right=9, of=12)
    has_said(app, town.councillor, 1, right=2, of=4, day=1)
    has_said(app, town.councillor, 2, right=2, of=12, day=2, open_still=True)
    has_said(app, town.second_councillor, 2, right=12, of=12)
    page = ada.get(PICTURE)
    assert "When you were sure, you were right about 8 times in 10." in page.words
    assert "Sure 9 of 12 75%" in page.words
    assert "When you were guessing: too few answers yet, 4 of the 10 it takes." in page.words
    assert "When you were fairly sure: too few answers yet, 0 of the 10" in page.words
    assert page.text.count("<svg") == 1
    assert most_asked(app, page) <= 4


def test_the_picture_follows_a_correction_in_the_learners_favour(
    app: Flask, town: Town, ada: Browser
) -> None:
    has_said(app, town.councillor, 3, right=0, of=10)
    assert "you were right 0 times in 10" in ada.get(PICTURE).words
    wrong = QUESTIONS[0]
    right = [one.model_copy(update={"right": one.id == "wrong-1"}) for one in wrong.options]
    corrected = wrong.model_copy(update={"options": tuple(right)})
    made = Corrected("harbour-lights", "key", corrected, frozenset({question_revision(wrong)}), "")
    with app.app_context(), transaction() as session:
        remarking.correct(session, made, at=now())
    assert "you were right 1 time in 10" in ada.get(PICTURE).words


def test_a_result_shows_the_picture_to_those_who_said_how_sure_they_were(
    app: Flask, town: Town, ada: Browser
) -> None:
    attempt = begin(ada, "harbour-lights")
    address = f"{attempt}/questions/1"
    ada.post(address, {"answer": right_ones(ada.get(address))})
    ada.post(f"{attempt}/submit")
    assert "How sure you were" not in ada.get(attempt).words
    switch(ada)
    again = begin(ada, "harbour-lights")
    address = f"{again}/questions/1"
    question = ada.get(address)
    ada.post(address, {"answer": right_ones(question), "sure": "3"})
    ada.post(f"{again}/submit")
    page = ada.get(again)
    assert "How sure you were, and how often you were right" in page.words
    assert "Sure 1 of 1 Too few answers yet" in page.words
    start = ada.get("/courses/harbour-lights/assessment")
    assert most_asked(app, question, page, start) <= 4


def test_switched_off_what_was_said_stays_for_ones_own_eyes(
    app: Flask, town: Town, ada: Browser
) -> None:
    has_said(app, town.councillor, 3, right=9, of=12)
    switch(ada)
    switch(ada, "no")
    assert "When you were sure, you were right about 8 times in 10" in ada.get(PICTURE).words


READERS = {
    "assessments/confidence.py",  # the person's own picture
    "assessments/queries.py",  # puts it with the question of its person
    "assessments/views/taking.py",  # shows it
}


def test_nothing_reads_sureness_but_what_shows_it_to_its_person() -> None:
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "sure"
        and isinstance(node.ctx, ast.Load)
        and not (isinstance(node.value, ast.Name) and node.value.id == "form")
    }
    assert found == READERS


def test_whole_rows_of_answers_and_the_questions_of_attempts_are_read_by_their_person_alone() -> (
    None
):
    """Both hold sureness, so nothing outside checks may take them, but the file of one's own."""
    own_file = "home/exports/parts.py"  # every statement there is of the person who asks
    for path in HOUSE.rglob("*.py"):
        name = path.relative_to(HOUSE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "learning.assessments.models":
                taken = {alias.name for alias in node.names}
                assert "Answer" not in taken or name.startswith(("assessments/", own_file)), name
            if isinstance(node, ast.Attribute) and node.attr == "asked_in":
                assert name.startswith(("assessments/", "demo/")), name
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "select":
                whole = [arg for arg in node.args if getattr(arg, "id", "") == "Answer"]
                assert not whole, name


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_no_page_or_file_of_leads_viewers_or_administrators_asks_for_sureness(
    app: Flask, town: Town, ada: Browser
) -> None:
    has_said(app, town.councillor, 3, right=9, of=12)
    opened = 0
    for person in (town.lead, town.reviewer, town.partnership_reviewer, town.administrator):
        browser = Browser(app).sign_in(person)
        with statements(app) as sent:
            for address in for_others(app):
                opened += browser.get(address).status == 200
        assert sent
        assert not [one for one in sent if "sure" in one]
    assert opened >= 12
    with statements(app) as sent:
        ada.get(PICTURE)
    assert [one for one in sent if "answer.sure" in one]  # the test would see it


def for_others(app: Flask) -> list[str]:
    """Every page and file that is about others, of this council and partnership."""
    names = {"organisation": "fernleigh", "partnership": "vale"}
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            door = marks_of(app.view_functions[rule.endpoint]).door
            of_others = "GET" in rule.methods and door not in (Door.PUBLIC, Door.SIGNED_IN)
            if of_others and rule.arguments <= set(names):
                values = {name: names[name] for name in rule.arguments}
                found.append(adapter.build(rule.endpoint, values))
    return found
