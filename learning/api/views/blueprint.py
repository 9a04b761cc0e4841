"""The blueprint that the API and the pages about it belong to."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, template_folder="../templates")
VERSION = "/api/v1"
