"""Fills one council with people and what they have shown, by bulk inserts."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import add_months, start_of
from learning.database import Base
from learning.demo.councils import SERVICES, WHOLE_COUNCIL
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import HeldRole, Membership, MembershipPeriod, Person

PIECES = 10  # of evidence, for each person
FIRST_ID = 1000  # below are those who were made by the real actions
LASTS = {"cyber-security": 12, "data-protection": 24}  # months
Rows = dict[type[Base], list[dict[str, Any]]]


@dataclass
class Crowd:
    """One council's people: deterministic, so that every database holds the same."""

    catalogue: Catalogue
    organisation_id: int
    today: date
    chance: Random = field(default_factory=lambda: Random("crowd"))
    people: int = 0
    pieces: int = 0
    first_id: int = FIRST_ID  # of two crowds in one database, each has numbers of its own
    pieces_each: int = PIECES

    def __post_init__(self) -> None:
        """Works out what never changes: the first day, all skills, who there is."""
        self.first = self.today - timedelta(days=760)
        self.skills = sorted(self.catalogue.skills)
        self.shapes = [roles for roles, _ in WHOLE_COUNCIL]
        self.weights = [count for _, count in WHOLE_COUNCIL]

    def more(self, number: int) -> Rows:
        """The rows of so many more people."""
        tables = (Person, Membership, MembershipPeriod, HeldRole, Evidence, Withdrawal)
        rows: Rows = {table: [] for table in tables}
        self.pieces += 1000  # evidence made by actions in between has the numbers left out
        for _ in range(number):
            self.people += 1
            self._add(rows, self.first_id + self.people)
        return rows

    def _add(self, rows: Rows, person: int) -> None:
        """A person with their only membership, under the same number."""
        at = start_of(self.first)
        rows[Person].append(
            {"id": person, "name": f"Person {person}", "created_at": at, "password_hash": None}
        )
        rows[Membership].append(
            {
                "id": person,
                "person_id": person,
                "organisation_id": self.organisation_id,
                "person_code": f"{person:012x}",
                "created_at": at,
            }
        )
        days = {"starts_on": self.first, "ends_on": None}
        rows[MembershipPeriod].append(_recorded(at) | days | {"membership_id": person})
        self._show(rows, person, self._give_roles(rows[HeldRole], person, at))

    def _give_roles(
        self, held: list[dict[str, Any]], membership: int, at: datetime
    ) -> dict[str, int]:
        """Rows of the roles of a shape with their bases; returns what they need."""
        needs: dict[str, int] = {}
        service = self.chance.choice(SERVICES)
        slugs: dict[str, str | None] = {}
        for slug in self.chance.choices(self.shapes, self.weights)[0]:
            role = self.catalogue.roles[slug]
            own = role.service or (service if role.tier != "councillor" else None)
            slugs |= {slug: own} | ({role.base: own} if role.base else {})
        for slug, own in slugs.items():
            named = {"membership_id": membership, "role": slug, "service": own, "substitute": False}
            held.append(_recorded(at) | named | {"starts_on": self.first, "ends_on": None})
            for need in self.catalogue.roles[slug].requirements:
                needs[need.skill] = max(need.level, needs.get(need.skill, 0))
        return needs

    def _show(self, rows: Rows, person: int, needs: dict[str, int]) -> None:
        """Some needed skills, some others; some expired, withdrawn, corrected or of one's own."""
        for piece in range(self.pieces_each):
            skill = self.chance.choice(sorted(needs) if piece < 7 else self.skills)
            first = self._keep(rows, self._piece(person, skill, needs.get(skill, 1)))
            fate = self.chance.random()
            if fate < 0.03:
                day = {"effective_on": first["shown_on"], "reason": "-"}
                of_piece = _recorded(first["recorded_at"]) | {"evidence_id": first["id"]}
                rows[Withdrawal].append(of_piece | day)
            elif fate < 0.06:
                at = first["superseded_at"] = first["recorded_at"] + timedelta(days=1)
                lower = {"level": max(1, first["level"] - 1), "first_id": first["id"]}
                self._keep(rows, first | lower | {"recorded_at": at, "superseded_at": None})

    def _keep(self, rows: Rows, row: dict[str, Any]) -> dict[str, Any]:
        self.pieces += 1
        kept = row | {
            "id": self.first_id + self.pieces,
            "reference": f"{self.first_id} {self.pieces}",
        }
        rows[Evidence].append(kept)
        return kept

    def _piece(self, person: int, skill: str, needed: int) -> dict[str, Any]:
        shown = self.first + timedelta(days=self.chance.randrange(755))
        months = LASTS.get(skill) or self.chance.choice((None, None, None, 12, 24))
        source = self.chance.choices(
            ("assessment", "prior-learning", "observed", "self-assessment"), (6, 2, 1, 1)
        )[0]
        return {
            "person_id": person,
            "skill": skill,
            "level": self.chance.choice((needed, needed, needed, max(1, needed - 1), 1)),
            "source": source,
            "shown_on": shown,
            "expires_on": add_months(shown, months) if months else None,
            "summary": "Shown",
            "recorded_at": start_of(shown) + timedelta(hours=12),
            "recorded_by": None,
            "superseded_at": None,
            "first_id": None,
        }


def _recorded(at: datetime) -> dict[str, Any]:
    return {"recorded_at": at, "recorded_by": None, "superseded_at": None}


def keep(session: Session, rows: Rows) -> None:
    """Puts the rows in, by the quickest way of each database."""
    copying = session.get_bind().dialect.name == "postgresql"
    for table, values in rows.items():
        if not copying:
            session.execute(insert(table), values)
            continue
        names = list(values[0])
        driver: Any = session.connection().connection.driver_connection
        raw = driver.cursor()
        with raw.copy(f"COPY {table.__tablename__} ({', '.join(names)}) FROM STDIN") as copy:
            for value in values:
                copy.write_row([value[name] for name in names])
        if "id" in names:  # else the next number handed out is one of these
            beyond = "SELECT setval(pg_get_serial_sequence(:name, 'id'), :id)"
            session.execute(
                text(beyond), {"name": table.__tablename__, "id": max(one["id"] for one in values)}
            )


def settle(session: Session) -> None:
    """Lets the database look at its tables, as it does by itself in service."""
    session.execute(text("ANALYZE"))
