"""Counts, in one statement, what the people of each profile show of each skill they need."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
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

from learning.coverage.rules.figures import Cell, Profile
from learning.coverage.rules.profiles import merged
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
    held: dict[int, tuple[str, int]] = {}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    meeting_all: dict[int, int] = {}
    for row in rows:
        if row.kind == "profile":
            held[row.profile] = (row.words, row.people)
        elif row.kind == "need":
            cells[row.profile].setdefault(row.words, Cell(row.level, 0, 0, 0, 0))
        elif row.kind == "cell":
            cells[row.profile][row.words] = Cell(
                row.level, row.met, row.expiring, row.people - row.met, row.levels_held
            )
    for row in rows:
        if row.kind == "person" and row.met == len(cells[row.profile]):
            meeting_all[row.profile] = row.people
    return merged(held, cells, meeting_all)


def _statement(question: Question) -> AnySelect:
    everyone = population(question).cte("everyone")
    profile, sizes = _profiles(everyone)
    needed = _needed(question, everyone, sizes)
    return _results(sizes, needed, _pairs(question, profile, needed))


def _profiles(everyone: CTE) -> tuple[CTE, CTE]:
    """(person, profile) and (held, people, profile); a profile goes by one of its people."""
    held_text = (
        cast(everyone.c.organisation_id, String)
        + ":"
        + everyone.c.role
        + ":"
        + func.coalesce(everyone.c.service, "")
    )
    strung = (
        select(everyone.c.person_id, func.aggregate_strings(held_text, ",").label("held"))
        .group_by(everyone.c.person_id)
        .cte("strung")
    )
    sizes = (
        select(
            strung.c.held,
            func.count().label("people"),
            func.min(strung.c.person_id).label("profile"),
        )
        .group_by(strung.c.held)
        .cte("sizes")
    )
    profile = (
        select(strung.c.person_id, sizes.c.profile)
        .join(sizes, sizes.c.held == strung.c.held)
        .cte("profile")
    )
    return profile, sizes


def _needed(question: Question, everyone: CTE, sizes: CTE) -> CTE:
    """(profile, skill, level): the highest level that any of the profile's roles asks."""
    rules = requirements_in_force(
        question.organisations,
        on=question.as_at,
        known_at=question.known_at,
        own_settings=question.own_settings,
    ).cte("rules")
    sample = _first(
        select(sizes.c.profile, everyone.c.organisation_id, everyone.c.role)
        .select_from(sizes)
        .join(everyone, everyone.c.person_id == sizes.c.profile)
        .cte("sample")
    )
    same_role = and_(
        rules.c.organisation_id == sample.c.organisation_id, rules.c.role == sample.c.role
    )
    return (
        select(sample.c.profile, rules.c.skill, func.max(rules.c.level).label("level"))
        .select_from(sample)
        .join(rules, same_role)
        .where(rules.c.level >= 1)
        .group_by(sample.c.profile, rules.c.skill)
        .cte("needed")
    )


def _pairs(question: Question, profile: CTE, needed: CTE) -> CTE:
    """What somebody holds of a skill they need; pairs with nothing shown are not here."""
    shown = live_evidence(question).cte("shown")
    placed = _first(
        select(profile.c.profile, shown)
        .select_from(shown)
        .join(profile, profile.c.person_id == shown.c.person_id)
        .cte("placed")
    )
    same_pair = and_(needed.c.profile == placed.c.profile, needed.c.skill == placed.c.skill)
    return (
        select(
            placed.c.profile,
            placed.c.person_id,
            placed.c.skill,
            needed.c.level,
            placed.c.held,
            case((placed.c.held >= needed.c.level, 1), else_=0).label("met"),
            case((placed.c.kept >= needed.c.level, 1), else_=0).label("kept"),
        )
        .select_from(placed)
        .join(needed, same_pair)
        .cte("pairs")
    )


def _first(part: CTE) -> CTE:
    """Worked out by itself: PostgreSQL takes it for a few rows and would join it too late."""
    return part.prefix_with("MATERIALIZED", dialect="postgresql")


def _results(sizes: Any, needed: Any, pairs: Any) -> AnySelect:
    """Four kinds of rows: profiles, their needs, what is shown of those, and who meets how many."""
    capped = case((pairs.c.held < pairs.c.level, pairs.c.held), else_=pairs.c.level)
    cells = select(
        literal("cell").label("kind"),
        pairs.c.profile,
        pairs.c.skill.label("words"),
        pairs.c.level,
        func.count().label("people"),
        func.sum(pairs.c.met).label("met"),
        func.sum(pairs.c.met - pairs.c.kept).label("expiring"),
        func.sum(capped).label("levels_held"),
    ).group_by(pairs.c.profile, pairs.c.skill, pairs.c.level)
    blank = (null(), null(), null(), null())
    needs = select(literal("need"), needed.c.profile, needed.c.skill, needed.c.level, *blank)
    each = (
        select(pairs.c.profile, pairs.c.person_id, func.sum(pairs.c.met).label("met"))
        .group_by(pairs.c.profile, pairs.c.person_id)
        .subquery()
    )
    persons = select(
        literal("person"), each.c.profile, null(), null(), func.count(), each.c.met, null(), null()
    ).group_by(each.c.profile, each.c.met)
    profiles = select(
        literal("profile"),
        sizes.c.profile,
        sizes.c.held,
        null(),
        sizes.c.people,
        null(),
        null(),
        null(),
    )
    return select(union_all(cells, needs, persons, profiles).subquery())
