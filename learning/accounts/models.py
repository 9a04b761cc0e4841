"""What lets somebody in, each kept as a hash, and what was asked and answered about who is who."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where

OPEN = "used_at IS NULL AND ended_at IS NULL"  # neither used nor ended


class Invitation(Base):
    """A link that an organisation sent to one of its people; whoever opens it reads that post.

    Its token stands in the e-mail alone. It is used once, by whoever chose a password or signed
    in with it; it is ended by a newer one, or by the answer that it reached somebody else.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        one_where("uq_invitation_open", "person_id", "organisation_id", where=OPEN),
        Index("ix_invitation_place", "organisation_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    address: Mapped[str] = mapped_column(String(320))  # as the organisation writes it
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    mail_mark: Mapped[str] = mapped_column(String(40), index=True)  # of the e-mail that took it
    invited_at: Mapped[datetime]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    is_not_them: Mapped[bool] = mapped_column(default=False)  # so said who reads that post


class InvitationDue(Base):
    """Somebody who is to be invited as soon as others have had a turn to write."""

    __tablename__ = "invitation_due"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Recovery(Base):
    """A link to choose a new password, sent to a verified address; used once, within the hour."""

    __tablename__ = "recovery"
    __table_args__ = (one_where("uq_recovery_open", "person_id", where=OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class NewAddress(Base):
    """An address that somebody wants to add; a link sent there shows that they read its post."""

    __tablename__ = "new_address"
    __table_args__ = (one_where("uq_new_address_open", "person_id", "key", where=OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    written: Mapped[str] = mapped_column(String(320))
    key: Mapped[str] = mapped_column(String(320))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class LinkRequest(Base):
    """An organisation's record may be of somebody who is known here: they alone say whether.

    `provisional_id` is whom the organisation made; `person_id` is asked. Without an answer and
    with `ended_at`: it was answered another way.
    """

    __tablename__ = "link_request"
    __table_args__ = (
        one_where("uq_link_request_open", "person_id", "provisional_id", where="ended_at IS NULL"),
        CheckConstraint("ended_at IS NOT NULL OR is_me IS NULL", name="answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    provisional_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    address_key: Mapped[str] = mapped_column(String(320))  # what made it ask
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    is_me: Mapped[bool | None] = mapped_column(default=None)


class HandedOn(Base):
    """An organisation says that an address of its own no longer belongs to a person.

    From then on no password is recovered by it. It stops opening the account (`ended_at`) as
    soon as the person has another way in, or when a training lead confirms that it must.
    """

    __tablename__ = "handed_on"
    __table_args__ = (one_where("uq_handed_on_open", "person_id", "key", where="ended_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(320))
    marked_at: Mapped[datetime]
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class PrintedCode(Base):
    """A code on paper that lets somebody without e-mail choose a passphrase; used once."""

    __tablename__ = "printed_code"
    __table_args__ = (
        one_where("uq_printed_code_open", "person_id", "organisation_id", where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    printed_at: Mapped[datetime]
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class PurposeRead(Base):
    """Somebody has put away what a council says its results are for, as adopted from a day."""

    __tablename__ = "purpose_read"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)  # of the statement
    read_at: Mapped[datetime]
