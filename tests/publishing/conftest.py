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
from learning.people.models import Organisation
from learning.people.queries import all_facts
from tests.builders import Town, a_member, a_person, days_ago, some_evidence

PLANNERS = 24


@pytest.fixture
def month_end() -> date:
    """The newest that can be published."""
    return months.newest_closed(now() - SETTLED, day_of(now()), "England")


@pytest.fixture
def planners(app: Flask, town: Town, catalogue: Catalogue) -> list[int]:
    """Half of them have shown what planners need of two skills."""
    people = []
    with app.app_context(), transaction() as session:
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
