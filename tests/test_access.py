"""Every route by every kind of person: what is not theirs does not exist."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments import actions as assignments
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import Door, marks_of
from learning.people.actions import organisations, places
from learning.people.models import Appointment, Membership, Organisation, Person
from learning.people.standing import Kind
from tests.builders import LONG_AGO, Town, a_member, a_person, days_ago, some_evidence
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
WITHOUT_A_COUNCIL = {"partnership_reviewer", "administrator"}  # they learn nowhere
OPEN, SIGN_IN, NOT_FOUND, FORBIDDEN = "opens", "sign in first", "not found", "forbidden"
# Who gets through a door of this council or partnership; everybody else finds nothing.
LET_IN = {
    Door.LEARNING_LEAD: {"lead"},
    Door.COVERAGE: {"lead", "reviewer"},
    Door.PARTNERSHIP: {"partnership_reviewer"},
    Door.ADMINISTRATOR: {"administrator"},
}
STATUSES = {
    OPEN: {200, 303, 422},
    SIGN_IN: {303},
    NOT_FOUND: {404},
    FORBIDDEN: {403},
}
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


@pytest.fixture
def both(app: Flask, town: Town, catalogue: Catalogue) -> tuple[Place, Place]:
    """This council and the other, each with an assignment, an attempt and a partnership."""
    attempts = {}
    for person in (town.councillor, town.stranger):
        browser = Browser(app).sign_in(person)
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
            found.append(
                Place(
                    slug, partnership, member.person_code, asked.id, attempts[person], appointment
                )
            )
    return found[0], found[1]


def as_kind(app: Flask, town: Town, kind: str) -> Browser:
    browser = Browser(app)
    return browser if kind == "nobody" else browser.sign_in(getattr(town, kind))


def addresses(app: Flask, method: str, place: Place) -> list[tuple[str, Door, str]]:
    """(rule, door, address) of every route that knows the method, filled in for a council."""
    number = {"assignments.assignment": place.assignment}
    values = {
        "organisation": place.organisation,
        "partnership": place.partnership,
        "code": place.code,
        "attempt_id": place.attempt,
        "course": COURSE,
        "lesson": "pause-and-check",
        "assessment": app.extensions["catalogue"].courses[COURSE].assessments[0].id,
        "path": "new-councillor",
        "paper": "before-you-click",
        "name": "another-door.svg",
        "place": 1,
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


def expected(door: Door, rule: str, kind: str, *, ours: bool) -> str:
    """What somebody of this council, or the other council's lead, meets at an address."""
    if door is Door.PUBLIC or kind == "nobody":
        return OPEN if door is Door.PUBLIC else SIGN_IN
    if door is Door.ADMINISTRATOR:
        return OPEN if kind == "administrator" else FORBIDDEN
    if rule.startswith("/attempts/"):
        return OPEN if ours and kind == "councillor" else NOT_FOUND
    if door is Door.SIGNED_IN:
        return OPEN
    if kind == "other_lead":
        return OPEN if not ours and door in (Door.LEARNING_LEAD, Door.COVERAGE) else NOT_FOUND
    return OPEN if ours and kind in LET_IN[door] else NOT_FOUND


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
            what = expected(door, rule, kind, ours=place is both[0])
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
            what = expected(door, rule, kind, ours=place is both[0])
            without = browser.client.post(address)
            refused = 400 if door is Door.SIGNED_IN else next(iter(STATUSES[what]))
            if what in (OPEN, SIGN_IN):
                refused = 400 if what == OPEN else 303
            assert without.status_code == refused, f"{kind} POST {address} without its token"
            if rule == "/admin/appointments/<int:number>/end" and what == OPEN:
                continue
            if rule.startswith("/courses/") and "assessment" in rule and kind in WITHOUT_A_COUNCIL:
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


def test_nobody_of_the_other_council_can_be_asked(app: Flask, town: Town, both) -> None:
    lead = Browser(app).sign_in(town.lead)
    for person in ("wilfred.doyle@people.example", both[1].code):
        form = lead.get("/organisations/fernleigh/assignments/new")
        page = lead.post(
            "/organisations/fernleigh/assignments/new",
            {
                "form_key": form.hidden("form_key"),
                "path": "new-councillor",
                "whom": "person",
                "role": "",
                "person": person,
                "due_on": days_ago(-30).isoformat(),
                "reason": "Please",
            },
        )
        assert page.status == 422, page.words
        assert "There is nobody with that address or code in your care" in page.words


def appoint_lead(app: Flask, town: Town, **more: object) -> int:
    """Somebody new with an appointment as lead of the council; returns the person."""
    facts = {"starts_on": days_ago(10), "kind": Kind.LEARNING_LEAD} | more
    with app.app_context(), transaction() as session:
        person = a_person(session, "Scoped Lead")
        organisations.appoint(
            session, person_id=person, organisation_id=town.council, by=None, at=LONG_AGO, **facts
        )
    return person


