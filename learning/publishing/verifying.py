"""Works a statement out again from the records, and holds what is kept to it, byte for byte.

Taken from the statement itself is what depended on the files of its day: names, words, paths and
their minutes, what roles were, and which lines protect others. Every figure, requirement and the
order of gaps come from the records as at its day, as known at its moment.
"""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.coverage.content import Audience, GapSaid, ReportContent, canonical
from learning.coverage.rules.no_name import Hiding
from learning.coverage.rules.table import from_text
from learning.errors import Refusal
from learning.people.standing import OrganisationFacts
from learning.publishing import queries
from learning.publishing.content import StatementContent
from learning.publishing.figures import About
from learning.publishing.gathering import as_then, says, settings_of
from learning.publishing.models import Statement, StatementFile
from learning.publishing.redrafting import as_restated
from learning.publishing.rules.merging import differences_of


def differences(
    session: Session, organisation: OrganisationFacts, statement: Statement, catalogue: Catalogue
) -> list[str]:
    """What differs, in sentences; nothing where the statement stands as it was published."""
    files = session.scalars(
        select(StatementFile)
        .where(StatementFile.statement_id == statement.id)
        .order_by(StatementFile.kind, StatementFile.language)
    ).all()
    found = [
        f"the {file.kind} file is not the one that was published: its SHA-256 differs"
        for file in files
        if hashlib.sha256(file.content).hexdigest() != file.sha256
    ]
    kinds = {file.kind for file in files}
    found += [
        f"the {kind} file is missing" for kind in ("json", "csv", "html") if kind not in kinds
    ]
    if "json" not in kinds:
        return found
    kept = next(file.content for file in files if file.kind == "json")
    try:
        said = StatementContent.model_validate_json(kept)
        again = canonical(worked_out_again(session, organisation, statement, said, catalogue))
    except (ValueError, Refusal) as problem:
        return [*found, f"the data file cannot be worked out again: {problem}"]
    if again != kept:
        found.append(
            f"the data file worked out again from the records differs {_where(kept, again)}"
            + _because(session, organisation, statement)
        )
    return found


def _because(session: Session, organisation: OrganisationFacts, statement: Statement) -> str:
    """The one thing that changes what was known then: which of two records a row was of is lost."""
    days = queries.days_of_linking(session, organisation.id, statement.known_at)
    if not days:
        return ""
    last = day_in_words(days[-1])
    when = f"on {last}" if len(days) == 1 else f"{len(days)} times, the last on {last}"
    return (
        f". Since its figures were known two records of one person became one ({when}). It counted"
        " them as two, and which rows were of which is not kept"
    )


def _where(kept: bytes, again: bytes) -> str:
    """The first place that differs, with what stands there."""
    pairs = zip(kept, again, strict=False)
    place = next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(kept), len(again))
    )
    start = max(0, place - 60)
    was, now = (text[start : place + 40].decode(errors="replace").strip() for text in (kept, again))
    return f"from byte {place + 1}: kept is …{was}…, the records say …{now}…"


def worked_out_again(
    session: Session,
    organisation: OrganisationFacts,
    statement: Statement,
    said: StatementContent,
    catalogue: Catalogue,
) -> StatementContent:
    """The same statement from the records, with what it froze of the files of its day."""
    about = About(organisation, Audience(statement.audience), statement.as_at, statement.known_at)
    then = as_then(catalogue, said.roles, statement.framework_revision)
    hiding = None
    if about.audience is Audience.NO_NAME:
        hiding = Hiding(frozenset(map(from_text, statement.hidden)), said.settings.threshold)
    days = [point.as_at for point in said.report.trend[:-1]]
    has_ladder = bool(said.report.ladder)  # one that was kept later was not published
    again = says(session, about, then, hiding, trend_days=days, with_ladder=has_ladder)
    report = _with_what_was_frozen(_as_told(again, said.report), said.report)
    restatement = said.restatement
    if restatement is not None and statement.restates_id is not None:
        before = queries.said_in(session, statement.restates_id)
        names = frozenset(map(from_text, statement.anew))
        report = as_restated(session, about, before.report, report, names)
        restatement = restatement.model_copy(update=differences_of(before.report, report))
    return said.model_copy(
        update={
            "report": report,
            "restatement": restatement,
            "settings": settings_of(report).model_copy(
                update={"threshold": said.settings.threshold}
            ),
        }
    )


def _as_told(now: ReportContent, said: ReportContent) -> ReportContent:
    """Statements from before it was said who joined and who left say neither."""
    if any(point.joined is not None for point in said.trend):
        return now
    nobody = {"joined": None, "left": None}
    return now.model_copy(
        update={"trend": tuple(one.model_copy(update=nobody) for one in now.trend)}
    )


def _with_what_was_frozen(now: ReportContent, said: ReportContent) -> ReportContent:
    """The figures of now in the words of then."""
    return now.model_copy(
        update={
            "owner": said.owner,
            "words": said.words,
            "threshold": said.threshold,
            "paths": said.paths,
            "gaps": tuple(_gap(gap, said) for gap in now.gaps),
        }
    )


def _gap(now: GapSaid, said: ReportContent) -> GapSaid:
    """Whom a path lifts depends on what its courses gave: the path as it was named then."""
    named = next((gap for gap in said.gaps if gap.skill == now.skill), None)
    if named is None:
        return now
    frozen = ("path", "lifted", "minutes", "in_preparation")
    return now.model_copy(update={name: getattr(named, name) for name in frozen})
