"""One of the demo's people wants to be asked how sure they are, and has said so often enough."""

from datetime import timedelta

from learning.assessments import confidence
from learning.demo.builder import Builder, Built

# (course, days ago, the share of right answers)
TAKEN = (
    ("everyday-digital-for-council-work", 34, 0.7),
    ("ai-what-it-can-and-cannot-do", 31, 0.8),
    ("cyber-security-essentials", 27, 0.9),
    ("cyber-security-essentials", 26, 0.7),
)


def add(builder: Builder, built: Built) -> None:
    """Switched on first; then checks of several days, each with how sure they were."""
    first = builder.today - timedelta(days=35)
    confidence.switch_on(builder.session, person_id=built.person_id, at=builder.moment(first))
    for slug, days_ago, right in TAKEN:
        course = builder.catalogue.courses.get(slug)
        if course is not None and course.is_live:
            day = builder.today - timedelta(days=days_ago)
            check = course.assessments[-1].id
            builder.attempt(built, course, check, day, right=right, says_how_sure=True)
