"""Two people change what hangs together at the same moment: both deeds hold, or one is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.actions import entering, linking
from learning.accounts.models import LinkRequest
from learning.assignments.following import follow
from learning.assignments.models import Assigned
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.coverage import keeping
from learning.coverage.keeping_together import keep_together
from learning.coverage.models import MonthEndFigures, TogetherFigures
from learning.database import current_session, transaction
from learning.dated import amend
from learning.errors import Conflict, Refusal
from learning.imports.models import PeopleImport, Status
from learning.people.actions.identity import token_hash
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation, Person
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.models import TakenOver
from learning.reorganisation.queries.plans import plan_of
from learning.reorganisation.rules.plans import What
from tests.access.belongings import a_rule
from tests.accounts.letterbox import an_invited
from tests.at_once import at_once
from tests.builders import Town, an_organisation, days_ago
from tests.imports.made import address_of, adopted, apply, dry_run, row
from tests.page import Browser
from tests.staffing.changing import (
    TOP,
    another_lead,
    asked,
    held_of,
    page_of,
    period_of,
    rows,
)

SOON = days_ago(-7).isoformat()
ADA = "ada.merriweather@people.example"


@pytest.fixture
def lead(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.lead)


@pytest.fixture
def other(app: Flask, town: Town) -> Browser:
    return another_lead(app, town)


def deed(app: Flask, act: Callable[[Session], Any]) -> Callable[[], Any]:
    """What somebody does in a transaction of its own, or the refusal that they meet."""

    def run() -> Any:
        try:
            with app.app_context(), transaction() as session:
                return act(session)
        except Refusal as refusal:
            return refusal

    return run


def still_to_follow(app: Flask, catalogue: Catalogue) -> int:
    """How many rows what is asked differs from what the rules say."""
    with app.app_context(), transaction() as session:
        everybody = session.scalars(select(Membership.id)).all()
        return follow(session, everybody, catalogue=catalogue, by=None, at=now())


def of_planner(app: Flask, town: Town, what: str) -> str:
    return f"{page_of(app, town.planner)}/membership/{period_of(app, town.planner)}/{what}"


def test_a_rule_and_leave_of_somebody_it_asks(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    address = of_planner(app, town, "pauses/new")
    lead.get(address)
    away, made = at_once(
        app,
        lambda: lead.post(address, {"starts_on": days_ago(3).isoformat()}).status,
        deed(app, lambda session: a_rule(session, catalogue, town.council, town.lead)),
    )
    assert (away, type(made)) == (303, int)
    assert still_to_follow(app, catalogue) == 0


def test_a_rule_asks_whoever_is_given_its_role_meanwhile(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    period = f"{page_of(app, town.councillor)}/membership/{period_of(app, town.councillor)}"
    lead.get(f"{period}/roles/new")
    given = {"role": "planning-officer", "starts_on": days_ago(0).isoformat()}
    status, made = at_once(
        app,
        lambda: lead.post(f"{period}/roles/new", given).status,
        deed(app, lambda session: a_rule(session, catalogue, town.council, town.lead)),
    )
    assert (status, type(made)) == (303, int)
    assert still_to_follow(app, catalogue) == 0


def test_more_time_and_leave_of_one_person(
    app: Flask, lead: Browser, other: Browser, town: Town, catalogue: Catalogue
) -> None:
    (number,) = asked(app, town, catalogue, town.planner)
    with app.app_context():
        assignment = current_session().get_one(Assigned, number).assignment_id
    several, away = f"{TOP}/assignments/{assignment}/extend", of_planner(app, town, "pauses/new")
    lead.get(several)
    other.get(away)
    longer = {"assigned": [number], "reason": "Late", "due_on": days_ago(-60).isoformat()}
    both = at_once(
        app,
        lambda: lead.post(several, longer).status,
        lambda: other.post(away, {"starts_on": days_ago(3).isoformat()}).status,
    )
    assert both[1] == 303
    assert both[0] in (303, 409)  # leave that came first moved the day, and the lead is told
    assert still_to_follow(app, catalogue) == 0


@pytest.mark.parametrize("what", ["end", "roles/new"])
def test_an_import_and_a_lead_change_one_person(
    app: Flask, lead: Browser, other: Browser, town: Town, what: str
) -> None:
    adopted(app, town)
    seen = dry_run(lead, row("", email="samina.haque@people.example", roles="Planning manager"))
    address = of_planner(app, town, what)
    other.get(address)
    fields = {"role": "planning-manager", "starts_on": days_ago(0).isoformat(), "ends_on": SOON}
    imported, changed = at_once(
        app, lambda: apply(lead, seen).status, lambda: other.post(address, fields).status
    )
    assert {imported, changed} <= {303, 409, 422}
    assert 303 in (imported, changed)
    (stay,) = rows(app, MembershipPeriod, town.planner)
    held = rows(app, HeldRole, town.planner)
    assert len({(one.role, one.service) for one in held}) == len(held)
    if stay.ends_on is not None:
        assert all(one.ends_on is not None and one.ends_on <= stay.ends_on for one in held)


def test_of_two_who_correct_one_row_the_second_is_refused(app: Flask, town: Town) -> None:
    number = held_of(app, town.councillor, "scrutiny-member")

    def ended(days: int) -> Callable[[Session], int]:
        def act(session: Session) -> int:
            held = session.get_one(HeldRole, number)
            changed = amend(session, held, {"ends_on": days_ago(days)}, by=None, at=now())
            return changed.id

        return act

    both = at_once(app, deed(app, ended(-7)), deed(app, ended(-14)))
    assert sorted(type(one).__name__ for one in both) == ["Conflict", "int"]
    assert len(rows(app, HeldRole, town.councillor, role="scrutiny-member")) == 1


def test_an_invitation_is_accepted_while_its_record_is_said_to_be_somebodys(
    app: Flask, town: Town
) -> None:
    provisional, link = an_invited(app, "otmoor")

    def ask(session: Session) -> int:
        here = session.scalars(select(Organisation.id).where(Organisation.slug == "otmoor")).one()
        request = LinkRequest(
            person_id=town.councillor,
            provisional_id=provisional,
            organisation_id=here,
            address_key="",
            asked_at=now(),
        )
        session.add(request)
        session.flush()
        return request.id

    number = deed(app, ask)()

    def accept(session: Session) -> str:
        hashed = token_hash(link.rsplit("/", 1)[1])
        entering.accept(session, hashed, password_hash="chosen", at=now())
        return "accepted"

    def agree(session: Session) -> str:
        linking.agree(session, number, person_id=town.councillor, at=now())
        return "agreed"

    both = at_once(app, deed(app, accept), deed(app, agree))
    assert sum(isinstance(one, Conflict) for one in both) == 1
    with app.app_context():
        person = current_session().get_one(Person, provisional)
        assert (person.password_hash is None) == (person.linked_to is not None)


def test_what_two_successors_take_over_is_kept_of_both(app: Flask, town: Town) -> None:
    def draw(session: Session) -> tuple[int, int]:
        new = [an_organisation(session, name).id for name in ("north", "south")]
        sketch = drawing.Sketch("two", "Two", days_ago(-90), (town.council,), (), tuple(new))
        drawing.draw(session, sketch, form_key="k", by=None, at=now())
        return new[0], new[1]

    new = deed(app, draw)()

    def take(to: int) -> Callable[[], Any]:
        with app.app_context():
            plan = plan_of(current_session(), "two")
        assert plan is not None
        chosen = {(town.council, What.LEVELS)}
        return deed(
            app,
            lambda session: changing.take_over(session, plan, to, chosen, by=None, at=now()),
        )

    assert at_once(app, take(new[0]), take(new[1])) == [None, None]
    with app.app_context():
        assert len(current_session().scalars(select(TakenOver.id)).all()) == 2


KEEP: dict[str, Callable[[Catalogue], tuple[int, int]]] = {
    "figures": lambda catalogue: keeping.keep_figures(catalogue, at=now(), decided=0),
    "together": lambda catalogue: keep_together(catalogue, at=now(), newest=1, decided=0),
}


@pytest.mark.parametrize("what", KEEP)
def test_a_command_keeps_figures_beside_the_worker(
    app: Flask, town: Town, catalogue: Catalogue, what: str
) -> None:
    def keep() -> tuple[int, int]:
        with app.app_context():
            return KEEP[what](catalogue)

    both = at_once(app, keep, keep)
    with app.app_context():
        table = MonthEndFigures if what == "figures" else TogetherFigures
        assert sum(kept for kept, _ in both) == len(current_session().scalars(select(table)).all())
        assert keeping.differences(catalogue) == 0


@pytest.mark.parametrize("deed_of_other", ["cancel", "again"])
def test_an_import_is_applied_or_given_up_and_both_are_told_which(
    app: Flask, lead: Browser, town: Town, deed_of_other: str
) -> None:
    adopted(app, town)
    seen = dry_run(lead, row("P1", email="new@staff.example", name="New Comer"))
    tab, address = Browser(app).sign_in(town.lead), address_of(seen)
    tab.get(address)
    applied, other = at_once(
        app, lambda: apply(lead, seen), lambda: tab.post(f"{address}/{deed_of_other}")
    )
    with app.app_context():
        sent = current_session().scalars(select(PeopleImport)).one()
        came = current_session().scalar(select(Person.id).where(Person.name == "New Comer"))
    assert (applied.status == 303) == (came is not None) == (sent.status == Status.APPLIED)
    assert applied.status in (303, 409)
    if applied.status == 303 and deed_of_other == "cancel":
        assert other.status == 422
        assert "This import was applied already" in other.words
