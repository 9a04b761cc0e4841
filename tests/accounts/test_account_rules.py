"""What looks like a shared mailbox, and which passwords are too easy to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts import letters
from learning.accounts.letters import Service
from learning.accounts.rules import codes, passphrases
from learning.accounts.rules.addresses import looks_shared

OWN = ("Learning for local government", "Ffion Probert", "ffion@fernleigh.example")


_OFFICES = (
    "clerk Clerk town.clerk townclerk info ward ward-3 ward3 cllr.office cllrs councillors clerc"
    " clerk.otmoor planning.team planning_team democratic.services mayor office+x leader"
    " members.services ward.riverside enquiries head.office 12345"
)
_PEOPLE = (
    "ada.merriweather ada cllr.merriweather a.ward john.ward councillor.haque ada.clerk grace"
    " mayor.okonjo siân.probert j.head wardle postlethwaite mailer.j o'neill t.greenhalgh"
    " ada+learning cllr.a.merriweather"
)


@pytest.mark.parametrize("local", _OFFICES.split())
def test_an_offices_mailbox_looks_shared(local: str) -> None:
    assert looks_shared(f"{local}@fernleigh.example")


@pytest.mark.parametrize("local", _PEOPLE.split())
def test_a_persons_mailbox_does_not(local: str) -> None:
    assert not looks_shared(f"{local}@fernleigh.example")


@pytest.mark.parametrize(
    "password",
    [
        "tide marble onion seven",
        "correct horse tide marble",
        "glöwr tywod afal saith",
        "ffion likes the quiet harbour",
        "xkT9!vQm2#pLw8$z",
    ],
)
def test_words_with_nothing_in_common_will_do(password: str) -> None:
    assert passphrases.trouble(password, own=OWN) is None


@pytest.mark.parametrize(
    "password",
    [
        "password password",
        "Password-Password",
        "123456789012345678",
        "qwertyuiop qwertyuiop",
        "abcdefghijklmnop",
        "zyxwvutsrqponmlk",
        "correct horse battery staple",
        "abababababababab",
        "Learning for Local Government",
        "FfionProbert1984",
        "ffion@fernleigh.example",
        "123456789123456789",
    ],
)
def test_what_everybody_tries_first_will_not(password: str) -> None:
    assert "too easy" in str(passphrases.trouble(password, own=OWN))


@pytest.mark.parametrize("password", ["               ", "        tide marble        "])
def test_space_around_a_password_makes_it_no_longer(password: str) -> None:
    assert "at least 15" in str(passphrases.trouble(password, own=OWN))


@given(st.text(max_size=250))
def test_every_password_gets_an_answer(password: str) -> None:
    wrong = passphrases.trouble(password, own=OWN)
    assert wrong is None or wrong.startswith(("Use at", "This is"))
    if not 15 <= len(password) <= 200:
        assert wrong


@given(st.text(max_size=300))
def test_every_address_gets_an_answer(address: str) -> None:
    assert looks_shared(address) in {True, False}


@given(st.text(max_size=80))
def test_whatever_is_typed_can_be_read_as_a_code(typed: str) -> None:
    assert codes.is_code(codes.read(typed)) in {True, False}


LETTERS = ("invitation", "recovery", "changed", "address", "addresses", "added")


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_there_in_both_languages_with_its_link_once_and_no_gap(
    letter: str, language: str
) -> None:
    written = letters.write(
        letter,
        language,
        service=Service("Learning", "https://learning.example"),
        council="Fern & Leigh Council",
        made_up=True,
        address="ada@people.example",
    ).to(name="Ada <b>", link="https://learning.example/x/token")
    assert written.subject
    assert "\n" not in written.subject
    assert written.plain.count("https://learning.example/x/token") == 1
    assert "\n\n\n" not in written.plain
    assert "Ada <b>" in written.plain
    assert "Ada &lt;b&gt;" in written.html
    assert "<b>" not in written.html
    assert f'lang="{language}"' in written.html
    assert "{{" not in written.plain + written.html


def test_another_language_gets_english() -> None:
    written = letters.write("changed", "fr", service=Service("Learning", "https://x.example"))
    assert written.subject == "Your password for Learning was changed"
