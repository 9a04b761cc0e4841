"""The pages of a training lead about one person, and the exports of truth."""

from learning.staffing.views import (
    exempting,
    extending,
    leads,
    leaving,
    memberships,
    pauses,
    people,
    restricting,
    roles,
    terms,
)
from learning.staffing.views.desk import blueprint

__all__ = [
    "blueprint",
    "exempting",
    "extending",
    "leads",
    "leaving",
    "memberships",
    "pauses",
    "people",
    "restricting",
    "roles",
    "terms",
]
