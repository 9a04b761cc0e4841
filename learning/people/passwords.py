"""Hashes and verifies passwords; the same work whether or not the person exists."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()  # the library's current settings: argon2id, RFC 9106 low memory
# The hash of a random string that nobody kept: verified when there is no such person.
NOBODY = HASHER.hash("2c9d1c86a3ff4a0bb3cf0f4e3a7f7a55")


def hash_password(password: str) -> str:
    """The hash to keep."""
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one whose hash was kept."""
    try:
        HASHER.verify(password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed with weaker settings than today's."""
    return HASHER.check_needs_rehash(password_hash)
