"""How sure, and how long choices are kept

Revision ID: 1796000017
Revises: 1795973768
Create Date: 2026-11-29 19:20:17.204418

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1796000017'
down_revision: Union[str, Sequence[str], None] = '1795973768'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Who wants to be asked how sure they are; whose choices were deleted when."""
    op.create_table(
        "asks_how_sure",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asks_how_sure_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_asks_how_sure")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_answer_sure"), "sure BETWEEN 1 AND 3")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choices_deleted_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """What was said of sureness stays with the answers; who wants to be asked is lost."""
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("choices_deleted_at")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_answer_sure"), type_="check")
    op.drop_table("asks_how_sure")
