"""The lead's page: who needs me, who is overdue, who is stuck, who is next."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import transaction
from learning.notices import actions as notices
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from learning.policies.actions import decide
from learning.policies.rules import Purpose
from tests.builders import LONG_AGO, Town, a_member, a_person, appoint_lead, days_ago
from tests.oversight.asked import ask, finish, many, read
from tests.page import Browser
from tests.statements import most_asked

HERE = "/organisations/fernleigh"
WEEK = f"{HERE}/oversight"
ADDRESSES = (
    WEEK,
    f"{WEEK}/overdue",
    f"{WEEK}/overdue.csv",
    f"{WEEK}/stuck",
    f"{WEEK}/asked?role=planning-officer",
    f"{HERE}/people?status=soon",
    f"{HERE}/people",
    f"{HERE}/people?sort=-starts&q=er",
    f"{HERE}/people?sort=role",
    f"{WEEK}/undelivered",
    f"{HERE}/progress",
    f"{HERE}/progress?by=role",
    f"{HERE}/progress.csv",
)


@pytest.fixture
def asked(app: Flask, town: Town, catalogue: Catalogue) -> Town:
    """Ada is overdue, Samina is stuck, Grace is next, Tomos is done."""
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, by=town.lead, due_on=days_ago(10))
        ask(session, town.planner, by=town.lead, due_on=days_ago(-60))
        read(session, catalogue, town.planner, ago=23)
        ask(session, town.chief, by=town.lead, due_on=days_ago(-7))
        finish(session, catalogue, town.second_councillor)
        ask(session, town.second_councillor, by=town.lead)
    return town


def a_lead(app: Flask, town: Town, **scope: object) -> Browser:
    with app.app_context(), transaction() as session:
        person = a_person(session, "Another Lead")
        appoint_lead(session, town.council, person, since=days_ago(10), **scope)
    return Browser(app).sign_in(person)


def test_the_page_answers_in_its_order_with_numbers_and_names(app: Flask, asked: Town) -> None:
    lead = Browser(app).sign_in(asked.lead)
    page = lead.get(WEEK)
    parts = (
        "1 waits for me",
        "1 overdue",
        "1 stuck",
        "1 due next",
        "Who needs me",
        "1 decision to record: what the results are for",
        "Who is overdue",
        "Ada Merriweather, path “Every officer”: 10 days overdue",
        "Who is stuck Started, not finished, and nothing for 14 days.",
        "Samina Haque, path “Every officer”: last did something 3 weeks ago",
        "Who is next",
        "Grace Okonjo",
    )
    places_of = [page.words.find(part) for part in parts]
    assert -1 not in places_of, (parts[places_of.index(-1)], page.words)
    assert places_of == sorted(places_of)
    assert "Tomos" not in page.words
    start = lead.get("/").words.partition("Hello")[2]
    links = ("This week in", "People of", "Paths asked for in", "My skills record", "All courses")
    assert [start.find(one) for one in links] == sorted(map(start.index, links))


def test_what_waits_is_counted_and_linked(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        said = {"organisation_id": town.council, "authority": "Cabinet", "by": town.lead}
        decide(session, Purpose(text="To plan"), starts_on=days_ago(0), at=now(), **said)
        for person, kind, council in (
            (town.councillor, "invitation", town.council),
            (town.councillor, "digest", None),
            (town.councillor, "recovery", None),
            (town.stranger, "digest", None),
        ):
            mail = notices.post(
                session,
                person_id=person,
                organisation_id=council,
                kind=kind,
                language="en",
                address=f"{kind}@people.example",
                subject="Words",
                plain="",
                html="",
                at=now(),
            )
            mail.failed_at, mail.trouble = now(), "There is no such mailbox"
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(WEEK)
    assert "2 e-mails that did not arrive" in page.words
    assert "decision" not in page.words
    listed = lead.get(f"{WEEK}/undelivered")
    assert "There is no such mailbox" in listed.words
    assert "recovery@" not in listed.words
    assert "Wilfred" not in listed.words


def test_nothing_to_do_is_said(app: Flask, town: Town) -> None:
    page = a_lead(app, town, tiers=["councillor"]).get(WEEK)
    for words in (
        "Nothing waits for you",
        "Nobody is overdue",
        "Nobody is stuck",
        "Nothing is due",
    ):
        assert words in page.words


def test_a_list_is_filtered_sorted_and_taken_away_by_its_address(app: Flask, asked: Town) -> None:
    lead = Browser(app).sign_in(asked.lead)

    def names(query: str) -> list[str]:
        text = lead.get(f"{WEEK}/asked.csv?{query}").text
        return [row["name"].split()[0] for row in csv.DictReader(io.StringIO(text))]

    assert names("sort=name") == ["Ada", "Grace", "Samina", "Tomos"]
    assert names("sort=-name") == ["Tomos", "Samina", "Grace", "Ada"]
    assert names("sort=due")[2:] == ["Grace", "Samina"]
    assert names("sort=-due")[:2] == ["Samina", "Grace"]
    assert names("sort=-active")[0] == "Samina"
    assert names("tier=leadership") == ["Grace"]
    assert names("service=planning") == ["Samina"]
    assert names("role=councillor&sort=name") == ["Ada", "Tomos"]
    assert names("path=new-councillor") == []
    page = lead.get(f"{WEEK}/asked?role=councillor&sort=-name")
    assert page.words.index("Tomos") < page.words.index("Ada Merriweather")
    assert 'aria-sort="descending"' in page.text
    assert (
        'href="/organisations/fernleigh/oversight/asked?role=councillor&amp;sort=name"' in page.text
    )
    assert "asked.csv?role=councillor&amp;sort=-name" in page.text
    assert "2 people" in page.words
    row = next(csv.DictReader(io.StringIO(lead.get(f"{WEEK}/overdue.csv").text)))
    assert (row["name"], row["days_overdue"], row["weeks_quiet"]) == ("Ada Merriweather", "10", "")


@pytest.mark.parametrize(
    "address",
    [
        f"{WEEK}/nothing",
        f"{WEEK}/nothing.csv",
        f"{WEEK}/overdue?role=nobody",
        f"{WEEK}/overdue?path=nowhere",
        f"{WEEK}/overdue?sort=shoe-size",
        f"{HERE}/progress?by=party",
        f"{HERE}/progress?path=nowhere",
    ],
)
def test_a_list_that_does_not_exist_is_not_found(app: Flask, town: Town, address: str) -> None:
    assert Browser(app).sign_in(town.lead).get(address).status == 404


def test_progress_counts_each_group_and_links_to_its_list(app: Flask, asked: Town) -> None:
    lead = Browser(app).sign_in(asked.lead)
    text = lead.get(f"{HERE}/progress.csv?by=tier").text
    rows = {row["tier"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["everybody"]["asked"] == "4"
    assert rows["everybody"]["done"] == rows["councillor"]["done"] == "1"
    assert (rows["councillor"]["asked"], rows["councillor"]["overdue"]) == ("2", "1")
    assert rows["leadership"]["not_started"] == "1"
    page = lead.get(f"{HERE}/progress?by=role&path=every-officer")
    assert "Every officer" in page.words
    assert "oversight/overdue?path=every-officer&amp;role=councillor" in page.text
    assert "Planning officers" in page.words
    listed = lead.get(f"{WEEK}/overdue?path=every-officer&role=councillor")
    assert "1 person, Every officer, Councillors" in listed.words


def test_who_starts_soon_is_listed_with_their_first_roles(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for name, ago in (("Early Bird", -3), ("Late Bird", -15), ("Here Bird", 0)):
            person = a_person(session, name)
            a_member(session, catalogue, council, person, "councillor", starts_on=days_ago(ago))
    lead = Browser(app).sign_in(town.lead)
    assert "1 person starts in the next 14 days" in lead.get(WEEK).words
    page = lead.get(f"{HERE}/people?status=soon")
    assert "Early Bird" in page.words
    assert "Councillor" in page.words
    assert "Late Bird" not in page.words
    assert "Here Bird" not in page.words
    scoped = a_lead(app, town, services=["planning"]).get(f"{HERE}/people?status=soon")
    assert "Early Bird" not in scoped.words


def test_a_scoped_lead_sees_theirs_alone_on_every_page(app: Flask, asked: Town) -> None:
    lead = a_lead(app, asked, services=["planning"])
    assert "Samina Haque" in lead.get(WEEK).words
    for address in ADDRESSES:
        page = lead.get(address)
        assert page.status == 200, address
        for name in ("Ada", "Grace", "Tomos"):
            assert name not in page.text, address
    counts = lead.get(f"{HERE}/progress.csv?by=tier").text
    assert "everybody,1,0,1" in counts


def test_restricted_people_are_left_out_for_leads_who_are_not_named_for_them(
    app: Flask, asked: Town
) -> None:
    with app.app_context(), transaction() as session:
        chief = select(Membership).where(Membership.person_id == asked.chief)
        places.restrict(
            session, session.scalars(chief).one(), lead_id=asked.lead, by=None, at=LONG_AGO
        )
    named, other = Browser(app).sign_in(asked.lead), a_lead(app, asked)
    assert "Grace Okonjo" in named.get(WEEK).words
    assert "1 due next" in named.get(WEEK).words
    for address in ADDRESSES:
        assert "Grace" not in other.get(address).text, address
    assert "0 due next" in other.get(WEEK).words


@pytest.mark.parametrize("kind", ["councillor", "reviewer", "administrator", "other_lead"])
def test_nobody_else_opens_any_of_these_pages(app: Flask, asked: Town, kind: str) -> None:
    browser = Browser(app).sign_in(getattr(asked, kind))
    for address in ADDRESSES:
        assert browser.get(address).status == 404, address


def test_who_left_is_on_no_list(app: Flask, asked: Town) -> None:
    with app.app_context(), transaction() as session:
        membership = session.scalars(
            select(Membership).where(Membership.person_id == asked.councillor)
        ).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(900), ends_on=days_ago(1), by=None, at=now()
        )
    assert "Ada" not in Browser(app).sign_in(asked.lead).get(f"{WEEK}/asked").text


def test_as_many_statements_for_2000_people_as_for_20(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    given = {"by": town.lead, "role": "planning-officer"}
    with app.app_context(), transaction() as session:
        many(session, town.council, 20, **given)
    few = {address: most_asked(app, lead.get(address)) for address in ADDRESSES}
    with app.app_context(), transaction() as session:
        many(session, town.council, 1980, first=20_000, **given)
    assert {address: most_asked(app, lead.get(address)) for address in ADDRESSES} == few
    assert max(few.values()) <= 8, few
    page = lead.get(f"{WEEK}/overdue?sort=name&page=3")
    assert "Page 3 of 14" in page.words
    assert page.text.count('scope="row"') == 50
    whole = lead.get(f"{WEEK}/overdue?rows=all")
    assert whole.text.count('scope="row"') == 666
    assert whole.text.count('scope="row"') == lead.get(f"{WEEK}/overdue.csv").text.count("Person")
