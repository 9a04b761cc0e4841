"""Parts of points and proving what one knows

Revision ID: 1795972032
Revises: 1795336712
Create Date: 2026-11-29 17:07:12.315085

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from learning.database import UtcDateTime

# revision identifiers, used by Alembic.
revision: str = '1795972032'
down_revision: Union[str, Sequence[str], None] = '1795336712'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Points are kept in sixtieths; what was counted in right answers is carried over."""
    where = sa.text("submitted_at IS NULL")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sure", sa.Integer(), nullable=True))
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("use", sa.String(length=10), nullable=False, server_default="final"))
        batch_op.add_column(sa.Column("closes_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("parts", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("uq_attempt_open"))
    op.execute("UPDATE attempt SET parts = right_answers * 60 WHERE right_answers IS NOT NULL")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.alter_column("use", server_default=None)
        batch_op.drop_column("right_answers")
        batch_op.create_check_constraint(batch_op.f("ck_attempt_use"), "use IN ('final', 'diagnostic')")
        batch_op.create_index("uq_attempt_open", ["person_id", "course", "assessment", "use"], unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Right answers again; parts of points are lost."""
    where = sa.text("submitted_at IS NULL")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("right_answers", sa.Integer(), nullable=True))
        batch_op.drop_index("uq_attempt_open")
    op.execute("UPDATE attempt SET right_answers = parts / 60 WHERE parts IS NOT NULL")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attempt_use"), type_="check")
        batch_op.drop_column("parts")
        batch_op.drop_column("closes_at")
        batch_op.drop_column("use")
        batch_op.create_index("uq_attempt_open", ["person_id", "course", "assessment"], unique=True, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("sure")
