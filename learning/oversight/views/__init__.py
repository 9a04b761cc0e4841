"""The pages of the lead's week."""

from learning.oversight.views import extracts, lists, people, reports, week
from learning.oversight.views.blueprint import blueprint

__all__ = ["blueprint", "extracts", "lists", "people", "reports", "week"]
