"""Which figures a statement is about, and the people who are in them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.coverage.content import Audience
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.profiles import as_now
from learning.people.sight import restricted_in
from learning.people.standing import OrganisationFacts


@dataclass(frozen=True)
class About:
    """Which figures a statement is about, and for whose eyes."""

    organisation: OrganisationFacts
    audience: Audience
    as_at: date
    known_at: datetime

    @property
    def question(self) -> Question:
        """The question to put to the records."""
        return Question((self.organisation.id,), self.as_at, self.known_at)


def profiles_about(
    session: Session, about: About, *, own_settings: bool = True
) -> tuple[Profile, ...]:
    """Everybody; for leads, without those who were restricted to named ones by then.

    Who may not see them could otherwise take their own figures from these.
    """
    question = replace(about.question, own_settings=own_settings)
    everybody, restricted = profiles_of(session, question), left_out(session, about)
    if not restricted:
        return everybody
    theirs = profiles_of(session, replace(question, people=tuple(restricted)))
    return as_now(everybody, before=theirs, after=())


def left_out(session: Session, about: About) -> frozenset[int]:
    """The people who are in no figures for leads; in those without names everybody is."""
    if about.audience is Audience.NO_NAME:
        return frozenset()
    return frozenset(session.scalars(restricted_in(about.organisation.id, about.known_at)))
