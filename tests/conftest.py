"""The database, the app, and people for the tests; the whole suite runs on both databases."""

import gc
import os
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session
from xdist.scheduler import LoadFileScheduling

from learning import clock
from learning.catalogue.published import Catalogue
from learning.extensions import db
from learning.migrating import migrations
from learning.people import passwords
from tests.badges import verifying
from tests.builders import Town, a_town
from tests.databases import DATABASES, a_test_app, fresh, number_each_table_apart
from tests.journeys import chromium
from tests.page import Browser
from tests.publishing import office
from tests.rows import Rows, built, empty, put_back
from tests.seeding import seeded_once, seeding_meanwhile

gc.disable()  # what is collected stays: looking for rubbish in it takes time; see below

settings.register_profile(
    "suite",
    deadline=None,  # machines are noisy: no example fails by the clock
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")


IN_SERVICE = passwords.HASHER, passwords.NOBODY
A_LARGE_RUN = 1_000  # tests
JOURNEYS = "tests/journeys/"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.addoption("--journeys", choices=["skip", "run", "require"], default="run")
    parser.addoption(
        "--served-on", choices=DATABASES, default="sqlite", help="the journeys' service"
    )
    parser.addoption("--times", type=int, default=1, help="so many times as many examples")
    parser.addoption("--at", help="the moment at which the tests begin; now, where it is not given")


def pytest_configure(config: pytest.Config) -> None:
    """The suite as at another moment: `bin/calendar` says at which."""
    given = config.getoption("--at")
    if given:
        ahead = datetime.fromisoformat(given) - datetime.now(UTC)
        at_that_moment = SimpleNamespace(
            now=lambda zone: datetime.now(zone) + ahead, combine=datetime.combine
        )
        clock.datetime = at_that_moment  # type: ignore[attr-defined]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """One loud line where there is no browser, no office or no verifier of badges."""
    if config.getoption("--journeys") == "run" and chromium.where() is None:
        terminalreporter.write_line(chromium.MISSING, yellow=True, bold=True)
    if office.where() is None:
        terminalreporter.write_line(office.MISSING, yellow=True, bold=True)
    if not verifying.is_there():
        terminalreporter.write_line(verifying.MISSING, yellow=True, bold=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What touches no database says the same on every database: it runs once."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        chosen = DATABASES if asked == "both" else (asked,)
        metafunc.parametrize("database", chosen, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys, then one database after the other; of each the long stories come first.

    A long story at the end would keep one worker busy while the other has nothing left.
    """
    items.sort(key=_order)
    if config.getoption("--times") > 1:
        for test in {item.obj for item in items if item.get_closest_marker("hypothesis")}:  # type: ignore[attr-defined]
            _draw_more(test, config.getoption("--times"))


def _draw_more(test: Any, times: int) -> None:
    """For the hunt (`bin/hunt`): a property is tried on so many times as many examples."""
    given = test._hypothesis_internal_use_settings
    test._hypothesis_internal_use_settings = settings(
        given, max_examples=given.max_examples * times, deadline=None
    )


def _order(item: pytest.Item) -> tuple[bool, bool, bool]:
    return (
        item.get_closest_marker("journey") is None,
        _database_of(item.nodeid) == "postgresql",
        item.get_closest_marker("long") is None,
    )


def _database_of(nodeid: str) -> str:
    """Which database a test touches, by what stands in brackets after its name; empty: none."""
    parameters = nodeid.partition("[")[2].removesuffix("]").split("-")
    return next((name for name in DATABASES if name in parameters), "")


def pytest_collection_finish() -> None:
    """Rubbish is looked for less often, and never among modules and tests.

    That took a tenth of the time, most of it in going through everything again.
    """
    gc.freeze()
    gc.set_threshold(2_000, 20, 200)
    gc.enable()


class Schedule(LoadFileScheduling):
    """A file of tests is one worker's on each database: what a module builds is built once.

    All journeys are one worker's, with one browser, which holds each kind of page to the rules a
    few times; they come first, since they are the longest story.
    """

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file.startswith(JOURNEYS):
            return JOURNEYS
        return f"{file} {_database_of(nodeid)}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Schedule:
    return Schedule(config, log)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Which kind of database a test runs on: one of `DATABASES`."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def database_url(database: str) -> Iterator[str]:
    """A fresh database of this worker's own."""
    with fresh(database) as url:
        yield url


@pytest.fixture(scope="session")
def _app(database_url: str) -> Iterator[Flask]:
    app = a_test_app(database_url)
    with app.app_context():
        migrations(app).upgrade()
        if db.engine.dialect.name == "postgresql":
            number_each_table_apart(db.engine)
    # No context stays open here: requests have to bring their own, as in service.
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The app on an empty database."""
    yield _app
    empty(_app)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """In place of pytest-flask's, which shares one visitor between all clients of a test."""


@pytest.fixture
def catalogue(_app: Flask) -> Catalogue:
    found: Catalogue = _app.extensions["catalogue"]
    return found


@pytest.fixture
def session(_app: Flask) -> Iterator[Session]:
    """A session that may write, in a transaction that is rolled back."""
    with _app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        inner = db.sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        inner.info["writing"] = True
        yield inner
        inner.close()
        outer.rollback()


@pytest.fixture(scope="session", autouse=True)
def _seeding(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Of a large run the first worker has the demo seeded from the start, beside the tests."""
    items = request.session.items
    is_needed = any("demo_copy" in item.fixturenames for item in items)  # type: ignore[attr-defined]
    is_first = os.environ.get("PYTEST_XDIST_WORKER") == "gw0"
    if is_first and is_needed and len(items) > A_LARGE_RUN:
        with seeding_meanwhile(tmp_path_factory.getbasetemp()):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, to copy."""
    return seeded_once(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def built_town(_app: Flask) -> tuple[Town, Rows]:
    """The town as the actions build it, and every row that they left."""

    def build() -> Town:
        with _app.app_context():
            return a_town(_app.extensions["catalogue"])

    return built(_app, build=build)


@pytest.fixture
def town(built_town: tuple[Town, Rows], app: Flask) -> Town:
    """A council with people in several roles, committed; see builders.

    It is built once by a worker: putting its rows back takes a tenth of the time.
    """
    town, rows = built_town
    with app.app_context():
        put_back(db.engine, rows)
    return town


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor's browser that checks every page it is shown."""
    return Browser(app)


@pytest.fixture(scope="session", autouse=True)
def _light_passwords() -> Iterator[None]:
    """Hashing that is slow on purpose is quick here; journeys and the demo keep the real one."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    nobody = light.hash("nobody's, as long as any other")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", light)
        patch.setattr(passwords, "NOBODY", nobody)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quiet_server() -> None:
    # The embedded PostgreSQL warns of a missing run-time folder on servers.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
