"""People and the organisations they belong to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base
from learning.dated import Recorded


class Person(Base):
    """One human being, in however many councils."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    language: Mapped[str | None] = mapped_column(String(2), default=None)  # chosen: en or cy


class Address(Base):
    """An e-mail address of a person; whoever can read its post is that person."""

    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written: Mapped[str] = mapped_column(String(320))  # as its owner writes it
    key: Mapped[str] = mapped_column(String(320), unique=True)  # as it is looked up
    added_at: Mapped[datetime]
    verified_at: Mapped[datetime | None] = mapped_column(default=None)


class SignIn(Base):
    """One signed-in browser; the cookie holds the token, this row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInTries(Base):
    """How often signing in failed for an address or from a network, in one window of time."""

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int]


class Organisation(Base):
    """A council or combined authority, from its first day to its last."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    nation: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    made_up: Mapped[bool] = mapped_column(default=False)  # a demo says so on the page


class Partnership(Base):
    """Councils that look at their skills together."""

    __tablename__ = "partnership"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    made_up: Mapped[bool] = mapped_column(default=False)


class Sharing(Recorded):
    """A council shares its figures with a partnership, between two dates."""

    __tablename__ = "sharing"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class Membership(Base):
    """A person's place in an organisation; its dates are rows of their own."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_organisation", "organisation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # Opaque, stable, and different in every organisation: how exports name the person.
    person_code: Mapped[str] = mapped_column(String(20), index=True)
    created_at: Mapped[datetime]
    # From then the organisation shows nobody's name here: what it said of the person is gone.
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class Particulars(Recorded):
    """What an organisation says of one of its people; erasure empties the values."""

    __tablename__ = "particulars"
    __table_args__ = (
        Index(
            "uq_particulars_in_force",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index(
            "uq_particulars_reference",
            "organisation_id",
            "reference_key",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    reference: Mapped[str | None] = mapped_column(String(80), default=None)  # payroll, member id
    reference_key: Mapped[str | None] = mapped_column(String(80), default=None)  # as looked up
    address: Mapped[str | None] = mapped_column(String(320), default=None)  # proves nothing
    address_key: Mapped[str | None] = mapped_column(String(320), default=None, index=True)
    manager_key: Mapped[str | None] = mapped_column(String(320), default=None, index=True)
    language: Mapped[str | None] = mapped_column(String(2), default=None)


class MembershipPeriod(Recorded):
    """From which day a membership holds, and the first day it no longer does."""

    __tablename__ = "membership_period"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        Index(
            "uq_membership_period_in_force",
            "membership_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class Pause(Recorded):
    """Leave or sickness: between these days the person is out of the population."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("paused_until IS NULL OR paused_until > paused_from", name="days"),
    )

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    paused_from: Mapped[date]
    paused_until: Mapped[date | None] = mapped_column(default=None)


class HeldRole(Recorded):
    """A role profile held within a membership, in a service, between two dates."""

    __tablename__ = "held_role"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),)

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    role: Mapped[str] = mapped_column(String(80))
    service: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


class Restriction(Recorded):
    """A membership whose results only the leads named for it may see."""

    __tablename__ = "restriction"
    __table_args__ = (UniqueConstraint("membership_id", "lead_id", "recorded_at"),)

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Appointment(Recorded):
    """What a person may do in the system: dated, scoped, apart from what they learn."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        CheckConstraint(
            "(kind = 'administrator' AND organisation_id IS NULL AND partnership_id IS NULL)"
            " OR (kind = 'partnership-reviewer' AND organisation_id IS NULL"
            " AND partnership_id IS NOT NULL)"
            " OR (kind IN ('learning-lead', 'reviewer') AND organisation_id IS NOT NULL"
            " AND partnership_id IS NULL)",
            name="scope",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), default=None)
    tiers: Mapped[str] = mapped_column(String(200), default="")  # slugs with spaces; none means all
    services: Mapped[str] = mapped_column(String(1000), default="")
    ends_on: Mapped[date | None] = mapped_column(default=None)


class RequirementSetting(Recorded):
    """A council's own level for a role and skill; 0 switches the requirement off."""

    __tablename__ = "requirement_setting"
    __table_args__ = (CheckConstraint("level BETWEEN 0 AND 4", name="level"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(80))
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
