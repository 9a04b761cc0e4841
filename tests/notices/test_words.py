from datetime import date

import pytest

from learning.notices import letters
from learning.notices.letters import Dressed
from learning.notices.rules.digest import due
from learning.notices.rules.words import day, in_a_row, language_of, things, welsh_plural
from tests.conforming import conforming
from tests.notices.posting import TUESDAY_TEN, council_of, mailing
from tests.notices.test_digest_rules import waiting

# Of the CLDR's samples of Welsh plurals.
SAMPLES = {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many", 4: "other", 5: "other", 20: "other"}


def test_welsh_counts_as_the_cldr_says() -> None:
    assert {number: welsh_plural(number) for number in SAMPLES} == SAMPLES


@pytest.mark.parametrize(
    ("number", "english", "welsh"),
    [
        (1, "1 thing", "1 peth"),
        (2, "2 things", "2 beth"),
        (3, "3 things", "3 pheth"),
        (4, "4 things", "4 peth"),
        (6, "6 things", "6 pheth"),
        (10, "10 things", "10 peth"),
    ],
)
def test_things_are_counted_in_both_languages(number: int, english: str, welsh: str) -> None:
    assert (things(number, "en"), things(number, "cy")) == (english, welsh)


def test_days_are_said_in_both_languages() -> None:
    assert day(date(2027, 2, 1), "en") == "1 February 2027"
    assert day(date(2027, 2, 1), "cy") == "1 Chwefror 2027"
    assert day(date(2027, 7, 31), "cy") == "31 Gorffennaf 2027"


def test_lists_are_said_in_both_languages() -> None:
    assert in_a_row(("One",), "cy") == "One"
    assert in_a_row(("A", "B", "C"), "en") == "A, B and C"
    assert in_a_row(("Bryn", "Cwm"), "cy") == "Bryn a Cwm"
    assert in_a_row(("Bryn", "Aber"), "cy") == "Bryn ac Aber"


def test_the_persons_own_choice_goes_before_what_the_council_says() -> None:
    assert language_of("en", "cy") == "en"
    assert language_of(None, "cy") == "cy"
    assert language_of(None, None) == "en"
    assert language_of("fr", None) == "en"


def digest_in(language: str) -> Dressed:
    found = due(
        [
            waiting(1, link="/paths/new-councillor"),
            waiting(2, 2, kind="tip"),
            waiting(3, None, kind="check.passed"),
        ],
        {1: council_of(1), 2: council_of(2)},
        {1, 2},
        at=TUESDAY_TEN,
    )
    assert found is not None
    return letters.digest(
        mailing(service_name="Learning <here>"),
        found,
        person_id=7,
        name="Siân Puw",
        language=language,
    )


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_digest_is_valid_html_and_says_in_plain_text_what_it_says_in_html(language: str) -> None:
    found = digest_in(language)
    tree = conforming(found.html)
    words = " ".join("".join(tree.find("body").itertext()).split())
    assert tree.get("lang") == language == found.language
    assert tree.find("head/title").text == found.subject
    assert "<script" not in found.html
    links = {a.get("href") for a in tree.iter("a")}
    assert all(link.startswith("https://learning.example") for link in links)
    for line in found.plain.splitlines():
        said = line.removesuffix(":").strip()
        for link in links:
            said = said.removesuffix(link).removesuffix(": ")
        if said and said != "----" and not said.isupper() and not said.endswith("2027)"):
            assert " ".join(said.split()).removesuffix(":") in words, said
    for link in links - {"https://learning.example"}:
        assert link in found.plain, link


def test_a_digest_says_why_it_came_how_to_stop_it_and_where_everything_stands() -> None:
    english, welsh = digest_in("en"), digest_in("cy")
    assert english.subject == "Your learning this week: 3 things to know"
    assert welsh.subject == "Eich dysgu yr wythnos hon: 3 pheth i’w gwybod"
    assert "Why you get this: you are with Council 1 and Council 2" in english.plain
    assert "rydych gyda Council 1 a Council 2" in welsh.plain
    for found in (english, welsh):
        assert "https://learning.example/told" in found.plain
        assert "https://learning.example/record/post" in found.plain
        assert letters.unsubscribe_address(mailing(), 7) in found.plain
        assert "https://learning.example/paths/new-councillor" in found.plain
        assert "Siân," in found.plain
    assert "11 Ionawr 2027" in welsh.html
    assert "Saesneg yn unig" in welsh.plain  # what was told in English stays so, and it says so


def test_the_address_that_unsubscribes_is_signed() -> None:
    address = letters.unsubscribe_address(mailing(), 7)
    token = address.rpartition("/")[2]
    assert letters.who_unsubscribes(mailing(), token) == 7
    assert (
        letters.who_unsubscribes(mailing(), token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    )
    assert letters.who_unsubscribes(mailing(), "7") is None
