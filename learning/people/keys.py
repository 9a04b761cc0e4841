"""Tokens by which a council's own tools read its figures."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class ApiToken(Base):
    """A token of a council; whoever reads the table cannot use it, for it holds the hash alone.

    Of its use the number of reads in the newest quarter of an hour is kept, and which one it was.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint(
            "scopes IN ('coverage', 'statements', 'coverage statements')", name="scopes"
        ),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked"),
        UniqueConstraint("made_by", "form_key"),  # sent twice, the form makes one
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))  # of the tool
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(40))  # with spaces between
    expires_on: Mapped[date]  # the first day it no longer works
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    read_window: Mapped[int | None] = mapped_column(default=None)  # the newest in which it read
    reads: Mapped[int] = mapped_column(default=0)  # in that window
