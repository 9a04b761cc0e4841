"""Answers about what was published: what is not a reader's does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.coverage.content import Audience
from learning.database import AnySelect
from learning.people.models import Organisation
from learning.people.standing import Kind, OrganisationFacts, Visitor
from learning.publishing.content import StatementContent
from learning.publishing.models import PreElectionPeriod, Statement, StatementFile

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


def newest_number(session: Session, organisation_id: int) -> int:
    """The highest number given so far; 0 where there is none."""
    return (
        session.scalar(
            select(func.max(Statement.number)).where(Statement.organisation_id == organisation_id)
        )
        or 0
    )


def earlier_than(
    session: Session, organisation_id: int, audience: Audience, as_at: date
) -> Statement | None:
    """The last word on the newest day before this one, for the same readers."""
    after = aliased(Statement)
    return session.scalar(
        select(Statement)
        .outerjoin(after, after.restates_id == Statement.id)
        .where(
            Statement.organisation_id == organisation_id,
            Statement.audience == audience.value,
            Statement.as_at < as_at,
            after.id.is_(None),
        )
        .order_by(Statement.as_at.desc(), Statement.number.desc())
        .limit(1)
    )


def of_day(
    session: Session, organisation_id: int, audience: Audience, as_at: date
) -> Statement | None:
    """The first statement about a day for these readers."""
    return session.scalar(
        select(Statement).where(
            Statement.organisation_id == organisation_id,
            Statement.audience == audience.value,
            Statement.as_at == as_at,
            Statement.restates_id.is_(None),
        )
    )


def chain_of(session: Session, statement_id: int) -> list[Statement]:
    """A statement and those whose place it took, the first one first."""
    found: list[Statement] = []
    wanted: int | None = statement_id
    while wanted is not None:
        found.append(session.get_one(Statement, wanted))
        wanted = found[-1].restates_id
    return found[::-1]


def periods_of(session: Session, organisation_id: int) -> Sequence[PreElectionPeriod]:
    """The pre-election periods that a council has recorded, the latest first."""
    return session.scalars(
        select(PreElectionPeriod)
        .where(
            PreElectionPeriod.organisation_id == organisation_id,
            PreElectionPeriod.superseded_at.is_(None),
        )
        .order_by(PreElectionPeriod.starts_on.desc(), PreElectionPeriod.id.desc())
    ).all()


def period_on(session: Session, organisation_id: int, day: date) -> PreElectionPeriod | None:
    """The pre-election period that a day lies in; of several, the one that ends last."""
    return session.scalar(
        select(PreElectionPeriod)
        .where(
            PreElectionPeriod.organisation_id == organisation_id,
            PreElectionPeriod.superseded_at.is_(None),
            and_(PreElectionPeriod.starts_on <= day, PreElectionPeriod.polling_on >= day),
        )
        .order_by(PreElectionPeriod.polling_on.desc(), PreElectionPeriod.id)
        .limit(1)
    )


def period_numbered(
    session: Session, organisation_id: int, number: int
) -> PreElectionPeriod | None:
    """One of them, taken back or not."""
    return session.scalar(
        select(PreElectionPeriod).where(
            PreElectionPeriod.organisation_id == organisation_id, PreElectionPeriod.id == number
        )
    )


def said_in(session: Session, statement_id: int) -> StatementContent:
    """What a statement says, read from its data file."""
    content = session.scalars(
        select(StatementFile.content).where(
            StatementFile.statement_id == statement_id, StatementFile.kind == "json"
        )
    ).one()
    return StatementContent.model_validate_json(content)


def all_of(
    session: Session, organisation_id: int, number: int | None = None
) -> Sequence[Statement]:
    """A council's statements (or the one of that number), oldest first."""
    found = select(Statement).where(Statement.organisation_id == organisation_id)
    if number is not None:
        found = found.where(Statement.number == number)
    return session.scalars(found.order_by(Statement.number)).all()
