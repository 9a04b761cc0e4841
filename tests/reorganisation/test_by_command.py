"""A merger from the plan to its undoing, by the command, with everything that hangs on people."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.coverage.queries import Question, profiles_of
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import organisations, places
from learning.people.models import (
    Appointment,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Restriction,
    Sharing,
)
from learning.people.standing import Kind
from learning.reorganisation import working
from learning.reorganisation.actions import changing
from learning.reorganisation.models import MovedPlace, ReorganisationRun
from learning.reorganisation.queries.plans import plan_of
from learning.reorganisation.rules.plans import State
from learning.reorganisation.rules.whither import Fate, Whither
from tests.builders import a_member, a_person, days_ago
from tests.page import Browser
from tests.reorganisation.mergers import SLUG, Merger


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=["reorganise", SLUG, *words])


def asked_of(session: Session, council: int) -> set[tuple[int, str, date, date, bool]]:
    """(person, path, first asked, last day, waits) of what a council asks now."""
    rows = session.execute(
        select(Assigned, Assignment.path)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .where(
            Assignment.organisation_id == council,
            Assigned.superseded_at.is_(None),
            Assigned.why != "left",
        )
    )
    return {
        (row.person_id, path, row.asked_on, row.due_on, row.lifted_on is not None)
        for row, path in rows
    }


def test_a_merger_from_the_plan_to_its_undoing(inside: Merger, catalogue: Catalogue) -> None:
    merger = inside
    app, town, today = merger.app, merger.town, day_of(now())
    session = current_session()
    asked = asked_of(session, town.council)
    assert len(asked) >= 3
    yesterday = profiles_of(session, Question((town.council,), days_ago(1), now()))
    told = session.scalar(select(func.count()).select_from(Notice))

    looked = run(app)
    assert looked.exit_code == 0, looked.output
    assert "Nothing has been changed" in looked.output
    assert session.scalar(select(func.count()).select_from(ReorganisationRun)) == 0

    steps = working.carry_out(SLUG, catalogue=catalogue, at_once=3)
    next(steps), next(steps)
    steps.close()  # cut off after the first few people
    session.close()
    assert plan_of(session, SLUG).state is State.STARTED
    done = run(app, "--apply")
    assert done.exit_code == 0, done.output
    assert "Every count adds up." in done.output
    moved = session.scalar(select(func.count()).select_from(MovedPlace))
    again = run(app, "--apply")
    assert again.exit_code == 0, again.output
    session.close()
    assert session.scalar(select(func.count()).select_from(MovedPlace)) == moved

    assert asked <= asked_of(session, merger.new)
    new = asked_of(session, merger.new) - asked
    assert {(person, path) for person, path, *_ in new} == {(town.other_lead, "every-officer")}
    assert not {one for one in asked_of(session, town.council) if not one[4]}
    twin = session.scalars(
        select(Membership).where(
            Membership.person_id == merger.twin, Membership.organisation_id == merger.new
        )
    ).all()
    assert len(twin) == 1
    assert session.get_one(Organisation, town.council).ends_on == today
    shares = select(Sharing.ends_on).where(Sharing.superseded_at.is_(None))
    assert session.scalars(shares).all() == [today]
    said = session.execute(
        select(Particulars.person_id, Particulars.reference).where(
            Particulars.organisation_id == merger.new
        )
    ).all()
    # What two people would have in one council is left empty for both.
    assert dict(map(tuple, said)) == {
        town.planner: "P 1", town.councillor: None, town.other_lead: None
    }  # fmt: skip
    marked = session.execute(
        select(Restriction.lead_id, Membership.person_id)
        .join(Membership, Membership.id == Restriction.membership_id)
        .where(Membership.organisation_id == merger.new)
    ).all()
    assert marked == [(town.lead, town.chief)]
    lead = select(Appointment.kind).where(
        Appointment.person_id == town.lead, Appointment.organisation_id == merger.new
    )
    assert session.scalars(lead).all() == [Kind.LEARNING_LEAD]
    people = session.scalar(
        select(func.count(Membership.person_id.distinct())).where(
            Membership.organisation_id == merger.new
        )
    )
    # Each person once, who asks newly, and whoever made a token and sent a file.
    assert session.scalar(select(func.count()).select_from(Notice)) == told + people + len(new) + 2
    assert profiles_of(session, Question((town.council,), days_ago(1), now())) == yesterday

    undone = run(app, "--undo")
    assert undone.exit_code == 0, undone.output
    session.close()
    assert asked_of(session, town.council) == asked
    assert not {one for one in asked_of(session, merger.new) if not one[4]}
    assert session.get_one(Organisation, town.council).ends_on is None
    assert plan_of(session, SLUG).state is State.DRAWN
    assert run(app, "--undo").exit_code == 1  # nothing is left to undo
    once_more = run(app, "--apply")
    assert once_more.exit_code == 0, once_more.output


def test_undoing_is_refused_where_it_would_lose_what_was_done_since(
    inside: Merger, catalogue: Catalogue
) -> None:
    merger = inside
    app, town = merger.app, merger.town
    assert run(app, "--apply").exit_code == 0
    with transaction() as session:
        new = session.get_one(Organisation, merger.new)
        a_member(session, catalogue, new, a_person(session, "New Comer"), "councillor",
                 starts_on=day_of(now()), at=now())  # fmt: skip
        twin = session.scalars(
            select(Membership).where(
                Membership.person_id == merger.twin, Membership.organisation_id == merger.new
            )
        ).one()
        places.pause(
            session, twin, paused_from=day_of(now()), paused_until=None, by=town.lead, at=now()
        )
    refused = run(app, "--undo")
    assert refused.exit_code == 1
    assert "1 person joined Vale Council" in refused.output
    assert "1 person: their days away has changed since" in refused.output
    with transaction() as session:
        newcomer = select(Membership.id).where(
            Membership.organisation_id == merger.new,
            Membership.id.not_in(select(MovedPlace.membership_id)),
        )
        session.execute(
            update(MembershipPeriod)
            .where(MembershipPeriod.membership_id.in_(newcomer))
            .values(superseded_at=now())
        )
    assert run(app, "--undo", "--losing-changes").exit_code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vests_on": timedelta(days=3)}, "from vesting day on"),
        ({"fate": Fate.STAYS}, "ends, so nobody can stay there"),
        ({"kind": "everybody"}, "nobody says where they go"),
        ({"nation": "Wales"}, "different nations"),
        ({"ends_on": -5}, "has ended already"),
        ({"service": "no-such-service"}, "there is no service"),
    ],
)
def test_a_plan_that_is_wrong_says_what_has_to_be_put_right(
    inside: Merger, change: dict[str, Any], said: str
) -> None:
    merger = inside
    with transaction() as session:
        plan = plan_of(session, SLUG)
        assert plan
        here = merger.town.council
        line = {"council": here, "kind": "everybody", "value": "", "by": None, "at": now()}
        if "vests_on" in change:
            changing.redate(session, plan, days_ago(-3), by=None, at=now())
        if "fate" in change:
            changing.direct(session, plan, **line, whither=Whither(change["fate"]))
        if "kind" in change:
            changing.undirect(session, plan, **line)
        if "nation" in change:
            session.get_one(Organisation, here).nation = change["nation"]
        if "ends_on" in change:
            session.get_one(Organisation, here).ends_on = days_ago(5)
        if "service" in change:
            service = line | {"kind": "service", "value": change["service"]}
            changing.direct(session, plan, **service, whither=Whither(Fate.GOES, merger.new))
    refused = run(merger.app, "--apply")
    assert refused.exit_code == 1
    assert said in refused.output


def test_administrators_draw_a_plan_and_leads_see_what_comes_of_it(
    merger: Merger, catalogue: Catalogue
) -> None:
    admin = Browser(merger.app).sign_in(merger.town.administrator)
    page = admin.get(f"/admin/reorganisations/{SLUG}")
    assert "go to Vale Council" in page.text
    sent = admin.post(
        f"/admin/reorganisations/{SLUG}/list",
        {"file": _file("council,person,goes_to\nfernleigh,P1,vale-council\nfernleigh,X,ends\n")},
    )
    assert sent.status == 422
    assert "Row 3: nobody of fernleigh has the code, reference or address “X”" in sent.text
    sent = admin.post(
        f"/admin/reorganisations/{SLUG}/list",
        {"file": _file("council,person,goes_to\nfernleigh,P1,ends\n")},
    )
    assert sent.status == 303
    assert "1 by the list" in admin.get(f"/admin/reorganisations/{SLUG}").text
    lead = Browser(merger.app).sign_in(merger.town.lead)
    assert lead.get("/organisations/fernleigh/reorganisations/vale-2027/vale-council").status == 404
    assert admin.post(f"/admin/reorganisations/{SLUG}/show").status == 303
    shown = lead.get("/organisations/fernleigh/reorganisations/vale-2027/vale-council")
    assert "Figures without names" in shown.text
    assert "Hidden" in shown.text
    with merger.app.app_context(), transaction() as session:
        organisations.appoint(
            session,
            person_id=merger.town.lead,
            kind=Kind.LEARNING_LEAD,
            organisation_id=session.scalars(
                select(Organisation.id).where(Organisation.slug == "otmoor")
            ).one(),
            starts_on=day_of(now()),
            by=None,
            at=now(),
        )
    exact = lead.get("/organisations/fernleigh/reorganisations/vale-2027/vale-council")
    assert "Figures without names" not in exact.text
    assert "things" in exact.text
    assert exact.statements <= 11  # SQLite's own BEGIN among them
    assert run(merger.app, "--apply").exit_code == 0
    assert "Where we come from" in lead.get("/organisations/vale-council/reorganisations").text
    done = admin.get(f"/admin/reorganisations/{SLUG}")
    assert "Nothing has changed since that undoing would lose" in done.text
    late = admin.post(f"/admin/reorganisations/{SLUG}/day", {"vests_on": "2030-04-01"})
    assert late.status == 422
    assert "has been carried out" in late.text


def _file(text: str) -> Any:
    return io.BytesIO(text.encode()), "list.csv"
