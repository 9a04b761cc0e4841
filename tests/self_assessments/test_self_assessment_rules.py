"""What is asked, in whose words, how long it takes; every role and pair of roles is worked out."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.people.rules import Need
from learning.self_assessments.rules import (
    HOW_TO_CHOOSE,
    Compared,
    SkillQuestion,
    View,
    compared,
    minutes,
    to_ask,
)

PACE = 150  # words a minute: silent reading of plain prose is faster
MAY = date(2026, 5, 3)
NOVEMBER = date(2026, 11, 22)


def needs_of(catalogue: Catalogue, *roles: str) -> list[Need]:
    """What roles ask with the roles they build on, today and ever."""
    slugs = {slug for role in roles for slug in (role, catalogue.roles[role].base) if slug}
    return [
        Need(need.skill, need.level, slug)
        for slug in slugs
        for need in catalogue.roles[slug].requirements
    ]


def words_to_read(questions: tuple[SkillQuestion, ...]) -> int:
    texts = [HOW_TO_CHOOSE]
    for question in questions:
        texts += [question.skill.name, *(choice.words for choice in question.choices)]
    return len(" ".join(texts).split())


def test_every_role_with_its_base_takes_under_ten_minutes(catalogue: Catalogue) -> None:
    for role in catalogue.roles:
        questions = to_ask(needs_of(catalogue, role), catalogue)
        assert questions, role
        assert words_to_read(questions) / PACE < 10, role
        assert minutes(questions) < 10, role


def test_any_two_roles_of_one_group_with_their_bases_take_under_ten_minutes(
    catalogue: Catalogue,
) -> None:
    longest = 0.0
    for one, other in combinations(catalogue.roles.values(), 2):
        if one.tier == other.tier:
            questions = to_ask(needs_of(catalogue, one.slug, other.slug), catalogue)
            longest = max(longest, words_to_read(questions) / PACE)
    assert 5 < longest < 10


def test_the_minutes_are_those_of_the_words_rounded_up(catalogue: Catalogue) -> None:
    questions = to_ask(needs_of(catalogue, "chief-executive"), catalogue)
    assert minutes(questions) == -(-words_to_read(questions) // PACE)


def test_each_skill_is_asked_once_in_the_framework_s_order(catalogue: Catalogue) -> None:
    needs = needs_of(catalogue, "cabinet-member", "scrutiny-chair")
    asked = [question.skill.slug for question in to_ask(needs, catalogue)]
    assert asked == [slug for slug in catalogue.skills if slug in {need.skill for need in needs}]


def test_every_question_offers_not_yet_and_each_level_in_the_framework_s_own_words(
    catalogue: Catalogue,
) -> None:
    for skill in catalogue.skills.values():
        for tier in Tier:
            choices = SkillQuestion(skill, tier).choices
            assert [choice.level for choice in choices] == [0, 1, 2, 3, 4]
            assert choices[0].words == "Not yet"
            for choice in choices[1:]:
                texts = {
                    text
                    for one in skill.statements
                    if one.level == choice.level
                    for text in (one.text, one.councillor, one.leadership, one.service_team)
                }
                assert choice.words in texts


def test_the_words_of_a_tier_come_first(catalogue: Catalogue) -> None:
    skill = catalogue.skills["digital-strategy"]
    own = {tier: [choice.words for choice in SkillQuestion(skill, tier).choices] for tier in Tier}
    assert own[Tier.COUNCILLOR][1].startswith("You can point to a decision on a recent agenda")
    assert own[Tier.SERVICE_TEAM][1].startswith("You can say how a digital change in your team")
    assert own[Tier.LEADERSHIP][2].startswith("You can stop or delay a project of your own")
    assert own[Tier.LEADERSHIP][1] == skill.statements[0].text


def test_a_chief_executive_is_asked_in_the_words_of_leaders_throughout(
    catalogue: Catalogue,
) -> None:
    asked = to_ask(needs_of(catalogue, "chief-executive"), catalogue)
    assert {question.tier for question in asked} == {Tier.LEADERSHIP}


def test_a_councillor_who_works_for_another_council_reads_each_skill_in_its_role_s_words(
    catalogue: Catalogue,
) -> None:
    asked = to_ask(needs_of(catalogue, "councillor", "planning-officer"), catalogue)
    tiers = {question.skill.slug: question.tier for question in asked}
    assert tiers["online-conduct"] == Tier.COUNCILLOR
    assert tiers["cyber-security"] == Tier.COUNCILLOR  # needed by both
    assert tiers["digital-planning"] == Tier.SERVICE_TEAM


def test_who_needs_nothing_is_asked_nothing(catalogue: Catalogue) -> None:
    assert to_ask([], catalogue) == ()
    assert to_ask([Need("gone-with-the-tide", 1, "councillor")], catalogue) == ()


@pytest.mark.parametrize(
    ("own", "held", "said"),
    [
        (1, 2, "You put yourself at level 1; you have shown level 2."),
        (2, 2, "You put yourself at level 2, and you have shown level 2."),
        (3, 1, "You put yourself at level 3; you have shown level 1 so far."),
        (1, 0, "You put yourself at level 1; nothing is shown yet."),
        (0, 2, "You said not yet; you have shown level 2."),
        (0, 0, "You said not yet; nothing is shown yet."),
    ],
)
def test_both_stand_side_by_side_in_words(own: int, held: int, said: str) -> None:
    views = (View(MAY, 4), View(NOVEMBER, own))
    assert Compared("seeing", views, held).in_words == said


def test_what_left_the_framework_comes_last() -> None:
    views = {"gone": [View(MAY, 1)], "b": [View(MAY, 1)], "a": [View(MAY, 0)]}
    lines = compared(views, {"a": 2}, ["a", "b", "c"])
    assert [(line.skill, line.held) for line in lines] == [("a", 2), ("b", 0), ("gone", 0)]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(0, 4))
def test_the_newest_view_is_the_one_that_is_put_beside(levels: list[int], held: int) -> None:
    views = tuple(View(date(2026, 1, 1 + n), level) for n, level in enumerate(levels))
    said = Compared("seeing", views, held).in_words
    assert (f"yourself at level {levels[-1]}" in said) == (levels[-1] > 0)
    assert (f"shown level {held}" in said) == (held > 0)
