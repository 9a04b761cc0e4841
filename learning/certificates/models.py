"""Certificates as they were awarded, and what their holders agree to show."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class Certificate(Base):
    """What somebody showed in one check, in the words of the day: it outlives the course.

    Whether it still holds stands in the evidence that was recorded with it.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR expires_on > shown_on", name="days"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(32), unique=True)  # nobody can guess it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # Where the holder served at the time; nobody where they served nowhere.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    organisation_name: Mapped[str] = mapped_column(String(220))
    reference: Mapped[str] = mapped_column(String(200), unique=True)  # as in the evidence
    title: Mapped[str] = mapped_column(String(300))
    gives: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # see rules.Gift
    minutes: Mapped[int]  # of learning, as the course said then; 0 where it said nothing
    shown_on: Mapped[date]
    expires_on: Mapped[date | None]  # of the first of its skills, as awarded; today’s: rules.Facts
    awarded_at: Mapped[datetime]
    salt: Mapped[str] = mapped_column(String(32))  # of the holder's hashed address in a badge


class Consent(Recorded):
    """What the holder of a certificate agrees to show; without one, nothing."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("shown OR NOT (with_name OR with_badge)", name="shown"),
        one_where("uq_consent_in_force", "certificate_id", where="superseded_at IS NULL"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    shown: Mapped[bool]  # to everyone who has the address
    with_name: Mapped[bool]
    with_badge: Mapped[bool]  # as a credential, which holds the holder's address as a salted hash
