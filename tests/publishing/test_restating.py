"""A correction is another statement: it says anew what tells of nobody in particular."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import moment_in_words, now
from learning.coverage.ladders import keep_ladders
from learning.database import current_session, transaction
from learning.people.actions.restricting import restrict_to
from learning.people.models import Membership, Organisation
from learning.publishing import redrafting
from learning.publishing.models import RestatingDecision, Statement
from learning.publishing.working import RESTATEMENTS
from learning.worker.jobs import JOBS
from tests.builders import LONG_AGO, Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser
from tests.publishing.conftest import an_hour_ago
from tests.publishing.press import OFFICER, check, send, top
from tests.rows import Rows
from tests.statements import most_asked
from tests.worker.standing import fails, worker_looked

SAID = {"reason": "Completions of the spring came in late."}
SKILL = "digital-planning"


@pytest.fixture
def lead(app: Flask, town: Town, stated: Rows) -> Browser:
    """Of a council that has published the newest month end."""
    return Browser(app).sign_in(town.lead)


def shown_late(app: Flask, people: list[int], month_end: date) -> None:
    """What they showed before the month end is recorded now."""
    with app.app_context(), transaction() as session:
        for person in people:
            some_evidence(session, person, SKILL, 3, shown_on=month_end, at=an_hour_ago())


def short_of(planners: list[int]) -> list[int]:
    return planners[::2]


def test_where_nothing_changed_there_is_nothing_to_say_anew(town: Town, lead: Browser) -> None:
    page = lead.get(f"{top(town)}/1/restate")
    assert page.status == 422
    assert "Nothing that this statement says has changed since" in page.words


def test_what_fewer_than_five_people_changed_waits_for_the_next_statement(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    shown_late(app, short_of(planners)[:4], month_end)
    page = lead.get(f"{top(town)}/1/restate")
    assert page.status == 422
    assert "It waits for the next statement" in page.words
    assert Browser(app).get(f"{top(town)}/1").status == 200


def test_what_enough_people_changed_is_said_anew_under_another_number(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    shown_late(app, short_of(planners)[:8], month_end)
    sent = send(lead, f"{top(town)}/1/restate", **SAID)
    assert (sent.status, sent.location) == (303, f"{top(town)}/2")
    said = lead.client.get(f"{top(town)}/2.json").json
    changed = {
        (one["now"]["group"], one["now"]["skill"]): (one["earlier"]["met"], one["now"]["met"])
        for one in said["restatement"]["differences"]
    }
    assert changed["skill", SKILL] == (12, 20)
    assert {skill for _, skill in changed} <= {SKILL, None}
    assert said["report"]["as_at"] == month_end.isoformat()
    stranger = Browser(app)
    assert "takes the place of statement 1" in stranger.get(f"{top(town)}/2").words
    assert "This was restated" in stranger.get(f"{top(town)}/1").words
    assert "Restated by statement 2" in stranger.get(top(town)).words
    refused = lead.get(f"{top(town)}/1/restate")
    assert refused.status == 409
    assert "restate that one" in refused.words


def decide(app: Flask) -> str:
    """What the worker does each minute."""
    with app.app_context():
        (job,) = (one for one in JOBS if one.name == RESTATEMENTS)
        return job.do(now())


def test_in_a_large_council_the_worker_decides_first_what_may_be_said_anew(
    app: Flask,
    town: Town,
    lead: Browser,
    planners: list[int],
    month_end: date,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redrafting, "MOST_AT_ONCE", 0)
    address = f"{top(town)}/1/restate"
    ask = f"{address}/decide"
    page = lead.get(address)
    assert page.status == 200
    assert "So it is worked out first which lines can be said anew" in page.words
    for _ in range(2):  # twice is once
        asked = lead.post(ask)
        assert (asked.status, asked.location) == (303, address)
    waiting = lead.client.get(address)
    assert "It is being worked out" in waiting.text
    assert waiting.headers["Refresh"] == "5"
    assert decide(app) == "1 times decided what a statement may say anew"
    assert decide(app).startswith("0 times")
    page = lead.get(address)
    assert page.status == 422
    assert "nothing that this statement says has changed since" in page.words

    shown_late(app, short_of(planners)[:8], month_end)
    assert "nothing that this statement says has changed since" in lead.get(address).words
    lead.post(ask)
    decide(app)
    page = lead.get(address)
    assert most_asked(app, page) <= 21
    assert "Check before you publish" in page.words
    known_at = page.hidden("known_at")
    sent = send(lead, address, **SAID)
    assert (sent.status, sent.location) == (303, f"{top(town)}/2")
    with app.app_context():
        statement = current_session().scalars(select(Statement).order_by(Statement.id)).all()[-1]
        assert statement.known_at.isoformat() == known_at
        assert statement.anew


def test_whoever_waits_is_told_since_when_and_that_nobody_works_on_it(
    app: Flask, town: Town, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrafting, "MOST_AT_ONCE", 0)
    address = f"{top(town)}/1/restate"
    lead.post(f"{address}/decide")
    with app.app_context():
        asked_at = current_session().scalars(select(RestatingDecision.asked_at)).one()
    page = lead.get(address)
    assert f"You asked for it on {moment_in_words(asked_at)}" in page.words
    assert "does not seem to be running: it was never seen" in page.words
    worker_looked(app, now() - timedelta(minutes=6))
    page = lead.get(address)
    seen = moment_in_words(now() - timedelta(minutes=6))
    assert f"it was last seen on {seen}" in page.words
    assert "tell whoever runs the platform" in page.words
    worker_looked(app, now())
    assert "background work" not in lead.get(address).words
    fails(app, RESTATEMENTS)
    assert "with the reference 1a2b3c4d" in lead.get(address).words


def test_what_was_not_decided_for_its_moment_is_not_published(
    town: Town, lead: Browser, month_end: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = lead.get(check(town, month_end, "leads"))
    monkeypatch.setattr(redrafting, "MOST_AT_ONCE", 0)
    carried = {name: page.hidden(name) for name in ("form_key", "known_at")}
    sent = lead.post(f"{top(town)}/1/restate", {**carried, **OFFICER, **SAID})
    assert sent.status == 409


def test_a_restatement_is_restated_only_where_all_three_together_tell_of_nobody(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    short = short_of(planners)
    shown_late(app, short[:6], month_end)
    assert send(lead, f"{top(town)}/1/restate", **SAID).status == 303
    shown_late(app, short[6:8], month_end)
    assert lead.get(f"{top(town)}/2/restate").status == 422  # two since the second
    shown_late(app, short[8:11], month_end)
    sent = send(lead, f"{top(town)}/2/restate", **SAID)
    assert sent.location == f"{top(town)}/3"


@pytest.mark.usefixtures("stated_twice")
def test_leads_are_told_every_difference(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    shown_late(app, short_of(planners)[:1], month_end)
    with app.app_context(), transaction() as session:
        catalogue: Catalogue = app.extensions["catalogue"]
        council = session.scalars(select(Organisation).where(Organisation.id == town.council)).one()
        late = a_person(session, "Known Late")
        a_member(session, catalogue, council, late, "councillor", at=an_hour_ago())
    sent = send(lead, f"{top(town)}/2/restate", **SAID)
    assert sent.location.endswith("/3")
    differences = lead.client.get(f"{top(town)}/3.json").json["restatement"]["differences"]
    changed = {
        (one["now"]["group"], one["now"]["name"], one["now"]["skill"]): (
            one["now"]["people"] - one["earlier"]["people"],
            one["now"]["met"] - one["earlier"]["met"],
        )
        for one in differences
    }
    assert changed["role", "planning-officer", SKILL] == (0, 1)
    assert changed["overall", "", None] == (1, 1)


def test_for_leads_the_outcome_ladder_stands_for_it_counts_whom_their_lines_leave_out(
    app: Flask, town: Town, planners: list[int], month_end: date
) -> None:
    catalogue: Catalogue = app.extensions["catalogue"]
    with app.app_context():
        keep_ladders(catalogue, at=now())
        with transaction() as session:
            of_one = select(Membership).where(Membership.person_id == planners[0])
            restrict_to(session, session.scalars(of_one).one(), [town.lead], by=None, at=LONG_AGO)
    lead = Browser(app).sign_in(town.lead)
    assert send(lead, check(town, month_end, "leads")).status == 303
    with app.app_context(), transaction() as session:
        for person in short_of(planners)[:3]:  # the first is in no line for leads
            some_evidence(
                session, person, SKILL, 3, shown_on=month_end, at=an_hour_ago(), source="assessment"
            )
    assert send(lead, f"{top(town)}/1/restate", **SAID).status == 303
    before, again = (lead.client.get(f"{top(town)}/{number}.json").json for number in (1, 2))
    (line,) = (
        one
        for one in again["restatement"]["differences"]
        if (one["now"]["group"], one["now"]["skill"]) == ("skill", SKILL)
    )
    assert line["now"]["met"] == line["earlier"]["met"] + 2
    assert before["report"]["ladder"]
    assert again["report"]["ladder"] == before["report"]["ladder"]
    assert "ladder" not in again["restatement"]
    stands = "This table stands as it was first stated"
    assert stands in lead.get(f"{top(town)}/2").words
    assert stands not in lead.get(f"{top(town)}/1").words


def test_the_next_month_says_what_the_last_statement_said(
    app: Flask, town: Town, planners: list[int], month_end: date
) -> None:
    browser = Browser(app).sign_in(town.lead)
    earlier = month_end.replace(day=1) - (days_ago(0) - days_ago(1))
    assert send(browser, check(town, earlier)).status == 303
    assert send(browser, check(town, month_end), actions_taken="A course.").status == 303
    said = browser.client.get(f"{top(town)}/2.json").json
    assert said["earlier"]["number"] == 1
    assert said["actions_taken"] == "A course."
    assert "Statement 1, as at" in Browser(app).get(f"{top(town)}/2").words


def test_a_restatement_begins_with_what_was_done_and_asks_in_the_order_of_its_page(
    app: Flask, town: Town, planners: list[int], month_end: date
) -> None:
    lead = Browser(app).sign_in(town.lead)
    assert send(lead, check(town, month_end), actions_taken="Everybody met <once>.").status == 303
    shown_late(app, short_of(planners)[:6], month_end)
    page = lead.get(f"{top(town)}/1/restate")
    assert "Everybody met &lt;once&gt;.</textarea>" in page.text
    refused = send(lead, f"{top(town)}/1/restate", reason="", officer_name="", officer_post="")
    assert refused.status == 422
    summary = refused.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    fields = re.findall(r'href="#([a-z_]+)"', summary)
    places = [refused.text.index(f'id="{name}"') for name in fields]
    assert fields == ["reason", "officer_name", "officer_post"]
    assert places == sorted(places)
