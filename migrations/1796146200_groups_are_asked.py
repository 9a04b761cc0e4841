"""An assignment may ask everybody in a group

Revision ID: 1796146200
Revises: 1796144400
Create Date: 2026-12-01 17:30:00.000000

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "1796146200"
down_revision: Union[str, Sequence[str], None] = "1796144400"
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.add_column(sa.Column("tier", sa.String(20), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_assignment_whom"), "role IS NULL OR tier IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_assignment_whom"), type_="check")
        batch_op.drop_column("tier")
