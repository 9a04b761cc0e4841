"""The pages about a council's settings and decisions."""

from learning.policies.views import deciding, reading
from learning.policies.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "reading"]
