from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from learning.assignments import actions as assignments
from learning.assignments import exempting
from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Course, Path
from learning.clock import day_in_words, now
from learning.database import transaction
from learning.evidence.models import Evidence
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import Town, a_member, days_ago, some_evidence
from tests.courses_by_hand import a_check, a_course, a_path, published, with_status
from tests.page import Browser
from tests.statements import most_asked

LIGHTS = a_course("lights", checks=(a_check("lights"),))
KNOTS = a_course(
    "knots", checks=(a_check("knots", gives=[{"skill": "online-conduct", "level": 2}]),)
)
TO_SEA = a_path("to-sea", "lights", "knots", roles=("mayor",))
KNOTS_ONLY = a_path("knots-only", "knots", roles=("mayor",))


@pytest.fixture
def ada(app: Flask, browser: Browser, town: Town) -> Iterator[Browser]:
    with published(app, LIGHTS, KNOTS, paths=(TO_SEA, KNOTS_ONLY)):
        yield browser.sign_in(town.councillor)


def ask(
    app: Flask, person_id: int, by: int, *, path: Path = TO_SEA, due: int = 30, council: int = 0
) -> None:
    """As asked some weeks ago, so that the day may have gone by."""
    with app.app_context(), transaction() as session:
        of_person = session.query(Membership).filter_by(person_id=person_id)
        places = of_person.order_by(Membership.id).all()
        place = places[council]
        assignments.assign(
            session,
            assignments.Ask(
                organisation_id=place.organisation_id,
                path=path,
                people=((place.id, person_id),),
                role=None,
                due_on=days_ago(-due),
                reason="So that we all arrive.",
            ),
            form_key=f"{path.slug}-{due}-{council}",
            by=by,
            at=now() - timedelta(days=60),
        )


def closed(app: Flask) -> list[Course]:
    """Every course of the catalogue, in preparation."""
    courses = app.extensions["catalogue"].courses.values()
    return [with_status(course, "in-preparation") for course in courses]


def evidence(app: Flask, person_id: int, skill: str, level: int, *, left: int | None) -> None:
    with app.app_context(), transaction() as session:
        piece: Evidence = some_evidence(session, person_id, skill, level, shown_on=days_ago(40))
        piece.expires_on = None if left is None else days_ago(-left)


def test_the_first_thing_to_do_stands_first_with_who_asks_it_and_why(
    app: Flask, ada: Browser, town: Town
) -> None:
    ask(app, town.councillor, town.lead)
    page = ada.get("/learning")
    assert page.h1 == "Hello Ada. Two things to do this week."
    assert "Lesson 1 of 2: Lesson one, 7 minutes" in page.words
    by = day_in_words(days_ago(-30))
    assert f"Fernleigh Council asks you to do this by {by}. So that we all arrive." in page.words
    assert "Asked by Lowri Bevan." in page.words
    assert 'href="/courses/lights/lessons/one">Start' in page.text
    assert "19 minutes in all are left of this course: you can finish it this week." in page.words
    assert "Also this week Knots, 19 minutes" in page.words
    assert "Past that day" not in page.words


def test_what_is_due_earliest_comes_first_and_past_its_day_says_so(
    app: Flask, ada: Browser, town: Town
) -> None:
    ask(app, town.councillor, town.lead)
    ask(app, town.councillor, town.lead, path=KNOTS_ONLY, due=-2)
    page = ada.get("/learning")
    first, _, following = page.words.partition(" Also this week ")
    assert "Knots" in first
    assert first.count("Past that day") == 1
    assert "Lights" in following
    assert "Past that day" not in following.partition("Also useful")[0]


def test_two_councils_ask_for_a_course_that_stands_once(
    app: Flask, ada: Browser, town: Town, catalogue
) -> None:
    with app.app_context(), transaction() as session:
        other = session.query(Organisation).filter_by(slug=town.other_slug).one()
        a_member(session, catalogue, other, town.councillor, "councillor")
    ask(app, town.councillor, town.lead, path=KNOTS_ONLY)
    ask(app, town.councillor, town.other_lead, path=KNOTS_ONLY, council=1)
    page = ada.get("/learning")
    assert "Fernleigh Council asks you" in page.words
    assert "Otmoor Council asks you" in page.words
    assert page.text.count("/courses/knots") == 1


def test_an_attempt_half_done_is_what_to_go_on_with(app: Flask, ada: Browser, town: Town) -> None:
    ask(app, town.councillor, town.lead, path=KNOTS_ONLY)
    ada.get("/courses/knots/assessment")
    attempt = ada.post("/courses/knots/assessment").location.partition("/questions")[0]
    page = ada.get("/learning")
    assert "begun, your answers are kept" in page.words
    assert f'href="{attempt}">Continue' in page.text


def test_with_nothing_to_do_the_page_says_so(app: Flask, ada: Browser, town: Town) -> None:
    with published(app, *closed(app)):
        page = ada.get("/learning")
    assert page.h1 == "Hello Ada. You have nothing to do."
    assert "Everything that is open and asked of you is done." in page.words
    assert "are being written" in page.words


def test_with_nothing_asked_what_a_role_needs_is_offered(app: Flask, ada: Browser) -> None:
    useful = a_path("useful", "lights", roles=("scrutiny-member",))
    with published(app, *closed(app), LIGHTS, paths=(useful,)):
        page = ada.get("/learning")
    assert page.h1 == "Hello Ada. Nothing is asked of you today."
    assert "Useful next: It is dark." in page.words


