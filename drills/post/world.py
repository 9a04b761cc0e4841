"""Councils that send, their people, and what they are told, made by the real actions."""

from datetime import date, datetime, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import func, select

from learning.clock import LONDON
from learning.database import current_session, transaction
from learning.notices import actions
from learning.notices.models import Mail, Notice
from learning.notices.rules.retrying import LEASE
from learning.people.actions import identity, organisations, places
from learning.policies import actions as policies
from learning.policies.rules import Post

FIRST_DAY = date(2027, 1, 12)  # a Tuesday
OPENS, CLOSES = 9, 16
STEP = LEASE + timedelta(seconds=30)
LONG_AGO = datetime(2026, 11, 2, 9, tzinfo=LONDON)


class World:
    """Two councils, so many people in both, and the moments at which senders are started."""

    def __init__(self, app: Flask, people: int) -> None:
        self.app = app
        self.tokens = count(1)
        self.posted = 0
        self.telling = True
        self.at = datetime.combine(FIRST_DAY, datetime.min.time(), LONDON).replace(hour=OPENS)
        with app.app_context(), transaction() as session:
            self.councils = []
            for slug in ("north", "south"):
                council = organisations.open_organisation(
                    session,
                    slug=slug,
                    name=slug.capitalize(),
                    nation="England",
                    starts_on=LONG_AGO.date(),
                    by=None,
                    at=LONG_AGO,
                )
                session.flush()
                self.councils.append(council.id)
                policies.decide(
                    session,
                    Post(approved=True),
                    organisation_id=council.id,
                    authority="Drill",
                    starts_on=LONG_AGO.date(),
                    by=None,
                    at=LONG_AGO,
                )
            self.people = []
            for number in range(people):
                person = identity.add_person(
                    session,
                    name=f"P{number}",
                    address=f"{number}@drill.example",
                    by=None,
                    at=LONG_AGO,
                )
                for council_id in self.councils:
                    places.join(
                        session,
                        person_id=person.id,
                        organisation_id=council_id,
                        starts_on=LONG_AGO.date(),
                        by=None,
                        at=LONG_AGO,
                    )
                self.people.append(person.id)

    def tell_everybody(self) -> None:
        """Three things each: of either council, and of their own record."""
        with self.app.app_context(), transaction() as session:
            for person in self.people:
                for council_id in (*self.councils, None):
                    token = next(self.tokens)
                    actions.tell(
                        session,
                        person_id=person,
                        kind="path.assigned",
                        subject=f"Told token-{token}",
                        body="Drill",
                        link=f"/paths/{token}",
                        organisation_id=council_id,
                        at=self.at - timedelta(hours=1),
                    )

    def post(self, number: int) -> None:
        """So many e-mails that go at once."""
        with self.app.app_context(), transaction() as session:
            for _ in range(number):
                self.posted += 1
                token = next(self.tokens)
                actions.post(
                    session,
                    person_id=None,
                    organisation_id=None,
                    address=f"post{token}@drill.example",
                    kind="invitation",
                    language="en",
                    subject="Drill",
                    plain=f"token-{token}",
                    html=f"<p>token-{token}</p>",
                    secret=token % 2 == 0,
                    at=self.at,
                )

    def go_on(self) -> None:
        """Past the lease of whoever was killed; after the last hour to the next week."""
        self.at += STEP
        if self.at.hour >= CLOSES:
            self.next_week()

    def next_week(self) -> None:
        """The next Tuesday at the first hour."""
        week = (self.at.date() - FIRST_DAY).days // 7 + 1
        day = FIRST_DAY + timedelta(weeks=week)
        self.at = datetime.combine(day, datetime.min.time(), LONDON).replace(hour=OPENS)
        if self.telling:
            self.tell_everybody()

    def closes_soon(self) -> bool:
        """Whether the sender after the next one would be started in the next week."""
        return (self.at + 2 * STEP).hour >= CLOSES

    def waiting(self) -> int:
        """E-mails that are neither sent nor given up, and notices that no e-mail took along."""
        with self.app.app_context():
            mails = select(func.count()).where(Mail.sent_at.is_(None), Mail.failed_at.is_(None))
            notices = select(func.count()).where(Notice.mail_id.is_(None))
            return sum(current_session().scalar(one) or 0 for one in (mails, notices))
