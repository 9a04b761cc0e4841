"""Puts lines that are said anew in the place of those that were stated; pure."""

from collections.abc import Collection

from learning.coverage.content import Figures, GapSaid, Overall, ReportContent
from learning.coverage.rules.table import Name


def name_of_figures(line: Figures) -> Name:
    """What a line is about, as tables name it."""
    has_group = line.group in {"role", "tier", "service"}
    return Name(frozenset({(line.group, line.name)} if has_group else ()), line.skill)


def merged(before: ReportContent, now: ReportContent, names: Collection[Name]) -> ReportContent:
    """The report as it was stated, with the lines of these names as they are now.

    What is not a line stands with the lines: self-assessments and the ladder as they were stated,
    for nothing says that old and new ones together protect anybody.
    """
    lines = {name_of_figures(line): line for line in now.lines}
    overall = now.overall if name_of_figures(now.overall) in names else before.overall
    shown = tuple(
        lines[name] if (name := name_of_figures(line)) in names else line for line in before.lines
    )
    gaps = _gaps(before, now, names)
    named = {path.slug: path for path in (*before.paths, *now.paths)}
    return now.model_copy(
        update={
            "overall": overall,
            "lines": shown,
            "framework_overall": before.framework_overall,
            "gaps": gaps,
            "paths": tuple(named[slug] for slug in sorted({g.path for g in gaps if g.path})),
            "trend": tuple(
                point.model_copy(update={"line": _plain(overall)})
                if point.as_at == now.as_at
                else point
                for point in before.trend
            ),
            "self_assessed": before.self_assessed,
            "ladder": before.ladder,
        }
    )


def _plain(overall: Overall) -> Figures:
    """Without what stands beside the overall line alone."""
    return Figures.model_validate({name: getattr(overall, name) for name in Figures.model_fields})


def _gaps(
    before: ReportContent, now: ReportContent, names: Collection[Name]
) -> tuple[GapSaid, ...]:
    """Of each skill as its line is said; most people short first."""
    found = [
        gap
        for report, is_new in ((before, False), (now, True))
        for gap in report.gaps
        if (Name(frozenset(), gap.skill) in names) is is_new
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.short, gap.skill)))
