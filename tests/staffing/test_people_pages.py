import csv
import io

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import transaction
from learning.people.actions import identity, organisations, places
from learning.people.models import HeldRole, Membership, Organisation, Person
from learning.people.standing import Kind
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser

NAMES = ["Seán O'Hanrahan", "محمد الأمين", "李 明", "Ọlá 🌍 Adébáyọ̀", "Œuvre-Smith", "X"]


def people(town: Town, query: str = "") -> str:
    return f"/organisations/{town.slug}/people{query}"


def rows(browser: Browser, town: Town, name: str) -> list[dict[str, str]]:
    reply = browser.client.get(f"/organisations/{town.slug}/{name}.csv")
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in reply.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(reply.text)))


def test_a_lead_finds_people_by_name_address_and_role(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lead)
    assert "Ada Merriweather" in browser.get(people(town)).words
    assert "Samina Haque" not in browser.get(people(town, "?q=merri")).words
    assert "Ada Merriweather" in browser.get(people(town, "?q=MERRIWEATHER%40people")).words
    planners = browser.get(people(town, "?role=planning-officer"))
    assert "Samina Haque" in planners.words
    assert "Ada Merriweather" not in planners.words
    assert "Nobody matches" in browser.get(people(town, "?q=%25")).words
    assert "Nobody matches" in browser.get(people(town, "?q=_")).words


def test_nobody_is_found_by_an_address_that_the_list_does_not_show(
    app: Flask, browser: Browser, town: Town
) -> None:
    """As councillors in two councils would be, by the one that the other council gave them."""
    with app.app_context(), transaction() as session:
        elsewhere = "cllr.merriweather@otmoor.example"
        identity.add_address(session, person_id=town.councillor, address=elsewhere, at=now())
    browser.sign_in(town.lead)
    for page in ("people", "coverage/people"):
        address = f"/organisations/{town.slug}/{page}"
        assert "Ada Merriweather" in browser.get(f"{address}?q=people.example").words
        for text in ("otmoor.example", "cllr.merriweather@"):
            assert "Ada Merriweather" not in browser.get(f"{address}?q={text}").words


