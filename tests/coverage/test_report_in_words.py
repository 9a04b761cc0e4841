"""What a reader takes from the report's words: figures that do not contradict each other."""

import html
import re
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.coverage import keeping
from learning.coverage.rules.figures import Line
from learning.coverage.rules.no_name import FEWER
from learning.coverage.rules.points import points
from learning.database import transaction
from learning.people.actions import own_levels
from learning.people.models import Organisation
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.coverage.test_coverage_pages import address
from tests.page import Browser, Page

ROLE, SKILL = "procurement-manager", "cyber-security"


@pytest.fixture
def lead(browser: Browser, busy: Town) -> Browser:
    return browser.sign_in(busy.lead)


def a_line(met: int, required: int = 1000) -> Line:
    counts = {"people": 100, "required": required, "met": met, "expiring": 0, "below": 0}
    levels = {"levels_held": met, "levels_needed": required}
    return Line(group="overall", name="", skill=None, public=False, **counts, **levels)


@dataclass(frozen=True)
class Given:
    """What the template of the sentence is given, no more than it asks for."""

    before: Line
    now: Line
    framework: Line | None = None
    awaits: str | None = None

    def words(self, app: Flask) -> str:
        answer = SimpleNamespace(filters=SimpleNamespace(given={}), awaits=self.awaits,
                                 framework=self.framework, exempt=None, overlap=None)  # fmt: skip
        moved = points((self.before.met, self.before.required), (self.now.met, self.now.required))
        given: dict[str, Any] = {
            "report": SimpleNamespace(overall=self.now, people_meeting_all=1),
            "answer": answer,
            "change": (SimpleNamespace(as_at=date(2026, 10, 31), line=self.before), moved),
            "threshold": 5,
            "runs_out_by": date(2027, 1, 29),
            "is_lead": False,
            "owner": SimpleNamespace(name="Fernleigh Borough Council"),
        }
        template = app.jinja_env.get_template("coverage/parts/sentence.html")
        return str(template.make_module(given).sentence())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "now", "differs"),
    [(512, 526, True), (510, 530, False), (604, 606, True), (500, 500, False)],
)
def test_a_change_that_rounding_hides_is_explained(
    app: Flask, before: int, now: int, differs: bool
) -> None:
    words = Given(a_line(before), a_line(now)).words(app)
    assert "Since 31 October 2026" in words
    assert ("The change is worked out before rounding." in words) == differs


SHOWN, HIDDEN = a_line(500), a_line(500)._replace(suppressed=True)
BANDED = HIDDEN._replace(band=FEWER)


@pytest.mark.parametrize("overall", [SHOWN, HIDDEN, BANDED], ids=["shown", "hidden", "banded"])
@pytest.mark.parametrize(
    ("framework", "said"),
    [
        (None, None),
        (HIDDEN, "hidden to protect a small group."),
        (BANDED, "fewer than half are shown."),
        (SHOWN, "500 of 1,000 (50%)."),
    ],
    ids=["no levels of its own", "hidden", "banded", "shown"],
)
def test_the_frameworks_own_figure_is_said_or_said_to_be_hidden_where_there_is_one(
    app: Flask, overall: Line, framework: Line | None, said: str | None
) -> None:
    words = Given(overall, overall, framework).words(app)
    start = "Under the framework’s own requirements: "
    assert (start in words) is (said is not None)
    assert said is None or start + said in words


def test_where_the_framework_asks_nothing_nothing_is_said_of_it(lead: Browser, busy: Town) -> None:
    """The council alone asks this skill of councillors."""
    with lead.app.app_context(), transaction() as session:
        own_levels.set_requirement(
            session,
            organisation_id=busy.council,
            role="councillor",
            skill="data-standards",
            level=2,
            reason="We publish what we decide",
            starts_on=day_of(now()),
            by=busy.lead,
            at=now(),
        )
    page = lead.get(f"/organisations/{busy.slug}/coverage?role=councillor&skill=data-standards")
    assert "everything they need" in page.words
    assert "Under the framework’s own requirements" not in page.words


def test_what_is_still_being_judged_is_not_said_to_protect_anybody(app: Flask) -> None:
    words = Given(HIDDEN, HIDDEN, HIDDEN, awaits="the rest").words(app)
    assert "framework’s own requirements can be shown is still being worked out" in words
    assert "to protect a small group" not in words


