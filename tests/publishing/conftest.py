"""A council with enough planners to say something of, and figures that are closed."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.coverage import kept
from learning.coverage.latest import SETTLED
from learning.coverage.rules import months
from learning.database import transaction
from learning.extensions import db
from learning.people.models import Organisation
from learning.people.queries import all_facts
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser
from tests.publishing.press import check, send
from tests.rows import Rows, built, put_back

PLANNERS = 24
World = tuple[list[int], Rows]  # the planners, and the rows that came with them


@pytest.fixture
def month_end() -> date:
    """The newest that can be published."""
    return newest_month_end()


def newest_month_end() -> date:
    return months.newest_closed(now() - SETTLED, day_of(now()), "England")


@pytest.fixture(scope="session")
def built_planners(_app: Flask, built_town: tuple[Town, Rows]) -> World:
    """Built once, as the town is: half of them have shown what planners need of two skills."""
    town, rows = built_town
    catalogue: Catalogue = _app.extensions["catalogue"]

    def build() -> list[int]:
        people = []
        with _app.app_context(), transaction() as session:
            council = session.get_one(Organisation, town.council)
            for number in range(PLANNERS):
                people.append(a_person(session, f"Planner {number}"))
                a_member(session, catalogue, council, people[-1], "planning-officer")
                if number % 2:
                    for skill in ("digital-planning", "cyber-security"):
                        shown_on, at = days_ago(200), now() - timedelta(days=200)
                        some_evidence(session, people[-1], skill, 3, shown_on=shown_on, at=at)
            work_out_two_months(session, catalogue, council.id)
        return people

    return built(_app, rows, build=build)


@pytest.fixture
def planners(built_planners: World, app: Flask, town: Town) -> list[int]:
    """They stand in the town, and the newest two month ends are worked out."""
    people, rows = built_planners
    with app.app_context():
        put_back(db.engine, rows)
    return list(people)


@pytest.fixture(scope="session")
def built_statements(
    _app: Flask, built_town: tuple[Town, Rows], built_planners: World
) -> tuple[Rows, Rows]:
    """Statement 1, of the newest month end for everybody, and 2, of the same for leads."""
    (town, rows), (_, more) = built_town, built_planners

    def publish(audience: str, *before: Rows) -> Rows:
        def build() -> None:
            browser = Browser(_app).sign_in(town.lead)
            assert send(browser, check(town, newest_month_end(), audience)).status == 303

        return built(_app, rows, more, *before, build=build)[1]

    for_everybody = publish("no-name")
    return for_everybody, publish("leads", for_everybody)


@pytest.fixture
def stated(built_statements: tuple[Rows, Rows], app: Flask, planners: list[int]) -> Rows:
    """The newest month end is published for everybody, as statement 1; what is there for leads."""
    for_everybody, for_leads = built_statements
    with app.app_context():
        put_back(db.engine, for_everybody)
    return for_leads


@pytest.fixture
def stated_twice(app: Flask, stated: Rows) -> None:
    """And for leads, as statement 2."""
    with app.app_context():
        put_back(db.engine, stated)


def work_out_two_months(session: Session, catalogue: Catalogue, council_id: int) -> None:
    """As the worker does at night: the figures of month ends, and what the newest two hide."""
    session.flush()
    council = next(one for one in all_facts(session) if one.id == council_id)
    closed = kept.not_kept(session, council, at=now())
    session.add_all(closed)
    session.flush()
    for month_end in (one.month_end for one in closed[-2:]):
        profiles = kept.work_out(session, council, month_end)
        names = kept.decide(session, council, month_end, profiles, catalogue)
        kept.keep_decision(session, council_id, month_end, names)


def an_hour_ago() -> datetime:
    """Known to what is published from now on, and to nothing that was published before."""
    return now() - SETTLED
