"""From which day councils are no more, as it was known from one moment to another."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import one_where
from learning.dated import Recorded


class OrganisationEnd(Recorded):
    """The end of a council (none: it goes on); there are rows once it was ever said anew.

    The organisation itself holds what is known now.
    """

    __tablename__ = "organisation_end"
    __table_args__ = (
        one_where("uq_organisation_end_in_force", "organisation_id", where="superseded_at IS NULL"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    ends_on: Mapped[date | None]
