"""Answers about who issues badges, and with which keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from learning.badges.models import BadgeIssuing, BadgeKey
from learning.dated import known
from learning.people.models import Organisation


def issues_badges(session: Session, organisation_id: int, *, at: datetime) -> bool:
    """Whether what an organisation awarded at a moment can be a badge."""
    switched_on = exists().where(
        BadgeIssuing.organisation_id == organisation_id, known(BadgeIssuing, at)
    )
    return bool(session.scalar(select(switched_on)))


def keys_in_use(session: Session, organisation_id: int) -> dict[str, BadgeKey]:
    """What an organisation signs with today, by algorithm."""
    rows = session.scalars(
        select(BadgeKey).where(
            BadgeKey.organisation_id == organisation_id, BadgeKey.retired_at.is_(None)
        )
    )
    return {key.algorithm: key for key in rows}


@dataclass(frozen=True)
class Issuer:
    """An organisation that issues badges or once did, with every key it ever signed with."""

    slug: str
    name: str
    made_up: bool
    keys: tuple[BadgeKey, ...]

    def key(self, name: str) -> BadgeKey | None:
        """The key of that name."""
        return next((key for key in self.keys if key.name == name), None)


def issuer_of(session: Session, slug: str) -> Issuer | None:
    """The issuer with that short name, the newest keys first; None for whoever never was one."""
    rows = session.execute(
        select(Organisation.slug, Organisation.name, Organisation.made_up, BadgeKey)
        .join(BadgeKey, BadgeKey.organisation_id == Organisation.id)
        .where(Organisation.slug == slug)
        .order_by(BadgeKey.id.desc())
    ).all()
    if not rows:
        return None
    return Issuer(slug, rows[0].name, rows[0].made_up, tuple(row.BadgeKey for row in rows))


def switches(session: Session) -> Sequence[tuple[Organisation, datetime | None]]:
    """Every organisation by name, and since when it issues badges, if it does."""
    rows = session.execute(
        select(Organisation, BadgeIssuing.recorded_at)
        .outerjoin(
            BadgeIssuing,
            and_(
                BadgeIssuing.organisation_id == Organisation.id,
                BadgeIssuing.superseded_at.is_(None),
            ),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return [(council, since) for council, since in rows]


def issuers_in_use(session: Session, slug: str | None) -> Sequence[Organisation]:
    """Organisations that have keys in use: all of them, or the one with that short name."""
    having = select(BadgeKey.organisation_id).where(BadgeKey.retired_at.is_(None))
    found = select(Organisation).where(Organisation.id.in_(having)).order_by(Organisation.id)
    return session.scalars(found if slug is None else found.where(Organisation.slug == slug)).all()
