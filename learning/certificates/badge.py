"""A certificate as a credential of Open Badges 3.0, before it is signed."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.badges.signing import CREDENTIALS, OPEN_BADGES, Credential
from learning.certificates.rules import Sheet
from learning.clock import LONDON, start_of


@dataclass(frozen=True)
class Addresses:
    """Where everything about a badge is found."""

    certificate: str  # its page
    issuer: str


def credential(sheet: Sheet, addresses: Addresses, *, email: str, salt: str) -> Credential:
    """What the sheet says; days begin at midnight, so nobody learns when somebody was at work."""
    said: Credential = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"{addresses.certificate}.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": sheet.title,
        "issuer": {
            "id": addresses.issuer,
            "type": ["Profile"],
            "name": sheet.organisation_name,
        },
        "validFrom": _midnight(sheet.shown_on),
        "credentialSubject": {
            "id": f"{addresses.certificate}#holder",
            "type": ["AchievementSubject"],
            "identifier": _identifiers(sheet, email=email, salt=salt),
            "achievement": _achievement(sheet, addresses),
        },
        "evidence": [
            {
                "id": addresses.certificate,
                "type": ["Evidence"],
                "name": "The certificate, and whether it still holds",
            }
        ],
    }
    if sheet.expires_on is not None:
        said["validUntil"] = _midnight(sheet.expires_on)
    return said


def _midnight(day: date) -> str:
    """The first moment of a London day; its date reads as on the page."""
    return start_of(day).astimezone(LONDON).isoformat()


def _identifiers(sheet: Sheet, *, email: str, salt: str) -> list[dict[str, Any]]:
    hashed = hashlib.sha256((email + salt).encode()).hexdigest()
    found = [
        {
            "type": "IdentityObject",
            "identityType": "emailAddress",
            "hashed": True,
            "identityHash": f"sha256${hashed}",
            "salt": salt,
        }
    ]
    if sheet.name:
        found.append(
            {
                "type": "IdentityObject",
                "identityType": "name",
                "hashed": False,
                "identityHash": sheet.name,
            }
        )
    return found


def _achievement(sheet: Sheet, addresses: Addresses) -> dict[str, Any]:
    """The same for everybody to whom this issuer gave the same."""
    skills = [f"{gift.name}, level {gift.level} ({gift.level_name})" for gift in sheet.gifts]
    what = "\n".join((addresses.issuer, sheet.title, *skills))
    learning = f" after about {sheet.minutes} minutes of learning" if sheet.minutes else ""
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, what)}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": sheet.title,
        "description": " ".join(
            f"{said}: {gift.about}" for said, gift in zip(skills, sheet.gifts, strict=True)
        ),
        "criteria": {"narrative": f"Passed the check of {sheet.title}{learning}."},
    }
