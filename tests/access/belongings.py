"""What a council and one of its people have that addresses name, each made as in service."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts.models import LinkRequest
from learning.assessments import adjustments
from learning.assessments.models import Adjustment
from learning.assignments import exempting, ruling
from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.claims.actions import acceptance, claims, completions
from learning.claims.rules.columns import Completion
from learning.claims.rules.files import proof
from learning.clock import day_of, now
from learning.doors import ApiScope
from learning.imports.actions import uploads
from learning.imports.models import PeopleImport
from learning.imports.rules.columns import layout
from learning.imports.rules.said import order_in
from learning.outcomes.actions import cases
from learning.outcomes.rules.cases import Words
from learning.oversight.actions import Chosen, make_extract
from learning.people.actions import organisations, places, registering, tokens
from learning.people.keys import ApiToken
from learning.people.models import (
    Address,
    HeldRole,
    Membership,
    MembershipPeriod,
    Sharing,
)
from learning.people.rules import Saying
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from learning.policies.actions import decide
from learning.policies.rules import Extract
from learning.publishing.actions import add_period
from learning.reorganisation.actions import drawing
from learning.spreadsheets.table import Row, Table
from tests.accounts.letterbox import imported
from tests.builders import LONG_AGO, days_ago
from tests.outcomes.asked import a_question, switch


def of_who_they_are(session: Session, member: Membership) -> tuple[int, int]:
    """An address of somebody's, and a question whether somebody who was imported is them."""
    address = session.scalars(select(Address.id).where(Address.person_id == member.person_id)).one()
    again = imported(session, member.organisation_id, "Once More", None)
    asked = LinkRequest(
        person_id=member.person_id,
        provisional_id=again.person_id,
        organisation_id=member.organisation_id,
        address_key="",
        asked_at=now(),
    )
    session.add(asked)
    session.flush()
    return address, asked.id


def what_is_dated(session: Session, member: Membership, lead: int) -> tuple[int, ...]:
    """The numbers of a membership's days, a role, time away, an exemption, and what is said."""
    about = {"organisation_id": member.organisation_id, "by": lead, "at": now()}
    away = places.pause(
        session, member, paused_from=days_ago(300), paused_until=days_ago(290), by=lead, at=now()
    )
    exempted = exempting.exempt(
        session,
        Exemption(
            organisation_id=member.organisation_id,
            person_id=member.person_id,
            path="new-councillor",
            authority="A committee",
            clause="",
            reason="It was asked for",
            starts_on=days_ago(0),
            ends_on=days_ago(-30),
            recorded_at=now(),
            recorded_by=lead,
        ),
        title="A path",
    )
    said = registering.say(session, Saying(name="Said Name"), person_id=member.person_id, **about)
    session.flush()
    mine = {"membership_id": member.id}
    period = session.query(MembershipPeriod).filter_by(**mine).one().id
    held = session.query(HeldRole).filter_by(**mine).order_by(HeldRole.id).first()
    return period, held.id, away.id, exempted.id, said.id


def a_rule(session: Session, catalogue: Catalogue, council: int, lead: int) -> int:
    """A standing rule of a council."""
    wanted = ruling.Rule(
        organisation_id=council,
        path="every-officer",
        role="all-staff",
        reason="Every officer works with residents' data.",
        starts_on=day_of(now()),
        within_days=60,
    )
    return ruling.make(
        session,
        wanted,
        ruling.Choices(),
        form_key="rule",
        catalogue=catalogue,
        by=lead,
        at=now(),
    ).id


def what_is_shared(session: Session, member: Membership) -> int:
    """What an administrator entered that the council shares with its partnership."""
    here = Sharing.organisation_id == member.organisation_id
    return session.scalars(select(Sharing.id).where(here)).one()


def more_time(session: Session, member: Membership, lead: int) -> int:
    """Extra time in checks that a council granted."""
    wanted = Adjustment(
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        extra=50,
        reason="It was asked for",
        starts_on=day_of(now()),
        recorded_at=now(),
        recorded_by=lead,
    )
    return adjustments.grant(session, wanted).id


