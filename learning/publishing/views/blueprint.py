"""What the pages about statements share."""

from flask import Blueprint

blueprint = Blueprint("publishing", __name__, template_folder="../templates")
TOP = "/organisations/<organisation>/statements"
