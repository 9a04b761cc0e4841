"""Who is to be invited once others have had a turn to write

Revision ID: 1796003530
Revises: 1796003520
Create Date: 2026-11-30 02:20:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796003530'
down_revision: Union[str, Sequence[str], None] = '1796003520'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Rows that an import leaves, and that whoever invites takes away."""
    op.create_table('invitation_due',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.Integer(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['invited_by'], ['person.id'], name=op.f('fk_invitation_due_invited_by')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_invitation_due_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_due'))
    )
    op.create_index(op.f('ix_invitation_due_membership_id'), 'invitation_due', ['membership_id'], unique=False)


def downgrade() -> None:
    """As before."""
    op.drop_index(op.f('ix_invitation_due_membership_id'), table_name='invitation_due')
    op.drop_table('invitation_due')
