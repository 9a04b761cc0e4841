"""Self-assessments

Revision ID: 1795975278
Revises: 1795974571
Create Date: 2026-11-29 17:08:54

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1795975278'
down_revision: Union[str, Sequence[str], None] = '1795974571'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('self_assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asks', sa.JSON(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_self_assessment_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_assessment'))
    )
    with op.batch_alter_table('self_assessment', schema=None) as batch_op:
        batch_op.create_index('ix_self_assessment_person', ['person_id'], unique=False)
        batch_op.create_index('uq_self_assessment_open', ['person_id'], unique=True, sqlite_where=sa.text('finished_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL'))

    op.create_table('self_assessment_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('self_assessment_id', sa.Integer(), nullable=False),
    sa.Column('skill', sa.String(length=80), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('answered_at', UtcDateTime(), nullable=False),
    sa.CheckConstraint('level BETWEEN 0 AND 4', name=op.f('ck_self_assessment_answer_level')),
    sa.ForeignKeyConstraint(['self_assessment_id'], ['self_assessment.id'], name=op.f('fk_self_assessment_answer_self_assessment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_assessment_answer'))
    )
    with op.batch_alter_table('self_assessment_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_self_assessment_answer_self_assessment_id'), ['self_assessment_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('self_assessment_answer')
    op.drop_table('self_assessment')
