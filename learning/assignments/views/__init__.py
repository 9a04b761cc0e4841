"""Pages about who is asked what: once, and by rules."""

from learning.assignments.views import asking, making, rules
from learning.assignments.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "making", "rules"]
