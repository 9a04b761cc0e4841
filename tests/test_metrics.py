"""What a monitor reads, by Prometheus' own parser."""

import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bench.servers import free_port, wait_for
from learning import create_app
from learning.clock import now
from learning.config import ROOT
from learning.database import transaction
from learning.notices.models import Mail
from learning.timed import actions as timed
from tests.builders import Town
from tests.databases import settings_for
from tests.page import Browser
from tests.seeding import environment, program

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}
TOKEN = "only-for-tests-only-for-tests-only-for-tests"
Labels = frozenset[tuple[str, str]]


def read(text: str) -> dict[tuple[str, Labels], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def one(found: dict[tuple[str, Labels], float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


def test_answers_are_counted_by_room_and_what_is_not_there_together(app: Flask, town: Town) -> None:
    browser = Browser(app).sign_in(town.councillor)
    before = read(browser.get("/metrics").text)
    browser.get("/record")
    browser.get("/nowhere/at/all")
    browser.client.open("/nowhere", method="BREW")
    after = read(browser.get("/metrics").text)

    def more(name: str, **labels: str) -> float:
        return one(after, name, **labels) - one(before, name, **labels)

    assert more("learning_requests_total", room="home", method="GET", status="200") == 1
    assert more("learning_requests_total", room="none", method="GET", status="404") == 1
    assert more("learning_requests_total", room="none", method="other", status="404") == 1
    assert more("learning_request_seconds_count", room="home") == 1
    assert 0 < more("learning_request_seconds_sum", room="home") < 60


def test_it_says_what_is_ready_how_timed_work_stands_and_what_post_waits(
    app: Flask, town: Town
) -> None:
    at = now()
    with app.app_context(), transaction() as session:
        for name, trouble in (("send-notices", "OSError 1234"), ("follow-rules", None)):
            mark = timed.take(session, name, when=None, at=at)
            assert mark
            timed.finish(session, name, mark, said=None, trouble=trouble, at=at)
        hours = {"due": -2, "due too": -1, "later": 1}
        for name, hour in hours.items():
            session.add(letter(name, send_after=at + timedelta(hours=hour)))
        session.add(letter("bounced", send_after=at, failed_at=at))
        session.add(letter("gone", send_after=at, sent_at=at))
    found = read(Browser(app).get("/metrics").text)
    assert one(found, "learning_check_ok", check="database") == 1
    assert one(found, "learning_check_ok", check="worker") == 0
    assert one(found, "learning_job_failures", job="send-notices") == 1
    assert one(found, "learning_job_failures", job="follow-rules") == 0
    finished = one(found, "learning_job_finished_timestamp_seconds", job="follow-rules")
    assert finished == pytest.approx(at.timestamp())
    assert [one(found, "learning_mails", state=s) for s in ("due", "later", "failed")] == [2, 1, 1]
    assert one(found, "learning_mail_overdue_seconds") == pytest.approx(7200, abs=60)


def letter(mark: str, **more: object) -> Mail:
    texts = dict.fromkeys(("kind", "subject", "plain", "html"), "made up")
    return Mail(
        mark=mark,
        person_id=None,
        organisation_id=None,
        address="ada@example.org",
        language="en",
        written_at=now(),
        **texts,
        **more,
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_base": ELSEWHERE},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"Forwarded": "for=192.0.2.7"}},
        {"environ_base": ELSEWHERE, "headers": {"Authorization": f"Bearer {TOKEN}"}},
        {"environ_base": ELSEWHERE, "headers": {"Authorization": "Bearer"}},
        {"environ_base": ELSEWHERE, "headers": {"Authorization": "Basic YTpi"}},
    ],
)
def test_to_the_rest_of_the_world_there_is_no_such_page(
    app: Flask, asked: dict[str, object]
) -> None:
    assert Browser(app).get("/metrics", **asked).status == 404


@pytest.mark.parametrize(("brought", "status"), [(TOKEN, 200), (TOKEN[:-1], 404), ("ä", 404)])
def test_a_monitor_elsewhere_brings_the_token(brought: str, status: int, tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path}/empty.sqlite")
    client = create_app(
        settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    ).test_client()
    headers = {"Authorization": f"Bearer {brought}"}
    reply = client.get("/metrics", environ_base=ELSEWHERE, headers=headers)
    assert reply.status_code == status


def test_without_a_database_it_says_so_and_nothing_of_what_only_a_database_knows() -> None:
    app = create_app(settings_for("sqlite:////nowhere/at/all.sqlite"))
    found = read(app.test_client().get("/metrics").text)
    assert one(found, "learning_check_ok", check="database") == 0
    assert not [name for name, _ in found if name.startswith("learning_mail")]


def test_processes_that_share_a_folder_count_together(tmp_path: Path) -> None:
    """Whichever of them is asked."""
    (tmp_path / "counts").mkdir()
    with serving(tmp_path) as address:
        for _ in range(20):
            fetched(f"{address}/health/live")
        found = [read(fetched(f"{address}/metrics")) for _ in range(5)]
    counted = [one(each, "learning_request_seconds_count", room="health") for each in found]
    assert counted == [20, 21, 22, 23, 24]


def fetched(address: str) -> str:
    with urllib.request.urlopen(address) as reply:  # noqa: S310  # our own service
        text: str = reply.read().decode()
    return text


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    port = free_port()
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--preload", "--no-control-socket"]
    settings = environment(f"sqlite:///{folder}/empty.sqlite", ROOT / "courses")
    process = subprocess.Popen(  # noqa: S603  # our own service
        [program("gunicorn"), *bind, "--log-level", "error", "wsgi:app"],
        env=settings | {"PROMETHEUS_MULTIPROC_DIR": str(folder / "counts")},
        cwd=ROOT,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
