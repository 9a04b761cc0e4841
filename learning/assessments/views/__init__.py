"""The pages of checks, a module for each idea; `shared` holds what they share."""

from learning.assessments.views import (
    adjusting,
    challenging,
    confidence,
    proving,
    questions,
    results,
    taking,
)
from learning.assessments.views.shared import blueprint

__all__ = [
    "adjusting",
    "blueprint",
    "challenging",
    "confidence",
    "proving",
    "questions",
    "results",
    "taking",
]
