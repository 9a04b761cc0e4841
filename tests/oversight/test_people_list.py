"""The list of people: four numbers that are true of their lists, and an order that is kept."""

import html
import re
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.oversight.kinds import Order
from learning.oversight.listing import PAGE, Wanted, people_in
from learning.people.actions import places
from learning.people.models import Membership, Organisation, Person
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from tests.builders import LONG_AGO, Town, a_member, a_person, appoint_lead, days_ago
from tests.oversight.asked import ask, read
from tests.page import Browser, Page

HERE = "/organisations/fernleigh"
PEOPLE = f"{HERE}/people"
NUMBER = re.compile(r'<a class="govuk-link" href="([^"]+)"><strong>([\d,]+)</strong> ([^<]+)</a>')
NAMES = [
    "ada lovelace",
    "Ångström, Åsa",
    "Éloïse Ó Briain",
    "Zoë Żak",
    "Ζωή Παππά",
    "Юлия Ким",
    "محمد الأمين",
    "李 明",
    "Ọlá 🌍 Adébáyọ̀",
    "de Souza",
    "O'Neill",
    "Same Name",
    "Same Name",
]


def numbers(page: Page) -> dict[str, tuple[str, int]]:
    """The address and the figure of each number at the top, by its words."""
    return {
        words.replace("waits", "wait"): (html.unescape(address), int(figure.replace(",", "")))
        for address, figure, words in NUMBER.findall(page.text)
    }


def headed(page: Page) -> list[str]:
    """The names in the order of the table, without the days beside them."""
    return [html.unescape(one) for one in re.findall(r'<th scope="row".*?>([^<]+)</a>', page.text)]


@pytest.fixture
def busy(app: Flask, town: Town, catalogue: Catalogue) -> Town:
    """Ada and Grace are overdue, Samina is stuck, some start soon, and Grace is restricted."""
    with app.app_context(), transaction() as session:
        ask(session, town.councillor, by=town.lead, due_on=days_ago(10))
        ask(session, town.chief, by=town.lead, due_on=days_ago(10))
        ask(session, town.planner, by=town.lead, due_on=days_ago(-60))
        read(session, catalogue, town.planner, ago=23)
        council = session.get_one(Organisation, town.council)
        for name, role, ago in (
            ("Tomorrow Councillor", "councillor", -1),
            ("Fortnight Councillor", "councillor", -14),
            ("Later Councillor", "councillor", -15),
            ("Today Councillor", "councillor", 0),
            ("Tomorrow Director", "director", -1),
            ("Hidden Councillor", "councillor", -2),
        ):
            person = a_person(session, name)
            one = a_member(session, catalogue, council, person, role, starts_on=days_ago(ago))
            if name.startswith("Hidden"):
                places.restrict(session, one, lead_id=town.lead, by=None, at=LONG_AGO)
        chief = session.scalars(select(Membership).where(Membership.person_id == town.chief)).one()
        places.restrict(session, chief, lead_id=town.lead, by=None, at=LONG_AGO)
    return town


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("named", {"wait for me": 1, "overdue": 2, "stuck": 1, "starting soon": 4}),
        ({}, {"wait for me": 1, "overdue": 1, "stuck": 1, "starting soon": 3}),
        (
            {"tiers": ["councillor"]},
            {"wait for me": 0, "overdue": 1, "stuck": 0, "starting soon": 2},
        ),
        (
            {"services": ["planning"]},
            {"wait for me": 0, "overdue": 0, "stuck": 1, "starting soon": 0},
        ),
    ],
)
def test_each_number_is_that_of_the_list_it_leads_to(
    app: Flask, busy: Town, scope: dict[str, Sequence[str]] | str, expected: dict[str, int]
) -> None:
    who = busy.lead
    if isinstance(scope, dict):
        with app.app_context(), transaction() as session:
            who = a_person(session, "Another Lead")
            appoint_lead(session, busy.council, who, since=days_ago(10), **scope)
    lead = Browser(app).sign_in(who)
    found = numbers(lead.get(PEOPLE))
    assert {words: figure for words, (_, figure) in found.items()} == expected
    for words, (address, figure) in found.items():
        listed = lead.get(address.partition("#")[0])
        if words == "wait for me":
            todos = listed.text.partition('id="waiting"')[2].partition("<h2")[0]
            assert sum(map(int, re.findall(r">(\d+) [^<]+</a>", todos))) == figure
        else:
            assert f" {figure} {'person' if figure == 1 else 'people'}" in listed.words
            assert len(headed(listed)) == figure, words
        assert f'id="{address.partition("#")[2]}"' in listed.text or "#" not in address
    week = lead.get(f"{HERE}/oversight").words
    soon = expected["starting soon"]
    assert (f"{soon} people start in the next 14 days" in week) == (soon > 0)


