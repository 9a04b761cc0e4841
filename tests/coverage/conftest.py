"""The product's own report for tests that hold it to something else, and a busy council."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.database import transaction
from learning.people.models import Organisation
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.coverage.engine import Engine


@pytest.fixture
def engine(session: Session) -> Engine:
    return Engine(session)


@pytest.fixture
def busy(app: Flask, town: Town, catalogue: Catalogue) -> Town:
    """The town with twelve planners, some of whom have shown something."""
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(12):
            person = a_person(session, f"Planner {number}")
            a_member(session, catalogue, council, person, "planning-officer")
            if number % 3:
                some_evidence(session, person, "digital-planning", 2, shown_on=days_ago(200))
            if number % 4 == 0:
                some_evidence(session, person, "cyber-security", 1, months=12)
    return town
