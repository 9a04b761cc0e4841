"""Whom a raised requirement concerns reads of it on their own record before it begins."""

from datetime import timedelta

from flask import Flask

from learning.clock import day_in_words, day_of, now
from learning.database import transaction
from learning.people.actions import own_levels
from tests.builders import Town, some_evidence
from tests.page import Browser

LATER = day_of(now()) + timedelta(days=40)


def set_for_planners(app: Flask, town: Town, level: int) -> None:
    with app.app_context(), transaction() as session:
        own_levels.set_requirement(
            session,
            organisation_id=town.council,
            role="planning-officer",
            skill="digital-planning",
            level=level,
            starts_on=LATER,
            reason="Because",
            by=town.lead,
            at=now(),
        )


def test_a_rise_to_come_stands_on_the_record_of_those_it_concerns_alone(
    app: Flask, town: Town
) -> None:
    set_for_planners(app, town, 3)
    said = f"From {day_in_words(LATER)} Fernleigh Council expects level 3 of Digital planning"
    planner = Browser(app).sign_in(town.planner)
    page = planner.get("/record")
    assert said in page.words
    assert "It counts from that day, not before" in page.words
    assert page.statements <= 5  # BEGIN, and four that ask
    assert said not in Browser(app).sign_in(town.councillor).get("/record").words
    with app.app_context(), transaction() as session:
        some_evidence(session, town.planner, "digital-planning", 3)
    assert "You show it today." in planner.get("/record").words


def test_what_is_lowered_or_switched_off_is_no_rise(app: Flask, town: Town) -> None:
    for level in (1, 0):
        set_for_planners(app, town, level)
        assert "expects level" not in Browser(app).sign_in(town.planner).get("/record").words
