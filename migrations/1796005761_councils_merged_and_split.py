"""Councils that are merged, split and given other boundaries

Revision ID: 1796005761
Revises: 1796010304
Create Date: 2026-11-30 02:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796005761'
down_revision: Union[str, Sequence[str], None] = '1796010304'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Plans, and what carrying them out did."""
    op.create_table('reorganisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('vests_on', sa.Date(), nullable=False),
    sa.Column('drawn_at', UtcDateTime(), nullable=False),
    sa.Column('drawn_by', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('form_hash', sa.String(length=64), nullable=False),
    sa.Column('shown_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['drawn_by'], ['person.id'], name=op.f('fk_reorganisation_drawn_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reorganisation')),
    sa.UniqueConstraint('drawn_by', 'form_key', name=op.f('uq_reorganisation_drawn_by_form_key')),
    sa.UniqueConstraint('slug', name=op.f('uq_reorganisation_slug'))
    )
    op.create_table('direction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.Column('fate', sa.String(length=5), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("fate IN ('stays', 'goes', 'ends') AND (fate = 'goes') = (to_id IS NOT NULL)", name=op.f('ck_direction_fate')),
    sa.CheckConstraint("kind IN ('everybody', 'tier', 'service', 'role')", name=op.f('ck_direction_kind')),
    sa.ForeignKeyConstraint(['from_id'], ['organisation.id'], name=op.f('fk_direction_from_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_direction_plan_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_direction_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_direction')),
    sa.UniqueConstraint('plan_id', 'from_id', 'kind', 'value', name=op.f('uq_direction_plan_id_from_id_kind_value'))
    )
    op.create_table('future_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('month_end', sa.Date(), nullable=False),
    sa.Column('worked_out_at', UtcDateTime(), nullable=False),
    sa.Column('profiles', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_future_figures_organisation_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_future_figures_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_future_figures')),
    sa.UniqueConstraint('plan_id', 'organisation_id', 'month_end', name=op.f('uq_future_figures_plan_id_organisation_id_month_end'))
    )
    op.create_table('listed_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('fate', sa.String(length=5), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("fate IN ('stays', 'goes', 'ends') AND (fate = 'goes') = (to_id IS NOT NULL)", name=op.f('ck_listed_person_fate')),
    sa.ForeignKeyConstraint(['from_id'], ['organisation.id'], name=op.f('fk_listed_person_from_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_listed_person_person_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_listed_person_plan_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_listed_person_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listed_person'))
    )
    with op.batch_alter_table('listed_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listed_person_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_listed_person_plan', ['plan_id', 'from_id'], unique=False)

    op.create_table('predecessor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('goes_on', sa.Boolean(), nullable=False),
    sa.Column('ended_before', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_predecessor_organisation_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_predecessor_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_predecessor')),
    sa.UniqueConstraint('plan_id', 'organisation_id', name=op.f('uq_predecessor_plan_id_organisation_id'))
    )
    with op.batch_alter_table('predecessor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_predecessor_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('reorganisation_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('counted', sa.JSON(), nullable=False),
    sa.Column('tallies', sa.JSON(), nullable=False),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.Column('ledger', sa.JSON(), nullable=True),
    sa.Column('undoing_at', UtcDateTime(), nullable=True),
    sa.Column('undone_at', UtcDateTime(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('undo_ledger', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_reorganisation_run_plan_id')),
    sa.ForeignKeyConstraint(['started_by'], ['person.id'], name=op.f('fk_reorganisation_run_started_by')),
    sa.ForeignKeyConstraint(['undone_by'], ['person.id'], name=op.f('fk_reorganisation_run_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reorganisation_run'))
    )
    with op.batch_alter_table('reorganisation_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reorganisation_run_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('uq_reorganisation_run_open', ['plan_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('successor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_successor_organisation_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_successor_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_successor')),
    sa.UniqueConstraint('plan_id', 'organisation_id', name=op.f('uq_successor_plan_id_organisation_id'))
    )
    with op.batch_alter_table('successor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_successor_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('taken_over',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['organisation.id'], name=op.f('fk_taken_over_from_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['reorganisation.id'], name=op.f('fk_taken_over_plan_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_taken_over_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taken_over')),
    sa.UniqueConstraint('plan_id', 'to_id', 'from_id', 'what', name=op.f('uq_taken_over_plan_id_to_id_from_id_what'))
    )
    op.create_table('carried_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('from_assignment_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_carried_assignment_assignment_id')),
    sa.ForeignKeyConstraint(['from_assignment_id'], ['assignment.id'], name=op.f('fk_carried_assignment_from_assignment_id')),
    sa.ForeignKeyConstraint(['run_id'], ['reorganisation_run.id'], name=op.f('fk_carried_assignment_run_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_carried_assignment_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carried_assignment')),
    sa.UniqueConstraint('run_id', 'from_assignment_id', 'to_id', name=op.f('uq_carried_assignment_run_id_from_assignment_id_to_id'))
    )
    with op.batch_alter_table('carried_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carried_assignment_assignment_id'), ['assignment_id'], unique=False)

    op.create_table('moved_place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('moved_at', UtcDateTime(), nullable=False),
    sa.Column('undone_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('ended', 'made', 'joined')", name=op.f('ck_moved_place_kind')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_moved_place_membership_id')),
    sa.ForeignKeyConstraint(['run_id'], ['reorganisation_run.id'], name=op.f('fk_moved_place_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moved_place')),
    sa.UniqueConstraint('run_id', 'membership_id', name=op.f('uq_moved_place_run_id_membership_id'))
    )
    with op.batch_alter_table('moved_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moved_place_membership_id'), ['membership_id'], unique=False)


def downgrade() -> None:
    """What was planned and done is lost; where people belong stays."""
    op.drop_table('moved_place')
    op.drop_table('carried_assignment')
    op.drop_table('taken_over')
    op.drop_table('successor')
    op.drop_table('reorganisation_run')
    op.drop_table('predecessor')
    op.drop_table('listed_person')
    op.drop_table('future_figures')
    op.drop_table('direction')
    op.drop_table('reorganisation')
