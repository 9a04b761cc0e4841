"""Pages about prior learning."""

from learning.claims.views import acceptance, completions, deciding, own
from learning.claims.views.blueprint import blueprint

__all__ = ["acceptance", "blueprint", "completions", "deciding", "own"]
