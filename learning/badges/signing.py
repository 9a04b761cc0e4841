"""Signs credentials: Data Integrity with `eddsa-rdfc-2022`, and as a JSON Web Token."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from learning.badges.keys import ED25519, RS256, multibase

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = Path(__file__).parent / "contexts"
FILES = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}

Credential = dict[str, Any]


@dataclass(frozen=True)
class Signer:
    """A private key, unlocked, and the address of its public half."""

    algorithm: str
    private: bytes
    address: str


class NotShipped(Exception):
    """A credential names a context that is not shipped with the service."""


def with_proof(credential: Credential, signer: Signer, *, at: datetime) -> Credential:
    """The credential with a proof inside; whoever changes any of it breaks the proof."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415  # decision 9
        load_pem_private_key,
    )

    if signer.algorithm != ED25519:
        raise ValueError("eddsa-rdfc-2022 signs with Ed25519")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": signer.address,
        "proofPurpose": "assertionMethod",
    }
    hashes = _hash({"@context": credential["@context"], **options}) + _hash(credential)
    key: Any = load_pem_private_key(signer.private, None)
    return {**credential, "proof": {**options, "proofValue": multibase(key.sign(hashes))}}


def as_jwt(credential: Credential, signer: Signer) -> str:
    """The credential as a JWT, its claims beside the members as Open Badges asks."""
    from joserfc import jwt  # noqa: PLC0415  # decision 9
    from joserfc.jwk import RSAKey  # noqa: PLC0415  # decision 9

    if signer.algorithm != RS256:
        raise ValueError("the JWT of a badge is signed with RS256")
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": RS256, "typ": "JWT", "kid": signer.address}
    return jwt.encode(header, claims, RSAKey.import_key(signer.private), algorithms=[RS256])


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _hash(document: Mapping[str, Any]) -> bytes:
    """SHA-256 of the canonical statements that a document makes."""
    from pyld import jsonld  # noqa: PLC0415  # decision 9

    canonical: str = jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": _shipped,
        },
    )
    return hashlib.sha256(canonical.encode()).digest()


def _shipped(address: str, _options: object = None) -> dict[str, object]:
    """The contexts that are shipped, and no other: signing fetches nothing."""
    if address not in FILES:
        raise NotShipped(address)
    return {
        "contextUrl": None,
        "documentUrl": address,
        "contentType": "application/ld+json",
        "document": _context(address),
    }


@cache  # files of the package do not change while it runs
def _context(address: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CONTEXTS / FILES[address]).read_text("utf-8"))
    return found
