"""The lists behind the numbers of the lead's week, and the progress of groups."""

from collections.abc import Iterator

from flask import Response, render_template, request

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.oversight import progress as groups
from learning.oversight import queries
from learning.oversight.exempted import PAGE, exempted
from learning.oversight.kinds import SORTS, WORDS, Kind, Sort
from learning.oversight.requested import Wanted
from learning.oversight.views.blueprint import asked_order, blueprint
from learning.people.access import eyes_on
from learning.shell.downloads import csv_file
from learning.shell.paging import page_number, pages_of

COLUMNS = ("person", "name", "path", "status", "asked_on", "due_on", "days_overdue", "weeks_quiet")
FILTERS = ("path", "tier", "service", "role")


def _kind(word: str) -> Kind:
    if word not in set(Kind):
        raise NotFound
    return Kind(word)


def _wanted(catalogue: Catalogue) -> Wanted:
    """What the address asks for; a filter that does not exist is not found."""
    names = catalogue.names | {"path": {slug: p.title for slug, p in catalogue.paths.items()}}
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    if any(value and value not in names[name] for name, value in chosen.items()):
        raise NotFound
    return Wanted(**chosen)


@blueprint.get("/organisations/<organisation>/oversight/<kind>")
@for_learning_leads
def people_on(organisation: str, kind: str) -> str:
    """Everybody on a list: fifty a page, or all of them to print."""
    council, eyes = eyes_on(organisation)
    chosen, wanted, today = _kind(kind), _wanted(eyes.catalogue), day_of(now())
    order = asked_order(Sort, WORDS[chosen].sort)
    on_paper = request.args.get("rows") == "all"
    size = queries.MOST_ON_A_PAPER if on_paper else queries.PAGE
    page = page_number()
    counted, lines = queries.listed(
        current_session(), eyes, chosen, wanted, order, on=today, page=page, size=size
    )
    return render_template(
        "oversight/list.html",
        organisation=council,
        words=WORDS[chosen],
        lines=lines,
        counted=counted,
        wanted=wanted,
        order=order,
        sorts=SORTS,
        page=page,
        pages=pages_of(counted.paths, size),
        on_paper=on_paper,
        most=queries.MOST_ON_A_PAPER,
        catalogue=eyes.catalogue,
        names=eyes.catalogue.names,
        paths={slug: path.title for slug, path in eyes.catalogue.paths.items()},
        whole=eyes.scope.whole,
        today=today,
    )


@blueprint.get("/organisations/<organisation>/oversight/<kind>.csv")
@for_learning_leads
def people_on_csv(organisation: str, kind: str) -> Response:
    """The same list, whole."""
    council, eyes = eyes_on(organisation)
    chosen, today = _kind(kind), day_of(now())
    wanted, order = _wanted(eyes.catalogue), asked_order(Sort, WORDS[chosen].sort)
    lines = queries.everybody(current_session(), eyes, chosen, wanted, order, on=today)
    rows = (
        (
            line.code,
            line.name,
            line.path,
            line.status,
            line.asked_on,
            line.due_on,
            line.days_over(today) if line.status != "done" else None,
            line.weeks_quiet(today) if line.status == "started" else None,
        )
        for line in lines
    )
    return csv_file(f"{council.slug}-{chosen}", to_csv(COLUMNS, rows))


@blueprint.get("/organisations/<organisation>/oversight/exempt")
@for_learning_leads
def exempt(organisation: str) -> str:
    """Who need not take a path for a time."""
    council, eyes = eyes_on(organisation)
    page, wanted = page_number(), _wanted(eyes.catalogue)
    total, found = exempted(current_session(), eyes, wanted, on=day_of(now()), page=page)
    return render_template(
        "oversight/exempt.html",
        organisation=council,
        exempted=found,
        total=total,
        page=page,
        pages=pages_of(total, PAGE),
        catalogue=eyes.catalogue,
        whole=eyes.scope.whole,
        today=day_of(now()),
    )


@blueprint.get("/organisations/<organisation>/progress")
@for_learning_leads
def progress(organisation: str) -> str:
    """How far each group is with each path."""
    council, eyes = eyes_on(organisation)
    by, wanted = _by(), _wanted(eyes.catalogue)
    rows = groups.progress(current_session(), eyes, wanted, by, on=day_of(now()))
    return render_template(
        "oversight/progress.html",
        organisation=council,
        rows=rows,
        by=by,
        wanted=wanted,
        kinds=groups.COUNTED,
        names=eyes.catalogue.names,
        paths={slug: path.title for slug, path in eyes.catalogue.paths.items()},
        whole=eyes.scope.whole,
        today=day_of(now()),
    )


def _by() -> str:
    by = request.args.get("by") or groups.BY[0]
    if by not in groups.BY:
        raise NotFound
    return by


@blueprint.get("/organisations/<organisation>/progress.csv")
@for_learning_leads
def progress_csv(organisation: str) -> Response:
    """The same as a file."""
    council, eyes = eyes_on(organisation)
    by = _by()
    rows = groups.progress(current_session(), eyes, _wanted(eyes.catalogue), by, on=day_of(now()))
    header = ("path", by, *(kind.value.replace("-", "_") for kind in groups.COUNTED), "exempt")
    return csv_file(f"{council.slug}-progress", to_csv(header, _rows(rows)))


def _rows(rows: list[groups.Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (row.path, row.group or "everybody", *row.counts.values(), row.exempt)
