"""What verifiers read of an issuer, and the administrator's switch."""

from collections.abc import Mapping

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from learning.badges import actions, issuing, queries
from learning.badges.keys import ED25519
from learning.badges.models import BadgeKey
from learning.clock import now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.doors import for_administrators, public
from learning.errors import NotFound, Refusal
from learning.people.access import visitor

blueprint = Blueprint("badges", __name__, template_folder="templates")
NO_ADDRESS = (
    "Badges name the address of the service for good, and the setting LEARNING_ADDRESS does not"
    " say it yet. Nothing has been changed."
)
KEPT = "public, max-age=300"  # a verifier that saw a profile learns of a new key in five minutes


def _published(words: Mapping[str, object], kind: str = "application/ld+json") -> Response:
    reply = jsonify(words)
    reply.mimetype = kind
    reply.headers["Cache-Control"] = KEPT
    reply.headers["Access-Control-Allow-Origin"] = "*"  # verifiers run in browsers too
    return reply


@blueprint.get("/badges/<issuer>")
@public
def issuer(issuer: str) -> Response:
    """An organisation that issues badges, with its public keys, the old ones too."""
    found = queries.issuer_of(current_session(), issuer)
    if found is None:
        raise NotFound
    return _published(issuing.profile(found))


@blueprint.get("/badges/<issuer>/keys/<key>")
@public
def key(issuer: str, key: str) -> Response:
    """A public key that proofs inside badges name."""
    return _published(issuing.method(issuer, _key(issuer, key, proofs=True)))


@blueprint.get("/badges/<issuer>/keys/<key>.jwk")
@public
def web_key(issuer: str, key: str) -> Response:
    """A public key that badges as JWT name."""
    found = _key(issuer, key, proofs=False)
    return _published(issuing.web_key(issuer, found), "application/jwk+json")


def _key(issuer: str, name: str, *, proofs: bool) -> BadgeKey:
    found = queries.issuer_of(current_session(), issuer)
    key = found.key(name) if found else None
    if key is None or (key.algorithm == ED25519) is not proofs:
        raise NotFound
    return key


@blueprint.route("/admin/badges", methods=["GET", "POST"])
@for_administrators
def switch_badges() -> AnyResponse | str:
    """Which organisations issue badges."""
    settings: Settings = current_app.extensions["settings"]
    if request.method == "GET":
        switches = queries.switches(current_session())
        return render_template("badges/admin.html", switches=switches, address=settings.address)
    on = request.form.get("on") == "yes"
    if on and settings.address is None:
        raise Refusal(NO_ADDRESS)
    with transaction() as session:
        actions.switch(
            session,
            organisation=request.form.get("organisation", ""),
            on=on,
            secret=settings.secret_key.get_secret_value(),
            by=visitor().person_id,
            at=now(),
        )
    flash(f"Badges are switched {'on' if on else 'off'}.", "success")
    return redirect(url_for("badges.switch_badges"), code=303)
