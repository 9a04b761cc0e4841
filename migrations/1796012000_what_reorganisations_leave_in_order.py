"""What reorganisations leave in order: when ends were known, who went where, what was changed

Revision ID: 1796012000
Revises: 1796010500
Create Date: 2026-11-30 06:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796012000'
down_revision: Union[str, Sequence[str], None] = '1796010500'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """A council whose end was never said anew has no row of it."""
    op.create_table('organisation_end',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_end_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_organisation_end_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_end'))
    )
    op.create_index(op.f('ix_organisation_end_recorded_at'), 'organisation_end', ['recorded_at'], unique=False)
    op.create_index(op.f('ix_organisation_end_superseded_at'), 'organisation_end', ['superseded_at'], unique=False)
    op.create_index('uq_organisation_end_in_force', 'organisation_end', ['organisation_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    op.add_column('organisation', sa.Column('end_said_at', UtcDateTime(), nullable=True))
    op.create_table('changed_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=10), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.String(length=20), nullable=False),
    sa.CheckConstraint("what IN ('address', 'claim', 'code', 'invitation', 'link', 'rule', 'token')", name=op.f('ck_changed_row_what')),
    sa.ForeignKeyConstraint(['run_id'], ['reorganisation_run.id'], name=op.f('fk_changed_row_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_changed_row')),
    sa.UniqueConstraint('run_id', 'what', 'row_id', name=op.f('uq_changed_row_run_id_what_row_id'))
    )
    with op.batch_alter_table('moved_place', schema=None) as batch_op:
        batch_op.add_column(sa.Column('to_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_moved_place_to_id'), 'organisation', ['to_id'], ['id'])


def downgrade() -> None:
    """What is known now stays; what was known before is forgotten."""
    with op.batch_alter_table('moved_place', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_moved_place_to_id'), type_='foreignkey')
        batch_op.drop_column('to_id')
    op.drop_table('changed_row')
    op.drop_column('organisation', 'end_said_at')
    op.drop_index('uq_organisation_end_in_force', table_name='organisation_end', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    op.drop_index(op.f('ix_organisation_end_superseded_at'), table_name='organisation_end')
    op.drop_index(op.f('ix_organisation_end_recorded_at'), table_name='organisation_end')
    op.drop_table('organisation_end')
