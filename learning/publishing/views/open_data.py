"""What is published, as open data: which councils have some, and the files of a statement."""

import hashlib
import mimetypes

from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.database import current_session
from learning.doors import public, published
from learning.errors import NotFound
from learning.publishing import listings, queries
from learning.publishing.listings import Listed
from learning.publishing.open_data import LICENCE, TABLES, Bundle, bundle
from learning.publishing.open_data.bundle import CSVW, EVERYTHING, PACKAGE
from learning.publishing.views.blueprint import TOP, blueprint
from learning.publishing.views.reading import A_DAY, for_its_readers
from learning.shell.addresses import from_outside
from learning.shell.paging import page_number

HERE = f"{TOP}/<int:number>/open-data/"
FILES = (PACKAGE, CSVW, EVERYTHING, *(table.file for table in TABLES))


@blueprint.get("/open-data")
@public
def open_data() -> str:
    """The councils that have published something for everybody."""
    page = page_number()
    found = listings.newest_public(current_session(), page=page)
    return render_template(
        "publishing/open_data.html",
        statements=found[: listings.PAGE],
        page=page,
        has_more=len(found) > listings.PAGE,
        licence=LICENCE,
    )


@blueprint.get(HERE)
@published
def open_data_of(organisation: str, number: int) -> str:
    """The files of one statement, and what their columns mean."""
    found, made = _found(organisation, number)
    return render_template(
        "publishing/open_data_of.html",
        organisation=found.organisation,
        statement=found,
        address=from_outside(request.path),
        tables=TABLES,
        sizes=made.sizes,
        licence=LICENCE,
    )


@blueprint.get(f"{HERE}<any({', '.join(map(repr, FILES))}):file>")
@published
def open_data_file(organisation: str, number: int, file: str) -> AnyResponse:
    """One of them; its hash is over what is sent, in which nothing hidden stands."""
    found, made = _found(organisation, number)
    content = made.file(file)
    reply = Response(content, content_type=_media_type(file))
    if not file.endswith(".json"):
        name = f"{organisation}-statement-{number}-{file}"
        reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.set_etag(hashlib.sha256(content).hexdigest())
    reply.cache_control.public = True
    reply.cache_control.max_age = A_DAY
    reply.cache_control.no_transform = True  # its hash is over these bytes
    reply.headers["Access-Control-Allow-Origin"] = "*"  # for whoever draws it on a page of theirs
    return for_its_readers(reply, found).make_conditional(request)


def _found(organisation: str, number: int) -> tuple[Listed, Bundle]:
    """Nobody is asked who they are: what is for leads is no open data, theirs neither."""
    found = listings.statement_of(current_session(), organisation, number, None)
    if found is None:
        raise NotFound
    said = queries.said_in(current_session(), found.id)
    address = url_for(".statement", organisation=organisation, number=number)
    return found, bundle(said, from_outside(address))


def _media_type(name: str) -> str:
    known = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") else known
