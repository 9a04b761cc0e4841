"""People come in from files

Revision ID: 1796002800
Revises: 1796002700
Create Date: 2026-11-29 22:14:05.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796002800'
down_revision: Union[str, Sequence[str], None] = '1796002700'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Files of people that leads send, and what becomes of each row."""
    op.create_table('people_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('rows', sa.Text(), nullable=True),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_full', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('uploaded_at', UtcDateTime(), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=40), nullable=False),
    sa.Column('month_first', sa.Boolean(), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.Column('good_rows', sa.Boolean(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('planned_at', UtcDateTime(), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('trouble', sa.String(length=500), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('lease', sa.String(length=40), nullable=True),
    sa.Column('leased_until', UtcDateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('applied_at', UtcDateTime(), nullable=True),
    sa.Column('written', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_people_import_organisation_id')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['person.id'], name=op.f('fk_people_import_uploaded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people_import')),
    sa.UniqueConstraint('uploaded_by', 'form_key', name=op.f('uq_people_import_uploaded_by_form_key'))
    )
    with op.batch_alter_table('people_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_import_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_people_import_status', ['status'], unique=False)

    op.create_table('import_line',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('row', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=True),
    sa.Column('proposed', sa.Boolean(), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('shown', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['people_import.id'], name=op.f('fk_import_line_import_id')),
    sa.PrimaryKeyConstraint('import_id', 'place', name=op.f('pk_import_line'))
    )
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.create_index('ix_import_line_outcome', ['import_id', 'outcome', 'place'], unique=False)



def downgrade() -> None:
    """What was sent goes; what was applied stays."""
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.drop_index('ix_import_line_outcome')

    op.drop_table('import_line')
    with op.batch_alter_table('people_import', schema=None) as batch_op:
        batch_op.drop_index('ix_people_import_status')
        batch_op.drop_index(batch_op.f('ix_people_import_organisation_id'))

    op.drop_table('people_import')
