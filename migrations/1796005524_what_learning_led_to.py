"""What learning led to

Revision ID: 1796005524
Revises: 1796004000
Create Date: 2026-11-30 02:25:24.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796005524'
down_revision: Union[str, Sequence[str], None] = '1796004000'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Questions about use with their answers, cases of results, and the ladders that are kept."""
    op.create_table('ladder_month_end',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('month_end', sa.Date(), nullable=False),
    sa.Column('worked_out_at', UtcDateTime(), nullable=False),
    sa.Column('rungs', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_ladder_month_end_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ladder_month_end')),
    sa.UniqueConstraint('organisation_id', 'month_end', name=op.f('uq_ladder_month_end_organisation_id_month_end'))
    )
    op.create_table('result_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=False),
    sa.Column('proposed_at', UtcDateTime(), nullable=False),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('form_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_result_case_organisation_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['person.id'], name=op.f('fk_result_case_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_result_case')),
    sa.UniqueConstraint('proposed_by', 'form_key', name=op.f('uq_result_case_proposed_by_form_key'))
    )
    with op.batch_alter_table('result_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_result_case_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('case_version',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('changed', sa.Text(), nullable=False),
    sa.Column('figures', sa.String(length=600), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('skills', sa.String(length=500), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('officer', sa.String(length=200), nullable=False),
    sa.Column('link', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint("state IN ('proposed', 'published', 'declined', 'withdrawn')", name=op.f('ck_case_version_state')),
    sa.ForeignKeyConstraint(['case_id'], ['result_case.id'], name=op.f('fk_case_version_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_case_version_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_version'))
    )
    with op.batch_alter_table('case_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_version_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_version_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_version_superseded_at'), ['superseded_at'], unique=False)
        batch_op.create_index('uq_case_version_in_force', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('outcome_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('skill', sa.String(length=80), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('passed_on', sa.Date(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_outcome_question_level')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_outcome_question_evidence_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_outcome_question_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outcome_question_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_question')),
    sa.UniqueConstraint('person_id', 'asked_on', name=op.f('uq_outcome_question_person_id_asked_on')),
    sa.UniqueConstraint('person_id', 'skill', 'level', name=op.f('uq_outcome_question_person_id_skill_level'))
    )
    with op.batch_alter_table('outcome_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_question_evidence_id'), ['evidence_id'], unique=False)
        batch_op.create_index('ix_outcome_question_organisation', ['organisation_id', 'asked_on'], unique=False)

    op.create_table('confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('colleague_id', sa.Integer(), nullable=True),
    sa.Column('named', sa.String(length=320), nullable=False),
    sa.Column('mark', sa.String(length=40), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('answer', sa.String(length=12), nullable=True),
    sa.Column('answered_at', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint("answer IN ('saw', 'did-not-see', 'rather-not')", name=op.f('ck_confirmation_answer')),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_confirmation_answered')),
    sa.ForeignKeyConstraint(['colleague_id'], ['person.id'], name=op.f('fk_confirmation_colleague_id')),
    sa.ForeignKeyConstraint(['question_id'], ['outcome_question.id'], name=op.f('fk_confirmation_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation')),
    sa.UniqueConstraint('mark', name=op.f('uq_confirmation_mark'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_colleague_id'), ['colleague_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_question_id'), ['question_id'], unique=False)
        batch_op.create_index('uq_confirmation_open', ['question_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('outcome_answer',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=12), nullable=False),
    sa.Column('words', sa.String(length=600), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint("answer IN ('yes', 'not-yet', 'does-not-fit')", name=op.f('ck_outcome_answer_answer')),
    sa.ForeignKeyConstraint(['question_id'], ['outcome_question.id'], name=op.f('fk_outcome_answer_question_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_outcome_answer_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_answer'))
    )
    with op.batch_alter_table('outcome_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_answer_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_answer_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_answer_superseded_at'), ['superseded_at'], unique=False)
        batch_op.create_index('uq_outcome_answer_in_force', ['question_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))


def downgrade() -> None:
    """What was said and written is lost."""
    op.drop_table('outcome_answer')
    op.drop_table('confirmation')
    op.drop_table('outcome_question')
    op.drop_table('case_version')
    op.drop_table('result_case')
    op.drop_table('ladder_month_end')
