"""Commands for authors and operators: check the courses, put the framework in force."""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import fmean

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.catalogue import actions as framework
from learning.catalogue import path_checks, patterns, quality, ratchet, register, released, skeleton
from learning.catalogue.course_checks import check_course
from learning.catalogue.files import Problem, Reading
from learning.catalogue.framework import SLUG
from learning.catalogue.loading import BadCatalogue, load, read
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.errors import Refusal


@click.command("check-courses")
@click.option("--register", "add_new", is_flag=True, help="First keep new ids and easier reading.")
@click.option("--stale", is_flag=True, help="List the lessons that are due to be looked at again.")
@click.option("--figures", is_flag=True, help="List figures that have no source nearby.")
@click.option("--as-live", "draft", metavar="SLUG", help="What a course lacks before it opens.")
@with_appcontext
def check_courses(*, add_new: bool, stale: bool, figures: bool, draft: str | None) -> None:
    """Print every problem of the courses folder, then the figures of each course.

    The exit code is 1 if there is any problem.
    """
    settings: Settings = current_app.extensions["settings"]
    if add_new:
        click.echo(f"{register.add_new(settings.courses)} new ids in register.toml.")
    try:
        catalogue = load(settings.courses)
    except BadCatalogue as bad:
        _refuse(bad.problems)
        return
    changed = released.undeclared(catalogue, settings.courses)
    if add_new and not changed:
        ratchet.keep(catalogue, settings.courses)
        released.keep(catalogue, settings.courses)
    problems = changed + ratchet.worse(catalogue, settings.courses) + duplicates(catalogue)
    problems += quality.telling(catalogue)
    if problems:
        _refuse(problems)
    if draft is not None:
        _check_draft(settings.courses, draft)
    elif stale:
        _print_stale(catalogue)
    elif figures:
        _print_unsourced(catalogue)
    else:
        _print_figures(catalogue)


def _check_draft(root: Path, slug: str) -> None:
    reading = Reading(root)
    catalogue = read(reading)
    course = catalogue.courses.get(slug) if catalogue else None
    if catalogue is None or course is None:
        raise click.ClickException(f"There is no course {slug}.")
    as_live = replace(course, file=course.file.model_copy(update={"status": "live"}))
    check_course(catalogue, as_live, reading)
    if reading.problems:
        _refuse(reading.problems)
    click.echo(f"Nothing is missing: {slug} can be set live.")


@click.command("new-course")
@click.argument("slug")
@click.option("--skill", required=True, help="The skill that its check shows.")
@with_appcontext
def new_course(slug: str, skill: str) -> None:
    """Lay out the files of a new course, to be filled with content."""
    settings: Settings = current_app.extensions["settings"]
    if re.fullmatch(SLUG, slug) is None:
        raise click.ClickException("Use small letters, digits and hyphens for the slug.")
    if skill not in served().skills:
        raise click.ClickException(f"There is no skill {skill}.")
    try:
        folder = skeleton.lay_out(settings.courses, slug, skill=skill, today=day_of(now()))
    except FileExistsError:
        raise click.ClickException(f"There is a course {slug} already.") from None
    register.add_new(settings.courses)
    click.echo(f"{folder}: fill it in, then run check-courses --as-live {slug}.")


def _refuse(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems.")
    sys.exit(1)


def duplicates(catalogue: Catalogue) -> list[Problem]:
    """Questions that say much the same as another."""
    return [
        Problem(f"library/{one}", "question", f"is {likeness:.0%} the same as {other}; keep one")
        for one, other, likeness in patterns.near_duplicates(catalogue)
    ]


def _print_stale(catalogue: Catalogue) -> None:
    today = day_of(now())
    due = [
        (lesson.front.review_by, lesson.key)
        for course in catalogue.courses.values()
        for lesson in course.lessons
        if lesson.course == course.slug and lesson.front.review_by < today
    ]
    for review_by, key in sorted(due):
        click.echo(f"{key}: was due by {review_by}")
    click.echo(f"Lessons due to be looked at again: {len(due)}.")


def _print_unsourced(catalogue: Catalogue) -> None:
    found = list(patterns.figures_without_source(catalogue.courses.values()))
    for one in found:
        click.echo(f"{one.course}/{one.lesson}: {', '.join(one.figures)}: {one.beginning} …")
    click.echo(f"Paragraphs that have figures and name no source nearby: {len(found)}.")


def _print_figures(catalogue: Catalogue) -> None:
    live = [quality.figures(course) for course in catalogue.courses.values() if course.is_live]
    for found in live:
        luck = ", ".join(f"{name} {chance:.2%}" for name, chance in found.luck.items())
        click.echo(
            f"{found.slug}: {found.lessons} lessons, {found.minutes} minutes, "
            f"{found.words} words, reading age {found.reading_age:.1f}, "
            f"{found.long_sentences} long sentences, {found.questions} questions; "
            f"passing by luck: {luck}; right answers by position {found.right_positions}, "
            f"at most {found.most_in_one_place:.0%} in one; "
            f"length of right over wrong {found.length_ratio:.2f}, "
            f"right is longest in {found.longest:.0%} (by chance {found.longest_by_chance:.0%}), "
            f"right among those without a reason in {found.without_reason:.0%}"
        )
    for role in catalogue.roles.values():
        unfinished = {
            step.course
            for step in path_checks.steps_of(catalogue, role)
            if not catalogue.courses[step.course].is_live
        }
        still = f", and {len(unfinished)} courses in preparation" if unfinished else ""
        first, second = path_checks.minutes_by_year(catalogue, role)
        later = f", {second} in the second" if second else ""
        click.echo(f"{role.slug}: {first} minutes in the first year{later}{still}")
    _print_totals(catalogue, live)


def _print_totals(catalogue: Catalogue, live: Sequence[quality.CourseFigures]) -> None:
    states = Counter(course.file.status for course in catalogue.courses.values())
    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    worst = max(chance for found in live for chance in found.luck.values())
    click.echo(
        f"In all {sum(found.lessons for found in live)} lessons, "
        f"{sum(found.words for found in live):,} words, "
        f"{sum(found.questions for found in live):,} questions, {len(catalogue.terms)} words "
        f"explained, mean reading age {fmean(found.reading_age for found in live):.1f}, "
        f"passing by luck at most {worst:.2%}."
    )
    click.echo(
        f"No problems. {len(catalogue.skills)} skills, {len(catalogue.roles)} roles, "
        f"{len(catalogue.paths)} paths, courses: {counts}."
    )


@click.command("sync-framework")
@click.option(
    "--from",
    "starts",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day in force; today if left out.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@with_appcontext
def sync_framework(starts: datetime | None, dry_run: bool) -> None:
    """Put the requirements of the courses folder in force from a day."""
    catalogue = served()
    day = starts.date() if starts else day_of(now())
    if dry_run:
        change = framework.difference(current_session(), catalogue)
    else:
        try:
            with transaction() as session:
                change = framework.sync_framework(
                    session, catalogue, in_force_from=day, by=None, at=now()
                )
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
    for entry in change.added:
        click.echo(f"added    {entry}")
    for entry in change.gone:
        click.echo(f"replaced {entry}")
    click.echo(f"{len(change.added)} added, {len(change.gone)} replaced.")
