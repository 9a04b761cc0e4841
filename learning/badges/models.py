"""Which organisations issue badges, and the keys they sign them with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class BadgeIssuing(Recorded):
    """While this row is in force, certificates of an organisation can be badges too."""

    __tablename__ = "badge_issuing"
    __table_args__ = (
        one_where("uq_badge_issuing_in_force", "organisation_id", where="superseded_at IS NULL"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class BadgeKey(Base):
    """A pair of keys; the public one stays published for good, so that old badges verify."""

    __tablename__ = "badge_key"
    __table_args__ = (
        CheckConstraint("algorithm IN ('Ed25519', 'RS256')", name="algorithm"),
        one_where(
            "uq_badge_key_in_use", "organisation_id", "algorithm", where="retired_at IS NULL"
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