def test_the_numbers_stay_whatever_the_list_is_filtered_by(app: Flask, busy: Town) -> None:
    lead = Browser(app).sign_in(busy.lead)
    assert numbers(lead.get(f"{PEOPLE}?q=nobody&role=director")) == numbers(lead.get(PEOPLE))


def test_the_page_has_one_green_button_and_it_imports_people(app: Flask, town: Town) -> None:
    page = Browser(app).sign_in(town.lead).get(PEOPLE)
    green = re.findall(r'class="govuk-button"[^>]*href="([^"]+)"', page.text)
    assert green == [f"{PEOPLE}/import"]
    assert page.text.count('class="govuk-button"') == 1


@pytest.fixture
def many_scripts(app: Flask, town: Town, catalogue: Catalogue) -> Eyes:
    """Two pages of people: with names in all scripts, and with one name between many."""
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number, name in enumerate([*NAMES, *["Sam Same"] * PAGE]):
            person = a_person(session, name, address=f"n{number}@people.example")
            role = ("councillor", "director", "all-staff")[number % 3]
            start = days_ago(number % 7)
            a_member(session, catalogue, council, person, role, starts_on=start)
    return Eyes(town.council, WHOLE, town.lead, catalogue)


@pytest.mark.parametrize("word", ["name", "starts", "role"])
@pytest.mark.parametrize("turned", [False, True])
def test_the_pages_of_every_order_hold_everybody_once(
    app: Flask, many_scripts: Eyes, word: str, turned: bool
) -> None:
    with app.app_context():
        session, order = current_session(), Order(word, turned=turned)
        pages = [
            people_in(session, many_scripts, Wanted(), order, on=day_of(now()), page=page)
            for page in (1, 2, 3)
        ]
        everybody = session.execute(
            select(Membership.person_code, Membership.id, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.organisation_id == many_scripts.organisation_id)
            .order_by(Person.name.desc() if turned else Person.name, Membership.id)
        ).all()
    rows = [one for _, found in pages for one in found]
    assert len(rows) == pages[0][0] == len(everybody) == len({one.code for one in rows})
    place = {code: number for code, number, _ in everybody}
    ids = [place[one.code] for one in rows if one.name == "Sam Same"]
    if word == "name":  # as the database orders names, and whoever shares one by id both ways
        assert [one.code for one in rows] == [code for code, _, _ in everybody]
        assert ids == sorted(ids)
    if word == "starts":
        days = [one.starts_on for one in rows]
        assert days == sorted(days, reverse=turned)
    if word == "role":
        roles = many_scripts.catalogue.roles
        names = [roles[one.roles[0][0]].name.casefold() for one in rows]
        assert names == sorted(names, reverse=turned)


def test_who_holds_no_role_that_is_known_stands_at_the_end_both_ways(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        a_member(session, catalogue, council, a_person(session, "Aaron Without"))
    lead = Browser(app).sign_in(town.lead)
    for sort in ("role", "-role"):
        names = headed(lead.get(f"{PEOPLE}?sort={sort}"))
        assert names[-1] == "Aaron Without"
        assert len(names) > 4


def test_the_order_is_in_the_address_and_kept_by_filters_search_and_paging(
    app: Flask, many_scripts: Eyes, town: Town
) -> None:
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(f"{PEOPLE}?q=same&status=&sort=-starts")
    assert page.text.count("aria-sort") == 1
    assert re.search(r'aria-sort="descending"><a [^>]*sort=starts"[^>]*>First day here', page.text)
    assert f'href="{PEOPLE}?q=same&amp;sort=-starts&amp;page=2"' in page.text.replace(
        "q=same&amp;status=&amp;", "q=same&amp;"
    )
    assert f'href="{PEOPLE}?q=same&amp;sort=role"' in page.text
    assert '<option value="-starts" selected>' in page.text  # so the form sends it again
    assert day_in_words(days_ago(0)) in page.words
    first = lead.get(PEOPLE)
    assert re.search(r'aria-sort="ascending"><a [^>]*sort=-name"[^>]*>Name', first.text)


@pytest.mark.parametrize("sort", ["shoe-size", "due", "--name", "-"])
def test_an_order_that_does_not_exist_is_not_found(app: Flask, town: Town, sort: str) -> None:
    assert Browser(app).sign_in(town.lead).get(f"{PEOPLE}?sort={sort}").status == 404
