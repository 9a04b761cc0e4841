"""The skills coverage report in its clothes, and what explains it."""

from learning.coverage.views import (
    asking_people,
    comparison,
    papers,
    partnership,
    people,
    report,
    running_out,
)
from learning.coverage.views.blueprint import blueprint

__all__ = [
    "asking_people",
    "blueprint",
    "comparison",
    "papers",
    "partnership",
    "people",
    "report",
    "running_out",
]
