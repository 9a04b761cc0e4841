"""The product's own report for tests that hold it to something else, and a busy council."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.coverage import kept
from learning.coverage.keeping_together import decide_alone
from learning.database import current_session, transaction
from learning.extensions import db
from learning.people.models import Organisation
from learning.people.queries import all_facts
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.coverage.engine import Engine
from tests.rows import Rows, built, put_back


@pytest.fixture
def engine(session: Session) -> Engine:
    return Engine(session)


@pytest.fixture(scope="session")
def built_planners(_app: Flask, built_town: tuple[Town, Rows]) -> Rows:
    """Twelve planners, some of whom have shown something: built once, as the town is."""
    town, rows = built_town
    catalogue: Catalogue = _app.extensions["catalogue"]

    def build() -> None:
        with _app.app_context(), transaction() as session:
            council = session.get_one(Organisation, town.council)
            for number in range(12):
                person = a_person(session, f"Planner {number}")
                a_member(session, catalogue, council, person, "planning-officer")
                if number % 3:
                    some_evidence(session, person, "digital-planning", 2, shown_on=days_ago(200))
                if number % 4 == 0:
                    some_evidence(session, person, "cyber-security", 1, months=12)

    return built(_app, rows, build=build)[1]


@pytest.fixture
def busy(built_planners: Rows, app: Flask, town: Town) -> Town:
    """The town with its planners."""
    with app.app_context():
        put_back(db.engine, built_planners)
    return town


def keep_month_ends(app: Flask, town: Town, catalogue: Catalogue, *, newest: int) -> list[date]:
    """Keeps these, and decides what they hide, as the worker does; oldest first."""
    with app.app_context():
        council = next(one for one in all_facts(current_session()) if one.slug == town.slug)
        first = kept.first_day(current_session(), council)
        days = kept.closed_month_ends(council, first, at=now())[-newest:]
        rows = [kept.figures_of(current_session(), council, day, at=now()) for day in days]
        with transaction() as session:
            session.add_all(rows)
        for day in days:
            decide_alone(council, day, catalogue)
    return days


@pytest.fixture
def decided(app: Flask, busy: Town, catalogue: Catalogue) -> Town:
    """The busy town with two month ends that a report viewer can read."""
    keep_month_ends(app, busy, catalogue, newest=2)
    return busy
