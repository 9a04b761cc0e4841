"""Exemptions, and substitutes on committees

Revision ID: 1796002600
Revises: 1796002500
Create Date: 2026-11-29 22:05:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796002600'
down_revision: Union[str, Sequence[str], None] = '1796002500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Who held a role before held it as a member, not as a substitute."""
    op.create_table('exemption',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('clause', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_exemption_days')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_exemption_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_exemption_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_exemption_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exemption'))
    )
    with op.batch_alter_table('exemption', schema=None) as batch_op:
        batch_op.create_index('ix_exemption_organisation', ['organisation_id', 'ends_on'], unique=False)
        batch_op.create_index('ix_exemption_person', ['person_id', 'path'], unique=False)
        batch_op.create_index(batch_op.f('ix_exemption_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_exemption_superseded_at'), ['superseded_at'], unique=False)

    with op.batch_alter_table('held_role', schema=None) as batch_op:
        batch_op.add_column(sa.Column('substitute', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('held_role', schema=None) as batch_op:
        batch_op.alter_column('substitute', server_default=None)


def downgrade() -> None:
    """Whose seat is a substitute's is forgotten."""
    with op.batch_alter_table('held_role', schema=None) as batch_op:
        batch_op.drop_column('substitute')
    op.drop_table('exemption')
