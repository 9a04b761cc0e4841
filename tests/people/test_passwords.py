"""What is slow on purpose in service, and quick in these tests."""

from argon2 import extract_parameters

from tests.conftest import IN_SERVICE


def test_a_password_costs_what_rfc_9106_asks_for_whoever_signs_in() -> None:
    hasher, nobody = IN_SERVICE
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (3, 64 * 1024, 4)
    assert hasher.check_needs_rehash(nobody) is False
    assert extract_parameters(nobody) == extract_parameters(hasher.hash("a password"))
