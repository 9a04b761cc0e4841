"""Puts a generated world into a real database, and asks the product's own code about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement
from learning.database import Base
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Partnership,
    Pause,
    Person,
    RequirementSetting,
    Sharing,
)
from tests.coverage.world import Recorded, World

Row = dict[str, Any]


def times(row: Recorded) -> Row:
    """When a row was recorded and superseded."""
    return {"recorded_at": row.recorded_at, "superseded_at": row.superseded_at, "recorded_by": None}


def dated(row: Any, *names: str) -> Row:
    """The named fields of a row, with its times."""
    return {name: getattr(row, name) for name in names} | times(row)


def load(session: Session, world: World) -> None:
    """Every row of a world, in tables that were empty."""
    organisations = {o.slug: number for number, o in enumerate(world.organisations, start=1)}
    shared = dict.fromkeys(sharing.partnership for sharing in world.sharings)
    partnerships = {slug: number for number, slug in enumerate(shared, start=1)}
    own_service = {role.slug: role.service for role in world.roles}
    long_ago = min((m.recorded_at for m in world.memberships), default=datetime.now().astimezone())

    connection = session.connection()

    def put(table: type[Base], rows: list[Row]) -> None:
        if rows:
            connection.execute(insert(table.__table__), rows)

    people = {m.person for m in world.memberships} | {e.person for e in world.evidence}
    put(Person, [{"id": p, "name": f"Person {p}", "created_at": long_ago} for p in sorted(people)])
    put(
        Organisation,
        [
            {"id": organisations[o.slug], "slug": o.slug, "name": o.slug, "nation": o.nation}
            | {"starts_on": o.starts_on, "ends_on": o.ends_on, "made_up": True}
            for o in world.organisations
        ],
    )
    put(
        Partnership,
        [
            {"id": n, "slug": slug, "name": slug, "made_up": True}
            for slug, n in partnerships.items()
        ],
    )
    put(
        Membership,
        list(
            {
                m.membership: {
                    "id": m.membership,
                    "person_id": m.person,
                    "created_at": m.recorded_at,
                }
                | {"organisation_id": organisations[m.organisation]}
                | {"person_code": f"{organisations[m.organisation]}-{m.person}"}
                for m in world.memberships
            }.values()
        ),
    )
    put(
        MembershipPeriod,
        [
            dated(m, "starts_on", "ends_on") | {"membership_id": m.membership}
            for m in world.memberships
        ],
    )
    put(
        Pause,
        [
            dated(p, "paused_from", "paused_until") | {"membership_id": p.membership}
            for p in world.pauses
        ],
    )
    put(
        HeldRole,
        [
            dated(h, "role", "starts_on", "ends_on")
            | {"membership_id": h.membership, "service": own_service[h.role] or h.service}
            for h in world.held_roles
        ],
    )
    put(
        FrameworkRequirement,
        [dated(r, "role", "skill", "level", "starts_on", "ends_on") for r in world.requirements],
    )
    put(
        RequirementSetting,
        [
            dated(s, "role", "skill", "level", "starts_on", "ends_on")
            | {"organisation_id": organisations[s.organisation], "reason": "Because."}
            for s in world.settings
        ],
    )
    put(
        Sharing,
        [
            dated(s, "starts_on", "ends_on")
            | {"organisation_id": organisations[s.organisation]}
            | {"partnership_id": partnerships[s.partnership]}
            for s in world.sharings
        ],
    )
    load_evidence(put, world)


def load_evidence(put: Callable[[type[Base], list[Row]], None], world: World) -> None:
    """Evidence with its corrections and withdrawals."""
    first: dict[int, int] = {}
    rows = []
    for number, piece in enumerate(world.evidence, start=1):
        first.setdefault(piece.evidence, number)
        known_first = first[piece.evidence]
        rows.append(
            dated(piece, "skill", "level", "source", "shown_on", "expires_on")
            | {"id": number, "person_id": piece.person, "summary": "Shown"}
            | {"reference": f"{piece.evidence}-{number}"}
            | {"first_id": None if known_first == number else known_first}
        )
    put(Evidence, rows)
    put(
        Withdrawal,
        [
            dated(w, "effective_on") | {"evidence_id": first[w.evidence], "reason": "Because."}
            for w in world.withdrawals
            if w.evidence in first
        ],
    )
