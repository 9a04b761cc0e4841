"""What the pages about asking people share."""

from flask import Blueprint

blueprint = Blueprint("assignments", __name__, template_folder="../templates")
PAGE = 50
