"""Who need not take a path for a time, and whose exemption runs out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.assignments.exemptions import Exemption
from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.kinds import SOON
from learning.oversight.requested import Wanted, holders
from learning.people.models import Membership, Person
from learning.people.sight import Eyes, is_member, seen

PAGE = 50


@dataclass(frozen=True)
class Exempted:
    """An exemption in force; its reason stands with the person."""

    code: str
    name: str
    path: str
    authority: str
    ends_on: date


def exempted(
    session: Session, eyes: Eyes, wanted: Wanted, *, on: date, page: int
) -> tuple[int, list[Exempted]]:
    """How many exemptions hold, and one page of them, those that run out first."""
    found = _exempted(eyes, wanted, on)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = session.execute(
        found.order_by(Exemption.ends_on, Person.name, Exemption.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return total, [Exempted(*row) for row in rows]


def count_running_out(eyes: Eyes, on: date) -> AnySelect:
    """How many run out in the days to come, as a select of one number."""
    soon = _exempted(eyes, Wanted(), on).where(Exemption.ends_on <= on + SOON)
    return select(func.count()).select_from(soon.subquery())


def exempt_by(eyes: Eyes, wanted: Wanted, *, on: date) -> AnySelect:
    """(path, membership) of everybody exempt, for figures of groups."""
    found = _exempted(eyes, wanted, on)
    return found.with_only_columns(Exemption.path, Membership.id.label("membership_id"))


def _exempted(eyes: Eyes, wanted: Wanted, on: date) -> AnySelect:
    here = select(func.min(Membership.id)).where(is_member(on), seen(eyes, on))
    found: AnySelect = (
        select(
            Membership.person_code,
            Person.name,
            Exemption.path,
            Exemption.authority,
            Exemption.ends_on,
        )
        .join(Person, Person.id == Exemption.person_id)
        .join(
            Membership,
            and_(
                Membership.person_id == Exemption.person_id,
                Membership.id.in_(here.group_by(Membership.person_id)),
            ),
        )
        .where(Exemption.organisation_id == eyes.organisation_id, in_force(Exemption, on))
    )
    if wanted.path:
        found = found.where(Exemption.path == wanted.path)
    if wanted.role or wanted.tier or wanted.service:
        found = found.where(Membership.id.in_(holders(eyes, wanted, on)))
    return found
