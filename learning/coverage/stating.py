"""Says an answer to a reader as content: all that papers and statements are drawn from."""

from collections.abc import Sequence
from typing import Any

from learning.catalogue.published import Catalogue, Path
from learning.coverage.answers import Answer
from learning.coverage.content import (
    Audience,
    Figures,
    GapSaid,
    Overall,
    Owner,
    PathSaid,
    Point,
    ReportContent,
    Requirement,
    Rung,
    Words,
)
from learning.coverage.definitions import definitions
from learning.coverage.rules.figures import Line
from learning.coverage.rules.gaps import Gap
from learning.coverage.rules.no_name import THRESHOLD
from learning.people.standing import OrganisationFacts, PartnershipFacts

NUMBERS = ("people", "required", "met", "expiring", "below", "none")


def owner_of(organisation: OrganisationFacts) -> Owner:
    """The council that a report is about."""
    return Owner(
        kind="organisation",
        slug=organisation.slug,
        name=organisation.name,
        nation=organisation.nation,
        made_up=organisation.made_up,
    )


def owner_together(partnership: PartnershipFacts, councils: tuple[str, ...]) -> Owner:
    """The partnership that a report is about, with the names of the councils that share."""
    return Owner(
        kind="partnership",
        slug=partnership.slug,
        name=partnership.name,
        made_up=partnership.made_up,
        councils=councils,
    )


def content_of(
    answer: Answer,
    owner: Owner,
    catalogue: Catalogue,
    *,
    requirements: Sequence[Requirement] = (),
    ladder: Sequence[Rung] = (),
) -> ReportContent | None:
    """What the answer says; none where there are no figures for its day."""
    report = answer.report
    if report is None:
        return None
    return ReportContent(
        owner=owner,
        audience=Audience.NO_NAME if answer.is_no_name else Audience.LEADS,
        as_at=answer.as_at,
        known_at=answer.known_at,
        threshold=THRESHOLD,
        framework_revision=catalogue.framework_revision,
        overall=_overall(report.overall, report.people_meeting_all),
        framework_overall=figures(answer.framework) if answer.framework else None,
        lines=tuple(figures(line) for line in report.lines if line.group != "overall"),
        gaps=tuple(_gap(gap, names_people=not answer.is_no_name) for gap in answer.gaps),
        trend=tuple(
            Point(as_at=p.as_at, line=figures(p.line), joined=p.joined, left=p.left)
            for p in answer.trend
        ),
        self_assessed=tuple(map(figures, answer.self_assessed)),
        ladder=tuple(ladder),
        requirements=tuple(requirements),
        paths=_paths(catalogue),
        filters=answer.filters.given,
        words={"en": _english(catalogue)},
    )


def figures(line: Line) -> Figures:
    """A line as it may be shown."""
    return Figures(**_figures(line))


def _figures(line: Line) -> dict[str, Any]:
    shown = not line.suppressed
    return {
        "group": line.group,
        "name": line.name,
        "skill": line.skill,
        "suppressed": line.suppressed,
        "band": line.band,
        **{name: getattr(line, name) if shown else None for name in NUMBERS},
    }


def _overall(line: Line, people_meeting_all: int) -> Overall:
    shown = not line.suppressed
    return Overall(
        **_figures(line),
        people_meeting_all=people_meeting_all if shown else None,
        levels_held=line.levels_held if shown else None,
        levels_needed=line.levels_needed if shown else None,
    )


def _gap(gap: Gap, *, names_people: bool) -> GapSaid:
    remedy = gap.remedy
    if remedy is None:
        return GapSaid(skill=gap.skill, short=gap.short, required=gap.required)
    return GapSaid(
        skill=gap.skill,
        short=gap.short,
        required=gap.required,
        path=remedy.path.slug,
        lifted=remedy.people if names_people else None,
        minutes=remedy.minutes,
        in_preparation=remedy.in_preparation,
    )


def _paths(catalogue: Catalogue) -> tuple[PathSaid, ...]:
    return tuple(
        PathSaid(
            slug=slug,
            title=path.title,
            minutes=minutes_of(path, catalogue),
            roles=tuple(path.file.roles),
            is_open=all(catalogue.courses[step.course].is_live for step in path.steps_for()),
        )
        for slug, path in sorted(catalogue.paths.items())
    )


def minutes_of(path: Path, catalogue: Catalogue) -> int:
    """How long all courses of a path take together, in minutes."""
    return sum(
        catalogue.courses[step.course].minutes_for(step.assessments) for step in path.steps_for()
    )


def _english(catalogue: Catalogue) -> Words:
    names = catalogue.names
    return Words(
        skills=names["skill"],
        roles=names["role"],
        tiers=names["tier"],
        services=names["service"],
        matters={slug: skill.matters for slug, skill in catalogue.skills.items()},
        definitions=definitions(THRESHOLD),
    )
