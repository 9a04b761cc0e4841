"""What the pages about sharing and comparing have in common."""

from flask import Blueprint

blueprint = Blueprint("comparing", __name__, template_folder="../templates")
