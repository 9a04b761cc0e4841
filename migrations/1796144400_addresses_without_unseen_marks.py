"""Addresses that were kept with unseen marks are found again

Revision ID: 1796144400
Revises: 1796142600
Create Date: 2026-12-01 17:00:00.000000

"""
import unicodedata
from typing import Sequence, Union

import click
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796144400'
down_revision: Union[str, Sequence[str], None] = '1796142600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

address = sa.table('address', sa.column('id'), sa.column('person_id'), sa.column('written'), sa.column('key'))
particulars = sa.table('particulars', sa.column('id'), sa.column('organisation_id'), sa.column('person_id'), sa.column('address'), sa.column('address_key'), sa.column('manager_key'), sa.column('superseded_at'))
membership = sa.table('membership', sa.column('person_id'), sa.column('organisation_id'), sa.column('person_code'))
organisation = sa.table('organisation', sa.column('id'), sa.column('slug'))


def clean(text: str) -> str:
    """As `clean_address` does since 30 November 2026."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf").strip()


def key_of(text: str) -> str:
    return unicodedata.normalize("NFC", clean(text)).casefold()


def upgrade() -> None:
    for words in put_right(op.get_bind()):
        click.echo(words, err=True)


def put_right(connection: sa.Connection) -> list[str]:
    """Takes the marks away where nobody else has the address then; says whose stay as they are."""
    return [*_ways_to_sign_in(connection), *_what_councils_say(connection)]


def _ways_to_sign_in(connection: sa.Connection) -> list[str]:
    rows = connection.execute(sa.select(address).order_by(address.c.id)).all()
    taken, clashes = {row.key for row in rows}, []
    for row in rows:
        written, key = clean(row.written), key_of(row.written)
        if (written, key) == (row.written, row.key):
            continue
        if key != row.key and key in taken:
            clashes.append(f"{_whose(connection, row.person_id)}: the address they sign in with has an unseen mark, and without it there is another such address. It stays as it is: end one of the two.")
            continue
        taken.add(key)
        connection.execute(sa.update(address).where(address.c.id == row.id).values(written=written, key=key))
    return clashes


def _what_councils_say(connection: sa.Connection) -> list[str]:
    rows = connection.execute(sa.select(particulars).where(particulars.c.superseded_at.is_(None)).order_by(particulars.c.id)).all()
    taken, clashes = {(row.organisation_id, row.address_key) for row in rows}, []
    for row in rows:
        said = {}
        if row.manager_key and key_of(row.manager_key) != row.manager_key:
            said['manager_key'] = key_of(row.manager_key) or None
        if row.address and (clean(row.address), key_of(row.address)) != (row.address, row.address_key):
            key = key_of(row.address) or None
            if key and key != row.address_key and (row.organisation_id, key) in taken:
                clashes.append(f"{_whose(connection, row.person_id, row.organisation_id)}: the address that their council gave has an unseen mark, and without it somebody else there has it. It stays as it is: correct it on their page.")
            else:
                taken.add((row.organisation_id, key))
                said |= {'address': clean(row.address) or None, 'address_key': key}
        if said:
            connection.execute(sa.update(particulars).where(particulars.c.id == row.id).values(**said))
    return clashes


def _whose(connection: sa.Connection, person: int, council: int | None = None) -> str:
    """Where a lead finds them; by their number who belongs nowhere."""
    found = sa.select(organisation.c.slug, membership.c.person_code).join_from(membership, organisation, organisation.c.id == membership.c.organisation_id).where(membership.c.person_id == person)
    if council is not None:
        found = found.where(organisation.c.id == council)
    row = connection.execute(found.order_by(organisation.c.slug)).first()
    return f"/organisations/{row.slug}/people/{row.person_code}" if row else f"Person {person}"


def downgrade() -> None:
    """The marks are of no use to anybody."""
