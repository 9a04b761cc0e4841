"""What results are for: at the top of the first page until put away, then on a page of its own."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.models import Membership, Organisation
from learning.policies import actions as policies
from learning.policies.rules import Purpose
from tests.accounts.letterbox import council
from tests.assessments.checks import pass_check, right_ones
from tests.builders import Town, a_member
from tests.courses_by_hand import a_provable_course, published
from tests.page import Browser
from tests.statements import most_asked

SAYS = "Results plan support for our people.\nThey are for nothing else."


def adopt(app: Flask, slug: str = "fernleigh", text: str = SAYS, *, days: int = 0) -> None:
    with app.app_context(), transaction() as session:
        policies.decide(
            session,
            Purpose(text=text),
            organisation_id=council(session, slug).id,
            authority=f"Full Council of {slug.capitalize()}, minute 12",
            starts_on=day_of(now()) + timedelta(days=days),
            by=None,
            at=now(),
        )


def test_it_stands_on_the_first_page_until_it_is_put_away(app: Flask, town: Town) -> None:
    adopt(app)
    browser = Browser(app).sign_in(town.councillor)
    first = browser.get("/")
    for words in ("Results plan support for our people.", "Full Council of Fernleigh, minute 12"):
        assert words in first.words
    assert most_asked(app, first) <= 4
    assert "My learning" in first.words  # no page to get past
    assert browser.post("/purposes/read").location == "/"
    assert browser.post("/purposes/read").location == "/"
    assert "Results plan support for our people." not in browser.get("/").words
    assert (
        "Results plan support for our people." in Browser(app).sign_in(town.planner).get("/").words
    )
    page = browser.get("/organisations/fernleigh/purpose")
    assert "They are for nothing else." in page.words
    assert most_asked(app, page) <= 4


def test_what_was_not_adopted_or_holds_later_is_not_shown(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in(town.councillor)
    assert "What results are for" not in browser.get("/").words
    adopt(app, days=3)
    assert "What results are for" not in browser.get("/").words
    page = browser.get("/organisations/fernleigh/purpose")
    assert "has not adopted a statement of its own yet" in page.words


def test_each_council_of_a_twin_hatter_says_its_own(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there: Organisation = council(session, "otmoor")
        a_member(session, catalogue, there, town.councillor, "councillor")
    adopt(app)
    adopt(app, "otmoor", "Otmoor says so.")
    browser = Browser(app).sign_in(town.councillor)
    words = browser.get("/").words
    assert "Otmoor says so." in words
    assert "Results plan support for our people." in words
    browser.post("/purposes/read")
    assert "What results are for" not in browser.get("/").words


@pytest.mark.parametrize(
    ("kind", "status"),
    [("councillor", 200), ("lead", 200), ("reviewer", 200), ("other_lead", 404), ("stranger", 404)],
)
def test_members_leads_and_reviewers_read_it(
    app: Flask, town: Town, kind: str, status: int
) -> None:
    adopt(app)
    browser = Browser(app).sign_in(getattr(town, kind))
    assert browser.get("/organisations/fernleigh/purpose").status == status


def test_pages_with_results_lead_to_it(app: Flask, town: Town) -> None:
    link = 'href="/organisations/fernleigh/purpose"'
    assert link in Browser(app).sign_in(town.councillor).get("/record").text
    assert link in Browser(app).sign_in(town.councillor).get("/privacy").text
    for person in (town.lead, town.reviewer):
        page = Browser(app).sign_in(person).get("/organisations/fernleigh/coverage")
        assert link in page.text


def test_every_page_that_shows_somebodys_level_leads_to_it(app: Flask, town: Town) -> None:
    ada, samina = Browser(app).sign_in(town.councillor), Browser(app).sign_in(town.planner)
    lead = Browser(app).sign_in(town.lead)
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.councillor)
        )
    of_ada = f"/organisations/fernleigh/people/{code}"
    with published(app, course := a_provable_course()):
        proof = f"/courses/{course.slug}/prove"
        samina.get(proof)
        proved = samina.post(proof).location.partition("/questions/")[0]
        for place in range(1, 10):
            asked = f"{proved}/questions/{place}"
            samina.post(asked, {"answer": right_ones(samina.get(asked))})
        samina.post(f"{proved}/submit")
        pages = [
            ada.get(pass_check(ada, course.slug)),
            ada.get("/certificates"),
            ada.get("/record"),
            samina.get(proved),
            lead.get(of_ada),
            lead.get(f"{of_ada}/history"),
        ]
    for page in pages:
        assert "level" in page.words.lower(), page.h1
        link = 'href="/organisations/fernleigh/purpose">What results are for in Fernleigh Council<'
        assert link in page.text, page.h1
