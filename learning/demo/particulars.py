"""What the made-up councils say of their people, and what they say the results are for."""

from datetime import datetime, time

from sqlalchemy import insert, select

from learning.clock import LONDON
from learning.demo.builder import Builder
from learning.people.models import Address, Membership, Organisation, Particulars, Person
from learning.policies.actions import decide
from learning.policies.rules import Purpose

PURPOSE = Purpose(
    text="We use these results to plan support: which courses to offer, to whom, and when. They "
    "are not used for discipline, capability, pay, redundancy or selection. Nobody but you sees "
    "your answers, your tries or your scores."
)


def add(builder: Builder, councils: dict[str, Organisation]) -> None:
    """A purpose statement for each council; references and addresses for everybody in it.

    References are numbers with zeros at the front, as payroll systems have them.
    """
    at = datetime.combine(builder.first_day, time(10), LONDON)
    for council in councils.values():
        decide(
            builder.session,
            PURPOSE,
            organisation_id=council.id,
            authority="Adopted by full council",
            starts_on=builder.first_day,
            by=None,
            at=at,
        )
        people = builder.session.execute(
            select(Person.id, Person.name, Address.written, Address.key)
            .join(Address, Address.person_id == Person.id)
            .where(
                Person.id.in_(
                    select(Membership.person_id).where(Membership.organisation_id == council.id)
                )
            )
            .order_by(Person.id, Address.id)
        ).all()
        builder.session.execute(
            insert(Particulars),
            [
                {
                    "organisation_id": council.id,
                    "person_id": row.id,
                    "name": row.name,
                    "reference": f"{number:05d}",
                    "reference_key": f"{number:05d}",
                    "address": row.written,
                    "address_key": row.key,
                    "recorded_at": at,
                    "recorded_by": None,
                }
                for number, row in enumerate({row.id: row for row in people}.values(), 101)
            ],
        )
