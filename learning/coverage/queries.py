"""Counts, in one statement, what the people of each profile show of each skill they need."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from learning.coverage.rules.figures import Cell, Held, Profile
from learning.database import AnySelect
from learning.dated import holds, known
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED, EXPIRES_SOON
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.requirements import requirements_in_force
from learning.people.sight import not_hidden_from


@dataclass(frozen=True)
class Question:
    """Which organisations, as at which day, as known at which moment, and for whose eyes."""

    organisations: tuple[int, ...]
    as_at: date
    known_at: datetime
    lead_id: int | None = None  # a lead sees restricted people only where named for them
    own_settings: bool = True  # or as if no council had set a level of its own


def population(question: Question) -> AnySelect:
    """(person, organisation, role, service) of everybody the figures are about."""
    day, moment = question.as_at, question.known_at
    paused = exists().where(
        Pause.membership_id == Membership.id,
        known(Pause, moment),
        Pause.paused_from <= day,
        or_(Pause.paused_until.is_(None), Pause.paused_until > day),
    )
    people: AnySelect = (
        select(Membership.person_id, Membership.organisation_id, HeldRole.role, HeldRole.service)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.organisation_id.in_(question.organisations),
            known(HeldRole, moment),
            holds(HeldRole, day),
            known(MembershipPeriod, moment),
            holds(MembershipPeriod, day),
            ~paused,
        )
    )
    if question.lead_id is None:
        return people
    return people.where(not_hidden_from(question.lead_id))


def live_evidence(question: Question) -> AnySelect:
    """(person, skill, held, kept): the highest live level, and what is left of it in 90 days."""
    day, moment = question.as_at, question.known_at
    withdrawn = select(Withdrawal.evidence_id).where(
        known(Withdrawal, moment), Withdrawal.effective_on <= day
    )
    stays = or_(Evidence.expires_on.is_(None), Evidence.expires_on > day + EXPIRES_SOON)
    shown: AnySelect = (
        select(
            Evidence.person_id,
            Evidence.skill,
            func.max(Evidence.level).label("held"),
            func.max(case((stays, Evidence.level), else_=0)).label("kept"),
        )
        .where(
            known(Evidence, moment),
            Evidence.source.in_(COUNTED),
            Evidence.shown_on <= day,
            or_(Evidence.expires_on.is_(None), Evidence.expires_on > day),
            Evidence.piece().not_in(withdrawn),
        )
        .group_by(Evidence.person_id, Evidence.skill)
    )
    return shown


def profiles_of(session: Session, question: Question) -> tuple[Profile, ...]:
    """Everybody the figures are about, by the roles they hold, with what they show."""
    rows = session.execute(_statement(question)).all()
    people: dict[str, int] = {}
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    meeting_all: dict[str, int] = {}
    for row in rows:
        if row.kind == "profile":
            people[row.profile] = row.people
        elif row.kind == "cell":
            cells[row.profile][row.skill] = Cell(
                row.level, row.met, row.expiring, row.people - row.met, row.levels_held
            )
    for row in rows:
        if row.kind == "person" and row.met == len(cells[row.profile]):
            meeting_all[row.profile] = row.people
    return _merged(people, cells, meeting_all)


def _statement(question: Question) -> AnySelect:
    everyone = population(question).cte("everyone")
    held_text = (
        cast(everyone.c.organisation_id, String)
        + ":"
        + everyone.c.role
        + ":"
        + func.coalesce(everyone.c.service, "")
    )
    profile = (
        select(everyone.c.person_id, func.aggregate_strings(held_text, ",").label("profile"))
        .group_by(everyone.c.person_id)
        .cte("profile")
    )
    sizes = (
        select(
            profile.c.profile,
            func.count().label("people"),
            func.min(profile.c.person_id).label("person_id"),
        )
        .group_by(profile.c.profile)
        .cte("sizes")
    )
    rules = requirements_in_force(
        question.organisations,
        on=question.as_at,
        known_at=question.known_at,
        own_settings=question.own_settings,
    ).cte("rules")
    needed = (
        select(sizes.c.profile, rules.c.skill, func.max(rules.c.level).label("level"))
        .select_from(sizes)
        .join(everyone, everyone.c.person_id == sizes.c.person_id)
        .join(
            rules,
            and_(
                rules.c.organisation_id == everyone.c.organisation_id,
                rules.c.role == everyone.c.role,
            ),
        )
        .where(rules.c.level >= 1)
        .group_by(sizes.c.profile, rules.c.skill)
        .cte("needed")
    )
    shown = live_evidence(question).cte("shown")
    pairs = (
        select(
            profile.c.profile,
            profile.c.person_id,
            needed.c.skill,
            needed.c.level,
            shown.c.held,
            case((shown.c.held >= needed.c.level, 1), else_=0).label("met"),
            case((shown.c.kept >= needed.c.level, 1), else_=0).label("kept"),
        )
        .select_from(shown)
        .join(profile, profile.c.person_id == shown.c.person_id)
        .join(needed, and_(needed.c.profile == profile.c.profile, needed.c.skill == shown.c.skill))
        .cte("pairs")
    )
    return _results(sizes, needed, pairs)


def _results(sizes: Any, needed: Any, pairs: Any) -> AnySelect:
    """Three kinds of rows: profiles, cells, and people by how many pairs they meet."""
    capped = case((pairs.c.held < pairs.c.level, pairs.c.held), else_=pairs.c.level)
    cells = (
        select(
            literal("cell").label("kind"),
            needed.c.profile,
            needed.c.skill,
            needed.c.level,
            func.count(pairs.c.person_id).label("people"),
            func.coalesce(func.sum(pairs.c.met), 0).label("met"),
            func.coalesce(func.sum(pairs.c.met - pairs.c.kept), 0).label("expiring"),
            func.coalesce(func.sum(capped), 0).label("levels_held"),
        )
        .select_from(needed)
        .outerjoin(
            pairs, and_(pairs.c.profile == needed.c.profile, pairs.c.skill == needed.c.skill)
        )
        .group_by(needed.c.profile, needed.c.skill, needed.c.level)
    )
    each = (
        select(pairs.c.profile, pairs.c.person_id, func.sum(pairs.c.met).label("met"))
        .group_by(pairs.c.profile, pairs.c.person_id)
        .subquery()
    )
    persons = select(
        literal("person"), each.c.profile, null(), null(), func.count(), each.c.met, null(), null()
    ).group_by(each.c.profile, each.c.met)
    profiles = select(
        literal("profile"), sizes.c.profile, null(), null(), sizes.c.people, null(), null(), null()
    )
    return select(union_all(cells, persons, profiles).subquery())


def _merged(
    people: dict[str, int], cells: dict[str, dict[str, Cell]], meeting_all: dict[str, int]
) -> tuple[Profile, ...]:
    """One profile for each set of roles, in whatever order the database strung them together."""
    found: dict[frozenset[Held], Profile] = {}
    for text, count in people.items():
        held = frozenset(_held(part) for part in text.split(","))
        profile = Profile(held, count, cells[text], meeting_all.get(text, 0))
        other = found.get(held)
        found[held] = profile if other is None else _sum(profile, other)
    return tuple(found[held] for held in sorted(found, key=lambda held: sorted(map(str, held))))


def _held(text: str) -> Held:
    organisation, role, service = text.split(":")
    return Held(int(organisation), role, service or None)


def _sum(one: Profile, other: Profile) -> Profile:
    cells = {
        skill: Cell(
            cell.level,
            cell.met + other.cells[skill].met,
            cell.expiring + other.cells[skill].expiring,
            cell.below + other.cells[skill].below,
            cell.levels_held + other.cells[skill].levels_held,
        )
        for skill, cell in one.cells.items()
    }
    return Profile(one.held, one.people + other.people, cells, one.meeting_all + other.meeting_all)
