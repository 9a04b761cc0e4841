import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people import rules
from learning.people.names import first_name

NAMES = [
    "Ada",
    "X",
    "Siân O’Neill-Jones",
    "D'Arcy McGee",
    "محمد عبد الله",
    "李小龍",
    "Ὀδυσσεύς",
    "ישראל ישראלי",
    "Nguyễn Thị Hương",
    "İpek Ilgın",
    "Groß",
    "👩‍🚀 Ali",
    "ᠮᠣᠩᠭᠣᠯ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_stays_as_it_is_written(name: str) -> None:
    assert rules.clean_name(name) == unicodedata.normalize("NFC", name)


def test_composed_and_decomposed_forms_become_one_name() -> None:
    assert rules.clean_name("Sia\u0302n") == rules.clean_name("Si\u00e2n") == "Si\u00e2n"


def test_spaces_become_single_and_controls_go() -> None:
    assert rules.clean_name("  Ada \t\n Merri\x00wea\x1bther ") == "Ada Merriweather"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ada Merriweather", "Ada"),
        ("Cllr Ada Merriweather", "Ada"),
        ("Cllr. Dr Siân Probert", "Siân"),
        ("Councillor Merriweather, Ada", "Ada"),
        ("van der Berg, Cllr Carol", "Carol"),
        ("Ada Merriweather, OBE", "Ada"),
        ("Cllr Merriweather", "Cllr Merriweather"),
        ("Ada", "Ada"),
        ("李小龍", "李小龍"),
        ("Cllr", "Cllr"),
        ("", ""),
    ],
)
def test_people_are_called_neither_by_a_title_nor_by_a_surname(name: str, called: str) -> None:
    assert first_name(name) == called


def test_a_name_of_300_letters_is_kept_and_a_longer_one_cut() -> None:
    assert len(rules.clean_name("a" * 300)) == 300
    assert len(rules.clean_name("a" * 301)) == 300


@given(st.text(st.characters()))
def test_any_text_becomes_a_name_that_can_be_kept(text: str) -> None:
    name = rules.clean_name(text)
    assert len(name) <= rules.LONGEST_NAME
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    assert rules.clean_name(name) == name
    name.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ADA@Council.Example", "ada@council.example"),
        ("  ada@council.example\n", "ada@council.example"),
        ("STRASSE@x.example", "straße@x.example"),
        ("sia\u0302n@x.example", "si\u00e2n@x.example"),
        ("ΣΊΣΥΦΟΣ@x.example", "σίσυφος@x.example"),
    ],
)
def test_addresses_that_are_one_to_people_are_one_here(one: str, other: str) -> None:
    assert rules.address_key(one) == rules.address_key(other)


def test_a_turkish_dotless_i_is_another_letter() -> None:
    assert rules.address_key("ı@x.example") != rules.address_key("i@x.example")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    key = rules.address_key(f"a{text}b@x.example")
    assert rules.address_key(key) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@x.example",
        "ada@",
        "ada@localhost",
        "a da@x.example",
        "ada@x.example\r\nBcc: all@x.example",
        "ada\x00@x.example",
        "ada@.",
        "a" * 320 + "@x.example",
    ],
)
def test_what_cannot_be_an_address_is_none(text: str) -> None:
    assert not rules.is_address(text)


@pytest.mark.parametrize("text", ["a@b.c", "o'hara@x.example", " ada+x@y.z.example ", "李@例え.jp"])
def test_unusual_addresses_are_addresses(text: str) -> None:
    assert rules.is_address(text)


def test_a_reference_that_grows_when_it_is_composed_still_fits() -> None:
    assert len(rules.reference_key("\ufdfa" * 80)) == rules.LONGEST_REFERENCE