SCOPES = {
    "councillors": ({"tiers": ["councillor"]}, {"Ada Merriweather", "Tomos Greenhalgh"}),
    "leadership": ({"tiers": ["leadership"]}, {"Grace Okonjo"}),
    "planning": ({"services": ["planning"]}, {"Samina Haque"}),
}
EVERYBODY = {
    "Ada Merriweather",
    "Tomos Greenhalgh",
    "Samina Haque",
    "Grace Okonjo",
    "Lowri Bevan",
    "Harjit Sandhu",
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scoped_lead_sees_only_theirs_everywhere(
    app: Flask, town: Town, catalogue: Catalogue, scope: str
) -> None:
    given, theirs = SCOPES[scope]
    codes = everybody_is_asked(app, town, catalogue)
    lead = Browser(app).sign_in(appoint_lead(app, town, **given))
    sees_exactly(lead, theirs, codes)
    form = lead.get("/organisations/fernleigh/assignments/new")
    hidden = min(EVERYBODY - theirs)
    page = lead.post(
        "/organisations/fernleigh/assignments/new",
        {
            "form_key": form.hidden("form_key"),
            "path": "every-officer",
            "whom": "person",
            "role": "",
            "person": codes[hidden],
            "due_on": days_ago(-30).isoformat(),
            "reason": "Please",
        },
    )
    assert page.status == 422
    assert "There is nobody with that address or code in your care" in page.words


def everybody_is_asked(app: Flask, town: Town, catalogue: Catalogue) -> dict[str, str]:
    """One assignment for each person and evidence of each; returns everybody's code by name."""
    with app.app_context(), transaction() as session:
        rows = session.execute(
            select(Membership, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.organisation_id == town.council)
            .order_by(Membership.id)
        ).all()
        for row in rows:
            some_evidence(session, row.Membership.person_id, "evaluation", 1)
        assignments.assign(
            session,
            assignments.Ask(
                organisation_id=town.council,
                path=catalogue.paths["every-officer"],
                people=tuple([(row.Membership.id, row.Membership.person_id) for row in rows]),
                role="all-staff",
                due_on=days_ago(-30),
                reason="Asked of everybody",
            ),
            form_key="everybody",
            by=town.administrator,
            at=now(),
        )
        return {row.name: row.Membership.person_code for row in rows}


def sees_exactly(lead: Browser, theirs: set[str], codes: dict[str, str]) -> None:
    """In the list, by search, one by one, in both exports, on the assignment, and in the report."""
    top = "/organisations/fernleigh"
    for address in (f"{top}/people", f"{top}/people?page=1&role=&tier=", f"{top}/people.csv"):
        text = lead.get(address).text
        assert {name for name in EVERYBODY if name in text} == theirs, address
    for name, code in codes.items():
        assert lead.get(f"{top}/people/{code}").status == (200 if name in theirs else 404), name
        found = lead.get(f"{top}/people?q={name.split()[1]}").words
        assert (name in found) == (name in theirs)
    evidence = lead.get(f"{top}/evidence.csv").text
    assert {name for name, code in codes.items() if code in evidence} == theirs
    listed = lead.get(f"{top}/assignments")
    number = re.search(rf"{top}/assignments/(\d+)", listed.text)
    assert number, listed.words
    asked = lead.get(number.group(0))
    assert {name for name in EVERYBODY if name in asked.words} == theirs
    counted = sum(map(int, re.findall(r"(?:Not started|Started|Done)\D{0,3}(\d+)", asked.words)))
    assert counted in {0, len(theirs)}
    report = lead.client.get(f"{top}/coverage.json").get_json()
    assert report["overall"]["people"] == len(theirs)


def test_two_appointments_of_a_lead_add_up(app: Flask, town: Town, catalogue: Catalogue) -> None:
    person = appoint_lead(app, town, tiers=["councillor"])
    with app.app_context(), transaction() as session:
        organisations.appoint(
            session,
            person_id=person,
            kind=Kind.LEARNING_LEAD,
            organisation_id=town.council,
            services=["planning"],
            starts_on=days_ago(3),
            by=None,
            at=LONG_AGO,
        )
    codes = everybody_is_asked(app, town, catalogue)
    theirs = SCOPES["councillors"][1] | SCOPES["planning"][1]
    sees_exactly(Browser(app).sign_in(person), theirs, codes)


def restrict_chief(app: Flask, town: Town, *, lead_id: int | None) -> None:
    with app.app_context(), transaction() as session:
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.chief)
        ).one()
        places.restrict(session, membership, lead_id=lead_id, by=None, at=LONG_AGO)


