"""How often a token read in its newest quarter of an hour

Revision ID: 1796142600
Revises: 1796140800
Create Date: 2026-12-01 16:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796142600'
down_revision: Union[str, Sequence[str], None] = '1796140800'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column('api_token', sa.Column('read_window', sa.Integer(), nullable=True))
    op.add_column('api_token', sa.Column('reads', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('api_token') as batch_op:
        batch_op.drop_column('reads')
        batch_op.drop_column('read_window')
