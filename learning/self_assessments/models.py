"""Sittings, and every answer given in them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, one_where


class SelfAssessment(Base):
    """One sitting: what it asks is settled when it starts; open until it is finished."""

    __tablename__ = "self_assessment"
    __table_args__ = (
        one_where("uq_self_assessment_open", "person_id", where="finished_at IS NULL"),
        Index("ix_self_assessment_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asks: Mapped[list[list[str]]] = mapped_column(JSON)  # [skill, in the words of which tier]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class SelfAssessmentAnswer(Base):
    """Where somebody put themselves for a skill, when; the newest one holds."""

    __tablename__ = "self_assessment_answer"
    __table_args__ = (CheckConstraint("level BETWEEN 0 AND 4", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    self_assessment_id: Mapped[int] = mapped_column(ForeignKey("self_assessment.id"), index=True)
    skill: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]  # 0: not yet
    words: Mapped[str] = mapped_column(String(300))  # what was chosen, as it was put to them
    answered_at: Mapped[datetime]
