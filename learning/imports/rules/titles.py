"""Roles and services by whatever people call them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from learning.catalogue.framework import Role, Service, Tier
from learning.catalogue.published import Catalogue
from learning.spreadsheets.table import folded

_BETWEEN = re.compile(r"[;\n|]+")
# These stand within titles too, and part a cell only where every part is a role.
_PERHAPS_BETWEEN = re.compile(r"[,/&+]|\band\b", re.IGNORECASE)
_BRACKETED = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]", re.DOTALL)
# A committee's substitute learns what its members learn, and holds the same role.
SUBSTITUTE = {
    folded(word) for word in ("substitute", "substitute member", "sub", "reserve", "eilydd")
}
MOST_GUESSES = 200  # looking for what resembles a title is slow


@dataclass(frozen=True)
class RoleSaid:
    """A role that a row names; without a service it says nothing about the service."""

    role: str
    service: str | None = None
    substitute: bool = False


class NotUnderstood(Exception):
    """A title that is none here; `column` is where it stands."""

    def __init__(self, problem: str, *, column: str = "roles") -> None:
        super().__init__(problem)
        self.problem = problem
        self.column = column


@dataclass(frozen=True)
class Titles:
    """What the roles and services of a day are called, slugs and other names included."""

    roles: Mapping[str, Role]  # by slug, retired ones included
    services: Mapping[str, Service]
    role_by_title: Mapping[str, str]
    service_by_title: Mapping[str, str]
    guessed: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, catalogue: Catalogue, *, on: date) -> "Titles":
        """Of what is not retired on a day."""
        roles = [one for one in catalogue.roles.values() if _lives(one.retired_on, on)]
        services = [one for one in catalogue.services.values() if _lives(one.retired_on, on)]
        return cls(
            catalogue.roles,
            catalogue.services,
            _by_title((one.slug, (*one.also_known_as, one.plural, one.name)) for one in roles),
            _by_title((one.slug, (one.name,)) for one in services),
        )

    def read(self, roles: str, service: str) -> tuple[RoleSaid, ...]:
        """The roles of a cell, with the services of theirs or of the column beside it.

        Raises NotUnderstood. Several are apart by a semicolon or a line end, or by commas,
        slashes and “and” where every part is a role; “role @ service” and “role (service)” name
        a service.
        """
        said = [one for part in _BETWEEN.split(roles) if part.strip() for one in self._part(part)]
        beside = [part.strip() for part in _BETWEEN.split(service)] if service else []
        if len(beside) > 1 and len(beside) != len(said):
            raise NotUnderstood(
                f"There are {len(said)} roles and {len(beside)} services. Name one service for "
                "all, or one for each role in the same order",
                column="service",
            )
        found = [self._service(name) for name in beside] or [None]
        services = found * len(said) if len(found) == 1 else found
        with_services = zip(said, services, strict=True) if said else ()
        return tuple(dict.fromkeys(self._placed(one, beside) for one, beside in with_services))

    def _placed(self, said: RoleSaid, beside: str | None) -> RoleSaid:
        """A role of its own service is of that one; councillors are of none."""
        role = self.roles[said.role]
        if role.service or role.tier == Tier.COUNCILLOR:
            return RoleSaid(said.role, role.service, said.substitute)
        return RoleSaid(said.role, said.service or beside, said.substitute)

    def _part(self, part: str) -> list[RoleSaid]:
        try:
            return [self._one(part)]
        except NotUnderstood:
            parts = [one for one in _PERHAPS_BETWEEN.split(part) if one.strip()]
            if len(parts) < 2 or not all(self._is_role(one) for one in parts):
                raise
            return [self._one(one) for one in parts]

    def _is_role(self, text: str) -> bool:
        try:
            self._one(text)
        except NotUnderstood:
            return False
        return True

    def _one(self, text: str) -> RoleSaid:
        """One role with what stands behind it: a service, or that it is a substitute."""
        text, service, substitute = text.strip(), None, False
        while folded(text) not in self.role_by_title:
            if "@" in text:
                text, _, name = text.rpartition("@")
                service = self._service(name)
            elif found := _BRACKETED.fullmatch(text.strip()):
                text, inner = found[1], found[2]
                if folded(inner) in SUBSTITUTE:
                    substitute = True
                else:
                    service = self._service(inner)
            else:
                raise NotUnderstood(self._no_role(text))
        return RoleSaid(self.role_by_title[folded(text)], service, substitute)

    def _service(self, name: str) -> str | None:
        if not name.strip():
            return None
        slug = self.service_by_title.get(folded(name))
        if slug is None:
            raise NotUnderstood(
                f"“{name.strip()}” is no service here. Choose one from the template’s list"
                + self._like(name, "service"),
                column="service",
            )
        return slug

    def _no_role(self, text: str) -> str:
        if not text.strip():
            return "A role is missing before the service"
        return (
            f"“{' '.join(text.split())}” is no role here. Choose one from the template’s list"
            + self._like(text, "role")
        )

    def _like(self, text: str, kind: str) -> str:
        """Another name that resembles it; each text is looked up once."""
        key = f"{kind} {folded(text)}"
        if key not in self.guessed and len(self.guessed) < MOST_GUESSES:
            known = self.role_by_title if kind == "role" else self.service_by_title
            near = get_close_matches(folded(text)[:60], list(known), 1, 0.75)
            names = self.roles if kind == "role" else self.services
            self.guessed[key] = f", perhaps “{names[known[near[0]]].name}”" if near else ""
        return self.guessed.get(key, "")

    def words(self, role: str, service: str | None) -> str:
        """A role as people read it."""
        name = self.roles[role].name if role in self.roles else role
        if service is None or (role in self.roles and self.roles[role].service == service):
            return name
        return f"{name} ({self.services[service].name if service in self.services else service})"


def _lives(retired_on: date | None, on: date) -> bool:
    return retired_on is None or retired_on > on


def _by_title(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Slug by folded title; a name goes before what something else is also known as."""
    listed = list(named)
    also = {folded(word): slug for slug, words in reversed(listed) for word in words}
    return (
        also
        | {folded(words[-1]): slug for slug, words in listed}
        | {folded(slug): slug for slug, _ in listed}
    )
