"""Who is told of what is overdue, and the lists of group leaders

Revision ID: 1796003520
Revises: 1796003510
Create Date: 2026-11-29 22:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796003520'
down_revision: Union[str, Sequence[str], None] = '1796003510'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Steps of a council's policy that were taken, and lists made under a resolution."""
    op.create_table('escalated',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('told_id', sa.Integer(), nullable=False),
    sa.Column('told_at', UtcDateTime(), nullable=False),
    sa.Column('authority', sa.String(length=500), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.CheckConstraint("step IN ('person', 'manager', 'officer')", name=op.f('ck_escalated_step')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_escalated_membership_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_escalated_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_escalated_person_id')),
    sa.ForeignKeyConstraint(['told_id'], ['person.id'], name=op.f('fk_escalated_told_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalated')),
    sa.UniqueConstraint('membership_id', 'path', 'due_on', 'step', name=op.f('uq_escalated_membership_id_path_due_on_step'))
    )
    with op.batch_alter_table('escalated', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_escalated_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_escalated_person_id'), ['person_id'], unique=False)

    op.create_table('given_extract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('resolved_on', sa.Date(), nullable=False),
    sa.Column('clause', sa.String(length=500), nullable=False),
    sa.Column('paths', sa.Text(), nullable=False),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('form_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_given_extract_made_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_given_extract_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_given_extract')),
    sa.UniqueConstraint('made_by', 'form_key', name=op.f('uq_given_extract_made_by_form_key'))
    )
    with op.batch_alter_table('given_extract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_given_extract_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('extract_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('extract_id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('is_done', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['extract_id'], ['given_extract.id'], name=op.f('fk_extract_line_extract_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_extract_line_membership_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_extract_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extract_line')),
    sa.UniqueConstraint('extract_id', 'membership_id', 'path', name=op.f('uq_extract_line_extract_id_membership_id_path'))
    )
    with op.batch_alter_table('extract_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extract_line_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    """What was told and listed is lost."""
    op.drop_table('extract_line')
    op.drop_table('given_extract')
    op.drop_table('escalated')
