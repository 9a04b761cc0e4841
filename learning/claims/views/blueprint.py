"""What the pages about prior learning share."""

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask_wtf import FlaskForm

from learning.catalogue.published import Catalogue
from learning.claims.models import ClaimFile
from learning.clock import day_of, now
from learning.errors import NotFound, Refusal
from learning.shell.fields import Choice, choice

blueprint = Blueprint("claims", __name__, template_folder="../templates")
# Larger than a file may be, so that who sends too large a one keeps what they typed.
LARGEST_BODY = 25 * 1024 * 1024
# The policy of a download: were it ever shown, nothing in it would run.
SANDBOX = {"sandbox": "", "default-src": "'none'"}


def skill_choices(catalogue: Catalogue) -> list[Choice]:
    """Every skill that is not retired."""
    today = day_of(now())
    found = [
        choice(skill.slug, skill.name)
        for skill in catalogue.skills.values()
        if skill.retired_on is None or skill.retired_on > today
    ]
    return [choice("", "Choose a skill"), *found]


def put(form: FlaskForm, refusal: Refusal, *, otherwise: str | None = None) -> None:
    """Shows a refusal at its field; one that is about no field has a page of its own."""
    name = refusal.field or otherwise
    if name is None:
        raise refusal
    form[name].errors = [refusal.message]


def download(file: ClaimFile | None) -> Response:
    """The bytes, to be saved and never shown: what it is was seen in them when they came."""
    if file is None:
        raise NotFound
    reply = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    reply.headers["Cache-Control"] = "no-store"
    return reply