def test_the_comparison_explains_it_too(
    app: Flask, catalogue: Catalogue, lead: Browser, busy: Town
) -> None:
    """One of six is 17%, two of six are 33%, and the rise is of 17 points."""
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        six = [a_person(session, f"Buyer {number}") for number in range(6)]
        for person in six:
            a_member(session, catalogue, council, person, ROLE)
        some_evidence(session, six[0], SKILL, 4, shown_on=days_ago(50))
        some_evidence(session, six[1], SKILL, 4, shown_on=days_ago(20))
    asked = f"/organisations/{busy.slug}/coverage/compare?role={ROLE}&skill={SKILL}"
    rounded = "A change is worked out before rounding"
    page = lead.get(f"{asked}&from={days_ago(40)}&to={days_ago(10)}")
    assert "17 points up" in page.words
    assert "1 of 6 things people needed were shown (17%)" in page.words
    assert rounded in page.words
    assert rounded not in lead.get(f"{asked}&from={days_ago(15)}&to={days_ago(10)}").words


def test_who_came_is_counted_in_people_and_what_they_need_in_things(
    app: Flask, catalogue: Catalogue, lead: Browser, busy: Town
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, busy.council)
        newcomer = a_person(session, "New Comer")
        a_member(session, catalogue, council, newcomer, "all-staff", starts_on=day_of(now()))
    report = f"/organisations/{busy.slug}/coverage/compare"
    page = lead.get(f"{report}?from={days_ago(1)}&to={days_ago(0)}")
    assert "1 person joined" in page.words
    assert re.search(r"People joined \(\d+ things: who\)", page.words)
    assert "1 joined, who does not show it yet" in page.words


def cells(page: Page) -> list[tuple[str, str]]:
    """(address, words) of every figure of the heatmap that can be opened."""
    heatmap = page.text.partition('class="govuk-table app-heatmap"')[2].partition("</table>")[0]
    found = re.findall(r'<a class="govuk-link app-nowrap" href="([^"]+)">(\d+) of', heatmap)
    return [(href.replace("&amp;", "&"), met) for href, met in found]


def test_every_cell_can_be_opened_also_where_nobody_shows_the_skill(
    lead: Browser, busy: Town
) -> None:
    found = cells(lead.get(address(busy)))
    nobody = [href for href, met in found if met == "0"]
    assert nobody
    assert all("status=short" in href for href in nobody)
    assert all("status=met" in href for href, met in found if met != "0")
    assert "Nobody matches" not in lead.get(nobody[0]).words


def test_figures_in_full_stand_by_name(lead: Browser, busy: Town) -> None:
    page = lead.get(address(busy, "?by=role"))
    table = page.text.partition('id="in-full"')[2].partition("</table>")[0]
    groups = re.findall(r'scope="rowgroup"[^>]*>(?:<a[^>]*>)?([^<]+)', table)
    assert len(groups) > 2
    assert groups == sorted(groups)
    for body in table.split("<tbody")[2:]:
        skills = re.findall(r'<th scope="row"[^>]*>([^<]+)', body)
        assert skills == sorted(skills)


@pytest.mark.parametrize("query", ["", "?tier=service-team", "?role=councillor"])
def test_a_gap_s_button_asks_everybody_who_is_short_and_says_how_many(
    lead: Browser, busy: Town, query: str
) -> None:
    page = lead.get(address(busy, query))
    asked = re.findall(r'href="([^"]*/coverage/people/ask[^"]*)">([^<]+)<', page.text)
    cards = re.findall(r'app-figure">([\d,]+) of', page.text)
    assert asked
    for href, words in asked:
        form = lead.get(html.unescape(href))
        number = form.h1.removeprefix("Ask ").split()[0]
        assert words == ("Ask this person" if number == "1" else f"Ask these {number} people")
        assert number in cards
        assert '" selected' in form.text.partition('name="path"')[2].partition("</select>")[0]


def test_of_another_day_a_gap_s_button_says_that_it_asks_who_is_short_today(
    lead: Browser, busy: Town
) -> None:
    page = lead.get(address(busy, f"?as_at={days_ago(3)}"))
    assert "Ask who is short of it today" in page.words
    assert "Ask these" not in page.words


@pytest.mark.parametrize("query", ["", "?tier=service-team", "?service=planning"])
def test_gaps_without_names_say_how_many_skills_may_be_greater_ones(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town, query: str
) -> None:
    with app.app_context():
        keeping.keep_figures(catalogue, at=now(), decided=1)
    said = r"(\d+) of (\d+) skills are not in this order, and may be greater gaps"
    found = re.search(said, browser.sign_in(busy.reviewer).get(address(busy, query)).words)
    skills = browser.client.get(address(busy, f".json{query}")).json["skills"]
    unseen = sum(line["suppressed"] for line in skills)
    assert unseen > 1
    assert found
    assert [int(number) for number in found.groups()] == [unseen, len(skills)]
    assert not re.search(said, browser.sign_in(busy.lead).get(address(busy, query)).words)
