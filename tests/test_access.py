"""Every route by every kind of person: what is not theirs does not exist."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.accounts.models import LinkRequest
from learning.assessments import adjustments
from learning.assessments.models import Adjustment, QuestionVersion
from learning.assignments import actions as assignments
from learning.assignments import exempting, ruling
from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.claims.actions import acceptance, claims, completions
from learning.claims.rules.columns import Completion
from learning.claims.rules.files import proof
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import ApiScope, Door, marks_of
from learning.imports.actions import uploads
from learning.imports.models import PeopleImport
from learning.imports.rules.columns import layout
from learning.imports.rules.said import order_in
from learning.notices.letters import unsubscribe_address
from learning.outcomes.actions import cases
from learning.outcomes.rules.cases import Words
from learning.oversight.actions import Chosen, make_extract
from learning.people.actions import organisations, places, registering, tokens
from learning.people.keys import ApiToken
from learning.people.models import (
    Address,
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Person,
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
from tests.builders import LONG_AGO, Town, a_certificate, days_ago, some_evidence
from tests.outcomes.asked import a_question, switch
from tests.page import Browser, Page

COURSE = "cyber-security-essentials"
KINDS = (
    "nobody",
    "councillor",
    "planner",
    "lead",
    "reviewer",
    "partnership_reviewer",
    "administrator",
    "other_lead",
)
STARTING = ("/courses/<course>/assessment", "/courses/<course>/prove")
WITHOUT_A_COUNCIL = {"partnership_reviewer", "administrator"}  # they learn nowhere
OPEN, SIGN_IN, NOT_FOUND, FORBIDDEN = "opens", "sign in first", "not found", "forbidden"
NO_TOKEN = "a token first"  # whoever is signed in: programs have tests of their own
GONE = "a link or code that opens nothing"
# Who gets through a door of this council or partnership; everybody else finds nothing.
LET_IN = {
    Door.MEMBER: {"councillor", "planner", "lead", "reviewer"},
    Door.LEARNING_LEAD: {"lead"},
    Door.COVERAGE: {"lead", "reviewer"},
    Door.PARTNERSHIP: {"partnership_reviewer"},
    Door.ADMINISTRATOR: {"administrator"},
}
OF_A_CLAIM = (
    "claims.my_claim",
    "claims.my_file",
    "claims.withdraw_claim",
    "claims.claim",
    "claims.claim_file",
    "claims.accept_claim",
    "claims.decline_claim",
)
OF_AN_IMPORT = ("result", "apply", "again", "leavers", "say_order", "cancel", "rows_with_errors")
OF_AN_UPLOAD = ("claims.dry_run", "claims.apply_completions", "claims.rows_left_out")
OF_A_QUESTION = ("outcomes.question", "outcomes.answer", "outcomes.take_back")
OF_A_CASE = ("outcomes.result", "outcomes.correct_case", "outcomes.decide_case")
OF_AN_EXTRACT = ("oversight.extract", "oversight.extract_csv")
# What is somebody's own: for everybody else, leads included, it does not exist.
OWN = (
    "/is-this-you/",
    "/record/addresses/<int",
    "/attempts/",
    "/self-assessment/<int:number>",
    "/record/claims/<",
    "/record/outcomes/<",
    "/certificates/",
)
STATEMENTS = "/organisations/<organisation>/statements"
# Badges and line managers are off here, and nothing is published; their own tests switch them on.
NOBODYS = (
    f"{STATEMENTS}/<int:number>",
    "/badges/",
    "/learning/reports",
    "/certificates/<certificate>.json",
    "/certificates/<certificate>.jwt",
)
# What opens for whoever brings a link or a code: nobody does here; their own tests do.
BROUGHT = (
    "/invitation",
    "/invitations/<token>",
    "/invitation/join",
    "/invitation/decline",
    "/recover/<token>",
    "/recover/password",
    "/code/passphrase",
    "/record/addresses/new/<token>",
    "/confirmations/<mark>",
)
OF_AN_ADDRESS = ("accounts.put_address_first", "accounts.remove_address")
OF_A_PERIOD = ("give_role", "pause", "membership_days", "end_membership")
STATUSES = {
    OPEN: {200, 303, 422},
    GONE: {410},
    SIGN_IN: {303},
    NOT_FOUND: {404},
    FORBIDDEN: {403},
    NO_TOKEN: {401},
}
OF_A_SITTING = ("question", "keep_answer", "look_over", "finish")
OF_HERE = ("Ada Merriweather", "Samina Haque", "Harjit Sandhu", "Fernleigh")
OF_THERE = ("Una Quayle", "Wilfred Doyle", "Otmoor")


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


@pytest.fixture
def both(app: Flask, town: Town, catalogue: Catalogue) -> tuple[Place, Place]:
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


def as_kind(app: Flask, town: Town, kind: str) -> Browser:
    browser = Browser(app)
    return browser if kind == "nobody" else browser.sign_in(getattr(town, kind))


def addresses(app: Flask, method: str, place: Place) -> list[tuple[str, Door, str]]:
    """(rule, door, address) of every route that knows the method, filled in for a council."""
    number = {
        "assignments.assignment": place.assignment,
        "assessments.end_adjustment": place.adjustment,
        "claims.end_rule": place.rule,
        "assignments.rule": place.standing,
        "assignments.end_rule": place.standing,
        **dict.fromkeys(OF_A_CLAIM, place.claim),
        **dict.fromkeys(OF_AN_UPLOAD, place.upload),
        **dict.fromkeys(OF_AN_ADDRESS, place.address),
        "accounts.is_this_you": place.question,
    }
    number |= {f"staffing.{name}": place.period for name in OF_A_PERIOD}
    number |= dict.fromkeys(("staffing.role_days", "staffing.end_role"), place.held)
    number |= dict.fromkeys(("staffing.pause_days", "staffing.end_pause"), place.away)
    number |= {"staffing.end_exemption": place.exemption, "staffing.particulars": place.particulars}
    number |= {"staffing.extend_several": place.assignment}
    number |= {f"imports.{name}": place.imported for name in OF_AN_IMPORT}
    number |= dict.fromkeys(OF_AN_EXTRACT, place.extract)
    number |= dict.fromkeys(OF_A_QUESTION, place.asked)
    number |= dict.fromkeys(OF_A_CASE, place.case)
    number |= {"publishing.take_back_election": place.election, "api.revoke_token": place.token}
    number |= {"comparing.end": place.sharing}
    number |= {f"self_assessments.{name}": place.sitting for name in OF_A_SITTING}
    values = {
        "organisation": place.organisation,
        "council": place.organisation,
        "plan": place.plan,
        "successor": f"{place.organisation}-next",
        "partnership": place.partnership,
        "code": place.code,
        "attempt_id": place.attempt,
        "certificate": place.certificate,
        "issuer": place.organisation,
        "key": "0123456789ab",
        "course": COURSE,
        "lesson": "pause-and-check",
        "assessment": app.extensions["catalogue"].courses[COURSE].assessments[0].id,
        "path": "new-councillor",
        "kind": "overdue",
        "paper": "before-you-click",
        "name": "another-door.svg",
        "place": 1,
        "skill": "cyber-security",
        "year": 2025,
        "revision": asked_once(app),
        "mark": "a-link-that-nobody-was-sent",
        "deed": "decline",
        "token": "a-link-that-nobody-was-sent",
        "role": "planning-officer",
        "decision": "load",
        "signed": unsubscribing(app),
        "ending": "json",
        "file": "figures.csv",
    }
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                mine = values | {"number": number.get(rule.endpoint, place.appointment)}
                unknown = rule.arguments - set(mine)
                assert not unknown, f"teach this test to fill in {unknown} of {rule}"
                built = app.url_map.bind("localhost").build(
                    rule.endpoint, {name: mine[name] for name in rule.arguments}, method=method
                )
                door = marks_of(app.view_functions[rule.endpoint]).door
                found.append((rule.rule, door, built))
    return found


def asked_once(app: Flask) -> str:
    """A question that somebody was asked, by its revision."""
    with app.app_context():
        return current_session().scalar(select(func.min(QuestionVersion.revision))) or ""


def unsubscribing(app: Flask) -> str:
    """The signed part of somebody's address for stopping optional e-mail."""
    with app.app_context():
        person = current_session().scalar(select(func.min(Person.id))) or 0
    return unsubscribe_address(app.extensions["settings"], person).rpartition("/")[2]


