"""Says what is wrong with a password that somebody wants to choose; no rules of composition."""

import re
import unicodedata

from learning.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, clean_password

FEWEST_CHARACTERS = 5  # different ones
# What people are known to type where 15 characters are asked for, without spaces and marks.
_COMMON = """
    passwordpassword password12345678 password123456789 mypasswordissecret thisismypassword
    correcthorsebatterystaple letmeinletmein letmeinletmeinletmein iloveyouiloveyou
    qwertyuiopasdfghjkl qwertyuiopasdfgh qwertyqwertyqwerty 1q2w3e4r5t6y7u8i9o0p
    1qaz2wsx3edc4rfv administrator123 administratoradministrator changemechangeme
    welcomewelcome welcome123456789 trustno1trustno1 football12345678 liverpoolliverpool
    manchesterunited sunshinesunshine monkeymonkeymonkey thequickbrownfox
    thequickbrownfoxjumpsoverthelazydog opensesameopensesame myvoiceismypassword
    localgovernment countycouncil boroughcouncil districtcouncil citycouncilcitycouncil
"""
COMMON = frozenset(_COMMON.split())
ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "123456789",
)


def trouble(password: str, *, own: tuple[str, ...]) -> str | None:
    """What is wrong, in words; `own` are the service's name, the person's names and addresses."""
    if len(clean_password(password)) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters: three or four words will do"
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters"
    if is_easy(password, own=own):
        return "This is too easy to guess. Choose three or four words that have nothing in common"
    return None


def is_easy(password: str, *, own: tuple[str, ...]) -> bool:
    """Whether it is common, one thing again and again, a row of keys, or the person's own name."""
    plain = _plain(password)
    if len(set(plain)) < FEWEST_CHARACTERS or plain in COMMON:
        return True
    if _unit(plain) in COMMON or _is_row(plain):
        return True
    return any(_is_made_of(plain, _plain(part)) for part in _parts(own))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


def _unit(plain: str) -> str:
    """Of `abcabcabc` the `abc`, doubled so that it can be looked up; else all of it."""
    where = (plain + plain).find(plain, 1)
    return plain[:where] * 2 if 0 < where < len(plain) else plain


def _is_row(plain: str) -> bool:
    """Runs along the keyboard, the alphabet or the numbers, once or again and again."""
    return any(
        plain in direction * (len(plain) // len(direction) + 2)
        for row in ROWS
        for direction in (row, row[::-1])
    )


def _parts(own: tuple[str, ...]) -> set[str]:
    found = set()
    for text in own:
        found |= {text, text.partition("@")[0]}
    return {part for part in found if len(_plain(part)) >= 4}


def _is_made_of(plain: str, part: str) -> bool:
    """Nothing but the part, once or more, with digits round it."""
    rest = plain.replace(part, "")
    return rest != plain and len(re.sub(r"\d+", "", rest)) < FEWEST_CHARACTERS
