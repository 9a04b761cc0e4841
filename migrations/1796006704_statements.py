"""Statements and the days before elections

Revision ID: 1796006704
Revises: 1796005600
Create Date: 2026-11-30 02:45:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796006704'
down_revision: Union[str, Sequence[str], None] = '1796005600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """What was published, byte for byte, and the days in which councils hold back."""
    op.create_table('pre_election_period',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('polling_on', sa.Date(), nullable=False),
    sa.Column('election', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('polling_on >= starts_on', name=op.f('ck_pre_election_period_days')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_pre_election_period_organisation_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_pre_election_period_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pre_election_period'))
    )
    with op.batch_alter_table('pre_election_period', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pre_election_period_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pre_election_period_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_pre_election_period_superseded_at'), ['superseded_at'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(length=10), nullable=False),
    sa.Column('as_at', sa.Date(), nullable=False),
    sa.Column('known_at', UtcDateTime(), nullable=False),
    sa.Column('framework_revision', sa.String(length=80), nullable=False),
    sa.Column('officer_name', sa.String(length=200), nullable=False),
    sa.Column('officer_post', sa.String(length=200), nullable=False),
    sa.Column('published_at', UtcDateTime(), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=False),
    sa.Column('hidden', sa.JSON(), nullable=False),
    sa.Column('anew', sa.JSON(), nullable=False),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('form_hash', sa.String(length=64), nullable=False),
    sa.Column('restates_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("audience IN ('no-name', 'leads')", name=op.f('ck_statement_audience')),
    sa.CheckConstraint('number > 0', name=op.f('ck_statement_number')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_statement_organisation_id')),
    sa.ForeignKeyConstraint(['published_by'], ['person.id'], name=op.f('fk_statement_published_by')),
    sa.ForeignKeyConstraint(['restates_id'], ['statement.id'], name=op.f('fk_statement_restates_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement')),
    sa.UniqueConstraint('organisation_id', 'number', name=op.f('uq_statement_organisation_id_number')),
    sa.UniqueConstraint('published_by', 'form_key', name=op.f('uq_statement_published_by_form_key')),
    sa.UniqueConstraint('restates_id', name=op.f('uq_statement_restates_id'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index('uq_statement_of_a_day', ['organisation_id', 'audience', 'as_at'], unique=True, sqlite_where=sa.text('restates_id IS NULL'), postgresql_where=sa.text('restates_id IS NULL'))

    op.create_table('statement_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("kind IN ('json', 'csv', 'xlsx', 'pdf', 'html')", name=op.f('ck_statement_file_kind')),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_statement_file_statement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_file')),
    sa.UniqueConstraint('statement_id', 'kind', 'language', name=op.f('uq_statement_file_statement_id_kind_language'))
    )
    op.create_table('statement_release',
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('period_id', sa.Integer(), nullable=False),
    sa.Column('officer_name', sa.String(length=200), nullable=False),
    sa.Column('officer_post', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['period_id'], ['pre_election_period.id'], name=op.f('fk_statement_release_period_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_statement_release_recorded_by')),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_statement_release_statement_id')),
    sa.PrimaryKeyConstraint('statement_id', name=op.f('pk_statement_release'))
    )
    with op.batch_alter_table('statement_release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_release_period_id'), ['period_id'], unique=False)


def downgrade() -> None:
    """What was published is lost."""
    with op.batch_alter_table('statement_release', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_release_period_id'))

    op.drop_table('statement_release')
    op.drop_table('statement_file')
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('uq_statement_of_a_day', sqlite_where=sa.text('restates_id IS NULL'), postgresql_where=sa.text('restates_id IS NULL'))

    op.drop_table('statement')
    with op.batch_alter_table('pre_election_period', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pre_election_period_superseded_at'))
        batch_op.drop_index(batch_op.f('ix_pre_election_period_recorded_at'))
        batch_op.drop_index(batch_op.f('ix_pre_election_period_organisation_id'))

    op.drop_table('pre_election_period')