def test_what_was_shown_is_done_and_what_runs_out_soon_is_said(
    app: Flask, ada: Browser, town: Town
) -> None:
    ask(app, town.councillor, town.lead)
    evidence(app, town.councillor, "cyber-security", 2, left=90)
    evidence(app, town.councillor, "digital-scrutiny", 1, left=91)
    page = ada.get("/learning")
    again = page.words.partition("To look at again")[2]
    assert f"at level 2 counts until {day_in_words(days_ago(-90))}" in again
    assert "questions" in again
    assert "at level 1 counts until" not in again
    assert "Lights" in again.partition("Done")[2]


def test_the_record_says_needed_shown_and_until_when(app: Flask, ada: Browser, town: Town) -> None:
    evidence(app, town.councillor, "cyber-security", 1, left=400)
    evidence(app, town.councillor, "online-conduct", 2, left=None)
    evidence(app, town.councillor, "technology-enabled-care", 1, left=0)
    page = ada.get("/record")
    assert "Part way: level 1" in page.words  # a councillor needs level 2
    assert day_in_words(days_ago(-400)) in page.words
    assert "For good" in page.words
    assert "(ran out)" in page.words
    assert "Not yet shown" in page.words


def test_ones_own_view_is_on_the_record_and_does_not_count(
    app: Flask, ada: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "cyber-security", 4, source="self-assessment")
    page = ada.get("/record")
    assert page.words.count("Level 4") == 1  # under "Your own view"
    assert "Your own view stands beside what you have shown, and counts in no figure." in page.words
    assert "Part way" not in page.words


def test_the_record_is_nobody_elses(app: Flask, ada: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.second_councillor, "cyber-security", 3)
    assert "level 3" not in ada.get("/record").words


def test_what_one_was_told_stands_on_its_page(ada: Browser, app: Flask, town: Town) -> None:
    ask(app, town.councillor, town.lead)
    page = ada.get("/told")
    assert "You are asked to take: To sea" in page.words
    assert ada.get("/told?page=0").status == ada.get("/told?page=x").status == 200


def test_the_pages_of_ones_own_ask_the_database_little(
    app: Flask, ada: Browser, town: Town
) -> None:
    ask(app, town.councillor, town.lead)
    evidence(app, town.councillor, "cyber-security", 1, left=30)
    pages = [ada.get(address) for address in ("/learning", "/record", "/told", "/")]
    assert most_asked(app, *pages) <= 4


def spare(app: Flask, town: Town, *, clause: str = "", until: int = 40) -> None:
    """Fernleigh exempts Ada from a path that it asks of her."""
    with app.app_context(), transaction() as session:
        exempting.exempt(
            session,
            Exemption(
                organisation_id=town.council,
                person_id=town.councillor,
                path=TO_SEA.slug,
                authority="Democratic Services Committee",
                clause=clause,
                reason="Sailed for years.",
                starts_on=days_ago(0),
                ends_on=days_ago(-until),
                recorded_at=now(),
                recorded_by=town.lead,
            ),
            title="To sea",
        )
        place = session.query(Membership).filter_by(person_id=town.councillor).one()
        catalogue = app.extensions["catalogue"]
        assignments.follow_rules(
            session, memberships=[place.id], by=town.lead, at=now(), catalogue=catalogue
        )


def test_who_is_exempt_sees_from_what_until_when_and_why(
    app: Flask, ada: Browser, town: Town
) -> None:
    ask(app, town.councillor, town.lead)
    assert "You need not take" not in ada.get("/learning").words
    spare(app, town, clause="Minute 42")
    page = ada.get("/learning")
    assert (
        f"You need not take {TO_SEA.title}, until {day_in_words(days_ago(-40))}"
        "Fernleigh Council does not ask it of you: Sailed for years."
        " Allowed by Democratic Services Committee, Minute 42."
    ) in page.words
    assert page.h1.endswith("Nothing is asked of you today.")
    assert "asks you to do this" not in page.words
    assert "/courses/lights" not in page.text
    assert most_asked(app, page) <= 4


def test_an_exemption_that_ended_or_of_a_council_that_somebody_left_is_not_shown(
    app: Flask, ada: Browser, town: Town
) -> None:
    spare(app, town)
    assert "Allowed by Democratic Services Committee." in ada.get("/learning").words
    with app.app_context(), transaction() as session:
        (one,) = session.query(Exemption).filter(Exemption.superseded_at.is_(None))
        one.starts_on, one.ends_on = days_ago(9), days_ago(0)
    assert "You need not take" not in ada.get("/learning").words
    with app.app_context(), transaction() as session:
        (one,) = session.query(Exemption).filter(Exemption.superseded_at.is_(None))
        one.ends_on = days_ago(-9)
        place = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.change_membership_days(
            session, place, starts_on=days_ago(500), ends_on=days_ago(0), by=None, at=now()
        )
    assert "You need not take" not in ada.get("/learning").words


def test_everybody_finds_what_their_council_has_published(ada: Browser, town: Town) -> None:
    statements = f"/organisations/{town.slug}/statements"
    assert f'href="{statements}"' in ada.get("/").text
    assert ada.get(statements).status == 200
