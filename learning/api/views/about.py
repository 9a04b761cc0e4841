"""What the API is, for people and for programs."""

from flask import Response, current_app, jsonify, render_template

from learning.api.describing import describe
from learning.api.views.blueprint import VERSION, blueprint
from learning.catalogue.serving import served
from learning.doors import public
from learning.people.rules import MOST_READS
from learning.shell.addresses import from_outside


@blueprint.get("/api")
@public
def about() -> str:
    """How a council's programs read its figures, with an example."""
    return render_template("api/about.html", address=from_outside(VERSION), most_reads=MOST_READS)


@blueprint.get(f"{VERSION}/openapi.json")
@public
def description() -> Response:
    """The description for programs."""
    settings = current_app.extensions["settings"]
    return jsonify(describe(current_app, served(), title=settings.service_name))
