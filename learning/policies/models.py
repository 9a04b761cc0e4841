"""A council's decisions, dated and never edited."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import one_where
from learning.dated import Recorded


class Policy(Recorded):
    """One decision in force from a day; `said` is JSON of the shape that `rules` gives the name."""

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        one_where(
            "uq_policy_in_force",
            "organisation_id",
            "name",
            where="superseded_at IS NULL AND ends_on IS NULL",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    said: Mapped[str] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(String(500))  # a clause, a resolution, or a reason
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
