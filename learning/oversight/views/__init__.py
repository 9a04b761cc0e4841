"""The pages of the lead's week."""

from learning.oversight.views import lists, week
from learning.oversight.views.blueprint import blueprint

__all__ = ["blueprint", "lists", "week"]