def test_a_restricted_person_is_left_out_for_leads_who_are_not_named(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    named = appoint_lead(app, town)
    codes = everybody_is_asked(app, town, catalogue)
    restrict_chief(app, town, lead_id=named)
    left_out = Browser(app).sign_in(town.lead)
    sees_exactly(left_out, EVERYBODY - {"Grace Okonjo"}, codes)
    assert re.search(
        r"\b(1|one)\b[^.]*(restricted|left out)", left_out_words(left_out), re.IGNORECASE
    )
    sees_exactly(Browser(app).sign_in(named), EVERYBODY, codes)
    assert "left out" not in left_out_words(Browser(app).sign_in(named))


def left_out_words(lead: Browser) -> str:
    return lead.get("/organisations/fernleigh/coverage").words


def test_a_restricted_person_without_a_named_lead_is_seen_by_no_lead(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    codes = everybody_is_asked(app, town, catalogue)
    restrict_chief(app, town, lead_id=None)
    sees_exactly(Browser(app).sign_in(town.lead), EVERYBODY - {"Grace Okonjo"}, codes)


DOORS_OF = {
    Kind.LEARNING_LEAD: ("/organisations/fernleigh/people", 404),
    Kind.REVIEWER: ("/organisations/fernleigh/coverage", 404),
    Kind.PARTNERSHIP_REVIEWER: ("/partnerships/vale/coverage", 404),
    Kind.ADMINISTRATOR: ("/admin", 403),
}
DAYS = {
    "ended today": (days_ago(100), days_ago(0), False),
    "ended long ago": (days_ago(100), days_ago(50), False),
    "begins tomorrow": (days_ago(-1), None, False),
    "begins today": (days_ago(0), None, True),
    "ends tomorrow": (days_ago(100), days_ago(-1), True),
}


@pytest.mark.parametrize("days", DAYS)
def test_an_appointment_opens_doors_on_its_days_alone(app: Flask, town: Town, days: str) -> None:
    starts_on, ends_on, opens = DAYS[days]
    with app.app_context():
        reviewers = current_session().scalars(
            select(Appointment).where(Appointment.partnership_id.is_not(None))
        )
        partnership = reviewers.one().partnership_id
    for kind, (address, otherwise) in DOORS_OF.items():
        with app.app_context(), transaction() as session:
            person = a_person(session, f"Appointed {kind}")
            organisations.appoint(
                session,
                person_id=person,
                kind=kind,
                organisation_id=town.council
                if kind in (Kind.LEARNING_LEAD, Kind.REVIEWER)
                else None,
                partnership_id=partnership if kind == Kind.PARTNERSHIP_REVIEWER else None,
                starts_on=starts_on,
                ends_on=ends_on,
                by=None,
                at=LONG_AGO,
            )
        browser = Browser(app).sign_in(person)
        assert browser.get(address).status == (200 if opens else otherwise), kind
        assert (f'href="{address}"' in browser.get("/").text) == opens, kind


def test_an_appointment_that_is_ended_closes_at_once(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    assert lead.get("/organisations/fernleigh/people").status == 200
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Appointment).where(Appointment.person_id == town.lead)).one()
        organisations.end_appointment(
            session, row, ends_on=day_of(now()), by=town.administrator, at=now()
        )
    assert lead.get("/organisations/fernleigh/people").status == 404


def test_a_former_member_keeps_their_record_and_is_gone_from_the_lists(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "evaluation", 1, shown_on=days_ago(30))
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        places.change_membership_days(
            session,
            membership,
            starts_on=day_of(LONG_AGO),
            ends_on=day_of(now() - timedelta(days=2)),
            by=None,
            at=now(),
        )
    former = Browser(app).sign_in(town.councillor)
    assert "Evaluating what works" in former.get("/record").words
    former.get("/courses")
    assert former.post(f"/courses/{COURSE}/assessment").status == 403
    lead = Browser(app).sign_in(town.lead)
    assert "Ada Merriweather" not in lead.get("/organisations/fernleigh/people").words
    report = lead.client.get("/organisations/fernleigh/coverage.json").get_json()
    assert report["overall"]["people"] == len(EVERYBODY) - 1


def test_a_twin_hatter_is_seen_by_each_lead_with_that_councils_roles_alone(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "planning-committee-member")
    here = Browser(app).sign_in(town.lead).get("/organisations/fernleigh/people.csv").text
    other = Browser(app).sign_in(town.other_lead).get("/organisations/otmoor/people.csv").text
    assert "scrutiny-member" in here
    assert "planning-committee-member" not in here
    assert "planning-committee-member" in other
    assert "scrutiny-member" not in other
