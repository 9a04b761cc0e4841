"""The blueprint that every page about skills coverage belongs to."""

from flask import Blueprint

blueprint = Blueprint("coverage", __name__, template_folder="../templates")
