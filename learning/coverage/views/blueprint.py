"""The blueprint that every page about skills coverage belongs to."""

from flask import Blueprint

from learning.coverage.papers.blocks import written

blueprint = Blueprint("coverage", __name__, template_folder="../templates")
blueprint.add_app_template_filter(written)
