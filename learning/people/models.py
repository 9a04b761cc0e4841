"""People and the organisations they belong to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where
from learning.dated import Recorded


class Person(Base):
    """One human being, in however many councils."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    language: Mapped[str | None] = mapped_column(String(2), default=None)  # chosen: en or cy
    # A second record of the same person, once they said so: it keeps what the audit trail names.
    linked_to: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    linked_at: Mapped[datetime | None] = mapped_column(default=None)


class Address(Base):
    """An e-mail address of a person; whoever can read its post is that person."""

    __tablename__ = "address"
    __table_args__ = (one_where("uq_address_first", "person_id", where="is_first"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written: Mapped[str] = mapped_column(String(320))  # as its owner writes it
    key: Mapped[str] = mapped_column(String(320), unique=True)  # as it is looked up
    added_at: Mapped[datetime]
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    is_first: Mapped[bool] = mapped_column(default=False)  # chosen: e-mail goes here


class SignIn(Base):
    """One signed-in browser; the cookie holds the token, this row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


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
    end_said_at: Mapped[datetime | None] = mapped_column(default=None)  # anew; see endings.py
    made_up: Mapped[bool] = mapped_column(default=False)  # a demo says so on the page
    kind: Mapped[str] = mapped_column(String(30), default="")  # see kinds.py; none: not said yet


class Partnership(Base):
    """Councils that look at their skills together."""

    __tablename__ = "partnership"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    made_up: Mapped[bool] = mapped_column(default=False)


class Sharing(Recorded):
    """What a council shares, with a partnership or with every council here, between two dates."""

    __tablename__ = "sharing"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        CheckConstraint("NOT joint OR partnership_id IS NOT NULL", name="joint"),
    )

    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    joint: Mapped[bool] = mapped_column(default=True)  # its part of the partnership's figures
    compared: Mapped[bool] = mapped_column(default=False)  # its coverage, in medians alone
    may_be_asked: Mapped[bool] = mapped_column(default=False)  # named as a place to learn from
    contact: Mapped[str] = mapped_column(String(200), default="")  # the post that answers
    # Of what a council agreed to itself; an administrator's row has none of these.
    authority: Mapped[str] = mapped_column(String(500), default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


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
        one_where(
            "uq_particulars_in_force", "organisation_id", "person_id", where="superseded_at IS NULL"
        ),
        one_where(
            "uq_particulars_reference",
            "organisation_id",
            "reference_key",
            where="superseded_at IS NULL",
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
        one_where("uq_membership_period_in_force", "membership_id", where="superseded_at IS NULL"),
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
    substitute: Mapped[bool] = mapped_column(default=False)  # sits when the member cannot


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


_OF_A_SETTING = ("organisation_id", "role", "skill")
_IN_FORCE = "superseded_at IS NULL"


class RequirementSetting(Recorded):
    """A council's own level for a role and skill; 0 switches the requirement off."""

    __tablename__ = "requirement_setting"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", name="level"),
        # Two leads at the same moment: the second is refused, not lost.
        one_where(
            "uq_requirement_setting_open", *_OF_A_SETTING, where=f"{_IN_FORCE} AND ends_on IS NULL"
        ),
        one_where("uq_requirement_setting_from", *_OF_A_SETTING, "starts_on", where=_IN_FORCE),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(80))
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
