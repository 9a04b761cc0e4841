"""What is published of an issuer, and its keys unlocked for signing."""

import logging
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import ServiceUnavailable

from learning.badges import queries
from learning.badges.keys import ED25519, CannotUnlock, multikey, unlock
from learning.badges.models import BadgeKey
from learning.badges.queries import Issuer
from learning.badges.signing import OPEN_BADGES, Signer
from learning.config import Settings
from learning.shell.addresses import from_outside

log = logging.getLogger(__name__)
MULTIKEY = "https://w3id.org/security/multikey/v1"
# First, so that a verifier takes the profile for what lists an issuer's keys.
IDENTITY = "https://www.w3.org/ns/did/v1"


def address_of(slug: str) -> str:
    """Where an issuer is published; its name in every badge."""
    return from_outside(url_for("badges.issuer", issuer=slug))


def key_address(slug: str, key: BadgeKey) -> str:
    """Where a public key is published: as a Multikey, or as a JSON Web Key."""
    endpoint = "badges.key" if key.algorithm == ED25519 else "badges.web_key"
    return from_outside(url_for(endpoint, issuer=slug, key=key.name))


def profile(issuer: Issuer) -> dict[str, Any]:
    """Who issues, and every key that was ever signed with."""
    methods = [
        method(issuer.slug, key, alone=False) for key in issuer.keys if key.algorithm == ED25519
    ]
    return {
        "@context": [IDENTITY, MULTIKEY, OPEN_BADGES],
        "id": address_of(issuer.slug),
        "type": ["Profile"],
        "name": f"{issuer.name} (made up)" if issuer.made_up else issuer.name,
        "url": from_outside("/"),
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def method(slug: str, key: BadgeKey, *, alone: bool = True) -> dict[str, Any]:
    """A public key as Data Integrity wants it."""
    words: dict[str, Any] = {
        "id": key_address(slug, key),
        "type": "Multikey",
        "controller": address_of(slug),
        "publicKeyMultibase": multikey(key.public),
    }
    return {"@context": MULTIKEY, **words} if alone else words


def web_key(slug: str, key: BadgeKey) -> dict[str, Any]:
    """A public key as a JSON Web Key, which names itself by its address."""
    return {**key.public, "kid": key_address(slug, key)}


def signer(session: Session, *, organisation_id: int, slug: str, algorithm: str) -> Signer:
    """The key that an organisation signs with today."""
    settings: Settings = current_app.extensions["settings"]
    if settings.address is None:  # else whoever asks would choose what is signed by the Host header
        log.error("Badges cannot be signed: set LEARNING_ADDRESS again.")
        raise ServiceUnavailable
    key = queries.keys_in_use(session, organisation_id)[algorithm]
    try:
        private = unlock(key.private or b"", settings.secret_key.get_secret_value())
    except CannotUnlock:
        log.error("LEARNING_SECRET_KEY has changed: run flask rotate-badge-key %s", slug)  # noqa: TRY400  # no fault of the program
        raise ServiceUnavailable from None
    return Signer(algorithm, private, key_address(slug, key))
