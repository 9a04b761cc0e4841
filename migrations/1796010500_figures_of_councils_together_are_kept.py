"""Figures of councils together are kept, and by which way it was decided what is hidden

Revision ID: 1796010500
Revises: 1796005761
Create Date: 2026-11-30 03:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796010500'
down_revision: Union[str, Sequence[str], None] = '1796005761'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Nothing is lost: what is kept of councils already stays as it is."""
    op.create_table('together_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('month_end', sa.Date(), nullable=False),
    sa.Column('set_of_councils', sa.String(length=64), nullable=False),
    sa.Column('councils', sa.JSON(), nullable=False),
    sa.Column('known_at', UtcDateTime(), nullable=False),
    sa.Column('worked_out_at', UtcDateTime(), nullable=False),
    sa.Column('profiles', sa.JSON(), nullable=False),
    sa.Column('published', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('overlap', sa.Integer(), nullable=False),
    sa.Column('meanwhile', sa.JSON(), nullable=False),
    sa.Column('hidden', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnership.id'], name=op.f('fk_together_figures_partnership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_together_figures')),
    sa.UniqueConstraint('partnership_id', 'month_end', 'set_of_councils', name=op.f('uq_together_figures_partnership_id_month_end_set_of_councils'))
    )
    op.add_column('month_end_figures', sa.Column('published', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('month_end_figures', sa.Column('decided_by', sa.Integer(), nullable=True))


def downgrade() -> None:
    """All of it can be worked out again."""
    op.drop_column('month_end_figures', 'decided_by')
    op.drop_column('month_end_figures', 'published')
    op.drop_table('together_figures')
