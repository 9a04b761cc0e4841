"""Reminders: the right one on the right day, each once, and none where there is nothing to do."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments import actions
from learning.assignments.exemptions import Exemption
from learning.assignments.reminding import remind, stage_of
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership
from tests.builders import Town, some_evidence

TODAY = date(2026, 11, 29)
LONG_BEFORE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (15, ""),
        (14, "soon 14"),
        (4, "soon 14"),
        (3, "soon 3"),
        (0, "soon 3"),
        (-1, "overdue 1"),
        (-7, "overdue 1"),
        (-8, "overdue 2"),
        (-15, "overdue 3"),
        (-22, "overdue 4"),
        (-400, "overdue 4"),
    ],
)
def test_each_day_has_its_reminder(left: int, stage: str) -> None:
    assert stage_of(TODAY + timedelta(days=left), LONG_BEFORE, TODAY) == stage


def test_whoever_was_just_asked_is_not_reminded_on_top() -> None:
    due_on = TODAY + timedelta(days=10)
    assert stage_of(due_on, TODAY, TODAY) == ""
    assert stage_of(due_on, TODAY, due_on - timedelta(days=2)) == "soon 3"


def ask(app: Flask, town: Town, catalogue: Catalogue, *, path: str = "new-councillor") -> date:
    """Both councillors, by a day in twenty days."""
    with app.app_context(), transaction() as session:
        due_on = day_of(now()) + timedelta(days=20)
        people = session.execute(
            select(Membership.id, Membership.person_id).where(
                Membership.person_id.in_([town.councillor, town.second_councillor])
            )
        )
        asked = actions.Ask(
            organisation_id=town.council,
            path=catalogue.paths[path],
            people=tuple((one.id, one.person_id) for one in people),
            role="councillor",
            due_on=due_on,
            reason="So that we all arrive.",
        )
        actions.assign(session, asked, form_key=path, by=town.lead, at=now())
        return due_on


def on(app: Flask, day: date) -> int:
    at = datetime.combine(day, now().timetz())
    with app.app_context(), transaction() as session:
        return remind(session, at=at)


def subjects(app: Flask, person: int) -> list[str]:
    with app.app_context():
        found = current_session().scalars(
            select(Notice.subject)
            .where(Notice.person_id == person, Notice.kind.in_(["path.due-soon", "path.overdue"]))
            .order_by(Notice.id)
        )
        return [one.split(",")[0].split(" (")[-1] for one in found]


def test_run_each_day_it_tells_six_times_at_most(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    due_on = ask(app, town, catalogue)
    for number in range(-20, 60):
        on(app, due_on + timedelta(days=number))
        if number % 9 == 0:
            assert on(app, due_on + timedelta(days=number)) == 0
    assert subjects(app, town.councillor)[:2] == ["Soon due", "Due in a few days"]
    assert len(subjects(app, town.councillor)) == 2 + 4


def test_nothing_is_told_of_what_is_done_exempt_lifted_or_asked_on_leave(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    due_on = ask(app, town, catalogue)
    with app.app_context(), transaction() as session:
        for skill in catalogue.skills:
            some_evidence(session, town.councillor, skill, 3)
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.second_councillor)
        ).one()
        places.pause(
            session,
            membership,
            paused_from=due_on - timedelta(days=1),
            paused_until=None,
            by=None,
            at=now(),
        )
    assert on(app, due_on - timedelta(days=14)) == 1  # leave has not begun
    assert on(app, due_on) == 0
    assert on(app, due_on + timedelta(days=1)) == 0
    with app.app_context():
        assert subjects(app, town.councillor) == []


def test_an_exemption_lifts_it_and_nobody_reminds(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    due_on = ask(app, town, catalogue)
    with app.app_context(), transaction() as session:
        session.add(
            Exemption(
                organisation_id=town.council,
                person_id=town.councillor,
                path="new-councillor",
                authority="Head of democratic services",
                clause="",
                reason="Took it elsewhere",
                starts_on=day_of(now()),
                ends_on=due_on + timedelta(days=100),
                recorded_at=now(),
                recorded_by=town.lead,
            )
        )
        ids = list(session.scalars(select(Membership.id)))
        actions.follow_rules(session, memberships=ids, by=town.lead, at=now())
    assert on(app, due_on) == 1
    assert subjects(app, town.councillor) == []


def test_two_assignments_of_one_path_remind_once_by_the_earlier_day(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    due_on = ask(app, town, catalogue)
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        later = actions.Ask(
            organisation_id=town.council,
            path=catalogue.paths["new-councillor"],
            people=((member.id, town.councillor),),
            role=None,
            due_on=due_on + timedelta(days=1),
            reason="Once more.",
        )
        actions.assign(session, later, form_key="later", by=town.lead, at=now())
    on(app, due_on)
    assert len(subjects(app, town.councillor)) == 1
