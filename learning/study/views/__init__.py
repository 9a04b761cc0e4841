"""Paths, courses and lessons."""

from learning.study.views import aids, courses, tasting
from learning.study.views.blueprint import blueprint

__all__ = ["aids", "blueprint", "courses", "tasting"]
