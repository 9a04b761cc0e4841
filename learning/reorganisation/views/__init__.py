"""Pages about reorganisations: drawn by administrators, read by training leads."""

from learning.reorganisation.views import drawing, leads, lists, plans
from learning.reorganisation.views.blueprint import blueprint

__all__ = ["blueprint", "drawing", "leads", "lists", "plans"]
