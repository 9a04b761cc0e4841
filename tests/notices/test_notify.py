"""Against a made-up GOV.UK Notify on loopback, through its own client library."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from learning.config import Settings
from learning.database import current_session, transaction
from learning.notices.delivery import deliver, look_for_bounces
from tests.notices.posting import MONDAY, every_mail, mailing, posted

LATER = timedelta(minutes=10)
KEY = "made-up-11111111-2222-3333-4444-555555555555-66666666-7777-8888-9999-000000000000"


@dataclass
class Notify:
    """What it was asked, and what it answers next."""

    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    known: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def notify() -> Iterator[Notify]:
    state = Notify()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v2/notifications/email"
            assert self.headers["Authorization"].startswith("Bearer ")
            state.asked.append(sent)
            status, said = state.answers.pop(0) if state.answers else (201, {"id": "x"})
            if status == 201:
                state.known.append(
                    {"reference": sent["reference"], "created_at": "2027-01-11T00:00:01.000000Z"}
                )
            self._answer(status, said)

        def do_GET(self) -> None:  # likewise
            query = {
                name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()
            }
            found = [
                one
                for one in state.known
                if one["reference"] == query.get("reference", one["reference"])
                and one.get("status") == query.get("status", one.get("status"))
                and "older_than" not in query
            ]
            next_link = "http://x/v2/notifications?older_than=00000000-0000-0000-0000-000000000000"
            self._answer(200, {"notifications": found, "links": {"next": next_link}})

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def by(notify: Notify, **more: Any) -> Settings:
    said = {"notify_key": KEY, "notify_template": "t-1", "notify_address": notify.address}
    return mailing(mail="notify", **(said | more))


def test_it_is_sent_under_our_reference_with_subject_and_body(app: Flask, notify: Notify) -> None:
    with app.app_context():
        with transaction() as session:
            posted(session, subject="Croeso i’r ŵyl")
        assert deliver(by(notify), at=MONDAY).sent == 1
        (mail,) = every_mail(current_session())
    (asked,) = notify.asked
    assert asked == {
        "email_address": "ada@people.example",
        "template_id": "t-1",
        "personalisation": {
            "subject": "Croeso i’r ŵyl",
            "body": "Come in: https://learning.example/join/secret",
        },
        "reference": f"{mail.id}-{mail.mark}",
    }


def error(kind: str, message: str) -> dict[str, Any]:
    return {"errors": [{"error": kind, "message": message}], "status_code": 400}


@pytest.mark.parametrize(
    ("answer", "failed", "refused"),
    [
        ((400, error("ValidationError", "email_address Not a valid email address")), True, True),
        ((400, error("BadRequestError", "Missing personalisation: body")), False, False),
        ((403, error("AuthError", "Invalid token")), False, False),
        ((429, error("RateLimitError", "Exceeded rate limit")), False, False),
        ((500, {}), False, False),
        ((503, {}), False, False),
    ],
)
def test_what_it_answers_is_kept_in_its_words_and_tried_again_where_that_helps(
    app: Flask, notify: Notify, answer: tuple[int, dict[str, Any]], failed: bool, refused: bool
) -> None:
    notify.answers = [answer]
    with app.app_context():
        with transaction() as session:
            posted(session)
        assert deliver(by(notify), at=MONDAY).sent == 0
        (mail,) = every_mail(current_session())
        assert (mail.failed_at is not None, mail.refused) == (failed, refused)
        assert (mail.trouble or "").startswith(f"GOV.UK Notify said: {answer[0]}")
        assert deliver(by(notify), at=MONDAY + LATER).sent == (0 if failed else 1)


def test_nobody_there_is_temporary(app: Flask, notify: Notify) -> None:
    with app.app_context():
        with transaction() as session:
            posted(session)
        done = deliver(by(notify, notify_address="http://127.0.0.1:9"), at=MONDAY)
        assert (done.sent, done.put_off) == (0, 1)


def test_what_it_has_already_is_not_sent_again(app: Flask, notify: Notify) -> None:
    """As after a death between its acceptance and our mark."""
    with app.app_context():
        with transaction() as session:
            mail = posted(session)
            session.flush()
            mail.tries = 1
            known = {"reference": f"{mail.id}-{mail.mark}", "created_at": "2027-01-11T00:00:00Z"}
        notify.known = [known]
        assert deliver(by(notify), at=MONDAY).sent == 1
    assert notify.asked == []


def test_what_it_could_not_deliver_is_found_by_our_reference(app: Flask, notify: Notify) -> None:
    with app.app_context():
        with transaction() as session:
            for number in range(4):
                posted(session, f"p{number}@people.example")
        assert deliver(by(notify), at=MONDAY).sent == 4
        for one, status in zip(
            notify.known,
            ("permanent-failure", "temporary-failure", "technical-failure", "delivered"),
            strict=True,
        ):
            one["status"] = status
        notify.known.append(
            {"reference": None, "status": "permanent-failure", "created_at": "2027-01-11T00:00:00Z"}
        )
        assert look_for_bounces(by(notify), at=MONDAY + LATER) == 3
        assert look_for_bounces(by(notify), at=MONDAY + LATER) == 0
        found = every_mail(current_session())
        assert [mail.refused for mail in found] == [True, False, False, False]
        assert [mail.failed_at is None for mail in found] == [False, False, False, True]
        assert found[0].trouble == "GOV.UK Notify says that the address does not exist"
