"""Puts lines that are said anew in the place of those that were stated; pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from learning.coverage.content import Figures, GapSaid, Overall, ReportContent, Rung
from learning.coverage.rules.table import Name
from learning.publishing.content import Difference, RungDifference
from learning.publishing.rules.changes import by_check_of, own_word_of

FRAMEWORK = Name(frozenset(), None).as_published  # the overall line under its own requirements
KNOWS = "knows"  # the rung


def name_of_figures(line: Figures) -> Name:
    """What a line is about, as tables name it."""
    has_group = line.group in {"role", "tier", "service"}
    return Name(frozenset({(line.group, line.name)} if has_group else ()), line.skill)


def names_in(report: ReportContent) -> frozenset[Name]:
    """Every line that a report has, and what stands beside them."""
    lines = {name_of_figures(line) for line in (report.overall, *report.lines)}
    if report.framework_overall is not None:
        lines.add(FRAMEWORK)
    lines |= {own_word_of(line.skill) for line in report.self_assessed if line.skill}
    return frozenset(lines | {by_check_of(skill) for skill in rungs_shown(report)})


def rungs_shown(report: ReportContent) -> frozenset[str]:
    """The skills of which a report shows how many know them, by a check."""
    return frozenset(
        rung.skill
        for rung in report.ladder
        if rung.step == KNOWS and rung.skill and not rung.suppressed
    )


def merged(before: ReportContent, now: ReportContent, names: Collection[Name]) -> ReportContent:
    """The report as it was stated, with what goes by these names as it is now."""
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
            "framework_overall": (now if FRAMEWORK in names else before).framework_overall,
            "gaps": gaps,
            "paths": tuple(named[slug] for slug in sorted({g.path for g in gaps if g.path})),
            "trend": tuple(
                point.model_copy(update={"line": _plain(overall)})
                if point.as_at == now.as_at
                else point
                for point in before.trend
            ),
            "self_assessed": _own_words(before, now, names),
            "ladder": _ladder(before, now, names),
        }
    )


def _own_words(
    before: ReportContent, now: ReportContent, names: Collection[Name]
) -> tuple[Figures, ...]:
    anew = {line.skill: line for line in now.self_assessed}
    return tuple(
        anew[line.skill] if line.skill and own_word_of(line.skill) in names else line
        for line in before.self_assessed
    )


def _ladder(before: ReportContent, now: ReportContent, names: Collection[Name]) -> tuple[Rung, ...]:
    """The rung of those who know a skill alone can be said anew.

    That of use counts what was answered by the day's end, and that of taking part what the course
    files of the day asked for: neither is corrected afterwards.
    """
    anew = {(rung.step, rung.skill): rung for rung in now.ladder}
    return tuple(
        anew[rung.step, rung.skill]
        if rung.step == KNOWS and rung.skill and by_check_of(rung.skill) in names
        else rung
        for rung in before.ladder
    )


def differences_of(before: ReportContent, now: ReportContent) -> dict[str, Any]:
    """What says something else, as a restatement holds it: of the lines, the overall first."""
    lines = [_by_name((report.overall, *report.lines)) for report in (before, now)]
    framework = [
        {FRAMEWORK: one.framework_overall} if one.framework_overall else {} for one in (before, now)
    ]
    return {
        "differences": _differing(*lines),
        "framework_overall": next(iter(_differing(*framework)), None),
        "self_assessed": _differing(*(_by_name(one.self_assessed) for one in (before, now))),
        "ladder": tuple(
            RungDifference(earlier=earlier, now=later)
            for earlier, later in zip(before.ladder, now.ladder, strict=True)
            if earlier != later
        ),
    }


def _by_name(lines: Iterable[Figures]) -> dict[Name, Figures]:
    return {name_of_figures(line): line for line in lines}


def _differing(
    earlier: Mapping[Name, Figures], later: Mapping[Name, Figures]
) -> tuple[Difference, ...]:
    return tuple(
        Difference(earlier=earlier.get(name), now=later.get(name))
        for name in (*later, *(name for name in earlier if name not in later))
        if earlier.get(name) != later.get(name)
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
