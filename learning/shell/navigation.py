"""The links at the top of every page: where the signed-in person may go."""

from dataclasses import dataclass
from typing import Protocol, cast

from flask import url_for
from flask_login import AnonymousUserMixin

# Pages of a council that are reached from another page of the navigation.
BENEATH = {
    room: above
    for above, rooms in {
        "coverage": ("statements", "outcomes", "compared"),
        "people": ("claims", "completions", "exemptions"),
        "assignments": ("rules",),
        "settings": (
            *("acceptance-rules", "audit", "decisions", "elections", "extracts", "leads"),
            *("leavers", "post", "reorganisations", "requirements", "sharing", "tokens"),
        ),
    }.items()
    for room in rooms
}
# Where the pages are about the reader's own learning, whichever council they belong to.
OWN = frozenset(
    (
        *("", "attempts", "courses", "glossary", "learning", "papers", "paths", "record"),
        *("self-assessment", "told"),
    )
)


class _Council(Protocol):
    slug: str
    name: str


class _Place(Protocol):
    organisation: _Council


class _Mandate(Protocol):
    kind: str
    organisation: _Council | None
    partnership: _Council | None


class _Person(Protocol):
    is_authenticated: bool
    places: tuple[_Place, ...]
    mandates: tuple[_Mandate, ...]


@dataclass(frozen=True)
class Here:
    """Who is here, as far as the page's furniture needs to know."""

    person: _Person

    @classmethod
    def of(cls, user: _Person | AnonymousUserMixin) -> "Here | None":
        """None for a visitor who is not signed in."""
        return cls(cast("_Person", user)) if user.is_authenticated else None

    def council(self, path: str) -> str | None:
        """The name of their only council, on pages of their own learning."""
        councils = [place.organisation for place in self.person.places]
        councils += [one.organisation for one in self.person.mandates if one.organisation]
        names = {one.slug: one.name for one in councils}
        is_own = path.split("/")[1] in OWN
        return next(iter(names.values())) if is_own and len(names) == 1 else None

    def navigation(self, path: str) -> list[tuple[str, str, str | None]]:
        """(words, address, how it is current), in the order of the page.

        "page" is the page itself, "true" the one that it belongs to, as assistive technology
        says them; none otherwise.
        """
        above = _page_above(path)
        current = {above: "true", path: "page"}
        return [(words, address, current.get(address)) for words, address in self._links(path)]

    def _links(self, path: str) -> list[tuple[str, str]]:
        """With several councils only those of the council at hand: their words are the same."""
        links = []
        if self.person.places:
            links.append(("My learning", url_for("home.my_learning")))
        if self.person.places or not self.person.mandates:  # who left keeps the record
            links.append(("My record", url_for("home.record")))
        links.append(("Courses", url_for("study.all_courses")))
        councils = {one.organisation.slug for one in self.person.mandates if one.organisation}
        for mandate in self.person.mandates:
            slug = mandate.organisation.slug if mandate.organisation else None
            if slug is None or len(councils) == 1 or path.startswith(f"/organisations/{slug}/"):
                links += [link for link in _links_of(mandate) if link not in links]
        return [*links, ("My councils", url_for("home.start"))] if len(councils) > 1 else links


def _page_above(path: str) -> str:
    """The page of the navigation, if any, that the page at an address belongs to.

    /organisations/x/coverage/runs-out and /organisations/x/statements/1 belong to the council's
    report; /record/claims to the record.
    """
    _, top, *rest = path.split("/")
    if top in ("organisations", "partnerships") and len(rest) > 1:
        owner, room, *_ = rest
        return f"/{top}/{owner}/{BENEATH.get(room, room)}"
    return f"/{top}"


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
        ("People", url_for("oversight.people", organisation=slug)),
        ("Paths asked for", url_for("assignments.assignments", organisation=slug)),
        report,
        ("Settings", url_for("policies.settings", organisation=slug)),
    ]
