from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from learning.database import current_session, transaction
from learning.notices.rules.bounces import read_bounce
from tests.notices.posting import MONDAY, every_mail, posted

MARK = "0123456789abcdef0123456789abcdef"
REPORT = """\
From: MAILER-DAEMON@mx.example
To: learning@learning.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 12 Jan 2027 10:00:00 +0000

Final-Recipient: rfc822; ada@people.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--B
Content-Type: {kind}

Message-ID: <{number}.{mark}@learning.example>
Subject: Your learning this week

{body}
--B--
"""


def report(**changed: object) -> bytes:
    said: dict[str, object] = {
        "action": "failed",
        "status": "5.1.1",
        "said": "550 5.1.1 <ada@people.example>: user unknown",
        "kind": "message/rfc822",
        "number": 7,
        "mark": MARK,
        "body": "Hello Ada",
    }
    return REPORT.format(**(said | changed)).replace("\n", "\r\n").encode()


def test_a_report_says_which_e_mail_came_back_and_why() -> None:
    found = read_bounce(report())
    assert found is not None
    assert (found.mail_id, found.mark, found.is_of_address) == (7, MARK, True)
    assert found.trouble.startswith("It came back: 5.1.1 550 5.1.1 <ada@people.example>: user")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_the_copy_may_be_whole_or_headers_alone(kind: str) -> None:
    found = read_bounce(report(kind=kind))
    assert found is not None
    assert found.mail_id == 7


@pytest.mark.parametrize(
    ("status", "is_of_address"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.2.1", True),
        ("5.2.2", False),
        ("5.7.1", False),
        ("4.4.7", False),
        ("5.4.4", True),
        ("5.0.0", True),
    ],
)
def test_not_every_failure_is_about_the_address(status: str, is_of_address: bool) -> None:
    found = read_bounce(report(status=status))
    assert found is not None
    assert found.is_of_address is is_of_address


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_what_may_still_arrive_is_no_bounce(action: str) -> None:
    assert read_bounce(report(action=action)) is None


def test_what_is_no_report_is_none() -> None:
    reply = EmailMessage()
    reply["Subject"] = "Out of office"
    reply.set_content(f"<7.{MARK}@learning.example>")
    assert read_bounce(reply.as_bytes()) is None
    assert read_bounce(report(mark="short")) is None


@given(st.binary(max_size=400) | st.integers(0, 900).map(lambda cut: report()[:cut]))
def test_whatever_is_sent_is_read_without_a_fault(raw: bytes) -> None:
    read_bounce(raw)


def test_the_command_marks_what_came_back(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        mail = posted(session, secret=True)
        mail.sent_at = MONDAY
        session.flush()
        number, mark = mail.id, mail.mark
    run = app.test_cli_runner().invoke
    raw = report(number=number, mark=mark)
    assert "Recorded." in run(args=["record-bounce"], input=raw).output
    again = run(args=["record-bounce"], input=raw)
    assert (again.exit_code, again.output) == (0, "Nothing to record.\n")
    assert run(args=["record-bounce"], input=b"hello").output == "Nothing to record.\n"
    with app.app_context():
        (mail,) = every_mail(current_session())
        assert (mail.refused, mail.failed_at is not None) == (True, True)
