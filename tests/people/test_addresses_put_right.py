"""Addresses that were kept with unseen marks are put right, and what cannot be is named."""

from typing import Any

from flask import Flask
from sqlalchemy import select, update

from learning.clock import now
from learning.database import current_session, transaction
from learning.migrating import migrations
from learning.people.models import Address, Membership, Particulars
from tests.accounts.letterbox import imported
from tests.builders import Town

STEP = "1796144400"
MARK = "\u200b"


def put_right(app: Flask) -> list[str]:
    with app.app_context(), transaction() as session:
        script: Any = migrations(app).script_directory.get_revision(STEP)
        said: list[str] = script.module.put_right(session.connection())
        return said


def code_of(app: Flask, person: int) -> str:
    with app.app_context():
        found = select(Membership.person_code).where(Membership.person_id == person)
        return current_session().scalars(found).one()


def test_ways_to_sign_in_lose_their_marks_unless_somebody_has_the_address(
    app: Flask, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        ada = {"written": f"Ada.{MARK}Merriweather@people.example ", "key": f"ada{MARK}"}
        session.execute(update(Address).where(Address.person_id == town.councillor).values(ada))
        clash = f"grace.okonjo@people.example{MARK}"
        values = {"written": clash, "key": clash}
        session.execute(update(Address).where(Address.person_id == town.planner).values(values))
    (said,) = put_right(app)
    assert f"/people/{code_of(app, town.planner)}: " in said
    assert "okonjo" not in said
    with app.app_context():
        rows = {row.person_id: row for row in current_session().scalars(select(Address))}
        right = rows[town.councillor]
        assert right.written == "Ada.Merriweather@people.example"
        assert right.key == "ada.merriweather@people.example"
        assert rows[town.planner].key == clash
    assert put_right(app) == [said]


def test_what_councils_say_loses_its_marks_unless_somebody_there_has_the_address(
    app: Flask, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        first = imported(session, town.council, "One", "one@fernleigh.example", at=now())
        second = imported(session, town.council, "Two", "two@fernleigh.example", at=now())
        third = imported(session, town.council, "Three", "three@fernleigh.example", at=now())
        people = (first.person_id, second.person_id, third.person_id)
        for person, address in zip(people, ("one", "three", ""), strict=True):
            marked = f"{MARK}{address}@fernleigh.example" if address else "three@fernleigh.example"
            values = {
                "address": marked,
                "address_key": marked,
                "manager_key": f"boss{MARK}@x.example",
            }
            session.execute(
                update(Particulars).where(Particulars.person_id == person).values(values)
            )
        code = second.person_code
    (said,) = put_right(app)
    assert said.startswith(f"/organisations/{town.slug}/people/{code}: ")
    with app.app_context():
        rows = {row.person_id: row for row in current_session().scalars(select(Particulars))}
        one, two, three = (rows[person] for person in people)
        assert (one.address, one.address_key) == ("one@fernleigh.example",) * 2
        assert two.address_key == f"{MARK}three@fernleigh.example"
        assert three.address_key == "three@fernleigh.example"
        assert {one.manager_key, two.manager_key, three.manager_key} == {"boss@x.example"}
