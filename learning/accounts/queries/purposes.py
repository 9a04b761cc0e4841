"""Answers about what councils say their results are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from learning.accounts.models import PurposeRead
from learning.dated import in_force
from learning.people.models import Organisation
from learning.policies.models import Policy
from learning.policies.rules import Name, Purpose


@dataclass(frozen=True)
class Stated:
    """A council's statement, with the authority that adopted it and the day it holds from."""

    organisation_id: int
    slug: str
    council: str
    text: str
    authority: str
    starts_on: date


def unread(
    session: Session, person_id: int, organisations: Sequence[int], *, on: date
) -> list[Stated]:
    """The statements of these councils that the person has not put away, in one statement."""
    rows = session.execute(
        select(Policy, Organisation.slug, Organisation.name)
        .join(Organisation, Organisation.id == Policy.organisation_id)
        .outerjoin(
            PurposeRead,
            and_(
                PurposeRead.person_id == person_id,
                PurposeRead.organisation_id == Policy.organisation_id,
                PurposeRead.starts_on == Policy.starts_on,
            ),
        )
        .where(
            Policy.organisation_id.in_(organisations),
            Policy.name == Name.PURPOSE.value,
            in_force(Policy, on),
            PurposeRead.person_id.is_(None),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    found = [
        Stated(
            policy.organisation_id,
            slug,
            council,
            Purpose.model_validate_json(policy.said).text,
            policy.authority,
            policy.starts_on,
        )
        for policy, slug, council in rows
    ]
    return [one for one in found if one.text]
