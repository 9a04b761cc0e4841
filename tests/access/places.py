"""Two councils with everything that an address can name."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from learning.assignments import actions as assignments
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import transaction
from learning.people.actions import organisations
from learning.people.models import (
    Appointment,
    Membership,
    Organisation,
)
from tests.access.belongings import (
    a_list,
    a_plan,
    a_rule,
    a_token,
    an_election,
    more_time,
    of_outcomes,
    of_prior_learning,
    of_who_they_are,
    what_is_dated,
    what_is_shared,
)
from tests.builders import LONG_AGO, Town, a_certificate, days_ago, some_evidence
from tests.page import Browser

COURSE = "cyber-security-essentials"


@dataclass(frozen=True)
class Place:
    """One council with what its addresses name."""

    organisation: str
    partnership: str
    code: str
    assignment: int
    attempt: str
    appointment: int
    sitting: int
    claim: int
    rule: int
    upload: int
    imported: int
    certificate: str
    adjustment: int
    address: int
    question: int
    period: int
    held: int
    away: int
    exemption: int
    particulars: int
    standing: int
    extract: int
    asked: int
    case: int
    election: int
    sharing: int
    token: int
    plan: str


def two_places(app: Flask, town: Town, catalogue: Catalogue) -> tuple[Place, Place]:
    """This council and the other, each with an assignment, an attempt and a partnership."""
    attempts, sittings = {}, {}
    for person in (town.councillor, town.stranger):
        browser = Browser(app).sign_in(person)
        browser.get("/self-assessment")
        sittings[person] = int(browser.post("/self-assessment").location.split("/")[2])
        browser.get(f"/courses/{COURSE}")
        attempts[person] = browser.post(f"/courses/{COURSE}/assessment").location.split("/")[2]
    with app.app_context(), transaction() as session:
        moors = organisations.open_partnership(
            session, slug="moors", name="Otmoor Partnership", by=None, at=LONG_AGO
        )
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        organisations.share(
            session,
            partnership_id=moors.id,
            organisation_id=there.id,
            starts_on=day_of(LONG_AGO),
            by=None,
            at=LONG_AGO,
        )
        found = []
        for slug, partnership, person, lead in (
            ("fernleigh", "vale", town.councillor, town.lead),
            ("otmoor", "moors", town.stranger, town.other_lead),
        ):
            member = session.scalars(select(Membership).where(Membership.person_id == person)).one()
            asked = assignments.assign(
                session,
                assignments.Ask(
                    organisation_id=member.organisation_id,
                    path=catalogue.paths["new-councillor"],
                    people=((member.id, person),),
                    role="councillor",
                    due_on=days_ago(-30),
                    reason=f"Induction of {slug.capitalize()}",
                ),
                form_key=f"key of {slug}",
                by=lead,
                at=now(),
            )
            appointment = session.scalars(
                select(Appointment.id).where(Appointment.person_id == lead)
            ).one()
            some_evidence(session, person, "evaluation", 1)
            addressed = (asked.id, attempts[person], appointment, sittings[person])
            prior = of_prior_learning(session, member, lead)
            shown = a_certificate(session, catalogue, person).code
            extra = more_time(session, member, lead)
            known = of_who_they_are(session, member)
            dated = what_is_dated(session, member, lead)
            standing = a_rule(session, catalogue, member.organisation_id, lead)
            place = (
                slug,
                partnership,
                member.person_code,
                *addressed,
                *prior,
                shown,
                extra,
                *known,
                *dated,
                standing,
                a_list(session, member, lead, catalogue),
                *of_outcomes(session, member, lead),
                an_election(session, member, lead),
                what_is_shared(session, member),
                a_token(session, member, lead),
                a_plan(session, slug, member),
            )
            found.append(Place(*place))
    return found[0], found[1]
