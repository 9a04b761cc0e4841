"""Extra time in checks

Revision ID: 1796001300
Revises: 1796001201
Create Date: 2026-11-29 18:35:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796001300'
down_revision: Union[str, Sequence[str], None] = '1796001201'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Adjustments that councils grant."""
    op.create_table('adjustment',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('extra', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_adjustment_days')),
    sa.CheckConstraint('extra IN (25, 50, 100)', name=op.f('ck_adjustment_extra')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_adjustment_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_adjustment_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_adjustment_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjustment'))
    )
    with op.batch_alter_table('adjustment', schema=None) as batch_op:
        for column in ('person_id', 'organisation_id', 'recorded_at', 'superseded_at'):
            batch_op.create_index(batch_op.f(f'ix_adjustment_{column}'), [column], unique=False)


def downgrade() -> None:
    """Without them."""
    op.drop_table('adjustment')
