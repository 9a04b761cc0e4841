"""Pages on what a council shares, who read it, and how it stands beside others."""

from learning.comparing.views import compared, helping, readings, sharing
from learning.comparing.views.blueprint import blueprint

__all__ = ["blueprint", "compared", "helping", "readings", "sharing"]
