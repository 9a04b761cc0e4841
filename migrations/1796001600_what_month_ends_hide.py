"""What month ends hide

Revision ID: 1796001600
Revises: 1796001560
Create Date: 2026-11-29 22:45:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1796001600'
down_revision: Union[str, Sequence[str], None] = '1796001560'
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """The lines to hide beside the small ones; of those kept before it is decided later."""
    op.add_column('month_end_figures', sa.Column('hidden', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Decided again when asked."""
    op.drop_column('month_end_figures', 'hidden')
