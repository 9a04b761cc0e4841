"""What a holder did not agree to show appears nowhere: not in any format, header or file name."""

import base64
import io
from itertools import product

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.certificates.rules import Choices
from learning.clock import day_of, now
from learning.database import current_session, transaction
from tests.badges.conftest import agree
from tests.builders import Town
from tests.page import Browser

FORMATS = ("", ".pdf", ".json", ".jwt")
NAME = ("merriweather",)
NEVER = ("people.example", "attempt of", "taken by somebody else")  # address, attempt, the reason
EVERY_CHOICE = sorted(
    {
        Choices.of(shown=a, with_name=b, with_badge=c)
        for a, b, c in product((True, False), repeat=3)
    },
    key=repr,
)


def everything(app: Flask, code: str) -> dict[str, tuple[int, str]]:
    """Format → status and all that somebody who is not signed in receives, folded."""
    found = {}
    for ending in FORMATS:
        reply = Browser(app).client.get(f"/certificates/{code}{ending}")
        text = f"{reply.headers}\n{reply.get_data().decode(errors='replace')}"
        if reply.mimetype == "application/pdf":
            reader = PdfReader(io.BytesIO(reply.data))
            text += f"{reader.metadata}{reader.xmp_metadata and reader.xmp_metadata.dc_creator}"
            text += "".join(sheet.extract_text() for sheet in reader.pages)
        if reply.mimetype == "application/jwt":
            parts = reply.text.split(".")[:2]
            text += "".join(base64.urlsafe_b64decode(part + "==").decode() for part in parts)
        found[ending] = (reply.status_code, text.casefold())
    return found


@pytest.mark.parametrize("choices", EVERY_CHOICE, ids=str)
@pytest.mark.parametrize("withdrawn", [False, True], ids=["in force", "withdrawn"])
def test_what_was_not_agreed_appears_in_no_format(
    service: Flask, town: Town, code: str, choices: Choices, withdrawn: bool
) -> None:
    agree(service, town, code, choices)
    if withdrawn:
        withdraw(service, town, code)
    said = everything(service, code)
    badge = (410 if withdrawn else 200) if choices.with_badge else 404
    page = 200 if choices.shown else 404
    assert {form: status for form, (status, _) in said.items()} == {
        "": page,
        ".pdf": page,
        ".json": badge,
        ".jwt": badge,
    }
    with service.app_context():
        salt = current_session().scalars(select(Certificate.salt)).one()
    for form, (status, text) in said.items():
        assert not [word for word in NEVER if word in text], form
        assert ("merriweather" in text) == (status == 200 and choices.with_name), form
        assert (salt in text) == (status == 200 and form in {".json", ".jwt"}), form
        assert ("harbour lights" in text) == (status == 200), form


def withdraw(app: Flask, town: Town, code: str) -> None:
    with app.app_context(), transaction() as session:
        certificates.withdraw(
            session,
            code=code,
            effective_on=day_of(now()),
            reason="Taken by somebody else.",
            by=town.administrator,
            at=now(),
        )
