"""The same figures as files."""

from collections.abc import Iterable, Mapping

from learning.comparing.asking import Comparison, Place
from learning.csvs import to_csv
from learning.readings.queries import ReadingFacts
from learning.readings.rules import Kind

COLUMNS = (
    *("skill", "name", "month_end", "own_percentage", "median_percentage"),
    *("middle_half_from", "middle_half_to", "learn_from"),
)
OF_READINGS = ("read_at", "figures", "reader", "of", "form")
FIGURES = {Kind.PARTNERSHIP: "partnership", Kind.COMPARISON: "comparison"}


def as_csv(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Skill by skill, by name; empty where there is nothing to say."""
    rows = (
        (
            one.skill,
            names.get(one.skill, one.skill),
            comparison.month_end,
            one.own,
            one.middle.median if one.middle else None,
            *(one.middle.half if one.middle and one.middle.half else (None, None)),
            "; ".join(map(_as_text, one.places)),
        )
        for one in sorted(comparison.skills, key=lambda one: names.get(one.skill, one.skill))
    )
    return to_csv(COLUMNS, rows)


def _as_text(place: Place) -> str:
    return f"{place.name} ({place.contact})"


def readings_csv(readings: Iterable[ReadingFacts]) -> str:
    """Who read what, newest first; moments in UTC."""
    rows = (
        (f"{one.read_at:%Y-%m-%dT%H:%MZ}", FIGURES[one.kind], one.appointment, one.of, one.form)
        for one in readings
    )
    return to_csv(OF_READINGS, rows)
