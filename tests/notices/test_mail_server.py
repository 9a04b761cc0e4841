"""Against a real mail server on loopback."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from bench.servers import free_port
from learning.catalogue.published import Catalogue
from learning.config import BadSettings, Settings, from_environment
from learning.database import current_session, transaction
from learning.notices.delivery import deliver
from learning.notices.ports import port_of
from learning.notices.ports.letter import Letter, Refused, Unreachable
from learning.notices.ports.message import message_of
from tests.notices.posting import (
    MONDAY,
    TUESDAY_TEN,
    Inbox,
    a_sending_council,
    every_mail,
    mail_server,
    mailing,
    posted,
    somebody,
    told,
)

LATER = timedelta(minutes=10)
SUBJECT = (
    "Eich gŵyl ddysgu: tŷ’r cyngor, dydd Sul y bore bach, a llawer iawn mwy o bethau i’w gwneud"
)


def to_server(port: int, **more: object) -> Settings:
    return mailing(smtp_port=port, **more)


def test_an_e_mail_arrives_whole_in_both_its_forms(app: Flask) -> None:
    inbox = Inbox()
    plain = "Helo Siân,\n\nDewch i’r ŵyl. " + "x" * 1200 + "\n.\nFrom here on\n"
    with app.app_context(), mail_server(inbox) as port:
        with transaction() as session:
            mail = posted(
                session,
                subject=SUBJECT,
                plain=plain,
                html="<p>Dewch i’r ŵyl</p>",
                language="cy",
                person_id=None,
            )
            session.flush()
            expected = f"<{mail.id}.{mail.mark}@learning.example>"
        assert deliver(to_server(port), at=MONDAY).sent == 1
    (got,) = inbox.accepted
    assert got["Subject"] == SUBJECT
    assert got["Message-ID"] == expected
    assert got["From"] == "Learning <learning@learning.example>"
    assert got["To"] == "ada@people.example"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Content-Language"] == "cy"
    assert got["List-Unsubscribe"] is None
    assert got["Date"].datetime == MONDAY
    assert got.get_content_type() == "multipart/alternative"
    body = got.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    assert body.get_content().replace("\r\n", "\n") == plain
    dressed = got.get_body(("html",))
    assert isinstance(dressed, EmailMessage)
    assert dressed.get_content().strip() == "<p>Dewch i’r ŵyl</p>"


def test_one_line_carries_many_and_a_broken_one_is_made_anew(app: Flask) -> None:
    inbox = Inbox(answers=["250 OK", "421 4.3.2 Going down", "250 OK", "250 OK"])
    with app.app_context(), mail_server(inbox) as port:
        with transaction() as session:
            for number in range(3):
                posted(session, f"p{number}@people.example")
        done = deliver(to_server(port), at=MONDAY)
        assert (done.sent, done.put_off) == (2, 1)
        assert deliver(to_server(port), at=MONDAY + LATER).sent == 1
    assert sorted(inbox.to) == [f"p{number}@people.example" for number in range(3)]


@pytest.mark.parametrize(
    ("answer", "failed", "refused", "words"),
    [
        ("550 5.1.1 No such user here", True, True, "550 5.1.1 No such user here"),
        ("550 No such user", True, True, "550 No such user"),
        ("550 5.7.1 We do not trust you", True, False, "550 5.7.1 We do not trust you"),
        ("552 5.2.2 Mailbox full", True, False, "552 5.2.2 Mailbox full"),
        ("451 4.7.1 Greylisted", False, False, "451 4.7.1 Greylisted"),
    ],
)
def test_what_the_server_says_of_a_recipient_is_kept_in_its_words(
    app: Flask, answer: str, failed: bool, refused: bool, words: str
) -> None:
    inbox = Inbox(refuses={"ada@people.example": answer})
    with app.app_context(), mail_server(inbox) as port:
        with transaction() as session:
            posted(session)
            posted(session, "tomos@people.example")
        assert deliver(to_server(port), at=MONDAY).sent == 1
        mail = every_mail(current_session())[0]
        assert (mail.failed_at is not None, mail.refused) == (failed, refused)
        assert mail.trouble == f"The mail server said: {words}"
    assert inbox.to == ["tomos@people.example"]


@pytest.mark.parametrize(("answer", "failed"), [("554 5.6.0 Spam", True), ("451 Wait", False)])
def test_what_the_server_says_of_a_text_is_not_held_against_the_address(
    app: Flask, answer: str, failed: bool
) -> None:
    with app.app_context(), mail_server(Inbox(answers=[answer])) as port:
        with transaction() as session:
            posted(session)
        deliver(to_server(port), at=MONDAY)
        (mail,) = every_mail(current_session())
        assert (mail.failed_at is not None, mail.refused) == (failed, False)


def test_a_server_that_is_down_loses_nothing(app: Flask) -> None:
    inbox, port = Inbox(), free_port()
    with app.app_context():
        with transaction() as session:
            for number in range(5):
                posted(session, f"p{number}@people.example")
        assert deliver(to_server(port), at=MONDAY).put_off == 3
        assert every_mail(current_session())[0].trouble == "The mail server cannot be reached"
        with mail_server(inbox) as there:
            assert deliver(to_server(there), at=MONDAY + LATER).sent == 5
    assert len(inbox.accepted) == 5


def test_a_silent_server_is_given_up_after_the_patience_of_the_settings(app: Flask) -> None:
    class Slow(Inbox):
        async def handle_DATA(self, *_: object) -> str:  # noqa: N802  # the library's name
            time.sleep(1.5)  # noqa: ASYNC251  # it is the server that has to be slow
            return "250 OK"

    with app.app_context(), mail_server(Slow()) as port:
        with transaction() as session:
            posted(session)
        began = time.monotonic()
        assert deliver(to_server(port, smtp_patience=1), at=MONDAY).put_off == 1
        assert time.monotonic() - began < 4
        (mail,) = every_mail(current_session())
        assert mail.trouble == "The mail server did not answer in time"
        assert mail.sent_at is None


def test_while_a_server_answers_slowly_others_can_write(app: Flask) -> None:
    class Slow(Inbox):
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # type: ignore[override]  # noqa: N802  # as above
            time.sleep(0.7)  # noqa: ASYNC251  # likewise
            return await super().handle_DATA(server, session, envelope)  # type: ignore[arg-type]

    inbox = Slow()
    with app.app_context(), mail_server(inbox) as port, ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            posted(session)

        def send() -> int:
            with app.app_context():
                return deliver(to_server(port), at=MONDAY).sent

        sending = pool.submit(send)
        time.sleep(0.25)
        began = time.monotonic()
        with transaction() as session:
            posted(session, "later@people.example", at=MONDAY + LATER)
        assert time.monotonic() - began < 0.4
        assert sending.result() == 1


def test_several_senders_at_once_put_together_and_send_nothing_twice(
    app: Flask, catalogue: Catalogue
) -> None:
    inbox = Inbox()
    with app.app_context(), mail_server(inbox) as port:
        with transaction() as session:
            council = a_sending_council(session)
            for number in range(15):
                person = somebody(session, catalogue, council, name=f"Person {number}")
                told(session, person, "Please take a path", council=council)
                posted(session, f"p{number}@people.example")

        def send(_: int) -> int:
            with app.app_context():
                return deliver(to_server(port), at=TUESDAY_TEN).sent

        with ThreadPoolExecutor(3) as pool:
            counts = list(pool.map(send, range(3)))
    addresses = [
        f"{one}{number}@people.example" for number in range(15) for one in ("p", "person.")
    ]
    assert sum(counts) == 30
    assert sorted(inbox.to) == sorted(addresses)


def letter(**changed: object) -> Letter:
    said: dict = {
        "message_id": "<1.a@learning.example>",
        "reference": "1-a",
        "to": "ada@people.example",
        "subject": "Hello",
        "plain": "Hello\n",
        "html": "<p>Hello</p>",
        "language": "en",
        "at": MONDAY,
    }
    return Letter(**(said | changed))


def test_nothing_that_was_written_can_add_a_header() -> None:
    sly = "Hello\r\nBcc: everyone@people.example\r\n\r\nBody\x00"
    message = message_of(letter(subject=sly), mailing(mail_from_name=sly))
    raw = message.as_bytes()
    assert message["Bcc"] is None
    assert b"\nBcc:" not in raw
    assert message["Subject"] == "Hello Bcc: everyone@people.example Body"


@pytest.mark.parametrize(
    "address",
    [
        "ada@people.example\r\nBcc: x@y.example",
        "ada",
        "a b@people.example",
        "ada@people.example, bob@people.example",
        "<ada@people.example>",
        "@people.example",
        "siân@people.example",
        "ada@" + "x" * 70 + ".example",
        "",
    ],
)
def test_what_is_no_address_is_refused_before_any_server_hears_of_it(address: str) -> None:
    with pytest.raises(Refused):
        message_of(letter(to=address), mailing())


def test_a_domain_in_another_script_is_written_in_its_own_ascii_form() -> None:
    message = message_of(letter(to="ada@tŷ.example"), mailing())
    assert message["To"] == "ada@xn--t-fsa.example".replace(
        "xn--t-fsa", "tŷ".encode("idna").decode()
    )


def test_a_digest_can_be_stopped_by_one_post_as_rfc_8058_says() -> None:
    there = "https://learning.example/unsubscribe/abc"
    message = message_of(letter(unsubscribe=there), mailing())
    assert message["List-Unsubscribe"] == f"<{there}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_way_of_files_writes_one_whole_file_for_each_e_mail(tmp_path: Path) -> None:
    port = port_of(mailing(mail="file", mail_folder=tmp_path / "mail"))
    assert port is not None
    port.send(letter())
    port.send(letter())
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "1-a.eml"
    assert b"Message-ID: <1.a@learning.example>" in file.read_bytes()
    in_the_way = port_of(mailing(mail="file", mail_folder=file))
    assert in_the_way is not None
    with pytest.raises(Unreachable):
        in_the_way.send(letter())


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"LEARNING_MAIL": "smtp"}, "LEARNING_MAIL=smtp needs LEARNING_ADDRESS, "),
        ({"LEARNING_MAIL": "notify"}, "LEARNING_NOTIFY_KEY"),
        ({"LEARNING_MAIL": "pigeon"}, "LEARNING_MAIL: Input should be"),
    ],
)
def test_settings_that_lack_something_say_what(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: dict[str, str],
    reason: str,
) -> None:
    for name, text in {"LEARNING_SECRET_KEY": "s" * 40, **settings}.items():
        monkeypatch.setenv(name, text)
    with pytest.raises(BadSettings):
        from_environment()
    assert reason in capsys.readouterr().err
