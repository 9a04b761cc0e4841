"""Proving what one knows

Revision ID: 1796001201
Revises: 1796000017
Create Date: 2026-11-29 17:32:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796001201'
down_revision: Union[str, Sequence[str], None] = '1796000017'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Which objectives an attempt at proving a course showed."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Without them: their lessons are to be read again."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("shown")
