"""What the pages about outcomes share."""

from flask import Blueprint
from flask_wtf import FlaskForm

from learning.errors import Refusal

blueprint = Blueprint("outcomes", __name__, template_folder="../templates")


def put(form: FlaskForm, refusal: Refusal) -> None:
    """Shows a refusal at its field; one that is about no field has a page of its own."""
    if refusal.field is None:
        raise refusal
    form[refusal.field].errors = [refusal.message]
