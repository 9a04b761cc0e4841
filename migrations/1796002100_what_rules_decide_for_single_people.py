"""What rules decide for single people, and exemptions

Revision ID: 1796002100
Revises: 1796001600
Create Date: 2026-11-29 22:05:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796002100'
down_revision: Union[str, Sequence[str], None] = '1796001600'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Nobody is treated otherwise than the assignments say, and nobody is exempt."""
    op.add_column('assignment', sa.Column('over_load', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('assignment', sa.Column('late_days', sa.Integer(), nullable=True))
    op.add_column('assigned', sa.Column('set_due_on', sa.Date(), nullable=True))
    op.add_column('assigned', sa.Column('counts_from', sa.Date(), nullable=True))
    op.create_table('set_apart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_set_apart_assignment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_set_apart_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_set_apart')),
    sa.UniqueConstraint('assignment_id', 'person_id', name=op.f('uq_set_apart_assignment_id_person_id'))
    )
    op.create_index('ix_set_apart_person_id', 'set_apart', ['person_id'], unique=False)
    op.create_table('exemption',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('clause', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_at', UtcDateTime(), nullable=True),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_exemption_days')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_exemption_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_exemption_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_exemption_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exemption'))
    )
    for column in ('recorded_at', 'superseded_at'):
        op.create_index(f'ix_exemption_{column}', 'exemption', [column], unique=False)
    op.create_index('ix_exemption_person', 'exemption', ['person_id', 'path'], unique=False)
    op.create_index('ix_exemption_organisation', 'exemption', ['organisation_id', 'ends_on'], unique=False)


def downgrade() -> None:
    """Days set for single people fall back to those of their assignments when next followed."""
    op.drop_table('exemption')
    op.drop_table('set_apart')
    op.drop_column('assigned', 'counts_from')
    op.drop_column('assigned', 'set_due_on')
    op.drop_column('assignment', 'late_days')
    op.drop_column('assignment', 'over_load')
