"""An import says whether it invites, and how many

Revision ID: 1796140800
Revises: 1796019300
Create Date: 2026-12-01 16:00:00.000000

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "1796140800"
down_revision: Union[str, Sequence[str], None] = "1796019300"
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column(
        "people_import", sa.Column("to_invite", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "people_import",
        sa.Column("invites", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    with op.batch_alter_table("people_import") as batch_op:
        batch_op.drop_column("invites")
        batch_op.drop_column("to_invite")
