"""What an election changes of who is asked what, by when, and of what newcomers read first."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments import ruling
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.models import Membership, MembershipPeriod, Person
from tests.builders import Town
from tests.imports.made import apply
from tests.imports.test_election import (
    ARRIVE,
    IN,
    LEAVE,
    LOSES,
    RETURN,
    STAY,
    council,
    name,
    sent,
)
from tests.page import Browser

__all__ = ["council"]  # the fixture: a sitting council, and two of the term before
TODAY = day_of(now())
RULED_FROM = IN - timedelta(days=30)
Asked = dict[int, tuple[date, date | None]]  # member's number → (last day, lifted on)


@pytest.fixture
def ruled(app: Flask, council: Town, catalogue: Catalogue) -> Town:
    """Every councillor is asked within 60 days, everyone on scrutiny within 90."""
    with app.app_context(), transaction() as session:
        for path, role, days in (
            ("new-councillor", "councillor", 60),
            ("scrutiny-member", "scrutiny-member", 90),
        ):
            rule = ruling.Rule(
                organisation_id=council.council,
                path=path,
                role=role,
                reason=f"Full Council asks every {role}.",
                starts_on=RULED_FROM,
                within_days=days,
            )
            ruling.make(
                session,
                rule,
                ruling.Choices(),
                form_key=f"key {role}",
                catalogue=catalogue,
                by=council.lead,
                at=now(),
            )
    return council


def asked(app: Flask, path: str) -> Asked:
    """Who is or was asked by the rule, of those whose membership began last."""
    with app.app_context():
        rows = current_session().execute(
            select(Person.name, Assigned.due_on, Assigned.lifted_on)
            .join(Person, Person.id == Assigned.person_id)
            .join(Assignment, Assignment.id == Assigned.assignment_id)
            .join(Membership, Membership.id == Assigned.membership_id)
            .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
            .where(
                Assignment.path == path,
                Assigned.superseded_at.is_(None),
                MembershipPeriod.superseded_at.is_(None),
            )
        )
        return {int(who.removeprefix("Member Number")): (due, gone) for who, due, gone in rows}


def test_before_the_poll_the_rules_reach_the_old_council(app: Flask, ruled: Town) -> None:
    due = RULED_FROM + timedelta(days=60)
    assert asked(app, "new-councillor") == dict.fromkeys((*STAY, *LEAVE), (due, None))
    due = RULED_FROM + timedelta(days=90)
    assert asked(app, "scrutiny-member") == {LOSES: (due, None), 40: (due, None)}


def test_after_the_import_each_is_asked_what_their_seat_asks(
    app: Flask, lead: Browser, ruled: Town
) -> None:
    apply(lead, sent(lead))
    sat, sits = RULED_FROM + timedelta(days=60), IN + timedelta(days=60)
    assert asked(app, "new-councillor") == {
        **dict.fromkeys(STAY, (sat, None)),
        **dict.fromkeys(LEAVE, (sat, TODAY)),
        **dict.fromkeys((*ARRIVE, *RETURN), (sits, None)),
    }
    due = RULED_FROM + timedelta(days=90)
    assert asked(app, "scrutiny-member") == {LOSES: (due, TODAY), 40: (due, TODAY)}


def test_those_who_arrive_are_told_who_asks_and_by_when_and_those_who_leave_are_let_go(
    app: Flask, lead: Browser, ruled: Town
) -> None:
    with app.app_context():
        before = current_session().scalars(select(Notice.id)).all()
    apply(lead, sent(lead))
    told: dict[str, set[str]] = {}
    with app.app_context():
        rows = current_session().execute(
            select(Person.name, Notice.kind, Notice.body)
            .join(Person, Person.id == Notice.person_id)
            .where(Notice.id.not_in(before), Notice.kind.startswith("path."))
        )
        for who, kind, body in rows:
            told.setdefault(who, set()).add(kind)
            if kind == "path.assigned":
                assert "Full Council asks every councillor." in body
                assert day_in_words(IN + timedelta(days=60)) in body
    assert told == {
        **{name(number): {"path.assigned"} for number in (*ARRIVE, *RETURN)},
        **{name(number): {"path.lifted"} for number in (*LEAVE, LOSES)},
    }


def test_what_a_newcomer_is_asked_is_spread_over_weeks(
    app: Flask, lead: Browser, ruled: Town, catalogue: Catalogue
) -> None:
    apply(lead, sent(lead))
    with app.app_context():
        wanted = select(Person.id).where(Person.name == name(ARRIVE[0]))
        newcomer = current_session().scalars(wanted).one()
    page = Browser(app).sign_in(newcomer).get("/learning")
    assert "this week" in page.h1
    assert day_in_words(IN + timedelta(days=60)) in page.words
    path = catalogue.paths["new-councillor"]
    whole = sum(
        catalogue.courses[step.course].minutes_for(step.assessments)
        for step in path.steps_for(frozenset({"councillor"}))
        if catalogue.courses[step.course].is_live
    )
    assert whole > 60, "a path of less would need no plan"
    assert "Next week" in page.words
