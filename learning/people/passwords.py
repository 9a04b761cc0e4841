"""Hashes and verifies passwords; the same work whether or not the person exists."""

from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from learning.people.rules import clean_password

HASHER = PasswordHasher()  # the library's current settings: argon2id, RFC 9106 low memory


def _random(size: int) -> str:
    return b64encode(token_bytes(size)).decode().rstrip("=")


# What no password has: verified, with the same work, when there is no such person.
NOBODY = (
    f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    f"${_random(HASHER.salt_len)}${_random(HASHER.hash_len)}"
)


def hash_password(password: str) -> str:
    """The hash to keep."""
    return HASHER.hash(clean_password(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one whose hash was kept; of old, as it was typed then."""
    ways = dict.fromkeys((clean_password(password), password))
    return any(_fits(password_hash or NOBODY, way) for way in ways) and password_hash is not None


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed with weaker settings than today's."""
    return HASHER.check_needs_rehash(password_hash)
