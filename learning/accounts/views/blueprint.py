"""What the pages about getting in share."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="../templates")
