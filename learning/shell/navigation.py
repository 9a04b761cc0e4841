"""The links at the top of every page: where the signed-in person may go."""

from dataclasses import dataclass
from typing import Protocol, cast

from flask import url_for
from flask_login import AnonymousUserMixin


class _Council(Protocol):
    slug: str


class _Mandate(Protocol):
    kind: str
    organisation: _Council | None
    partnership: _Council | None


class _Person(Protocol):
    is_authenticated: bool
    places: tuple[object, ...]
    mandates: tuple[_Mandate, ...]


@dataclass(frozen=True)
class Here:
    """Who is here, as far as the page's furniture needs to know."""

    person: _Person

    @classmethod
    def of(cls, user: _Person | AnonymousUserMixin) -> "Here | None":
        """None for a visitor who is not signed in."""
        return cls(cast("_Person", user)) if user.is_authenticated else None

    def navigation(self) -> list[tuple[str, str]]:
        """(words, address), in the order of the page."""
        links = []
        if self.person.places:
            links.append(("My learning", url_for("home.my_learning")))
        if self.person.places or not self.person.mandates:  # who left keeps the record
            links.append(("My record", url_for("home.record")))
        links.append(("Courses", url_for("study.all_courses")))
        for mandate in self.person.mandates:
            links += [link for link in _links_of(mandate) if link not in links]
        return links


def _links_of(mandate: _Mandate) -> list[tuple[str, str]]:
    if mandate.kind == "administrator":
        return [("Administration", url_for("administration.overview"))]
    if mandate.partnership is not None:
        slug = mandate.partnership.slug
        return [
            ("Partnership coverage", url_for("coverage.partnership_coverage", partnership=slug))
        ]
    if mandate.organisation is None:
        return []
    slug = mandate.organisation.slug
    report = ("Skills coverage", url_for("coverage.coverage", organisation=slug))
    if mandate.kind != "learning-lead":
        return [report]
    return [
        ("This week", url_for("oversight.week", organisation=slug)),
        ("People", url_for("staffing.people", organisation=slug)),
        ("Paths asked for", url_for("assignments.assignments", organisation=slug)),
        report,
        ("Settings", url_for("policies.settings", organisation=slug)),
    ]
