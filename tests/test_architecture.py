import re
import tomllib

import pytest
from flask import Flask
from sqlalchemy import event

from learning import create_app
from learning.catalogue.checks import published_ids
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import Base, transaction
from learning.doors import Door, marks_of
from learning.extensions import db
from learning.people.actions import identity
from tests.builders import Town, some_evidence
from tests.databases import settings_for
from tests.page import Browser


def test_every_route_wears_a_door(app: Flask) -> None:
    doors = {rule.endpoint: marks_of(app.view_functions[rule.endpoint]) for rule in rules(app)}
    assert len(doors) > 30
    assert {marks.door for marks in doors.values()} == set(Door)


def rules(app: Flask) -> list:
    return list(app.url_map.iter_rules())


def test_a_view_without_a_door_opens_to_nobody(database_url: str) -> None:
    app = create_app(settings_for(database_url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/made-up", "made_up", lambda: "open to everyone")
    with pytest.raises(TypeError, match="wears no door mark"):
        marks_of(app.view_functions["made_up"])
    page = Browser(app).get("/made-up")
    assert page.status == 500
    assert "open to everyone" not in page.text


def test_doors_to_a_council_name_it_in_the_address(app: Flask) -> None:
    named = {
        Door.MEMBER: "organisation",
        Door.LEARNING_LEAD: "organisation",
        Door.COVERAGE: "organisation",
        Door.PARTNERSHIP: "partnership",
        Door.TOKEN: "organisation",
    }
    for rule in rules(app):
        door = marks_of(app.view_functions[rule.endpoint]).door
        if rule.endpoint == "api.organisations":  # says which council the token is of
            continue
        if door in named:
            assert named[door] in rule.arguments, rule
        elif door is not Door.PUBLISHED and {"organisation", "partnership"} & rule.arguments:
            pytest.fail(f"{rule} names a council and its door does not ask for it")


def test_relationships_never_load_by_themselves() -> None:
    for mapper in Base.registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy == "raise", relationship


def test_lists_come_in_an_order_of_their_own(app: Flask, town: Town) -> None:
    """SQLite can turn round every order that no statement asks for: no page may change."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("only SQLite can turn its orders round")
        with transaction() as session:
            for number in range(12):
                somebody = identity.add_person(
                    session,
                    name="Same Name",
                    address=f"same{number}@people.example",
                    by=None,
                    at=now(),
                )
                some_evidence(session, somebody.id, "evaluation", 1 + number % 3)
        engine = db.engine

    def turn(connection: object, *_: object) -> None:
        connection.execute("PRAGMA reverse_unordered_selects = ON")  # type: ignore[attr-defined]

    def turn_back(connection: object, *_: object) -> None:
        connection.execute("PRAGMA reverse_unordered_selects = OFF")  # type: ignore[attr-defined]

    usual = pages_of(app, town)
    event.listen(engine, "checkout", turn)
    event.listen(engine, "checkin", turn_back)
    try:
        turned = pages_of(app, town)
    finally:
        event.remove(engine, "checkout", turn)
        event.remove(engine, "checkin", turn_back)
    assert usual == turned


def pages_of(app: Flask, town: Town) -> list[list[str]]:
    found = []
    for person, addresses in {
        town.councillor: ("/learning", "/record", "/told", "/courses", "/paths/new-councillor"),
        town.lead: (
            "/organisations/fernleigh/people",
            "/organisations/fernleigh/people.csv",
            "/organisations/fernleigh/evidence.csv",
            "/organisations/fernleigh/requirements.csv",
            "/organisations/fernleigh/assignments",
            "/organisations/fernleigh/coverage",
            "/organisations/fernleigh/coverage.csv",
        ),
        town.reviewer: ("/organisations/fernleigh/coverage",),
        town.partnership_reviewer: ("/partnerships/vale/coverage",),
        town.administrator: ("/admin", "/admin/appointments/new"),
    }.items():
        browser = Browser(app).sign_in(person)
        for address in addresses:
            page = browser.get(address)
            assert page.status == 200, address
            # A report says the minute it was asked in, and minutes pass.
            words = re.sub(r"As known at [^.]*\.", "", page.words) if page.is_html else page.text
            found.append([address, words])
    return found


def test_no_public_id_vanishes(app: Flask, catalogue: Catalogue) -> None:
    courses = app.extensions["settings"].courses
    register = tomllib.loads((courses / "register.toml").read_text("utf-8"))
    assert register["ids"]
    assert set(register["ids"]) <= set(published_ids(catalogue))
