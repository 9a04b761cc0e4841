"""The outbox: each notice is a row written in the same transaction as its cause."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class Notice(Base):
    """Something a person is told; `sent_at` is empty until it went out by post."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    link: Mapped[str | None] = mapped_column(String(300), default=None)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), default=None)  # its digest
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


class Mail(Base):
    """An e-mail to be sent: the outbox. Written in the transaction of its cause, sent later.

    Its Message-ID is made from its id and `mark`, so that a repeat can be told. A `secret`
    text (a link that lets somebody in) is emptied once it was sent.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "ix_mail_waiting",
            "send_after",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
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
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)  # given up, or bounced
    trouble: Mapped[str | None] = mapped_column(String(500), default=None)  # in words for a lead
