"""Reading what was published: the list, a statement, and its files as they were kept."""

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from learning.database import current_session
from learning.doors import published
from learning.errors import NotFound
from learning.people.access import visitor_or_none
from learning.people.standing import OrganisationFacts, Visitor
from learning.publishing import listings
from learning.publishing.listings import FileFacts, Listed
from learning.publishing.papers import EVERY_LANGUAGE, heading_of, middle_of
from learning.publishing.views.blueprint import TOP, blueprint
from learning.shell.paging import page_number

LANGUAGE = "en"  # of the pages; a page in another language asks for its own files
KINDS = {
    "pdf": "PDF, to read and to print",
    "xlsx": "Excel file",
    "csv": "CSV, every line",
    "json": "Data file: all that this statement says",
    "html": "This page by itself",
}
A_DAY = 86_400  # seconds; the bytes at an address never change


@blueprint.get(TOP)
@published
def statements(organisation: str) -> str:
    """What this council has published, as far as the reader may read it."""
    who = visitor_or_none()
    page = page_number()
    found = listings.statements_of(current_session(), organisation, who, page=page)
    council, leads = council_read(organisation, who, found)
    return render_template(
        "publishing/statements.html",
        organisation=council,
        statements=found[: listings.PAGE],
        leads=leads,
        page=page,
        has_more=len(found) > listings.PAGE,
    )


def council_read(
    slug: str, who: Visitor | None, found: list[Listed]
) -> tuple[OrganisationFacts, bool]:
    """(the council, whether the reader may publish for it); NotFound where neither shows it."""
    if who is not None:
        try:
            council = who.belongs_to(slug)
        except NotFound:
            pass
        else:
            return council, _leads_all(who, slug)
    if not found:
        raise NotFound
    return found[0].organisation, False


def _leads_all(who: Visitor | None, slug: str) -> bool:
    try:
        return who is not None and who.leads(slug)[1].whole
    except NotFound:
        return False


def statement_read(organisation: str, number: int) -> Listed:
    """A statement that this reader may read; NotFound where there is none."""
    found = listings.statement_of(current_session(), organisation, number, visitor_or_none())
    if found is None:
        raise NotFound
    return found


@blueprint.get(f"{TOP}/<int:number>")
@published
def statement(organisation: str, number: int) -> Response:
    """One statement to read, from the bytes that were kept."""
    found = statement_read(organisation, number)
    kept = listings.file_of(current_session(), found.id, "html", [LANGUAGE])
    if kept is None:
        raise NotFound
    page = render_template(
        "publishing/statement.html",
        organisation=found.organisation,
        statement=found,
        heading=heading_of(kept[1]),
        middle=middle_of(kept[1]),
        files=_by_kind(listings.files_of(current_session(), found.id)),
        kinds=KINDS,
        leads=_leads_all(visitor_or_none(), organisation),
    )
    return for_its_readers(make_response(page), found)


def _by_kind(files: list[FileFacts]) -> dict[str, FileFacts]:
    """The files of this page's language, in the order of the list."""
    mine = {one.kind: one for one in files if one.language in {LANGUAGE, EVERY_LANGUAGE}}
    return {kind: mine[kind] for kind in KINDS if kind in mine}


@blueprint.get(f"{TOP}/<int:number>.<any(json, csv, xlsx, pdf, html):ending>")
@published
def statement_file(organisation: str, number: int, ending: str) -> AnyResponse:
    """A file, byte for byte as it was published."""
    found = statement_read(organisation, number)
    kept = listings.file_of(current_session(), found.id, ending, [LANGUAGE, EVERY_LANGUAGE])
    if kept is None:
        raise NotFound
    facts, content = kept
    reply = Response(content, content_type=facts.media_type)
    name = f"{organisation}-statement-{number}.{ending}"
    how = "inline" if ending in {"pdf", "html"} else "attachment"
    reply.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    reply.set_etag(facts.sha256)
    if found.is_public:
        reply.cache_control.public = True
        reply.cache_control.max_age = A_DAY
    reply = for_its_readers(reply, found)
    reply.cache_control.no_transform = True  # its hash is over these bytes
    return reply.make_conditional(request)


def for_its_readers(reply: Response, found: Listed) -> Response:
    """What is for leads is kept by nobody on the way; nor is what is made up found by search."""
    if not found.is_public:
        reply.headers["Cache-Control"] = "private, no-store"
    if not found.is_public or found.organisation.made_up:
        reply.headers["X-Robots-Tag"] = "noindex"
    return reply
