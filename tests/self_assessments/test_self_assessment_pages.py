import csv
import re

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.database import transaction
from learning.people.models import Membership
from learning.self_assessments.rules import HOW_TO_CHOOSE, SkillQuestion, minutes, to_ask
from tests.builders import Town, some_evidence
from tests.page import Browser, Page
from tests.self_assessments.sittings import begin, go_through
from tests.self_assessments.test_self_assessment_rules import needs_of
from tests.statements import most_asked


@pytest.fixture
def ada(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.councillor)  # a scrutiny member


def labels(page: Page) -> list[str]:
    assert page.tree is not None
    return [
        " ".join("".join(label.itertext()).split())
        for label in page.tree.iter("label")
        if "govuk-radios__label" in label.get("class", "")
    ]


def test_the_first_page_says_how_many_questions_how_long_and_who_sees_it(
    ada: Browser, catalogue: Catalogue
) -> None:
    page = ada.get("/self-assessment")
    asked = to_ask(needs_of(catalogue, "scrutiny-member"), catalogue)
    assert f"{len(asked)} questions, one for each skill your roles need." in page.words
    assert f"About {minutes(asked)} minutes." in page.words
    assert "counts in no figure" in page.words
    assert "the training lead of each council you belong to sees the level you chose" in page.words
    assert "in the file of evidence they can download" in page.words


def test_a_question_shows_the_words_its_minutes_were_counted_from(
    ada: Browser, catalogue: Catalogue
) -> None:
    page = ada.get(begin(ada))
    asked: SkillQuestion = to_ask(needs_of(catalogue, "scrutiny-member"), catalogue)[0]
    assert page.h1 == asked.skill.name
    assert labels(page) == [choice.words for choice in asked.choices]
    assert HOW_TO_CHOOSE in page.words


def test_each_answer_is_kept_and_the_sitting_goes_on_where_it_stopped(
    app: Flask, ada: Browser, town: Town
) -> None:
    first = begin(ada)
    ada.get(first)
    second = ada.post(first, {"answer": "2"}).location
    elsewhere = Browser(app).sign_in(town.councillor)
    page = elsewhere.get("/self-assessment")
    assert "have answered 1 of 12 questions" in page.words
    assert elsewhere.post("/self-assessment").location == second
    assert re.search(r'value="2"[^>]*checked', elsewhere.get(first).text)


def test_an_answer_sent_signed_out_is_offered_back(app: Flask, ada: Browser, town: Town) -> None:
    first = begin(ada)
    ada.get(first)
    token = ada.last_token
    ada.post("/sign-out")
    page = ada.post(first, {"answer": "3"}, token=token)
    assert page.location.startswith("/sign-in")
    ada.sign_in(town.councillor)
    offered = ada.get(first)
    assert "Your answer is not kept yet" in offered.words
    assert re.search(r'value="3"[^>]*checked', offered.text)
    assert ada.post(first, {"answer": "3"}).status == 303
    assert "Your answer is not kept yet" not in ada.get(first).words


def test_a_question_sent_empty_is_shown_again_with_what_is_wrong(ada: Browser) -> None:
    first = begin(ada)
    ada.get(first)
    page = ada.post(first, {})
    assert page.status == 422
    assert "Choose a sentence, or “Not yet”" in page.words
    assert 'href="#answer"' in page.text


def test_questions_can_be_skipped_and_changed_before_the_end(ada: Browser) -> None:
    first = begin(ada)
    ada.get(first)
    second = ada.post(first, {"answer": "1"}).location
    look_over = first.partition("/skills/")[0] + "/check"
    page = ada.get(look_over)
    assert "11 skills have no answer yet" in page.words
    assert "Level 1: You can" in page.words
    ada.get(f"{first}?from=check")
    assert ada.post(f"{first}?from=check", {"answer": "0"}).location == look_over
    assert "Level 1: You can" not in ada.get(look_over).words
    assert f'href="{second}">Skip for now' in ada.get(first).text


def test_at_the_end_both_views_stand_side_by_side(app: Flask, ada: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "cyber-security", 2)
    go_through(ada, level=1)
    page = ada.get("/self-assessment/compared")
    assert "You put yourself at level 1; you have shown level 2." in page.words
    assert "You put yourself at level 1; nothing is shown yet." in page.words
    go_through(ada, level=0)
    assert "You said not yet; you have shown level 2." in ada.get("/self-assessment/compared").words


def test_what_is_finished_leads_to_the_comparison_and_takes_no_more_answers(ada: Browser) -> None:
    first = begin(ada)
    look_over = go_through(ada)
    for address in (first, look_over):
        assert ada.get(address).location == "/self-assessment/compared"
    page = ada.post(first, {"answer": "2"})
    assert page.status == 409
    assert "You have finished this self-assessment" in page.words


def figures(lead: Browser) -> object:
    data = lead.client.get("/organisations/fernleigh/coverage.json").get_json()
    return {key: value for key, value in data.items() if key != "known_at"}


def test_it_is_in_the_export_of_truth_and_in_no_figure(
    app: Flask, ada: Browser, town: Town
) -> None:
    lead = Browser(app).sign_in(town.lead)
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "cyber-security", 1)
    before = figures(lead)
    go_through(ada, level=4)
    go_through(ada, level=3)
    assert figures(lead) == before
    rows = list(csv.DictReader(lead.get("/organisations/fernleigh/evidence.csv").text.splitlines()))
    own = [row for row in rows if row["source"] == "self-assessment"]
    assert len(own) == 24
    assert {(row["level"], bool(row["withdrawn_on"])) for row in own} == {("4", True), ("3", False)}


def test_a_lead_sees_the_level_marked_as_the_person_s_own_view(
    app: Flask, ada: Browser, town: Town
) -> None:
    go_through(ada, level=2)
    with app.app_context(), transaction() as session:
        code = session.query(Membership).filter_by(person_id=town.councillor).one().person_code
    page = Browser(app).sign_in(town.lead).get(f"/organisations/fernleigh/people/{code}")
    assert page.words.count("Self-assessment: own view, not counted") == 12


def test_who_has_no_role_is_told_so_and_keeps_what_was_said(
    app: Flask, browser: Browser, town: Town
) -> None:
    nobody = browser.sign_in(town.administrator)
    assert "nothing to assess" in nobody.get("/self-assessment").words
    page = nobody.post("/self-assessment")
    assert page.status == 422
    assert "nothing to assess" in page.words
    assert "You have not said yet" in nobody.get("/self-assessment/compared").words


def test_another_person_s_sitting_does_not_exist(app: Flask, ada: Browser, town: Town) -> None:
    first = begin(ada)
    other = Browser(app).sign_in(town.second_councillor)
    begin(other)
    for address in (first, first.partition("/skills/")[0] + "/check"):
        assert other.get(address).status == 404
    assert other.post(first, {"answer": "1"}).status == 404
    assert other.post(first.partition("/skills/")[0] + "/finish").status == 404


def test_its_pages_ask_the_database_little(app: Flask, ada: Browser) -> None:
    first = begin(ada)
    ada.get(first)
    kept = ada.post(first, {"answer": "1"})
    pages = [
        ada.get(address)
        for address in (
            "/self-assessment",
            first,
            first.partition("/skills/")[0] + "/check",
            "/self-assessment/compared",
        )
    ]
    assert most_asked(app, *pages) <= 4
    assert kept.status == 303
