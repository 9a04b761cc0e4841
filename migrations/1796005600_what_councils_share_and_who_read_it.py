"""What councils share, who read it, and what may be compared

Revision ID: 1796005600
Revises: 1796005524
Create Date: 2026-11-30 03:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796005600'
down_revision: Union[str, Sequence[str], None] = '1796005524'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Rows of before are an administrator's: they share a partnership's joint figures."""
    op.add_column('organisation', sa.Column('kind', sa.String(length=30), nullable=False, server_default=''))
    # No table points to sharing: it can be made anew on SQLite.
    with op.batch_alter_table('sharing', schema=None) as batch_op:
        batch_op.alter_column('partnership_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('joint', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('compared', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('may_be_asked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('contact', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('authority', sa.String(length=500), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('decided_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('officer_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_sharing_officer_id'), 'person', ['officer_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_sharing_joint'), "NOT joint OR partnership_id IS NOT NULL")
    op.create_table('comparable_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('month_end', sa.Date(), nullable=False),
    sa.Column('worked_out_at', UtcDateTime(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_comparable_figures_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comparable_figures')),
    sa.UniqueConstraint('organisation_id', 'month_end', name=op.f('uq_comparable_figures_organisation_id_month_end'))
    )
    op.create_index(op.f('ix_comparable_figures_month_end'), 'comparable_figures', ['month_end'], unique=False)
    op.create_table('what_helped',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('skill', sa.String(length=80), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_what_helped_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_what_helped_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_what_helped'))
    )
    op.create_index(op.f('ix_what_helped_recorded_at'), 'what_helped', ['recorded_at'], unique=False)
    op.create_index(op.f('ix_what_helped_superseded_at'), 'what_helped', ['superseded_at'], unique=False)
    op.create_index('uq_what_helped_in_force', 'what_helped', ['organisation_id', 'skill'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    op.create_table('reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=False),
    sa.Column('read_at', UtcDateTime(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('appointment', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_reading_organisation_id')),
    sa.ForeignKeyConstraint(['reader_id'], ['person.id'], name=op.f('fk_reading_reader_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading')),
    sa.UniqueConstraint('organisation_id', 'reader_id', 'read_on', 'kind', 'place', 'form', name=op.f('uq_reading_organisation_id_reader_id_read_on_kind_place_form'))
    )
    op.create_index('ix_reading_of_reader', 'reading', ['reader_id', 'read_on'], unique=False)


def downgrade() -> None:
    """What councils agreed to themselves, and who read what, is lost."""
    op.drop_table('reading')
    op.drop_table('what_helped')
    op.drop_table('comparable_figures')
    op.execute("DELETE FROM sharing WHERE partnership_id IS NULL OR NOT joint")
    with op.batch_alter_table('sharing', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_sharing_joint'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_sharing_officer_id'), type_='foreignkey')
        for column in ('officer_id', 'decided_on', 'authority', 'contact', 'may_be_asked', 'compared', 'joint'):
            batch_op.drop_column(column)
        batch_op.alter_column('partnership_id', existing_type=sa.Integer(), nullable=False)
    op.drop_column('organisation', 'kind')
