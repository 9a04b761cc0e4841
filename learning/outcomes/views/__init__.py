"""The pages about what learning led to."""

from learning.outcomes.views import confirming, ladder, own, results
from learning.outcomes.views.blueprint import blueprint

__all__ = ["blueprint", "confirming", "ladder", "own", "results"]
