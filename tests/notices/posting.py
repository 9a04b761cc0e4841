"""Councils that send, ways of sending that keep what they are given, and a real mail server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.servers import free_port
from learning.catalogue.published import Catalogue
from learning.config import Settings
from learning.notices import actions
from learning.notices.models import Mail
from learning.notices.ports.letter import Letter
from learning.notices.rules.bounces import Bounce
from learning.notices.rules.opening import Council
from learning.people.models import Organisation
from learning.policies import actions as policies
from learning.policies.rules import Post, Quiet
from tests.builders import LONG_AGO, a_member, a_person, an_organisation

MONDAY = datetime(2027, 1, 11, 0, 0, tzinfo=UTC)  # no bank holiday until Good Friday, 26 March
TUESDAY_TEN = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)


def mailing(url: str = "sqlite://", **more: Any) -> Settings:
    """Settings of an installation that sends."""
    said: dict[str, Any] = {
        "mail": "smtp",
        "address": "https://learning.example",
        "mail_from": "learning@learning.example",
        "mail_from_name": "Learning",
        "smtp_host": "127.0.0.1",
        "smtp_security": "none",
        "smtp_patience": 5,
    }
    return Settings(
        database_url=url,
        secret_key="only-for-tests-only-for-tests-only-for-tests",
        secure_cookies=False,
        **(said | more),
    )


def council_of(
    number: int = 1,
    *,
    quiet: tuple[tuple[date, date], ...] = (),
    nation: str = "England",
    approved: bool = True,
    **post: int,
) -> Council:
    """A council as the rules see it."""
    decided = Post(approved=approved, **post)
    return Council(number, f"Council {number}", nation, decided, Quiet(periods=quiet))


def a_sending_council(
    session: Session,
    slug: str = "fernleigh",
    *,
    nation: str = "England",
    approved: bool = True,
    quiet: tuple[tuple[date, date], ...] = (),
    **post: int,
) -> Organisation:
    """A council whose lead has looked and said so, long ago."""
    council = an_organisation(session, slug, nation=nation)
    session.flush()
    for said in (Post(approved=approved, **post), Quiet(periods=quiet)):
        policies.decide(
            session,
            said,
            organisation_id=council.id,
            authority="Decided in a test",
            starts_on=LONG_AGO.date(),
            by=None,
            at=LONG_AGO,
        )
    return council


def somebody(
    session: Session, catalogue: Catalogue, *councils: Organisation, name: str = "Ada Merriweather"
) -> int:
    """A councillor of these councils."""
    person = a_person(session, name)
    for council in councils:
        a_member(session, catalogue, council, person, "councillor")
    return person


def told(
    session: Session,
    person: int,
    subject: str,
    *,
    council: Organisation | None = None,
    kind: str = "path.assigned",
    link: str | None = None,
    at: datetime = MONDAY,
) -> None:
    actions.tell(
        session,
        person_id=person,
        kind=kind,
        subject=subject,
        body=f"Body of {subject}.",
        link=link,
        organisation_id=council.id if council else None,
        at=at,
    )


def posted(session: Session, address: str = "ada@people.example", **more: Any) -> Mail:
    said: dict[str, Any] = {
        "person_id": None,
        "organisation_id": None,
        "kind": "invitation",
        "language": "en",
        "subject": "You are invited",
        "plain": "Come in: https://learning.example/join/secret",
        "html": "<p>Come in</p>",
        "at": MONDAY,
    }
    return actions.post(session, address=address, **(said | more))


@dataclass
class Kept:
    """A way of sending that keeps what it is given; `answers` are raised first, in turn."""

    letters: list[Letter] = field(default_factory=list)
    answers: list[Exception | None] = field(default_factory=list)
    bounces: list[Bounce] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.letters.append(letter)

    def returned(self, *, since: datetime) -> Iterator[Bounce]:
        assert since.tzinfo is not None
        return iter(self.bounces)

    def close(self) -> None:
        pass


@dataclass
class Inbox:
    """What a mail server accepted; `answer` says what it answers to a recipient or a text."""

    accepted: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # recipient → answer
    answers: list[str] = field(default_factory=list)  # to the next texts, in turn

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802  # likewise
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.accepted.append(message)
            self.to += envelope.rcpt_tos
        return answer


@contextmanager
def mail_server(inbox: Inbox, **more: Any) -> Iterator[int]:
    """The port of a real mail server on loopback."""
    port = free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=20, **more)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def every_mail(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def weeks(number: float) -> timedelta:
    return timedelta(weeks=number)