def expected(door: Door, rule: str, kind: str, *, ours: bool) -> str:
    """What somebody of this council, or the other council's lead, meets at an address."""
    if kind == "nobody" and door not in (Door.PUBLIC, Door.PUBLISHED, Door.TOKEN):
        return SIGN_IN
    if rule.startswith(OWN + NOBODYS):  # certificates too, while nobody agreed to show them
        is_own = ours and kind == "councillor" and not rule.startswith(NOBODYS)
        return OPEN if is_own else NOT_FOUND
    if door is Door.PUBLISHED:  # the list, while nothing is published: its people's alone
        door = Door.MEMBER
    if door in (Door.PUBLIC, Door.SIGNED_IN, Door.TOKEN):
        return NO_TOKEN if door is Door.TOKEN else OPEN
    if door is Door.ADMINISTRATOR:
        return OPEN if kind == "administrator" else FORBIDDEN
    if kind == "other_lead":
        theirs = (Door.LEARNING_LEAD, Door.COVERAGE, Door.MEMBER)
        return OPEN if not ours and door in theirs else NOT_FOUND
    return OPEN if ours and kind in LET_IN[door] else NOT_FOUND


def met(door: Door, rule: str, kind: str, *, ours: bool) -> str:
    """The same, where nobody brought the link or the code that an address asks for."""
    what = expected(door, rule, kind, ours=ours)
    return GONE if rule in BROUGHT and what == OPEN else what


