"""What pages say of a lesson that the law changed: to who read it, and to nobody else."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.builders import Town
from tests.courses_by_hand import SLUG, a_course, a_lesson, published
from tests.page import Browser
from tests.study.test_changed_lessons import AFTER, BEFORE

TWO = a_lesson(SLUG, "two")
LESSON = f"/courses/{SLUG}/lessons/one"
WORDS = "The new act counts days differently. Please read it again; what you have shown still"


@pytest.fixture
def ada(app: Flask, browser: Browser, town: Town) -> Browser:
    """A councillor who read the lesson before the law changed."""
    visitor = browser.sign_in(town.councillor)
    with published(app, a_course(lessons=(BEFORE, TWO))):
        visitor.get(LESSON)
        visitor.post(f"{LESSON}/read")
    return visitor


def test_the_course_and_the_lesson_say_that_the_law_changed(app: Flask, ada: Browser) -> None:
    with published(app, a_course(lessons=(AFTER, TWO))):
        assert "Changed: read it again" in ada.get(f"/courses/{SLUG}").words
        lesson = ada.get(LESSON)
        assert "You read this before the law changed on 1 December 2026." in lesson.words
        assert WORDS in lesson.words
        assert "Mark as read and go on" in lesson.words
        ada.post(f"{LESSON}/read")
        assert "Changed: read it again" not in ada.get(f"/courses/{SLUG}").words
        assert WORDS not in ada.get(LESSON).words


def test_another_change_asks_nothing(app: Flask, ada: Browser) -> None:
    with published(app, a_course(lessons=(replace(BEFORE, revision="edited"), TWO))):
        page = ada.get(f"/courses/{SLUG}")
        assert "Changed: read it again" not in page.words
        assert "Read" in page.words


def test_who_never_read_it_is_told_nothing_of_the_change(
    app: Flask, browser: Browser, town: Town
) -> None:
    tomos = browser.sign_in(town.second_councillor)
    with published(app, a_course(lessons=(AFTER, TWO))):
        assert "Changed: read it again" not in tomos.get(f"/courses/{SLUG}").words
        assert WORDS not in tomos.get(LESSON).words
