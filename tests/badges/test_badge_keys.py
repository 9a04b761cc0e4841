import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.badges.keys import (
    ALGORITHMS,
    BASE58,
    ED25519,
    CannotUnlock,
    lock,
    multibase,
    multikey,
    new_pair,
    unlock,
)

SECRET = "a secret key of the service that is long enough"


@given(st.binary(max_size=80))
def test_base_58_says_the_same_octets(octets: bytes) -> None:
    text = multibase(octets)
    assert text.startswith("z")
    number = 0
    for letter in text[1:]:
        number = number * 58 + BASE58.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    assert b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big") == octets


def test_base_58_of_a_published_example() -> None:
    # https://datatracker.ietf.org/doc/html/draft-msporny-base58-03, section 5
    assert multibase(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multibase(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


def test_a_public_key_of_ed25519_begins_as_every_multikey_of_its_kind() -> None:
    assert multikey(dict(new_pair(ED25519).public)).startswith("z6Mk")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_locked_key_opens_with_its_secret_alone(algorithm: str) -> None:
    pair = new_pair(algorithm)
    locked = lock(pair.private, SECRET)
    assert b"PRIVATE KEY" not in locked
    assert locked != lock(pair.private, SECRET)
    assert unlock(locked, SECRET) == pair.private
    for secret, octets in ((SECRET + "!", locked), (SECRET, locked[:-1] + b"\0"), (SECRET, b"")):
        with pytest.raises((CannotUnlock, ValueError)):
            unlock(octets, secret)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_public_holds_nothing_private(algorithm: str) -> None:
    assert set(new_pair(algorithm).public) <= {"kty", "crv", "x", "use", "alg", "n", "e"}
