"""Lists what was published and its files, for whoever may read it: the rest does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.coverage.content import Audience
from learning.database import AnySelect
from learning.people.models import Organisation
from learning.people.standing import Kind, OrganisationFacts, Visitor
from learning.publishing.models import Statement, StatementFile

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A statement as lists speak of it."""

    id: int
    organisation: OrganisationFacts
    number: int
    audience: Audience
    as_at: date
    known_at: datetime
    published_at: datetime
    officer_name: str
    officer_post: str
    restates: int | None  # the number of the one whose place it takes
    restated_by: int | None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.audience is Audience.NO_NAME


@dataclass(frozen=True)
class FileFacts:
    """A file as it stands in the list of files; its bytes are read when it is asked for."""

    kind: str
    language: str
    media_type: str
    sha256: str
    size: int


def readable_by(who: Visitor | None) -> ColumnElement[bool]:
    """No-name statements are everybody's; others are for leads of the whole organisation."""
    return or_(
        Statement.audience == Audience.NO_NAME.value,
        Statement.organisation_id.in_(_led_by(who)),
    )


def _led_by(who: Visitor | None) -> list[int]:
    """The organisations of which somebody is a learning lead of all."""
    return [
        mandate.organisation.id
        for mandate in (who.mandates if who else ())
        if mandate.kind is Kind.LEARNING_LEAD
        and mandate.organisation is not None
        and mandate.scope.whole
    ]


def statements_of(session: Session, slug: str, who: Visitor | None, *, page: int) -> list[Listed]:
    """What somebody may read of an organisation's statements, newest first; one more than a page.

    The one more says that there is another page.
    """
    rows = session.execute(
        _listed(who)
        .where(Organisation.slug == slug)
        .order_by(Statement.number.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    return [_as_listed(row) for row in rows]


def newest_public(session: Session, *, page: int) -> list[Listed]:
    """The newest that each council says to everybody, by council; one more than a page."""
    newest = (
        select(Statement.organisation_id, func.max(Statement.as_at).label("as_at"))
        .where(Statement.audience == Audience.NO_NAME.value)
        .group_by(Statement.organisation_id)
        .subquery()
    )
    rows = session.execute(
        _listed(None)
        .join(
            newest,
            and_(
                newest.c.organisation_id == Statement.organisation_id,
                newest.c.as_at == Statement.as_at,
            ),
        )
        .where(_is_the_last_word())
        .order_by(Organisation.name, Organisation.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    return [_as_listed(row) for row in rows]


def newest_public_of(session: Session, slug: str) -> Listed | None:
    """The newest that one council says to everybody."""
    row = session.execute(
        _listed(None)
        .where(
            Organisation.slug == slug,
            Statement.audience == Audience.NO_NAME.value,
            _is_the_last_word(),
        )
        .order_by(Statement.as_at.desc())
        .limit(1)
    ).one_or_none()
    return _as_listed(row) if row else None


def _is_the_last_word() -> ColumnElement[bool]:
    """Nothing has taken its place."""
    after = aliased(Statement)
    return ~exists().where(after.restates_id == Statement.id)


def statement_of(session: Session, slug: str, number: int, who: Visitor | None) -> Listed | None:
    """One of them."""
    row = session.execute(
        _listed(who).where(Organisation.slug == slug, Statement.number == number)
    ).one_or_none()
    return _as_listed(row) if row else None


def _listed(who: Visitor | None) -> AnySelect:
    before, after = aliased(Statement), aliased(Statement)
    found: AnySelect = (
        select(
            Statement,
            Organisation,
            before.number.label("restates"),
            after.number.label("restated_by"),
        )
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .outerjoin(before, before.id == Statement.restates_id)
        .outerjoin(after, after.restates_id == Statement.id)
        .where(readable_by(who))
    )
    return found


def _as_listed(row: Any) -> Listed:
    said, council = row.Statement, row.Organisation
    return Listed(
        id=said.id,
        organisation=OrganisationFacts(
            council.id,
            council.slug,
            council.name,
            council.nation,
            council.starts_on,
            council.ends_on,
            council.made_up,
            council.end_said_at,
        ),
        number=said.number,
        audience=Audience(said.audience),
        as_at=said.as_at,
        known_at=said.known_at,
        published_at=said.published_at,
        officer_name=said.officer_name,
        officer_post=said.officer_post,
        restates=row.restates,
        restated_by=row.restated_by,
    )


def files_of(session: Session, statement_id: int) -> list[FileFacts]:
    """The files of a statement that somebody may read, without their bytes."""
    rows = session.execute(
        select(
            StatementFile.kind,
            StatementFile.language,
            StatementFile.media_type,
            StatementFile.sha256,
            StatementFile.size,
        )
        .where(StatementFile.statement_id == statement_id)
        .order_by(StatementFile.kind, StatementFile.language)
    )
    return [FileFacts(*row) for row in rows]


def file_of(
    session: Session, statement_id: int, kind: str, languages: Sequence[str]
) -> tuple[FileFacts, bytes] | None:
    """A file with its bytes, in one of these languages."""
    row = session.execute(
        select(
            StatementFile.kind,
            StatementFile.language,
            StatementFile.media_type,
            StatementFile.sha256,
            StatementFile.size,
            StatementFile.content,
        )
        .where(
            StatementFile.statement_id == statement_id,
            StatementFile.kind == kind,
            StatementFile.language.in_(languages),
        )
        .order_by(StatementFile.language)
        .limit(1)
    ).one_or_none()
    return (FileFacts(*row[:5]), row.content) if row else None
