"""What a statement may say anew is asked for, and decided by the worker

Revision ID: 1796019300
Revises: 1796012000
Create Date: 2026-11-30 06:15:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796019300'
down_revision: Union[str, Sequence[str], None] = '1796012000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table('restating_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('known_at', UtcDateTime(), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('anew', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('(anew IS NULL) = (decided_at IS NULL)', name=op.f('ck_restating_decision_decided')),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_restating_decision_statement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restating_decision')),
    sa.UniqueConstraint('statement_id', 'known_at', name=op.f('uq_restating_decision_statement_id_known_at'))
    )


def downgrade() -> None:
    """It can be asked for again."""
    op.drop_table('restating_decision')
