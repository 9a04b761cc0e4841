"""Minutes of lessons read

Revision ID: 1795975279
Revises: 1795975278
Create Date: 2026-11-29 17:15:58

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795975279'
down_revision: Union[str, Sequence[str], None] = '1795975278'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('lesson_read', schema=None) as batch_op:
        batch_op.add_column(sa.Column('minutes', sa.Integer(), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('lesson_read', schema=None) as batch_op:
        batch_op.drop_column('minutes')
