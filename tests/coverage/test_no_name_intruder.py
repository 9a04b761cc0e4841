from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.coverage.rules.figures import (
    Cell,
    Filters,
    Held,
    Line,
    Profile,
    RoleFacts,
    report,
)
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.no_name import THRESHOLD, Hiding, shown_by
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.table import AllBut, as_text, from_text, hidden_as_text, structure_of
from tests.coverage.intruder import BAND, EXACT, FURTHER, HIDDEN, Intruder, Member, Pair, pairs_of

ROLES = {
    "member": RoleFacts("councillor", public=True, weight=1),
    "staff": RoleFacts("service-team", public=False, weight=1),
    "planner": RoleFacts("service-team", public=False, weight=1),
    "chief": RoleFacts("leadership", public=True, weight=1),
}
NEEDS = {"member": "xy", "staff": "x", "planner": "xz", "chief": "yz"}


def a_profile(people: int, *roles: str, service: str | None = None, needs: str = "") -> Profile:
    skills = needs or "".join(NEEDS[role] for role in roles)
    held = frozenset(Held(1, role, service) for role in roles)
    return Profile(held, people, {skill: Cell(1, 0, 0, 0, 0) for skill in sorted(set(skills))}, 0)


def members_of(profiles: list[Profile], roles: dict[str, RoleFacts]) -> list[Member]:
    found: list[Member] = []
    for one in profiles:
        groups = {("role", role) for role in one.roles}
        groups |= {("tier", roles[role].tier) for role in one.roles}
        groups |= {("service", service) for service in one.services}
        for _ in range(one.people):
            found.append(Member(len(found), frozenset(groups), frozenset(one.cells)))
    return found


def filters_anyone_can_give(profiles: list[Profile], roles: dict[str, RoleFacts]) -> list[Filters]:
    groups = sorted({group for one in members_of(profiles, roles) for group in one.groups})
    skills = sorted({skill for one in profiles for skill in one.cells})
    chosen = [{}, *({kind: slug} for kind, slug in groups)]
    return [Filters(**one, skill=skill) for one in chosen for skill in (None, *skills)]


def everything_shown(
    profiles: list[Profile], hiding: Hiding, roles: dict[str, RoleFacts] = ROLES
) -> dict[frozenset[Pair], str]:
    """Each line of each view, by what it counts; the same line is shown alike in all of them."""
    members = members_of(profiles, roles)
    lines: dict[frozenset[Pair], str] = {}
    for filters in filters_anyone_can_give(profiles, roles):
        found = hiding.hide(report(narrow(profiles, roles, filters), roles), filters)
        for line in found.lines:
            if not line.required:
                continue
            groups = {(kind, slug) for kind, slug in filters.given.items() if kind != "skill"}
            if line.group not in {"overall", "skill"}:
                groups.add((line.group, line.name))
            cells = pairs_of(members, groups, line.skill or filters.skill)
            assert len(cells) == line.required
            shown = how_shown(line)
            assert lines.setdefault(cells, shown) == shown
    return lines


def how_shown(line: Line) -> str:
    """What is hidden to protect others is about enough people to need no protection itself."""
    if not line.suppressed:
        return EXACT
    if line.band:
        return BAND
    return HIDDEN if line.people < THRESHOLD else FURTHER


def hiding_of(profiles: list[Profile], roles: dict[str, RoleFacts] = ROLES) -> Hiding:
    return Hiding(hidden_further(structure_of(profiles, roles), threshold=THRESHOLD))


def learned(lines: dict[frozenset[Pair], str], known: int | None) -> Iterator[frozenset[Pair]]:
    """Whatever an intruder finds out, who also tries sums and differences."""
    intruder = Intruder(lines, known)
    yield from intruder.found()
    if known is None:
        yield from (few for few in intruder.isolates(THRESHOLD) if intruder.learns(few, HIDDEN))


def test_two_roles_that_overlap_are_both_hidden_and_their_tier_stays() -> None:
    roles = {"r": RoleFacts("team", public=False, weight=1), "q": RoleFacts("team", False, 1)}
    profiles = [
        a_profile(2, "r", needs="s"),
        a_profile(2, "q", needs="s"),
        a_profile(8, "r", "q", needs="s"),
    ]
    found = hiding_of(profiles, roles).hide(report(profiles, roles), Filters())
    assert [line.suppressed for line in found.roles] == [True, True]
    assert [line.suppressed for line in found.tiers] == [False]
    assert not found.overall.suppressed


def of_twelve() -> list[Profile]:
    """X needed by twelve, Y by three of them."""
    return [a_profile(9, "staff", needs="x"), a_profile(3, "staff", needs="xy")]


def test_a_skill_is_hidden_where_the_overall_less_it_gives_a_small_one_away() -> None:
    found = hiding_of(of_twelve()).hide(report(of_twelve(), ROLES), Filters())
    assert [(line.skill, line.suppressed) for line in found.skills] == [("x", True), ("y", True)]
    assert not found.overall.suppressed


def test_without_hiding_further_the_intruder_finds_the_small_skill_out() -> None:
    lines = everything_shown(of_twelve(), Hiding())
    y = pairs_of(members_of(of_twelve(), ROLES), (), "y")
    intruder = Intruder(lines)
    assert y in intruder.found()
    # At neutral figures: 7.5 of the overall less 6 of X.
    assert (intruder.end(y, most=False), intruder.end(y, most=True)) == (1.5, 1.5)


PROFILES = st.lists(
    st.builds(
        lambda people, roles, service: a_profile(people, *sorted(roles), service=service),
        st.integers(1, 9),
        st.sets(st.sampled_from(sorted(ROLES)), min_size=1, max_size=2),
        st.sampled_from([None, "planning", "care"]),
    ),
    min_size=2,
    max_size=7,
    unique_by=lambda one: one.held,
)


@settings(max_examples=25)
@given(PROFILES, st.data())
def test_an_intruder_learns_nothing(profiles: list[Profile], data: st.DataObject) -> None:
    lines = everything_shown(profiles, hiding_of(profiles))
    somebody = data.draw(st.integers(0, sum(one.people for one in profiles) - 1))
    for known in (None, somebody):
        assert list(learned(lines, known)) == []


@given(PROFILES)
def test_what_is_hidden_is_said_in_texts_and_depends_on_nothing_held(
    profiles: list[Profile],
) -> None:
    further = hiding_of(profiles).further
    assert {from_text(text) for text in as_text(further)} == set(further)
    all_shown = [
        Profile(
            one.held,
            one.people,
            {skill: Cell(1, one.people, 0, 0, one.people) for skill in one.cells},
            one.people,
        )
        for one in reversed(profiles)
    ]
    assert hiding_of(all_shown).further == further


@given(PROFILES)
def test_one_line_is_shown_by_the_texts_as_by_the_decision_read_whole(
    profiles: list[Profile],
) -> None:
    further = hiding_of(profiles).further
    for hidden in (further, AllBut(frozenset(further))):
        texts = hidden_as_text(hidden)
        for filters in filters_anyone_can_give(profiles, ROLES):
            for line in report(narrow(profiles, ROLES, filters), ROLES).lines:
                assert shown_by(texts, line, filters) == Hiding(hidden).line(line, filters)
