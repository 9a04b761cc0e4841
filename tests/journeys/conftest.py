"""The real service on a seeded demo, and a real browser in front of it."""

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import make_url

from learning.catalogue.loading import load
from learning.catalogue.published import Catalogue
from learning.config import ROOT, Settings
from tests.journeys import chromium, demos
from tests.journeys.walker import Walker
from tests.seeding import environment, program

Arrive = Callable[[], Walker]


class Service(NamedTuple):
    """The real service that a form's stories walk through."""

    address: str
    database: str  # its address


SERVER = ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
PROCESSES = {"sqlite": "1", "postgresql": "2"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if config.getoption("--journeys") == "skip":
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if item not in journeys]
    elif config.getoption("--journeys") == "run" and chromium.where() is None:
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    program = chromium.where()
    if program is None:
        pytest.fail(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=[True, False], ids=["javascript", "no-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="session")
def demo_copy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[demos.Copy]:
    """Gives the address of another copy of the demo."""
    if request.config.getoption("--served-on") == "postgresql":
        with demos.on_postgresql() as copy:
            yield copy
        return
    seeded = request.getfixturevalue("seeded")
    yield demos.of_file(seeded, lambda: tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def services(
    demo_copy: demos.Copy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[bool], Service]]:
    """A service of each form's own, so that no story meets another's traces; each starts once."""
    with contextlib.ExitStack() as running:

        @cache
        def of(javascript: bool) -> Service:
            url, log = demo_copy(), tmp_path_factory.mktemp("service") / "log"
            return Service(running.enter_context(serving(url, log)), url)

        yield of


@pytest.fixture
def served(services: Callable[[bool], Service], javascript: bool) -> str:
    """The database of the service of this form; what it would send by e-mail waits there."""
    return services(javascript).database


@pytest.fixture
def service(services: Callable[[bool], Service], javascript: bool) -> str:
    """The address of the service of this form."""
    return services(javascript).address


@contextlib.contextmanager
def serving(url: str, log: Path, courses: Path = ROOT / "courses") -> Iterator[str]:
    """A service on the database there, with these courses; at the end its log is looked at."""
    bind = f"127.0.0.1:{_free_port()}"
    workers = PROCESSES[make_url(url).get_backend_name()]
    with log.open("wb") as written:
        process = subprocess.Popen(  # noqa: S603  # our own service
            [program("gunicorn"), *SERVER, "--workers", workers, "--bind", bind, "wsgi:app"],
            cwd=ROOT,
            env=environment(url, courses),
            stdout=written,
            stderr=written,
        )
        try:
            _wait_until_live(process, f"http://{bind}")
            yield f"http://{bind}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_live(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "the service stopped while starting"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health/live"):  # noqa: S310  # ours
            return
        time.sleep(0.1)
    pytest.fail("the service did not start")


@pytest.fixture
def arrive(chrome: Browser, service: str, javascript: bool) -> Iterator[Arrive]:
    """Brings another visitor to the service; at the end each has kept to it."""
    visitors: list[Walker] = []

    def visitor() -> Walker:
        visitors.append(Walker(chrome, service, javascript=javascript))
        return visitors[-1]

    yield visitor
    for one in visitors:
        one.leave()


@pytest.fixture
def walker(arrive: Arrive) -> Walker:
    return arrive()


@pytest.fixture(scope="session")
def answers() -> Catalogue:
    """The catalogue that the service serves, with the answer keys."""
    return load(Settings(secret_key="only-for-tests-only-for-tests-only-for-tests").courses)