def a_list(session: Session, member: Membership, lead: int, catalogue: Catalogue) -> int:
    """A list for group leaders that a council resolved to have."""
    here = member.organisation_id
    decide(
        session,
        Extract(resolved_on=days_ago(9), clause="Minute 1"),
        organisation_id=here,
        authority="Full Council",
        starts_on=day_of(now()),
        by=lead,
        at=now(),
    )
    return make_extract(
        session,
        Eyes(here, WHOLE, lead, catalogue),
        Chosen((member.person_code,), ("new-councillor",)),
        by_name="A lead",
        form_key="k",
        at=now(),
    )


def of_outcomes(session: Session, member: Membership, lead: int) -> tuple[int, int]:
    """A question to somebody, and a case of a result."""
    switch(session, member.organisation_id, on=True)
    words = Words(
        title="What changed",
        changed="Much.",
        figures="",
        source="",
        skills=("evaluation",),
        happened_on=days_ago(9),
        officer="An officer",
    )
    case = cases.write(
        session,
        member.organisation_id,
        "here",
        words,
        is_lead=True,
        form_key="k",
        by=lead,
        at=now(),
    )
    return a_question(session, member.person_id), case


def an_election(session: Session, member: Membership, lead: int) -> int:
    """Days before an election of a council."""
    period = add_period(
        session,
        organisation_id=member.organisation_id,
        starts_on=days_ago(-300),
        polling_on=days_ago(-330),
        election="By-election",
        by=lead,
        at=now(),
    )
    session.flush()
    return period.id


def a_token(session: Session, member: Membership, lead: int) -> int:
    """A token of a tool of a council's."""
    here = member.organisation_id
    wanted = tokens.Wanted("A tool", {ApiScope.COVERAGE}, days_ago(-30))
    tokens.make(session, wanted, organisation_id=here, form_key="k", by=lead, at=now())
    session.flush()
    return session.scalars(select(ApiToken.id).where(ApiToken.organisation_id == here)).one()


def of_prior_learning(session: Session, member: Membership, lead: int) -> tuple[int, int, int, int]:
    """A claim with a file, a rule, an upload and an import; the numbers of their addresses."""
    course = {"skill": "evaluation", "level": 1, "issuer": "An Academy"}
    here = {"organisation_id": member.organisation_id}
    asked = claims.Asked(
        **here,
        **course,
        shown_on=days_ago(9),
        title="Evaluation",
        description="A day",
        proof=proof("proof.pdf", b"%PDF-1.7"),
    )
    made = claims.claim(session, asked, person_id=member.person_id, form_key="k", at=now())
    rule = acceptance.add_rule(
        session,
        **here,
        **course,
        course="Evaluation",
        lasts_months=None,
        starts_on=day_of(LONG_AGO),
        by=lead,
        at=now(),
    )
    row = Completion(2, member.person_code, "Evaluation", "An Academy", "2026-01-05", "")
    sent = completions.upload(
        session, (row,), **here, name="rows.csv", month_first=False, by=lead, at=now()
    )
    return made.id, rule.id, sent.id, of_people(session, member, lead).id


def of_people(session: Session, member: Membership, lead: int) -> PeopleImport:
    """A file of people that a lead sent, not read yet."""
    table = Table(("reference", "name"), (Row(2, ("1", "Somebody")),))
    found = layout(table.header)
    sending = uploads.Sending(
        organisation_id=member.organisation_id,
        name="people.csv",
        table=table,
        layout=found,
        order=order_in(table.rows, found),
        day=day_of(now()),
        is_full=False,
        form_key="k",
    )
    return uploads.keep(session, sending, lease=True, by=lead, at=now())


def a_plan(session: Session, slug: str, member: Membership) -> str:
    """A reorganisation that leads of a council may read, with a new council after it."""
    new = organisations.open_organisation(
        session,
        slug=f"{slug}-next",
        name=f"After {slug.capitalize()}",
        nation="England",
        starts_on=days_ago(-100),
        by=None,
        at=now(),
    )
    sketch = drawing.Sketch(
        f"plan-of-{slug}", "A plan", days_ago(-100), (member.organisation_id,), (), (new.id,)
    )
    drawing.draw(session, sketch, form_key=slug, by=None, at=now()).shown_at = now()
    return sketch.slug
