"""How the last run of each job stands."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base
from learning.timed.rules import Run


class TimedRun(Base):
    """One row for each job, and one for the worker itself: when it last looked at the clock."""

    __tablename__ = "timed_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    held_by: Mapped[str | None] = mapped_column(String(32), default=None)  # this run's own mark
    held_until: Mapped[datetime | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    said: Mapped[str | None] = mapped_column(String(300), default=None)  # counts, never a name
    trouble: Mapped[str | None] = mapped_column(String(200), default=None)  # kind, and reference
    trouble_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def run(self) -> Run:
        """What the rules ask about."""
        return Run(self.started_at, self.finished_at, self.held_until, self.failures)
