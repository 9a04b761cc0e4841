"""One own level at a time

Revision ID: 1796002500
Revises: 1796001620
Create Date: 2026-11-29 23:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796002500'
down_revision: Union[str, Sequence[str], None] = '1796001620'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None

INDEXES = {
    'uq_requirement_setting_open': (
        ['organisation_id', 'role', 'skill'], 'superseded_at IS NULL AND ends_on IS NULL'),
    'uq_requirement_setting_from': (
        ['organisation_id', 'role', 'skill', 'starts_on'], 'superseded_at IS NULL'),
}


def upgrade() -> None:
    """Of a council's own levels for a role and skill, one is open, and one begins on a day."""
    with op.batch_alter_table('requirement_setting', schema=None) as batch_op:
        for name, (columns, where) in INDEXES.items():
            batch_op.create_index(
                name, columns, unique=True,
                sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Without that."""
    with op.batch_alter_table('requirement_setting', schema=None) as batch_op:
        for name, (_, where) in INDEXES.items():
            batch_op.drop_index(
                name, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
