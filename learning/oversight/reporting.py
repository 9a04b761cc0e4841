"""Line managers and the people who report to them, as the council says it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from learning.catalogue.published import Catalogue
from learning.database import AnySelect
from learning.dated import in_force
from learning.oversight.requested import Wanted, requests
from learning.people.models import Address, Membership, MembershipPeriod, Particulars, Person
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from learning.policies.queries import policies_of_all
from learning.policies.rules import LineManagers

PAGE = 50
NOBODY = 0  # no lead has this id: whoever is restricted is hidden from them


@dataclass(frozen=True)
class Report:
    """All that a line manager sees of somebody: asked, done, due."""

    name: str
    path: str
    is_done: bool
    due_on: date


def eyes_of_nobody(organisation_id: int, catalogue: Catalogue) -> Eyes:
    """Everybody of an organisation but those whose results only named leads see."""
    return Eyes(organisation_id, WHOLE, NOBODY, catalogue)


def manager_of(organisation_id: int, on: date) -> AnySelect:
    """(person, manager) for members of a day whose manager is one too, by a verified address."""
    place, period = aliased(Membership), aliased(MembershipPeriod)
    found: AnySelect = (
        select(Particulars.person_id, Address.person_id.label("manager_id"))
        .join(
            Address,
            and_(Address.key == Particulars.manager_key, Address.verified_at.is_not(None)),
        )
        .join(
            place,
            and_(
                place.person_id == Address.person_id,
                place.organisation_id == Particulars.organisation_id,
            ),
        )
        .join(period, and_(period.membership_id == place.id, in_force(period, on)))
        .where(
            Particulars.organisation_id == organisation_id,
            Particulars.superseded_at.is_(None),
            Particulars.person_id != Address.person_id,
        )
        .distinct()
    )
    return found


def has_reports(
    session: Session, manager_id: int, organisations: Collection[int], *, on: date
) -> bool:
    """Whether somebody reports to them in one of their councils that switched this on."""
    decided = policies_of_all(session, list(organisations), on=on)
    switched = [one for one, policies in decided.items() if policies.of(LineManagers).on]
    return any(
        session.scalar(select(exists(manager_of(one, on).where(Address.person_id == manager_id))))
        for one in switched
    )


def reports_of(
    session: Session, manager_id: int, eyes: Eyes, *, on: date, page: int
) -> tuple[int, list[Report]]:
    """How many paths their direct reports are asked to take, and one page of them, by name."""
    direct = manager_of(eyes.organisation_id, on).subquery()
    request = requests(eyes, Wanted(), on=on)
    mine: AnySelect = (
        select(Person.name, request.c.path, request.c.status, request.c.due_on)
        .join(direct, direct.c.person_id == request.c.person_id)
        .join(Person, Person.id == request.c.person_id)
        .where(direct.c.manager_id == manager_id)
    )
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = session.execute(
        mine.order_by(Person.name, request.c.person_id, request.c.due_on, request.c.path)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return total, [_report(row) for row in rows]


def _report(row: Any) -> Report:
    return Report(row.name or "Name erased", row.path, row.status == "done", row.due_on)
