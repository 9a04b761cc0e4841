"""The statement that counts, by profile, what people show of each skill they need.

Built once for each kind of question: building takes longer than a small council's answer.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    Date,
    Integer,
    String,
    and_,
    bindparam,
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

from learning.database import AnySelect, UtcDateTime
from learning.dated import holds, known
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.requirements import SupposedRow, requirements_in_force
from learning.people.sight import not_hidden_from

_ORGANISATIONS: Any = bindparam("organisations", expanding=True)
_PEOPLE: Any = bindparam("people", expanding=True)
_DAY: Any = bindparam("as_at", type_=Date())
_SOON: Any = bindparam("soon", type_=Date())
_MOMENT: Any = bindparam("known_at", type_=UtcDateTime())
_LEAD: Any = bindparam("lead_id")
_SUPPOSED = SupposedRow(
    bindparam("supposed_organisation", type_=Integer()),
    bindparam("supposed_role", type_=String()),
    bindparam("supposed_skill", type_=String()),
    bindparam("supposed_level", type_=Integer()),
)


@dataclass(frozen=True)
class Kind:
    """What of a question makes another statement of it."""

    has_lead: bool
    own_settings: bool
    of_some: bool
    supposes: bool = False


@cache
def statement(kind: Kind) -> AnySelect:
    """Rows of four kinds; see `_results`."""
    everyone = population(kind).cte("everyone")
    profile, sizes = _profiles(everyone)
    needed = _needed(kind, everyone, sizes)
    return _results(sizes, needed, _pairs(everyone, profile, needed))


def population(kind: Kind) -> AnySelect:
    """(person, organisation, role, service) of everybody the figures are about."""
    paused = exists().where(
        Pause.membership_id == Membership.id,
        known(Pause, _MOMENT),
        Pause.paused_from <= _DAY,
        or_(Pause.paused_until.is_(None), Pause.paused_until > _DAY),
    )
    people: AnySelect = (
        select(Membership.person_id, Membership.organisation_id, HeldRole.role, HeldRole.service)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.organisation_id.in_(_ORGANISATIONS),
            known(HeldRole, _MOMENT),
            holds(HeldRole, _DAY),
            known(MembershipPeriod, _MOMENT),
            holds(MembershipPeriod, _DAY),
            ~paused,
        )
    )
    if kind.of_some:
        people = people.where(Membership.person_id.in_(_PEOPLE))
    if kind.has_lead:
        people = people.where(not_hidden_from(_LEAD))
    return people


def _live_evidence(everyone: CTE) -> AnySelect:
    """(person, skill, held, kept): the highest live level, and what is left of it in 90 days."""
    withdrawn = select(Withdrawal.evidence_id).where(
        known(Withdrawal, _MOMENT), Withdrawal.effective_on <= _DAY
    )
    stays = or_(Evidence.expires_on.is_(None), Evidence.expires_on > _SOON)
    shown: AnySelect = (
        select(
            Evidence.person_id,
            Evidence.skill,
            func.max(Evidence.level).label("held"),
            func.max(case((stays, Evidence.level), else_=0)).label("kept"),
        )
        .where(
            known(Evidence, _MOMENT),
            Evidence.source.in_(COUNTED),
            Evidence.shown_on <= _DAY,
            or_(Evidence.expires_on.is_(None), Evidence.expires_on > _DAY),
            Evidence.piece().not_in(withdrawn),
            Evidence.person_id.in_(select(everyone.c.person_id)),  # the others' is not read
        )
        .group_by(Evidence.person_id, Evidence.skill)
    )
    return shown


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


def _needed(kind: Kind, everyone: CTE, sizes: CTE) -> CTE:
    """(profile, skill, level): the highest level that any of the profile's roles asks."""
    rules = requirements_in_force(
        _ORGANISATIONS,
        on=_DAY,
        known_at=_MOMENT,
        own_settings=kind.own_settings,
        supposed=_SUPPOSED if kind.supposes else None,
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


def _pairs(everyone: CTE, profile: CTE, needed: CTE) -> CTE:
    """What somebody holds of a skill they need; pairs with nothing shown are not here."""
    shown = _live_evidence(everyone).cte("shown")
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
