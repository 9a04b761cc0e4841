from datetime import date

import pytest

from learning.claims.rules.acceptance import Rule, fits, fitting, in_force, key, limit
from tests.claims.made import rule

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("course", "written", "fit"),
    [
        ("Phishing basics", "PHISHING  Basics ", True),
        ("Phishing basics", "Phishing basics 2", False),
        ("Phishing*", "Phishing basics", True),
        ("Phishing *", "phishing – the basics", True),
        ("Phishing*", "Basics of phishing", False),
        ("*", "anything at all", True),
        ("Data – “an introduction”", 'Data - "An Introduction"', True),
        ("Ph.shing basics", "Phishing basics", False),  # plain text, no patterns
        ("(Phishing", "(phishing", True),
        ("Straße", "STRASSE", True),
    ],
)
def test_a_rule_is_for_its_course_however_that_is_typed(
    course: str, written: str, fit: bool
) -> None:
    assert fits(rule(course=course), issuer="example ACADEMY", course=written) is fit
    assert not fits(rule(course=course), issuer="Example", course=written)


def test_names_are_compared_without_case_spaces_and_typography() -> None:
    assert key("  Straße –  Ａ ") == "strasse - a"


def chosen(*rules: Rule, course: str = "Phishing basics", on: date = DAY) -> list[int]:
    fit = fitting(rules, issuer="Example Academy", course=course)
    return [one.id for one in in_force(fit, on)]


def test_the_closest_rule_counts_and_each_skill_has_its_own() -> None:
    whole, long, short = (rule(1), rule(2, course="Phishing b*"), rule(3, course="*"))
    assert chosen(short, whole, long) == [1]
    assert chosen(short, long) == [2]
    assert chosen(whole, long, short, course="Phishing by post") == [2]
    assert chosen(whole, short, course="Another") == [3]
    assert chosen(rule(1), rule(4, skill="data-protection")) == [1, 4]
    assert chosen(rule(1, ends_on=date(2026, 1, 1)), rule(2, starts_on=date(2026, 1, 1))) == [2]


def test_a_rule_is_for_what_was_completed_on_its_days() -> None:
    days = rule(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1))
    for day, found in (
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), [1]),
        (date(2026, 2, 28), [1]),
        (date(2026, 3, 1), []),
    ):
        assert chosen(days, on=day) == found


def within(*rules: Rule, course: str = "Phishing basics"):
    return limit(rules, issuer="Example Academy", course=course, skill="cyber-security", on=DAY)


def test_a_claim_is_limited_by_the_rule_of_its_course_else_by_the_widest_of_its_skill() -> None:
    exact, other = rule(1, level=1), rule(2, course="Cyber in depth", level=3, lasts_months=24)
    assert within(exact, other).rule == exact
    wide = within(exact, other, course="Something else")
    assert (wide.level, wide.lasts_months, wide.rule) == (3, 24, None)
    for_good = within(rule(1), rule(2, course="x", lasts_months=None), course="Something else")
    assert for_good.lasts_months is None
    assert within(rule(skill="evaluation")) is None
    assert within(rule(starts_on=date(2026, 3, 2))) is None
    assert within() is None


@pytest.mark.parametrize(
    ("level", "months", "until", "allowed"),
    [
        (1, 12, None, True),
        (1, 6, None, True),
        (1, 13, None, False),
        (2, 12, None, False),
        (1, None, None, False),  # for good
        (1, None, date(2027, 3, 1), True),
        (1, None, date(2027, 3, 2), False),
    ],
)
def test_a_higher_level_or_a_longer_time_goes_beyond_a_rule(
    level: int, months: int | None, until: date | None, allowed: bool
) -> None:
    said = {"level": level, "shown_on": DAY, "lasts_months": months, "expires_on": until}
    assert within(rule()).allows(**said) is allowed
    assert within(rule(lasts_months=None)).allows(**said) is (level == 1)
