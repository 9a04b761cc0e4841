"""Answers what following the assignments needs to know of people: whole sets at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import Session

from learning.assignments.deciding import Asking, Facts, Held, Place, Row
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.assignments.spans import Span, joined, span
from learning.clock import day_of
from learning.database import in_parts
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause


@dataclass(frozen=True)
class Known:
    """One person in one organisation, with the rows that stand of each assignment."""

    facts: Facts
    rows: dict[int, list[Row]]  # by assignment


def parts(ids: Collection[int]) -> Iterator[tuple[int, ...]]:
    """Each once, in their order, as many at once as a statement takes."""
    return in_parts(sorted(set(ids)))


def known_of(session: Session, memberships: Collection[int]) -> list[Known]:
    """Whoever has these memberships, with all that they have in the same organisation."""
    found: dict[tuple[int, int], Known] = {}
    for some in parts(memberships):
        for one in _known(session, some):
            found[one.facts.organisation_id, one.facts.person_id] = one
    return list(found.values())


def _known(session: Session, some: Sequence[int]) -> list[Known]:
    asked = select(Membership.organisation_id, Membership.person_id).where(Membership.id.in_(some))
    ours = tuple_(Membership.organisation_id, Membership.person_id).in_(asked)
    places: dict[tuple[int, int], list[tuple[int, Span]]] = defaultdict(list)
    periods = session.execute(
        select(
            Membership.id,
            Membership.organisation_id,
            Membership.person_id,
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(ours, MembershipPeriod.superseded_at.is_(None))
        .order_by(Membership.id)
    )
    for membership, organisation, person, starts, ends in periods:
        places[organisation, person].append((membership, span(starts, ends)))
    roles, paused = _roles(session, ours), _paused(session, ours)
    exempt, rows = _exempt(session, ours), _rows(session, ours)
    return [
        Known(
            Facts(
                organisation_id=who[0],
                person_id=who[1],
                places=tuple(
                    Place(id_, days, tuple(roles[id_]), joined(paused[id_])) for id_, days in theirs
                ),
                exempt=exempt.get(who, {}),
            ),
            rows[who],
        )
        for who, theirs in places.items()
    ]


def _roles(session: Session, ours: ColumnElement[bool]) -> defaultdict[int, list[Held]]:
    found: defaultdict[int, list[Held]] = defaultdict(list)
    held = session.execute(
        select(
            HeldRole.membership_id,
            HeldRole.role,
            HeldRole.service,
            HeldRole.starts_on,
            HeldRole.ends_on,
        )
        .join(Membership, Membership.id == HeldRole.membership_id)
        .where(ours, HeldRole.superseded_at.is_(None))
    )
    for membership, role, service, starts, ends in held:
        found[membership].append(Held(role, service, span(starts, ends)))
    return found


def _paused(session: Session, ours: ColumnElement[bool]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    pauses = session.execute(
        select(Pause.membership_id, Pause.paused_from, Pause.paused_until)
        .join(Membership, Membership.id == Pause.membership_id)
        .where(ours, Pause.superseded_at.is_(None))
    )
    for membership, starts, ends in pauses:
        found[membership].append(span(starts, ends))
    return found


def _exempt(
    session: Session, ours: ColumnElement[bool]
) -> dict[tuple[int, int], dict[str, list[Span]]]:
    found: dict[tuple[int, int], dict[str, list[Span]]] = {}
    same = and_(
        Membership.organisation_id == Exemption.organisation_id,
        Membership.person_id == Exemption.person_id,
    )
    exemptions = session.execute(
        select(Exemption).join(Membership, same).where(ours, Exemption.superseded_at.is_(None))
    ).scalars()
    for one in exemptions.unique():
        paths = found.setdefault((one.organisation_id, one.person_id), {})
        days = [*paths.get(one.path, ()), span(one.starts_on, one.ends_on)]
        paths[one.path] = joined(days)
    return found


def _rows(
    session: Session, ours: ColumnElement[bool]
) -> defaultdict[tuple[int, int], dict[int, list[Row]]]:
    found: defaultdict[tuple[int, int], dict[int, list[Row]]] = defaultdict(dict)
    standing = session.execute(
        select(Assigned.__table__, Membership.organisation_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(ours, Assigned.superseded_at.is_(None))
    )
    for row in standing:
        found[row.organisation_id, row.person_id].setdefault(row.assignment_id, []).append(
            Row(
                membership_id=row.membership_id,
                asked_on=row.asked_on,
                due_on=row.due_on,
                lifted_on=row.lifted_on,
                why=row.why,
                note=row.note,
                set_due_on=row.set_due_on,
                counts_from=row.counts_from,
                id=row.id,
                recorded_on=day_of(row.recorded_at),
            )
        )
    return found


def askings_of(session: Session, organisations: Collection[int]) -> dict[int, Asking]:
    """Every assignment of these organisations, with those whom it treats otherwise."""
    apart: dict[int, dict[int, date | None]] = defaultdict(dict)
    for assignment, person, due_on in session.execute(
        select(SetApart.assignment_id, SetApart.person_id, SetApart.due_on)
        .join(Assignment, Assignment.id == SetApart.assignment_id)
        .where(Assignment.organisation_id.in_(organisations))
    ):
        apart[assignment][person] = due_on
    rows = session.execute(
        select(Assignment)
        .where(Assignment.organisation_id.in_(organisations))
        .order_by(Assignment.id)
    ).scalars()
    return {one.id: asking_of(one, apart[one.id]) for one in rows}


def asking_of(one: Assignment, apart: dict[int, date | None]) -> Asking:
    """An assignment as a rule decides by it."""
    return Asking(
        id=one.id,
        organisation_id=one.organisation_id,
        path=one.path,
        days=span(one.starts_on, one.ends_on),
        made_on=day_of(one.assigned_at),
        role=one.role,
        service=one.service,
        standing=one.standing,
        due_on=one.due_on,
        within_days=one.within_days,
        late_days=one.late_days,
        over_load=one.over_load,
        apart=apart,
    )
