"""Latest figures of month ends too; what was kept does not say what people say of themselves.

What is kept is worked out again by the next night, or by recompute-coverage.
"""

import sqlalchemy as sa
from alembic import op

import learning.database

revision = "1796004000"
down_revision = "1796003530"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table anew, its key with the day, and empties what has another shape."""
    _make(["organisation_id", "own_settings", "as_at"])


def downgrade() -> None:
    """The key without the day."""
    _make(["organisation_id", "own_settings"])


def _make(key: list[str]) -> None:
    op.drop_table("latest_figures")
    op.create_table(
        "latest_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("own_settings", sa.Boolean(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("known_at", learning.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("profiles", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_latest_figures_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_latest_figures")),
        sa.UniqueConstraint(*key, name=op.f(f"uq_latest_figures_{'_'.join(key)}")),
    )
    op.execute("DELETE FROM month_end_figures")
