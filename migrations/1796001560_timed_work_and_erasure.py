"""Timed work and erasure

How the last run of each timed job stands, and from when a council shows somebody no longer.

Revision ID: 1796001560
Revises: 1796001400
Create Date: 2026-11-29 22:02:40.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796001560'
down_revision: Union[str, Sequence[str], None] = '1796001400'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """The runs of timed jobs, and the moment of an erasure."""
    op.create_table('timed_run',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=True),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.Column('held_by', sa.String(length=32), nullable=True),
    sa.Column('held_until', UtcDateTime(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(length=300), nullable=True),
    sa.Column('trouble', sa.String(length=200), nullable=True),
    sa.Column('trouble_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_timed_run'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_column('erased_at')
    op.drop_table('timed_run')
