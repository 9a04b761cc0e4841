"""The outbox: each notice is a row written in the same transaction as its cause."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where, some_where


class Notice(Base):
    """Something a person is told; `sent_at` is empty until it went out by post.

    What a timer tells has a `cause`, such as "expiring 123 90": nobody is told it twice.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("uq_notice_cause", "person_id", "cause", unique=True),
        some_where("ix_notice_waiting", "person_id", "written_at", where="mail_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    link: Mapped[str | None] = mapped_column(String(300), default=None)
    cause: Mapped[str | None] = mapped_column(String(120), default=None)
    # Its digest; empty again where that could not be delivered.
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True, default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


class Mail(Base):
    """An e-mail to be sent: the outbox. Written in the transaction of its cause, sent later.

    Its Message-ID is made from its id and `mark`, so that a repeat can be told. A `secret`
    text (a link that lets somebody in) is emptied once it was sent, or has run out. Whoever
    tries to send it moves `send_after` on first, so that nobody else tries meanwhile.
    """

    __tablename__ = "mail"
    __table_args__ = (
        # At most one routine e-mail a week, whoever puts it together and however many do.
        Index("uq_mail_week", "person_id", "week", unique=True),
        some_where(
            "ix_mail_waiting", "week", "send_after", where="sent_at IS NULL AND failed_at IS NULL"
        ),
        some_where("ix_mail_failed", "failed_at", where="failed_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    mark: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    address: Mapped[str] = mapped_column(String(320))
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    plain: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    send_after: Mapped[datetime]
    secret: Mapped[bool] = mapped_column(default=False)
    week: Mapped[str | None] = mapped_column(String(8), default=None)  # of a digest: 2026-W48
    expires_at: Mapped[datetime | None] = mapped_column(default=None)  # worth nothing from then on
    tries: Mapped[int] = mapped_column(default=0)
    tried_since: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)  # given up, or bounced
    refused: Mapped[bool] = mapped_column(default=False)  # failed because of its address
    trouble: Mapped[str | None] = mapped_column(String(500), default=None)  # in words for a lead


class DeclinedPost(Base):
    """A kind of notice that a person wants no e-mail about, from when until when."""

    __tablename__ = "declined_post"
    __table_args__ = (
        one_where("uq_declined_post_in_force", "person_id", "kind", where="until IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
