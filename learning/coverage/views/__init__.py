"""The skills coverage report in its clothes, and what explains it."""

from learning.coverage.views import papers, partnership, report
from learning.coverage.views.blueprint import blueprint

__all__ = ["blueprint", "papers", "partnership", "report"]
