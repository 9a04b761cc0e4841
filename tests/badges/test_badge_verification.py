"""Badges are verified by libraries that had no part in signing them."""

import copy
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.certificates.rules import Choices
from tests.badges.conftest import ADDRESS, agree, award, rotate, switch
from tests.badges.verifying import verdicts
from tests.builders import Town, days_ago
from tests.page import Browser

ALL = Choices(True, True, True)


def fetched(app: Flask, address: str) -> Any:
    reply = Browser(app).client.get(address.removeprefix(ADDRESS))
    assert reply.status_code == 200, address
    return reply.get_json() if reply.is_json else reply.text


def published(app: Flask, badges: list[Any]) -> dict[str, Any]:
    """What a verifier finds at the addresses that badges name."""
    names = {one["issuer"]["id"] for one in badges}
    names |= {one["proof"]["verificationMethod"] for one in badges}
    return {name: fetched(app, name) for name in sorted(names)}


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every single value in a document."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*path, key))
    else:
        yield path


def changed(badge: Any, path: tuple[Any, ...]) -> Any:
    """The badge with one value turned into something else of its kind."""
    copied = copy.deepcopy(badge)
    node = copied
    for key in path[:-1]:
        node = node[key]
    value = node[path[-1]]
    node[path[-1]] = (not value) if isinstance(value, bool) else _other(value)
    return copied


def _other(text: str) -> str:
    if text.startswith("20") and "T" in text:
        return text.replace("20", "19", 1)
    return f"{text}x"


def test_a_badge_verifies_and_any_change_of_it_does_not(
    service: Flask, town: Town, code: str, tmp_path: Path
) -> None:
    agree(service, town, code, ALL)
    badge = fetched(service, f"/certificates/{code}.json")
    ways = [way for way in leaves(badge) if way[0] != "@context"]
    assert len(ways) > 30
    tampered = [changed(badge, way) for way in ways]
    genuine, *others = verdicts([badge, *tampered], published(service, [badge]), tmp_path)
    assert genuine == {"verified": True, "errors": []}
    passed = [way for way, said in zip(ways, others, strict=True) if said["verified"]]
    assert passed == []


def test_old_badges_and_new_ones_verify_after_the_keys_changed(
    service: Flask, town: Town, code: str, tmp_path: Path
) -> None:
    agree(service, town, code, ALL)
    address = f"/certificates/{code}"
    old, old_jwt = fetched(service, f"{address}.json"), fetched(service, f"{address}.jwt")
    rotate(service, town)
    new, new_jwt = fetched(service, f"{address}.json"), fetched(service, f"{address}.jwt")
    assert old["proof"]["verificationMethod"] != new["proof"]["verificationMethod"]
    forged = copy.deepcopy(old)
    forged["proof"]["verificationMethod"] = new["proof"]["verificationMethod"]
    said = verdicts([old, new, forged], published(service, [old, new]), tmp_path)
    assert [one["verified"] for one in said] == [True, True, False]
    assert claims(service, old_jwt)["id"] == claims(service, new_jwt)["id"] == new["id"]


def test_a_badge_that_ran_out_says_so_to_its_verifier(
    service: Flask, catalogue: Catalogue, town: Town, tmp_path: Path
) -> None:
    switch(service)
    code = award(service, catalogue, town, shown_on=days_ago(800), months=12)
    agree(service, town, code, ALL)
    badge = fetched(service, f"/certificates/{code}.json")
    (said,) = verdicts([badge], published(service, [badge]), tmp_path)
    assert not said["verified"]
    assert "validuntil" in " ".join(said["errors"]).casefold()
    with pytest.raises(jwt.ExpiredSignatureError):
        claims(service, fetched(service, f"/certificates/{code}.jwt"))


def claims(app: Flask, token: str) -> Any:
    """What an independent library reads of a JWT, with the key that the JWT itself names."""
    header = jwt.get_unverified_header(token)
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    key = jwt.PyJWK(fetched(app, header["kid"]))
    return jwt.decode(token, key, algorithms=["RS256"])


def test_the_jwt_says_the_same_as_the_badge_and_cannot_be_changed(
    service: Flask, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    badge = fetched(service, f"/certificates/{code}.json")
    token = fetched(service, f"/certificates/{code}.jwt")
    read = claims(service, token)
    del badge["proof"]
    assert {name: read[name] for name in badge} == badge
    assert read["iss"] == badge["issuer"]["id"]
    assert read["jti"] == badge["id"]
    assert read["sub"] == badge["credentialSubject"]["id"]
    header, payload, signature = token.split(".")
    for forged in (
        f"{header}.{payload[:-2]}AA.{signature}",
        f"{header}.{payload}.{signature[:-8]}AAAAAAAA",
        f"{header}.{payload}.",
    ):
        with pytest.raises(jwt.InvalidTokenError):
            claims(service, forged)


def test_whoever_knows_the_address_can_see_that_the_badge_is_hers(
    service: Flask, town: Town, code: str
) -> None:
    agree(service, town, code, ALL)
    badge = fetched(service, f"/certificates/{code}.json")
    address, name = badge["credentialSubject"]["identifier"]
    hashed = hashlib.sha256(f"ada.merriweather@people.example{address['salt']}".encode())
    assert address["identityHash"] == f"sha256${hashed.hexdigest()}"
    assert (name["identityType"], name["identityHash"]) == ("name", "Ada Merriweather")
