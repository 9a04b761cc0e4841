"""Answers about what councils agreed to share: the rows in force, and who stands in a circle.

A circle is a partnership, or all councils of the installation (None).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.clock import day_of
from learning.database import AnySelect
from learning.dated import holds, in_force, known
from learning.people.models import Organisation, Partnership, Person, Sharing
from learning.people.rules import Part
from learning.people.sight import Eyes

MOST_SEEN = 400  # characters; the newest stand first
ENDS_SOON = timedelta(days=60)  # time enough for a committee to decide whether to go on


@dataclass(frozen=True)
class Agreement:
    """What a council shares, as its page says it."""

    number: int
    partnership: str | None  # its name; none: every council here
    starts_on: date
    ends_on: date | None
    joint: bool
    compared: bool
    may_be_asked: bool
    contact: str
    authority: str
    decided_on: date | None
    officer: str | None
    recorded_at: datetime

    def is_over(self, on: date) -> bool:
        """Whether nothing is served by it any more."""
        return self.ends_on is not None and self.ends_on <= on


def agreements_of(session: Session, organisation_id: int) -> list[Agreement]:
    """What a council shares, has shared and will share; the newest start first."""
    rows = session.execute(
        select(Sharing, Partnership.name, Person.name.label("officer"))
        .outerjoin(Partnership, Partnership.id == Sharing.partnership_id)
        .outerjoin(Person, Person.id == Sharing.officer_id)
        .where(Sharing.organisation_id == organisation_id, Sharing.superseded_at.is_(None))
        .order_by(Sharing.starts_on.desc(), Sharing.id.desc())
    )
    return [_agreement(row, name, officer) for row, name, officer in rows]


def seen_in(agreements: Iterable[Agreement]) -> str:
    """Which rows a form is made from: they change with every change."""
    return "-".join(str(one.number) for one in agreements)[:MOST_SEEN] or "0"


def _agreement(row: Sharing, partnership: str | None, officer: str | None) -> Agreement:
    return Agreement(
        number=row.id,
        partnership=partnership,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        joint=row.joint,
        compared=row.compared,
        may_be_asked=row.may_be_asked,
        contact=row.contact,
        authority=row.authority,
        decided_on=row.decided_on,
        officer=officer,
        recorded_at=row.recorded_at,
    )


def partnerships_of(session: Session, organisation_id: int) -> list[Partnership]:
    """Those that the council was ever added to, by name: of others it does not know."""
    mine = select(Sharing.partnership_id).where(Sharing.organisation_id == organisation_id)
    return list(
        session.scalars(
            select(Partnership)
            .where(Partnership.id.in_(mine))
            .order_by(Partnership.name, Partnership.id)
        )
    )


def overlapping(session: Session, wanted: Sharing) -> Sharing | None:
    """An agreement of the council in the same circle whose days overlap; the first of them."""
    until_it = () if wanted.ends_on is None else (Sharing.starts_on < wanted.ends_on,)
    return session.scalars(
        select(Sharing)
        .where(
            Sharing.organisation_id == wanted.organisation_id,
            Sharing.partnership_id.is_not_distinct_from(wanted.partnership_id),
            Sharing.superseded_at.is_(None),
            or_(Sharing.ends_on.is_(None), Sharing.ends_on > wanted.starts_on),
            *until_it,
        )
        .order_by(Sharing.starts_on, Sharing.id)
        .limit(1)
    ).first()


def partners_of(
    session: Session, partnership_id: int, *, on: date
) -> Sequence[tuple[str, date | None]]:
    """(name, the day its agreement ends) of the councils that share their figures on a day."""
    rows = session.execute(
        select(Organisation.name, Sharing.ends_on)
        .join(Sharing, Sharing.organisation_id == Organisation.id)
        .where(Sharing.partnership_id == partnership_id, Sharing.joint, in_force(Sharing, on))
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row.name, row.ends_on) for row in rows]


def parts(
    session: Session, *, as_at: date, known_at: datetime, asked_at: datetime
) -> tuple[Part, ...]:
    """Every council's part in every circle, in comparisons and as a place to learn from."""
    then = and_(known(Sharing, known_at), holds(Sharing, as_at))
    now = and_(known(Sharing, asked_at), holds(Sharing, day_of(asked_at)))
    rows = session.execute(
        select(Sharing, then.label("then"), now.label("now"))
        .join(Organisation, Organisation.id == Sharing.organisation_id)
        .where(
            or_(Sharing.compared, Sharing.may_be_asked), or_(then, now), holds(Organisation, as_at)
        )
        .order_by(Sharing.id)
    )
    return tuple(
        Part(
            organisation_id=row.organisation_id,
            circle=row.partnership_id,
            compared=row.compared,
            contact=row.contact if row.may_be_asked else None,
            then=bool(is_then),
            now=bool(is_now),
        )
        for row, is_then, is_now in rows
    )


def count_ending(eyes: Eyes, on: date) -> AnySelect:
    """How many agreements of a council end soon without another that goes on from there."""
    following = aliased(Sharing)
    goes_on = (
        select(following.id)
        .where(
            following.organisation_id == Sharing.organisation_id,
            following.partnership_id.is_not_distinct_from(Sharing.partnership_id),
            following.superseded_at.is_(None),
            following.starts_on >= Sharing.starts_on,
            or_(following.ends_on.is_(None), following.ends_on > Sharing.ends_on),
        )
        .exists()
    )
    return (
        select(func.count())
        .select_from(Sharing)
        .where(
            Sharing.organisation_id == eyes.organisation_id,
            in_force(Sharing, on),
            Sharing.ends_on <= on + ENDS_SOON,
            ~goes_on,
        )
    )
