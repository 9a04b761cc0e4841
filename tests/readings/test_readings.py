"""Nobody reads figures of several councils without each of them being shown it."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.clock import add_months, day_of, now
from learning.database import current_session, transaction
from learning.doors import Door, marks_of
from learning.housekeeping.retention import apply_periods
from learning.readings import actions
from learning.readings.models import Reading
from learning.readings.noting import note
from learning.readings.rules import KEPT_MONTHS, Kind, is_ahead
from learning.sessions import WroteWhileReading, write_while_looking
from tests.builders import Town, days_ago
from tests.page import Browser
from tests.statements import most_asked

COVERAGE = "/partnerships/vale/coverage"
READINGS = "/organisations/fernleigh/sharing/readings"


@pytest.fixture
def reader(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.partnership_reviewer)


def forms(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(current_session().scalars(select(Reading.form)))


def of_a_partnership(app: Flask) -> list[str]:
    """The addresses of everything a partnership's reviewers can open."""
    return [
        rule.rule.replace("<partnership>", "vale")
        for rule in app.url_map.iter_rules()
        if marks_of(app.view_functions[rule.endpoint]).door is Door.PARTNERSHIP
        and "GET" in (rule.methods or ())
    ]


def test_every_page_and_format_of_a_partnership_is_written_down_once_a_day(
    app: Flask, reader: Browser
) -> None:
    addresses = of_a_partnership(app)
    assert COVERAGE in addresses
    for address in [*addresses, *addresses]:
        page = reader.get(address)
        assert page.status == 200, address
        assert most_asked(app, page) <= 10, address
    expected = sorted(address.removeprefix(COVERAGE).strip(".") or "page" for address in addresses)
    assert forms(app) == expected


def test_every_view_that_leaves_a_row_on_get_says_why(app: Flask) -> None:
    marked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if marks_of(app.view_functions[rule.endpoint]).writes_on_get
    }
    assert {one for one in marked if not one.startswith("coverage.partnership")} == {
        "comparing.compared",
        "comparing.compared_csv",
    }


def test_the_council_sees_when_and_by_which_post(
    app: Flask, browser: Browser, reader: Browser, town: Town
) -> None:
    reader.get(COVERAGE)
    reader.get(f"{COVERAGE}.csv")
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(READINGS)
    assert page.words.count("A report viewer of Vale Partnership") == 2
    rows = list(csv.DictReader(io.StringIO(lead.client.get(f"{READINGS}.csv").text)))
    assert [row["form"] for row in rows] == ["csv", "page"]
    assert {row["reader"] for row in rows} == {"partnership-reviewer"}
    assert "Nobody yet" in (
        Browser(app).sign_in(town.other_lead).get("/organisations/otmoor/sharing/readings").words
    )
    for person in (town.reviewer, town.councillor, town.other_lead):
        for ending in ("", ".csv"):
            assert Browser(app).sign_in(person).get(READINGS + ending).status == 404


def test_looking_at_the_head_fetching_ahead_and_errors_write_nothing(
    app: Flask, reader: Browser
) -> None:
    assert reader.client.head(COVERAGE).status_code == 200
    ahead = reader.client.get(COVERAGE, headers={"Sec-Purpose": "prefetch;prerender"})
    assert (ahead.status_code, ahead.data) == (503, b"")
    assert reader.get(f"{COVERAGE}?as_at=never").status == 422
    assert reader.get(f"{COVERAGE}?role=astronaut").status == 404
    assert reader.get("/partnerships/elsewhere/coverage").status == 404
    assert reader.get(f"{COVERAGE}?as_at=1990-01-01").status == 200  # nobody shared then
    assert forms(app) == []


def test_what_cannot_be_written_down_is_not_shown(
    app: Flask, reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "record", broken)
    page = reader.get(COVERAGE)
    assert page.status == 500
    assert "Skills by group" not in page.text
    assert forms(app) == []


def test_a_view_that_does_not_say_whose_figures_it_shows_fails(
    app: Flask, reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = "coverage.partnership_csv"
    forgetful = app.view_functions[endpoint]

    def view(partnership: str) -> str:
        return "figures"

    view._door_marks = marks_of(forgetful)  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, endpoint, view)
    assert reader.get(f"{COVERAGE}.csv").status == 500


def test_the_view_itself_cannot_write(
    app: Flask, reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark lets what stands behind the view write, not the view."""
    endpoint = "coverage.partnership_csv"
    tried = []

    def view(partnership: str) -> str:
        with pytest.raises(WroteWhileReading), transaction():
            tried.append("wrote")
        tried.append("was refused")
        note(Kind.PARTNERSHIP, place="vale", appointment="partnership-reviewer", councils=())
        return "figures"

    view._door_marks = marks_of(app.view_functions[endpoint])  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, endpoint, view)
    assert reader.client.get(f"{COVERAGE}.csv").status_code == 200
    assert tried == ["was refused"]
    with (
        app.app_context(),
        pytest.raises(WroteWhileReading),
        write_while_looking(current_session(), ""),
    ):
        pass


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        ({"Sec-Purpose": "prefetch"}, True),
        ({"sec-purpose": "Prefetch;prerender"}, True),
        ({"Purpose": "prefetch"}, True),
        ({"X-Purpose": "preview"}, True),
        ({"X-Moz": "prefetch"}, True),
        ({"Accept": "prefetch"}, False),
        ({}, False),
    ],
)
def test_fetching_ahead_is_told_by_its_headers(headers: dict[str, str], ahead: bool) -> None:
    assert is_ahead(headers) == ahead


def test_readings_go_after_their_time(app: Flask, reader: Browser) -> None:
    reader.get(COVERAGE)
    reader.get(f"{COVERAGE}.json")
    old = add_months(day_of(now()), -KEPT_MONTHS) - timedelta(days=1)
    with app.app_context():
        with transaction() as session:
            at = now() - (day_of(now()) - old)
            session.execute(
                update(Reading).where(Reading.form == "json").values(read_on=old, read_at=at)
            )
        apply_periods(at=now())
    assert forms(app) == ["page"]


def test_the_page_of_a_partnership_says_who_shares_and_who_is_told(reader: Browser) -> None:
    words = reader.get(COVERAGE).words
    assert "Fernleigh Council, without an end" in words
    assert "Each of them is shown that a report viewer of Vale Partnership" in words
    assert str(days_ago(0).year) in words
