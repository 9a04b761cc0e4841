"""Pages about who is asked what: once, and by rules."""

from learning.assignments.views import asking, making, reminding, rules
from learning.assignments.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "making", "reminding", "rules"]
