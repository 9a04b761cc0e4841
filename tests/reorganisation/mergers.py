"""Fernleigh and Otmoor become Vale: a merger of a few people with everything that hangs on them."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.models import Invitation
from learning.assessments import adjustments
from learning.assessments.models import Adjustment
from learning.assignments import actions as assignments
from learning.assignments import exempting, ruling
from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.claims.actions import claims
from learning.clock import day_of, now
from learning.database import transaction
from learning.doors import ApiScope
from learning.imports.models import PeopleImport, Status
from learning.people.actions import organisations, own_levels, places, registering, tokens
from learning.people.actions.identity import token_hash
from learning.people.actions.restricting import restrict_to
from learning.people.models import Membership, Organisation
from learning.people.rules import Saying
from learning.policies.actions import decide
from learning.policies.rules import Purpose
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.queries.plans import plan_of
from learning.reorganisation.rules.plans import What
from tests.builders import Town, a_certificate, a_member, a_person, days_ago, some_evidence

SLUG = "vale-2027"
PATH = "new-councillor"
LINK = "the token in a letter"
CLASHES = "P 2"  # two people of two councils have this reference


@dataclass(frozen=True)
class Merger:
    """Fernleigh and Otmoor become Vale today."""

    app: Flask
    town: Town
    new: int
    twin: int
    due_on: date


def a_merger(app: Flask, town: Town, catalogue: Catalogue) -> Merger:
    at, due_on = now(), days_ago(-40)
    with transaction() as session:
        here = session.get_one(Organisation, town.council)
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        twin = a_person(session, "Twin Hatter")
        for council in (here, there):
            a_member(session, catalogue, council, twin, "councillor")
        mine = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        places.pause(
            session, mine, paused_from=days_ago(10), paused_until=days_ago(-20), by=None, at=at
        )
        some_evidence(session, twin, "cyber-security", 2)
        a_certificate(session, catalogue, twin)
        for council, person, reference in (
            (here, town.planner, "P 1"),
            (here, town.councillor, CLASHES),
            (there, town.other_lead, CLASHES),
        ):
            registering.say(
                session,
                Saying(name="Samina Haque", reference=reference, address="samina@there.example"),
                person_id=person,
                organisation_id=council.id,
                by=None,
                at=at,
            )
        own_levels.set_requirement(
            session,
            organisation_id=here.id,
            role="councillor",
            skill="cyber-security",
            level=3,
            starts_on=day_of(at),
            reason="Because",
            by=town.lead,
            at=at,
        )
        decide(
            session,
            Purpose(text="Results plan support."),
            organisation_id=here.id,
            authority="Full Council",
            starts_on=day_of(at),
            by=town.lead,
            at=at,
        )
        _asked(session, town, catalogue, due_on)
        _hanging_on(session, town)
        chief = session.scalars(select(Membership).where(Membership.person_id == town.chief)).one()
        restrict_to(session, chief, [town.lead], by=town.lead, at=at)
        new = organisations.open_organisation(
            session, slug="vale-council", name="Vale Council", nation="England",
            starts_on=day_of(at), by=None, at=at,
        )  # fmt: skip
        sketch = drawing.Sketch(SLUG, "Vale", day_of(at), (here.id, there.id), (), (new.id,))
        drawing.draw(session, sketch, form_key="k", by=None, at=at)
        plan = plan_of(session, SLUG)
        assert plan
        taken = [
            (here.id, what)
            for what in (What.LEVELS, What.RULES, What.PURPOSE, What.LEADS, What.PAST)
        ]
        changing.take_over(session, plan, new.id, taken, by=None, at=at)
        return Merger(app, town, new.id, twin, due_on)


def _asked(session: Session, town: Town, catalogue: Catalogue, due_on: date) -> None:
    """A path asked of councillors by name, one by a rule, and an exemption."""
    at = now()
    councillors = session.execute(
        select(Membership.id, Membership.person_id).where(
            Membership.organisation_id == town.council,
            Membership.person_id.in_((town.councillor, town.second_councillor)),
        )
    ).all()
    assignments.assign(
        session,
        assignments.Ask(
            organisation_id=town.council,
            path=catalogue.paths[PATH],
            people=tuple((row.id, row.person_id) for row in councillors),
            role="councillor",
            due_on=due_on,
            reason="Induction",
        ),
        form_key="ask",
        by=town.lead,
        at=at,
    )
    rule = ruling.Rule(
        organisation_id=town.council,
        path="every-officer",
        role="all-staff",
        reason="Every officer works with residents' data.",
        starts_on=day_of(at),
        within_days=60,
    )
    choices = ruling.Choices(apart={town.chief: None})  # left out
    ruling.make(session, rule, choices, form_key="rule", catalogue=catalogue, by=town.lead, at=at)
    exempting.exempt(
        session,
        Exemption(
            organisation_id=town.council,
            person_id=town.planner,
            path="every-officer",
            authority="A committee",
            clause="",
            reason="It was asked for",
            starts_on=day_of(at),
            ends_on=days_ago(-300),
            recorded_at=at,
            recorded_by=town.lead,
        ),
        title="A path",
    )
    member = session.scalars(select(Membership).where(Membership.person_id == town.planner)).one()
    assignments.follow_rules(session, memberships=[member.id], by=None, at=at, catalogue=catalogue)


def _hanging_on(session: Session, town: Town) -> None:
    """A claim that waits, extra time, a tool that reads figures, and files not applied yet."""
    at = now()
    asked = claims.Asked(
        organisation_id=town.council,
        skill="cyber-security",
        level=2,
        shown_on=days_ago(30),
        title="A course elsewhere",
        issuer="An academy",
        description="What I learned",
        proof=None,
    )
    claims.claim(session, asked, person_id=town.councillor, form_key="claim", at=at)
    adjustments.grant(
        session,
        Adjustment(
            person_id=town.planner,
            organisation_id=town.council,
            extra=50,
            reason="It was agreed",
            starts_on=day_of(at),
            recorded_at=at,
            recorded_by=town.lead,
        ),
    )
    wanted = tokens.Wanted("Warehouse", [ApiScope.COVERAGE], days_ago(-90))
    tokens.make(session, wanted, organisation_id=town.council, form_key="tool", by=town.lead, at=at)
    session.add(
        Invitation(
            person_id=town.second_councillor,
            organisation_id=town.council,
            address="second@there.example",
            token_hash=token_hash(LINK),
            mail_mark="mark",
            invited_at=at,
            invited_by=town.lead,
            expires_at=at + timedelta(days=14),
        )
    )
    session.add(
        PeopleImport(
            organisation_id=town.council,
            name="people.csv",
            rows="[]",
            row_count=0,
            day=day_of(at),
            is_full=False,
            status=Status.READY,
            uploaded_at=at,
            uploaded_by=town.lead,
            form_key="file",
        )
    )
