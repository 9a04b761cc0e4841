"""Which organisations issue badges, and the keys they sign them with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base
from learning.dated import Recorded


class BadgeIssuing(Recorded):
    """While this row is in force, certificates of an organisation can be badges too."""

    __tablename__ = "badge_issuing"
    __table_args__ = (
        Index(
            "uq_badge_issuing_in_force",
            "organisation_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class BadgeKey(Base):
    """A pair of keys; the public one stays published for good, so that old badges verify."""

    __tablename__ = "badge_key"
    __table_args__ = (
        CheckConstraint("algorithm IN ('Ed25519', 'RS256')", name="algorithm"),
        Index(
            "uq_badge_key_in_use",
            "organisation_id",
            "algorithm",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)  # in addresses
    algorithm: Mapped[str] = mapped_column(String(10))
    public: Mapped[dict[str, Any]] = mapped_column(JSON)  # a JSON Web Key
    private: Mapped[bytes | None] = mapped_column(LargeBinary)  # locked; gone once it is retired
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