def test_names_in_any_script_stand_on_every_page_and_in_the_export(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number, name in enumerate(NAMES):
            person = a_person(session, name, address=f"p{number}@people.example")
            a_member(session, catalogue, council, person, "all-staff")
    browser.sign_in(town.lead)
    page = browser.get(people(town))
    for name in NAMES:
        assert name in page.words
    assert {row["name"] for row in rows(browser, town, "people")} >= set(NAMES)


def test_markup_in_a_name_is_shown_as_text(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        person = a_person(session, "<script>alert(1)</script>", address="s@people.example")
        a_member(session, catalogue, council, person, "all-staff")
    page = browser.sign_in(town.lead).get(people(town))
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script>" in page.words


@pytest.mark.parametrize("name", ["=1+1", "+44", "-x", "@cmd", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue, name: str
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        person = a_person(session, "To be renamed", address="f@people.example")

        session.get_one(Person, person).name = name
        a_member(session, catalogue, council, person, "all-staff")
    found = {row["name"] for row in rows(browser.sign_in(town.lead), town, "people")}
    assert f"'{name}" in found
    assert name not in found


def test_the_exports_have_the_fixed_columns_first(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lead)
    heads = {
        "people": "person,name,email,starts_on,ends_on,tier,service,role,role_starts_on,"
        "role_ends_on,paused_from,paused_until,substitute",
        "evidence": "person,skill,level,source,shown_on,expires_on,withdrawn_on",
        "requirements": "role,skill,level,from,until",
    }
    for name, head in heads.items():
        text = browser.client.get(f"/organisations/{town.slug}/{name}.csv").text
        assert text.splitlines()[0] == head


def test_a_role_held_through_two_pauses_is_split_into_rows(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.planner).one()
        for start, end in ((300, 250), (100, 50)):
            places.pause(
                session,
                membership,
                paused_from=days_ago(start),
                paused_until=days_ago(end),
                by=None,
                at=now(),
            )
    found = [
        row
        for row in rows(browser.sign_in(town.lead), town, "people")
        if row["role"] == "planning-officer"
    ]
    assert [row["paused_from"] for row in found] == [str(days_ago(300)), str(days_ago(100))]
    assert found[0]["role_ends_on"] == found[1]["role_starts_on"] == str(days_ago(100))


def test_ended_people_and_roles_stay_in_the_export(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.planner).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(500), ends_on=days_ago(9), by=None, at=now()
        )
        held = session.query(HeldRole).filter_by(role="scrutiny-member").one()
        places.change_role_days(
            session, held, starts_on=held.starts_on, ends_on=days_ago(5), by=None, at=now()
        )
        some_evidence(session, town.planner, "digital-planning", 2, shown_on=days_ago(10))
        some_evidence(session, town.planner, "data-standards", 2, shown_on=days_ago(9))
    browser.sign_in(town.lead)
    exported = rows(browser, town, "people")
    assert str(days_ago(9)) in {row["ends_on"] for row in exported}
    assert str(days_ago(5)) in {row["role_ends_on"] for row in exported}
    skills = {row["skill"] for row in rows(browser, town, "evidence")}
    assert skills == {"digital-planning"}  # shown on their last day; the other a day too late
    assert "Samina Haque" not in browser.get(people(town)).words


def test_one_person_has_one_code_here_and_another_elsewhere(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        for organisation in session.query(Organisation).order_by(Organisation.id):
            a_member(session, catalogue, organisation, town.councillor, "councillor")
    here = rows(browser.sign_in(town.lead), town, "people")
    codes = {row["person"] for row in here if row["name"] == "Ada Merriweather"}
    assert len(codes) == 1
    other = Browser(app).sign_in(town.other_lead)
    text = other.client.get(f"/organisations/{town.other_slug}/people.csv").text
    assert "Ada Merriweather" in text
    assert codes.pop() not in text


def test_a_person_s_page_shows_what_was_shown_and_never_how_often_it_was_tried(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        piece = some_evidence(session, town.planner, "digital-planning", 2, shown_on=days_ago(10))
        piece.summary = "What they wrote to another council, An Academy"
    browser.sign_in(town.lead)
    code = next(
        row["person"] for row in rows(browser, town, "people") if row["name"] == "Samina Haque"
    )
    page = browser.get(people(town, f"/{code}"))
    assert "Digital planning" in page.words
    assert "Learned elsewhere, accepted with proof" in page.words
    assert "another council" not in page.words  # the words of a claim are for who decides it
    assert page.statements <= 8
    other = Browser(app).sign_in(town.other_lead)
    assert other.get(f"/organisations/{town.other_slug}/people/{code}").status == 404


def test_what_somebody_showed_after_they_left_is_not_on_the_page_of_the_council_they_left(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.planner).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(500), ends_on=days_ago(9), by=None, at=now()
        )
        code = membership.person_code
        some_evidence(session, town.planner, "digital-planning", 2, shown_on=days_ago(10))
        some_evidence(session, town.planner, "cyber-security", 2, shown_on=days_ago(9))
    page = browser.sign_in(town.lead).get(people(town, f"/{code}"))
    assert "Digital planning" in page.words
    assert "Cyber security" not in page.words


def test_a_page_of_fifty_takes_as_many_statements_as_a_page_of_few(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = browser.sign_in(town.lead).get(people(town)).statements
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(60):
            a_member(session, catalogue, council, a_person(session, f"P {number}"), "all-staff")
    many = browser.get(people(town))
    assert many.statements == few <= 8
    assert "Page 1 of 2" in many.words
    assert "Page 2 of 2" in browser.get(people(town, "?page=2")).words


def test_a_council_with_nobody_says_so_and_what_to_do(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        new = organisations.open_organisation(
            session,
            slug="new",
            name="New Council",
            nation="Wales",
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
        session.flush()
        organisations.appoint(
            session,
            person_id=town.lead,
            kind=Kind.LEARNING_LEAD,
            organisation_id=new.id,
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
    browser.sign_in(town.lead)
    empty = "/organisations/new/people"
    assert "Nobody is here yet. Import people from a file" in browser.get(empty).words
    assert "Nobody matches" in browser.get(f"{empty}?q=ada").words
