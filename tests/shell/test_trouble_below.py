import traceback
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError

from learning import create_app
from learning.extensions import db
from learning.people.models import Person
from learning.sessions import ReadingSession
from tests.databases import settings_for
from tests.page import Browser

SECRET = "Somebody, whose name is no business of the log"


@pytest.fixture
def away() -> Iterator[Flask]:
    app = create_app(settings_for("sqlite:////nowhere/at/all.sqlite"))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_with_the_database_away_each_page_says_so_and_has_its_reference(away: Flask) -> None:
    client = away.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    for address in ("/learning", "/nothing"):
        reply = client.get(address)
        assert reply.status_code == 503
        assert "Try again in a few minutes" in reply.text
        assert "quote the reference" in reply.text


def test_with_the_database_away_a_line_is_logged_each_time_and_no_traceback(
    away: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    away.test_client().get("/sign-in")  # asks nothing of it
    away.test_client().post("/sign-in", data={"email": "a@example.org", "password": SECRET})
    away.test_client().get("/health/ready")
    assert not any(record.exc_info for record in caplog.records)
    assert [said.endswith("unable to open database file") for said in caplog.messages] == [True]


def test_another_fault_has_its_traceback(
    app: Flask, browser: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "health.live", lambda: 1 / 0)
    reply = app.test_client().get("/health/live")
    assert reply.status_code == 500
    assert "quote the reference" in reply.text
    assert caplog.records[-1].exc_info


def test_a_row_that_is_refused_is_told_without_its_values(app: Flask) -> None:
    row = {"name": SECRET, "created_at": None}
    with app.app_context(), db.engine.connect() as connection:
        with pytest.raises(IntegrityError) as refused:
            connection.execute(insert(Person).values(row))
        told = "".join(traceback.format_exception(refused.value))
    assert "created_at" in told
    assert SECRET not in told


def test_a_connection_that_breaks_after_its_work_takes_no_page_back(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    really = ReadingSession.close

    def close(session: ReadingSession) -> None:
        really(session)
        raise OperationalError("", {}, Exception("the server is gone"))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(ReadingSession, "close", close)
        assert browser.get("/health/ready").status == 503  # no framework, but a page
    assert caplog.messages == ["a connection broke after its work: Exception: the server is gone"]
