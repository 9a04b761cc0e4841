"""The demo is built through the real actions, so it is itself a test of them."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from learning.assessments.models import Attempt
from learning.badges.queries import issues_badges
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.certificates.queries import facts_by_code
from learning.clock import day_in_words, day_of, now
from learning.coverage import keeping
from learning.coverage.rules.months import newest_closed
from learning.database import current_session
from learning.demo.accounts import ACCOUNTS
from learning.demo.outcomes import GROUPS
from learning.demo.seed import seed
from learning.errors import Refusal
from learning.evidence.models import Evidence
from learning.extensions import db
from learning.migrating import migrations
from learning.outcomes.models import OutcomeAnswer, OutcomeQuestion
from learning.people.models import HeldRole, Membership, Organisation, Person
from tests.coverage import stranger
from tests.databases import a_test_app
from tests.page import Browser
from tests.seeding import PASSWORD, SECRET

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def demo(
    request: pytest.FixtureRequest, database: str, _app: Flask, tmp_path_factory
) -> Iterator[Flask]:
    """The demo; on SQLite a copy of the one that the journeys walk through."""
    if database == "sqlite":
        copy = tmp_path_factory.mktemp("demo") / "demo.sqlite"
        shutil.copy(request.getfixturevalue("seeded"), copy)
        yield a_test_app(f"sqlite:///{copy}")
        return
    # Its own database: of one whose rows come and go with each test, PostgreSQL believes that full
    # tables are empty, and would plan the thousands of statements below for no rows.
    with _app.app_context():
        url = db.engine.url
    name = f"{url.database}_demo"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))  # of a run that was cut off
        connection.execute(text(f"CREATE DATABASE {name}"))
    demo = a_test_app(url.set(database=name).render_as_string(hide_password=False))
    with demo.app_context():
        migrations(demo).upgrade()
        seed(demo.extensions["catalogue"], PASSWORD, secret=SECRET, at=now())
    yield demo
    with demo.app_context():
        db.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()


def signed_in(demo: Flask, address: str) -> Browser:
    browser = Browser(demo)
    browser.get("/sign-in")
    page = browser.post("/sign-in", {"email": address, "password": PASSWORD})
    assert (page.status, page.location) == (303, "/")
    return browser


def counted(demo: Flask, statement) -> int:
    with demo.app_context():
        return current_session().scalar(statement) or 0


@pytest.mark.parametrize("account", [account.address for account in ACCOUNTS])
def test_every_account_signs_in_and_every_link_of_its_first_page_opens(
    demo: Flask, account: str
) -> None:
    browser = signed_in(demo, account)
    first = browser.get("/")
    assert first.tree is not None
    links = {link.get("href", "") for link in first.tree.iter("a")}
    for link in sorted(link for link in links if link.startswith("/")):
        assert browser.get(link).status == 200, link


def test_demo_council_has_four_hundred_people_over_all_roles(
    demo: Flask, catalogue: Catalogue
) -> None:
    here = select(Organisation.id).where(Organisation.slug == "demo-council").scalar_subquery()
    members = select(func.count(Membership.person_id.distinct())).where(
        Membership.organisation_id == here
    )
    assert counted(demo, members) >= 400
    with demo.app_context():
        held = set(
            current_session().scalars(
                select(HeldRole.role)
                .join(Membership, Membership.id == HeldRole.membership_id)
                .where(Membership.organisation_id == here)
            )
        )
    assert held == set(catalogue.roles)


def test_there_are_two_years_of_history(demo: Flask) -> None:
    with demo.app_context():
        oldest = current_session().scalar(select(func.min(Evidence.recorded_at)))
        newest = current_session().scalar(select(func.max(Evidence.recorded_at)))
        assert keeping.differences_of_month_ends(served()) == 0
    assert oldest
    assert newest
    assert newest - oldest > timedelta(days=690)


def test_only_the_demo_accounts_have_a_password(demo: Flask) -> None:
    having = select(func.count()).select_from(Person).where(Person.password_hash.is_not(None))
    assert counted(demo, having) == len(ACCOUNTS)


def test_the_councillor_has_a_check_half_done_and_something_about_to_run_out(
    demo: Flask,
) -> None:
    half_done = select(func.count()).select_from(Attempt).where(Attempt.submitted_at.is_(None))
    assert counted(demo, half_done) == 1
    page = signed_in(demo, "councillor@demo.example").get("/learning")
    assert "Continue" in page.words
    assert "To look at again" in page.words


def test_the_councillor_s_own_view_has_changed_in_half_a_year(demo: Flask) -> None:
    page = signed_in(demo, "councillor@demo.example").get("/self-assessment/compared")
    assert page.words.count(f" on {day_in_words(day_of(now()) - timedelta(days=190))}") == 12
    assert page.words.count(f" on {day_in_words(day_of(now()) - timedelta(days=8))}") == 12
    assert "you have shown level" in page.words
    assert "nothing is shown yet" in page.words


def test_the_planner_s_self_assessment_is_half_done(demo: Flask) -> None:
    page = signed_in(demo, "planner@demo.example").get("/self-assessment")
    assert "have answered 5 of 10 questions" in page.words


def test_the_councillor_shows_a_certificate_that_holds_and_has_one_that_runs_out_soon(
    demo: Flask,
) -> None:
    browser = signed_in(demo, "councillor@demo.example")
    listed = browser.get("/certificates")
    codes = re.findall(r'href="/certificates/([^"]+)"', listed.text)
    shown = [code for code in codes if Browser(demo).get(f"/certificates/{code}").status == 200]
    assert shown
    assert all("It holds today" in Browser(demo).get(f"/certificates/{c}").words for c in shown)
    with demo.app_context():
        today = day_of(now())
        held = [facts for code in codes if (facts := facts_by_code(current_session(), code))]
        assert issues_badges(current_session(), held[0].organisation_id or 0, at=now())
    ends = [facts.expires_on for facts in held if facts.expires_on]
    assert any(today < day <= today + timedelta(days=90) for day in ends)
    assert any(facts.choices.with_badge for facts in held)


def test_the_twin_hat_is_one_person_in_two_councils(demo: Flask) -> None:
    words = signed_in(demo, "twinhat@demo.example").get("/record").words
    assert "every council you belong to" in words
    with demo.app_context():
        places = current_session().scalar(
            select(func.count())
            .select_from(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.name == "Tomos Greenhalgh")
        )
    assert places == 2


def test_everything_of_the_other_council_says_otherton(demo: Flask) -> None:
    there = select(Organisation.id).where(Organisation.slug == "other-council").scalar_subquery()
    with demo.app_context():
        names = current_session().scalars(
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.organisation_id == there)
        )
        assert all("Otherton" in name for name in names)


@pytest.mark.parametrize(
    "account", ["lead@demo.example", "reviewer@demo.example", "partnership@demo.example"]
)
def test_nothing_of_the_other_council_shows_in_demo_council_or_its_partnership(
    demo: Flask, account: str
) -> None:
    browser = signed_in(demo, account)
    for address in (
        "/",
        "/organisations/demo-council/people",
        "/organisations/demo-council/people.csv",
        "/organisations/demo-council/evidence.csv",
        "/organisations/demo-council/assignments",
        "/organisations/demo-council/coverage",
        "/organisations/demo-council/coverage.json",
        "/partnerships/demo-partnership/coverage",
    ):
        assert "Otherton" not in browser.client.get(address).text, address


def test_claims_wait_for_the_lead_with_proof_to_download(demo: Flask) -> None:
    lead = signed_in(demo, "lead@demo.example")
    queue = lead.get("/organisations/demo-council/claims")
    assert "3 claims wait" in queue.words
    assert "19 days" in queue.words
    numbers = re.findall(r'href="(/organisations/demo-council/claims/\d+)"', queue.text)
    proof = lead.client.get(f"{numbers[0]}/file")
    assert proof.data.startswith(b"%PDF-1.4")
    assert proof.data.endswith(b"%%EOF\n")
    assert "for 12 months" in lead.get(numbers[0]).words
    assert "Otherton" not in queue.words
    declined = signed_in(demo, "planner@demo.example").get("/record/claims")
    assert "Not accepted" in declined.words


def test_the_ladder_shows_what_people_do_differently_skill_by_skill(demo: Flask) -> None:
    page = signed_in(demo, "reviewer@demo.example").get("/organisations/demo-council/outcomes")
    shown = set()
    for group in GROUPS:
        of_skill = (OutcomeQuestion.skill == group.skill, OutcomeQuestion.asked_on < month_begins())
        asked = counted(demo, select(func.count()).where(*of_skill))
        said_yes = select(func.count()).where(
            OutcomeAnswer.question_id == OutcomeQuestion.id,
            OutcomeAnswer.answer == "yes",
            *of_skill,
        )
        if f"{counted(demo, said_yes)} of {asked} asked" in page.words:
            shown.add(group.skill)
    assert "cyber-security" in shown
    assert len(shown) >= 4, "so few figures, and the ladder cannot be seen to work"


def month_begins() -> date:
    """The first day after the newest month end whose figures are closed."""
    return newest_closed(now(), day_of(now()), "England") + timedelta(days=1)


@pytest.mark.parametrize("days_back", [0, 120, 400])
def test_a_stranger_gets_the_demo_s_figures_from_the_exports(demo: Flask, days_back: int) -> None:
    browser = signed_in(demo, "lead@demo.example")
    day = day_of(now()) - timedelta(days=days_back)
    base = "/organisations/demo-council"
    files = [
        browser.client.get(f"{base}/{name}.csv").text
        for name in ("people", "evidence", "requirements")
    ]
    data = browser.client.get(f"{base}/coverage.json?as_at={day}").json
    theirs = stranger.figures(*files, day)
    assert theirs == {key: data[key] for key in theirs}


def test_a_database_with_people_in_it_is_not_seeded(demo: Flask, catalogue: Catalogue) -> None:
    with demo.app_context(), pytest.raises(Refusal):
        seed(catalogue, PASSWORD, secret=SECRET, at=now())


def test_authors_read_real_figures_and_the_councillor_a_picture_of_their_own(demo: Flask) -> None:
    authors = signed_in(demo, "admin@demo.example")
    page = authors.get("/admin/questions?course=cyber-security-essentials&sort=discrimination")
    found = re.search(r"(\d\d) questions", page.words)
    assert found
    # Whom a draw asks what is chance: some question may have reached fewer than ten people.
    assert page.words.count("Fewer than 10") < int(found.group(1)) / 4
    own = signed_in(demo, "councillor@demo.example").get("/record/confidence")
    assert "When you were sure, you were right" in own.words
    assert "times in 10" in own.words
