"""Where a person stands: their councils and appointments, as one frozen value."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask_login import UserMixin

from learning.errors import NotFound
from learning.people.names import first_name


class Kind(StrEnum):
    """What an appointment lets a person do."""

    LEARNING_LEAD = "learning-lead"
    REVIEWER = "reviewer"
    PARTNERSHIP_REVIEWER = "partnership-reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as pages and reports speak of it."""

    id: int
    slug: str
    name: str
    nation: str
    starts_on: date
    ends_on: date | None
    made_up: bool
    end_said_at: datetime | None = None  # when its end was last said anew


def exists_on(organisation: OrganisationFacts, day: date) -> bool:
    """Whether the organisation exists on a day: outside its days there are no figures."""
    return organisation.starts_on <= day and (
        organisation.ends_on is None or organisation.ends_on > day
    )


@dataclass(frozen=True)
class PartnershipFacts:
    """A partnership as pages speak of it."""

    id: int
    slug: str
    name: str
    made_up: bool


@dataclass(frozen=True)
class Place:
    """A council somebody belongs to today."""

    membership_id: int
    organisation: OrganisationFacts


@dataclass(frozen=True)
class Scope:
    """Whose records a lead sees: everyone, or those with a role in a tier or service."""

    whole: bool
    tiers: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.whole or other.whole, self.tiers | other.tiers, self.services | other.services
        )


WHOLE = Scope(whole=True)


@dataclass(frozen=True)
class Mandate:
    """An appointment in force today."""

    kind: Kind
    organisation: OrganisationFacts | None
    partnership: PartnershipFacts | None
    scope: Scope


@dataclass(frozen=True)
class Visitor(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """The person who is signed in."""

    person_id: int
    name: str
    token: str
    places: tuple[Place, ...]
    mandates: tuple[Mandate, ...]

    def get_id(self) -> str:
        """What the cookie holds: a token that signing out revokes."""
        return self.token

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name(self.name) or "there"

    @property
    def nation(self) -> str:
        """Whose law their checks follow: that of their first council."""
        return self.places[0].organisation.nation if self.places else "England"

    @property
    def is_administrator(self) -> bool:
        """Whether they run the installation."""
        return any(mandate.kind == Kind.ADMINISTRATOR for mandate in self.mandates)

    def leads(self, slug: str) -> tuple[OrganisationFacts, Scope]:
        """The organisation they lead learning in, and whose records they see; else NotFound."""
        found = [m for m in self._of(slug) if m.kind == Kind.LEARNING_LEAD]
        if not found or found[0].organisation is None:
            raise NotFound
        scope = found[0].scope
        for mandate in found[1:]:
            scope |= mandate.scope
        return found[0].organisation, scope

    def reads_coverage_of(self, slug: str) -> tuple[OrganisationFacts, Scope | None]:
        """The organisation, and a lead's scope or None for the no-name view; else NotFound."""
        mandates = self._of(slug)
        if any(mandate.kind == Kind.LEARNING_LEAD for mandate in mandates):
            return self.leads(slug)
        for mandate in mandates:
            if mandate.organisation is not None:
                return mandate.organisation, None
        raise NotFound

    def belongs_to(self, slug: str) -> OrganisationFacts:
        """The organisation, for its members, leads and report viewers; else NotFound."""
        for place in self.places:
            if place.organisation.slug == slug:
                return place.organisation
        return self.reads_coverage_of(slug)[0]

    def reviews(self, slug: str) -> PartnershipFacts:
        """The partnership they review; else NotFound."""
        for mandate in self.mandates:
            if mandate.partnership is not None and mandate.partnership.slug == slug:
                return mandate.partnership
        raise NotFound

    def _of(self, slug: str) -> list[Mandate]:
        return [
            mandate
            for mandate in self.mandates
            if mandate.organisation is not None and mandate.organisation.slug == slug
        ]