def is_as_expected(page: Page, what: str, told: str) -> None:
    assert page.status in STATUSES[what], (told, what, page.status)
    if what == SIGN_IN:
        assert page.location.startswith("/sign-in"), told
    elif page.status == 303:
        assert not page.location.startswith("/sign-in"), told


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_opens_to_its_people_alone(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    foreign = OF_HERE if kind == "other_lead" else OF_THERE
    for place in both:
        for rule, door, address in addresses(app, "GET", place):
            page = browser.get(address)
            what = met(door, rule, kind, ours=place is both[0])
            is_as_expected(page, what, f"{kind} GET {address}")
            if door is not Door.ADMINISTRATOR:
                said = page.text.replace(address, "")
                leaked = [name for name in foreign if name in said]
                assert not leaked, (kind, address, leaked)


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_works_for_its_people_alone_and_with_its_token(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    for place in both:
        for rule, door, address in addresses(app, "POST", place):
            if rule in {"/sign-out", "/attempts/<attempt_id>/submit"}:
                continue  # each ends what the others need; tested below
            if rule.startswith(f"{STATEMENTS}/<int:number>/restate"):
                continue  # nothing is published here; it has tests of its own
            if rule == "/unsubscribe/<signed>":
                continue  # mail programs post it without a form: the signed address is the key
            what = met(door, rule, kind, ours=place is both[0])
            without = browser.client.post(address)
            to_all = (Door.SIGNED_IN, Door.PUBLIC)
            refused = 400 if door in to_all else next(iter(STATUSES[what]))
            if what in (OPEN, SIGN_IN):
                refused = 400 if what == OPEN else 303
            assert without.status_code == refused, f"{kind} POST {address} without its token"
            if rule == "/admin/appointments/<int:number>/end" and what == OPEN:
                continue
            if rule.startswith(STARTING) and kind in WITHOUT_A_COUNCIL:
                what = FORBIDDEN
            is_as_expected(browser.post(address), what, f"{kind} POST {address}")


@pytest.mark.parametrize("kind", ["nobody", "councillor"])
def test_what_ends_something_needs_its_token_too(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    mine, other = both
    assert browser.client.post("/sign-out").status_code == 400
    if kind == "councillor":
        assert browser.client.post(f"/attempts/{mine.attempt}/submit").status_code == 400
        assert browser.post(f"/attempts/{other.attempt}/submit").status == 404
        assert browser.post(f"/attempts/{mine.attempt}/submit").status == 303
    assert browser.post("/sign-out").status == 303


def test_an_assignment_of_this_council_does_not_exist_under_the_others_address(
    app: Flask, town: Town, both: tuple[Place, Place]
) -> None:
    mine, other = both
    lead = Browser(app).sign_in(town.lead)
    for one, organisation in ((other, "fernleigh"), (mine, "otmoor")):
        assert lead.get(f"/organisations/{organisation}/assignments/{one.assignment}").status == 404
        assert lead.get(f"/organisations/{organisation}/people/{one.code}").status == 404
