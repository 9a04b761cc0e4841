"""Answers about tokens: whose one is, and which a council has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, not_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.dated import in_force
from learning.doors import ApiScope
from learning.people.keys import ApiToken
from learning.people.models import Appointment, Organisation, Person
from learning.people.rules import begin_of_window
from learning.people.sight import Eyes
from learning.people.standing import Kind, OrganisationFacts

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Bearer:
    """What a token that works lets its bearer read."""

    token_id: int
    organisation: OrganisationFacts
    scopes: frozenset[ApiScope]


@dataclass(frozen=True)
class TokenFacts:
    """A token as the list of a council's tokens speaks of it."""

    id: int
    name: str
    scopes: frozenset[ApiScope]
    expires_on: date
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    last_read: datetime | None  # when the quarter of an hour began in which it last read
    maker_leads: bool  # whoever made it looks after everybody here today

    def works(self, on: date) -> bool:
        """Whether it opens anything on a day."""
        return self.revoked_at is None and self.expires_on > on

    def ends_soon(self, on: date) -> bool:
        """Whether another is to be made before long."""
        return self.works(on) and self.expires_on <= on + SOON


def bearer_of(session: Session, hashed: str, *, on: date) -> Bearer | None:
    """Whose token this is, by its hash; none where it is unknown, over or revoked."""
    row = session.execute(
        select(ApiToken.id, ApiToken.scopes, Organisation)
        .join(Organisation, Organisation.id == ApiToken.organisation_id)
        .where(ApiToken.token_hash == hashed, _works(on))
    ).one_or_none()
    if row is None:
        return None
    council = row.Organisation
    facts = OrganisationFacts(
        council.id,
        council.slug,
        council.name,
        council.nation,
        council.starts_on,
        council.ends_on,
        council.made_up,
        council.end_said_at,
    )
    return Bearer(row.id, facts, _scopes(row.scopes))


def tokens_of(session: Session, organisation_id: int, *, on: date) -> Sequence[TokenFacts]:
    """Every token a council ever had, those made last first."""
    rows = session.execute(
        select(ApiToken, Person.name, _maker_leads(on).label("maker_leads"))
        .join(Person, Person.id == ApiToken.made_by)
        .where(ApiToken.organisation_id == organisation_id)
        .order_by(ApiToken.made_at.desc(), ApiToken.id.desc())
    )
    return [
        TokenFacts(
            token.id,
            token.name,
            _scopes(token.scopes),
            token.expires_on,
            token.made_at,
            name,
            token.revoked_at,
            None if token.read_window is None else begin_of_window(token.read_window),
            maker_leads,
        )
        for token, name, maker_leads in rows
    ]


def count_ending(eyes: Eyes, on: date) -> AnySelect:
    """How many tokens stop working in the days to come, as a select of one number."""
    found: AnySelect = (
        select(func.count())
        .select_from(ApiToken)
        .where(
            ApiToken.organisation_id == eyes.organisation_id,
            _works(on),
            ApiToken.expires_on <= on + SOON,
        )
    )
    return found


def count_left_behind(eyes: Eyes, on: date) -> AnySelect:
    """How many tokens work whose makers lead here no more, as a select of one number."""
    found: AnySelect = (
        select(func.count())
        .select_from(ApiToken)
        .where(ApiToken.organisation_id == eyes.organisation_id, _works(on), not_(_maker_leads(on)))
    )
    return found


def _maker_leads(on: date) -> ColumnElement[bool]:
    """Whoever made a token looks after everybody of its council, as making one asks."""
    return exists().where(
        Appointment.person_id == ApiToken.made_by,
        Appointment.organisation_id == ApiToken.organisation_id,
        Appointment.kind == Kind.LEARNING_LEAD.value,
        Appointment.tiers == "",
        Appointment.services == "",
        in_force(Appointment, on),
    )


def _works(on: date) -> ColumnElement[bool]:
    return ApiToken.revoked_at.is_(None) & (ApiToken.expires_on > on)


def _scopes(text: str) -> frozenset[ApiScope]:
    return frozenset(map(ApiScope, text.split()))
