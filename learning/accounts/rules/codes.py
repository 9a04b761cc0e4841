"""Codes on paper: three groups of four signs, of which none is taken for another."""

import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32: five bits each; no I, L, O and U
SIZE = 12  # 60 bits
# What a reader may take a sign for is read as that sign.
TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Twelve signs drawn at random."""
    return "".join(secrets.choice(SIGNS) for _ in range(SIZE))


def written(code: str) -> str:
    """As it is printed: K7QM-2XTB-90HA."""
    return "-".join(code[at : at + 4] for at in range(0, SIZE, 4))


def read(typed: str) -> str:
    """The code as it is looked up, however it was typed: case, spaces and dashes say nothing."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in text if sign.isalnum()).translate(TAKEN_FOR)


def is_code(code: str) -> bool:
    """Whether it can be one at all."""
    return len(code) == SIZE and set(code) <= set(SIGNS)


def matches(said: str, known: tuple[str | None, ...]) -> bool:
    """Whether what somebody typed beside a code is one of these, spaces and case aside."""
    typed = _plain(said)
    return bool(typed) and any(typed == _plain(one) for one in known if one)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
