"""The skills coverage report in its clothes, and what explains it."""

from learning.coverage.views import comparison, papers, partnership, people, report, running_out
from learning.coverage.views.blueprint import blueprint

__all__ = ["blueprint", "comparison", "papers", "partnership", "people", "report", "running_out"]
