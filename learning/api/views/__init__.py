"""Figures for a council's own programs: the pages about tokens, and what tokens open."""

from learning.api.views import about, reading, tokens
from learning.api.views.blueprint import blueprint

__all__ = ["about", "blueprint", "reading", "tokens"]
