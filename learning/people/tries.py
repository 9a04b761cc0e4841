"""Tries to sign in that failed, as they are counted."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base


class SignInTries(Base):
    """How often signing in failed for an address or from a network, in one window of time."""

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int]
