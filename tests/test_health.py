import pytest
from flask import Flask
from sqlalchemy import text

from learning import create_app
from learning.extensions import db
from learning.health import queries
from learning.migrating import AWAY, NEWER, migrations
from tests.builders import Town
from tests.databases import settings_for
from tests.page import Browser


def test_alive_asks_no_database(browser: Browser) -> None:
    page = browser.get("/health/live")
    assert (page.status, page.statements) == (200, 0)
    assert "live" in page.text


def test_ready_when_everything_is_in_force(browser: Browser, town: Town) -> None:
    page = browser.get("/health/ready")
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"


def test_not_ready_without_the_framework(browser: Browser) -> None:
    page = browser.get("/health/ready")
    assert page.status == 503
    assert "run flask sync-framework" in page.text


def revisions(app: Flask) -> list[str]:
    """From the newest on."""
    with app.app_context():
        return [step.revision for step in migrations(app).script_directory.walk_revisions()]


@pytest.mark.parametrize(
    ("number", "said"), [(1, "run flask db upgrade"), (None, "newer than this code")]
)
def test_not_ready_on_another_revision_of_the_tables(
    app: Flask, town: Town, number: int | None, said: str
) -> None:
    other = "of-tomorrow" if number is None else revisions(app)[number]
    with app.app_context(), db.engine.begin() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": other})
    try:
        page = Browser(app).get("/health/ready")
        assert page.status == 503
        assert said in page.text
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": before})


def test_not_ready_while_nothing_can_be_kept(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "takes_writes", lambda _connection: False)
    page = browser.get("/health/ready")
    assert page.status == 503
    assert "is read-only: let it take writes" in page.text


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all.sqlite", "postgresql+psycopg://nobody:secret@127.0.0.1:9/none"],
)
def test_without_a_database_it_is_alive_and_not_ready_and_tells_no_secret(url: str) -> None:
    app = create_app(settings_for(url))
    client = app.test_client()
    assert client.get("/health/live").status_code == 200
    reply = client.get("/health/ready")
    assert reply.status_code == 503
    assert reply.get_json()["checks"]["database"] == "cannot be reached"
    assert "secret" not in reply.text
    assert "nowhere" not in reply.text
    with app.app_context():
        db.engine.dispose()


def test_an_empty_database_is_not_ready(tmp_path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/empty.sqlite"))
    reply = app.test_client().get("/health/ready")
    assert reply.status_code == 503
    assert reply.get_json()["checks"]["migrations"] == "run flask db upgrade"
    with app.app_context():
        db.engine.dispose()


def test_tables_of_newer_code_are_not_migrated(tmp_path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/newer.sqlite"))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('of-tomorrow')"))
        db.engine.dispose()
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.output == f"Error: {NEWER}\n"


def test_migrations_that_reach_no_database_say_so() -> None:
    app = create_app(settings_for("sqlite:////nowhere/at/all.sqlite"))
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.output == f"Error: {AWAY}: unable to open database file\n"
